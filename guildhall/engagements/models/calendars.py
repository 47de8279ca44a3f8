from django.db import models

from guildhall.lib.personal import Personal, Seen
from guildhall.people.models import Person
from guildhall.people.models.feeds import SecretFeed


class CalendarFeed(SecretFeed):
    """The secret address at which a calendar reads what one person has promised and planned."""

    renewed, ended = "renew calendar", "end calendar"

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="calendar_feed")

    personal = Personal(seen=Seen.OWN, subject="person", facts="secret_hash made_at")

    def __str__(self) -> str:
        return f"calendar of {self.person_id}"
