from django.db import models

from guildhall.employers.models import SavedFilter
from guildhall.lib.personal import Personal, Seen
from guildhall.people.models import Person


class Alert(models.Model):
    """Somebody wants to hear of new opportunities that fit a search they keep."""

    kept = models.OneToOneField(SavedFilter, on_delete=models.CASCADE, related_name="alert")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()  # what was posted before was told already, or stood in the list
    personal = Personal(seen=Seen.OWN, subject="person", facts="kept since")

    def __str__(self) -> str:
        return str(self.kept)
