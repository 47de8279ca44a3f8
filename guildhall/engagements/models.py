"""Engagements: dated things that happened with an employer, on one timeline for the whole region (C5)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Contact, Employer
from guildhall.engagements.querysets import EngagementQuerySet
from guildhall.lib.ids import new_id
from guildhall.lib.scopes import Scope
from guildhall.people.models import Institution, Person


class Engagement(models.Model):
    """A meeting, call, visit, e-mail or event with an employer, or a recorded act such as promotion."""

    class Kind(models.TextChoices):
        VISIT = "visit", _("Visit")
        CALL = "call", _("Call")
        MEETING = "meeting", _("Meeting")
        EMAIL = "email", _("E-mail")
        EVENT = "event", _("Event")
        ACT = "act", _("Recorded act")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="engagements")
    kind = models.CharField(_("what happened"), max_length=8, choices=Kind)
    happened_on = models.DateField(_("when"))
    summary = models.CharField(_("in one line"), max_length=200)
    body = models.TextField(_("what was said or promised"), max_length=4000, blank=True)
    contact = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="engagements",
        verbose_name=_("with whom"),
    )
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="engagements")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="engagements")
    themes = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    stays_with = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    objects = EngagementQuerySet.as_manager()
    on_merge = Move(walled="stays_with", contact_day="happened_on", contact_rows=~models.Q(kind="act"))

    class Meta:
        indexes = [
            models.Index(fields=["employer", "-happened_on", "-id"]),
            models.Index(fields=["institution", "-happened_on"]),
            models.Index(fields=["by", "-happened_on"]),
            models.Index(fields=["-happened_on", "-id"], name="engagement_newest"),
        ]

    def __str__(self) -> str:
        return self.summary

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.employer.crm_scope if self.stays_with_id else self.employer.scope
