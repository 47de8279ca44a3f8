from django.db import models

from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.people.models.persons import Person


class Invitation(models.Model):
    """A link by which somebody chooses a password without one: mailed, or handed over where no mail leaves."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    by_hand = models.BooleanField(default=False)  # shown to an administrator once, not mailed
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    personal = Personal(
        seen=Seen.ADMINISTRATORS,
        subject="person",
        acts="by",
        facts="secret_hash by_hand made_at until used_at",
        kept=Kept(YEAR, "until", then="delete"),
    )

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return str(self.person)
