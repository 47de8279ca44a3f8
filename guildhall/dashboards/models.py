from django.contrib.postgres.fields import ArrayField
from django.db import models

from guildhall.lib.personal import Personal, Seen
from guildhall.people.models import Person


class HomeArrangement(models.Model):
    """In which order somebody wants the blocks of the home page, and which not at all (C2)."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="home_arrangement")
    order = ArrayField(models.CharField(max_length=20), default=list)
    hidden = ArrayField(models.CharField(max_length=20), default=list)

    personal = Personal(seen=Seen.OWN, subject="person", facts="order hidden")

    def __str__(self) -> str:
        return f"{self.person}: {', '.join(self.order)}"
