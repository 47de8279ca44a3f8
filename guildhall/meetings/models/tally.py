"""What groups choose and the room votes for (E17, N15)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.meetings.models.preparing import Element
from guildhall.meetings.models.room import Group, Sent
from guildhall.meetings.querysets import OfActivityQuerySet, OfBallotQuerySet, OfGroupQuerySet


class GroupChoice(models.Model):
    """An element that a small group holds to be a priority, and why (E17)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="choices", db_index=False)
    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="choices")
    why = models.CharField(_("why"), max_length=300, blank=True)

    objects = OfGroupQuerySet.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, words="why", facts="group element")

    class Meta:
        verbose_name = _("choice of a small group")
        verbose_name_plural = _("choices of small groups")
        ordering = ["element__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["group", "element"], name="group_choice_once")]

    def __str__(self) -> str:
        return self.why

    @property
    def name(self) -> str:
        return str(self.element.text)

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.group.scope


class Ballot(Sent):
    """All that somebody votes for in one vote: one for each person, whatever the device (N15).

    Of a vote for elements these are its votes; of a motion it is the `choice`.
    """

    class Choice(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        ABSTAIN = "abstain", _("I abstain")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    choice = models.CharField(_("vote"), max_length=7, choices=Choice, blank=True)

    objects = OfActivityQuerySet.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, acts="by", facts="activity attendee edition last_key at choice")

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["activity", "attendee"], name="ballot_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Vote(models.Model):
    """That somebody holds an element to be a priority, and perhaps why: one for each element and person."""

    id = models.BigAutoField(primary_key=True)
    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="votes", db_index=False)
    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="votes")
    why = models.CharField(_("why"), max_length=300, blank=True)

    objects = OfBallotQuerySet.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, words="why", facts="ballot element")

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["ballot", "element"], name="ballot_vote_once")]

    def __str__(self) -> str:
        return self.why
