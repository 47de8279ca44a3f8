"""What an initiative brings about elsewhere: its meetings and the agreements that came of it (E13, F11)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.agreements.models import Agreement
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.meetings.models import Meeting
from guildhall.partnerships.models.initiatives import Initiative
from guildhall.partnerships.querysets import LinkedQuerySet


class InitiativeMeeting(models.Model):
    """A meeting of an initiative; each meeting is of one."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="meetings")
    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="of_initiative")

    objects = LinkedQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, facts="initiative meeting")

    class Meta:
        verbose_name = _("meeting of an initiative")
        verbose_name_plural = _("meetings of initiatives")
        ordering = ["meeting__starts_at"]

    def __str__(self) -> str:
        return str(self.meeting)

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.initiative.scope


class InitiativeAgreement(models.Model):
    """An agreement that came of an initiative; each agreement came of one."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="agreements")
    agreement = models.OneToOneField(Agreement, on_delete=models.CASCADE, related_name="of_initiative")

    objects = LinkedQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, facts="initiative agreement")

    class Meta:
        verbose_name = _("agreement of an initiative")
        verbose_name_plural = _("agreements of initiatives")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.agreement)

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.initiative.scope | self.agreement.scope
