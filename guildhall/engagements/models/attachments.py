"""Papers that belong to an engagement."""

from django.db import models
from django.db.models import Q

from guildhall.engagements.models.engagements import Engagement
from guildhall.files.models import StoredFile
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.models import Person


class Attachment(models.Model):
    """A file on an engagement: seen by those who may read the engagement."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")  # None: taken off
    name = models.CharField(max_length=150)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    personal = Personal(seen=Seen.ENGAGEMENT, words="name", acts="by", facts="engagement file at removed_at")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="attachment_with_its_file", condition=Q(file__isnull=False) | Q(removed_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.engagement.scope
