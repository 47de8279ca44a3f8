from django.db import models

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Kept, Personal, Seen
from guildhall.people.models import Person


class BulkEdit(models.Model):
    """One change that somebody made to many records at once, with what each said before: so that it can be undone."""

    class Of(models.TextChoices):
        EMPLOYERS = "employers"
        PROSPECTS = "prospects"
        AUDIENCES = "audiences"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    of = models.CharField(max_length=10, choices=Of)
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    changed = models.JSONField(default=list)  # [{"employer": …, "before": {…}, "after": {…}}]
    left = models.JSONField(default=list)  # [{"employer": …, "why": …}]: what stayed as it was
    undone_at = models.DateTimeField(null=True)
    personal = Personal(
        seen=Seen.OWN,
        words="changed left",
        acts="by",
        facts="of made_at undone_at",
        kept=Kept(90, "made_at", "delete"),
    )

    def __str__(self) -> str:
        return str(self.of)
