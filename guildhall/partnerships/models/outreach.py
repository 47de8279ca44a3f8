"""What a stakeholder was written or told to win them for their part (E11, E12, E14, N20)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.engagements.models import Engagement
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.partnerships.models.stakeholders import Stakeholder
from guildhall.partnerships.querysets import OfStakeholderQuerySet
from guildhall.people.models import Person


class Outreach(models.Model):
    """One message to one stakeholder: the five elements of document 002, what was missing, and why it went anyway.

    `missing` names elements and what the initiative itself lacked when it was sent; `because` is the reason that
    whoever sent it gave. The link in it answers for the stakeholder until `until`.
    """

    class Way(models.TextChoices):
        MAIL = "mail", _("by e-mail, from here")
        CALL = "call", _("by a call, which I note here")
        VISIT = "visit", _("at a visit, which I note here")
        ELSEWHERE = "elsewhere", _("by a letter or an e-mail of my own")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="outreach")
    way = models.CharField(max_length=10, choices=Way)
    subject = models.CharField(_("subject"), max_length=150)
    greeting = models.CharField(_("greeting"), max_length=200, blank=True)
    rationale = models.TextField(_("why this work"), max_length=2000, blank=True)
    role = models.TextField(_("role and key responsibilities"), max_length=2000, blank=True)
    benefit = models.TextField(_("why them, and what they get out of it"), max_length=2000, blank=True)
    supports = models.TextField(_("incentives and supports"), max_length=2000, blank=True)
    dates = models.TextField(_("important dates"), max_length=2000, blank=True)
    missing = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    because = models.CharField(_("why it goes anyway"), max_length=300, blank=True)
    secret_hash = models.CharField(max_length=64, blank=True)
    until = models.DateField(null=True, blank=True)
    engagement = models.ForeignKey(Engagement, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    objects = OfStakeholderQuerySet.as_manager()
    personal = Personal(
        seen=Seen.EVERYBODY,
        words="subject greeting rationale role benefit supports dates because",
        acts="by",
        facts="stakeholder way missing secret_hash until engagement sent_at",
    )

    class Meta:
        verbose_name = _("outreach to a stakeholder")
        verbose_name_plural = _("outreach to stakeholders")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="outreach_missing_because", condition=Q(missing=[]) | ~Q(because="")),
            models.UniqueConstraint(fields=["secret_hash"], condition=~Q(secret_hash=""), name="outreach_link"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.stakeholder.scope
