from django.db import models

from guildhall.lib.personal import Personal, Seen


class Centroid(models.Model):
    """The middle of a ZIP code, as it ships with the product: distances are asked of nobody else."""

    zip = models.CharField(max_length=5, primary_key=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    city = models.CharField(max_length=60)
    state = models.CharField(max_length=2)
    personal = Personal(seen=Seen.EVERYBODY, facts="zip latitude longitude city state")

    def __str__(self) -> str:
        return f"{self.zip} {self.city}, {self.state}"
