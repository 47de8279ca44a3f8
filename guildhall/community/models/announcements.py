"""News of the region: written once, and passed on inside each institution by its point of contact for news (C27)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.community.querysets import StaffQuerySet
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN
from guildhall.people.models import Institution, Person

ANNOUNCES = (Institution.Kind.AGENCY, Institution.Kind.REGION)  # whose news it is


class Announcement(models.Model):
    """One piece of news that a region, or what stands above it, publishes for the institutions below."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="announcements")
    title = models.CharField(_("in one line"), max_length=150)
    text = models.TextField(_("what is new"), max_length=4000)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.IntegerField(default=1)

    objects = StaffQuerySet.as_manager()
    scope = OPEN
    personal = Personal(seen=Seen.EVERYBODY, words="title text", acts="by", facts="institution at")

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.title


class Delivery(models.Model):
    """One institution that a piece of news is meant for, and who has passed it on to the colleagues there.

    Written when the news is published: an institution that comes later owes nobody old news.
    """

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="deliveries")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)
    words = models.CharField(_("a word of your own"), max_length=500, blank=True)

    objects = StaffQuerySet.as_manager()
    scope = OPEN
    personal = Personal(seen=Seen.EVERYBODY, words="words", acts="by", facts="announcement institution at")

    class Meta:
        ordering = ["institution__name"]
        constraints = [
            models.UniqueConstraint(fields=["announcement", "institution"], name="delivery_once"),
            models.CheckConstraint(
                name="delivery_by_and_at",
                condition=models.Q(by=None, at=None) | models.Q(by__isnull=False, at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution}: {self.announcement}"
