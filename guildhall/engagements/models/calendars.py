from django.db import models

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN
from guildhall.people.models import Person


class CalendarFeed(models.Model):
    """The secret address at which a calendar reads what one person has promised and planned; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="calendar_feed")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    scope = OPEN
    personal = Personal(seen=Seen.OWN, subject="person", facts="secret_hash made_at")

    def __str__(self) -> str:
        return f"calendar of {self.person_id}"
