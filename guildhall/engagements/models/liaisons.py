"""Liaison requests: somebody asks the operator of a key account before speaking to a protected contact (C11, N6)."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Contact, Employer, KeyAccount, TouchPoint
from guildhall.engagements.querysets import LiaisonQuerySet
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.handing import Handed
from guildhall.people.models import Institution, Person


class Liaison(models.Model):
    """One request: why, of whom, and what became of it. Silence hands it on: deputy, then the next in line."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Agreed")
        DECLINED = "declined", _("Declined")
        ANSWERED = "answered", _("Answered on behalf")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Step(models.TextChoices):
        OPERATOR = "operator", _("the operator")
        DEPUTY = "deputy", _("the deputy")
        NEXT = "next", _("the next in line")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="liaisons")
    account = models.ForeignKey(KeyAccount, on_delete=models.CASCADE, null=True, related_name="liaisons")
    touch_point = models.ForeignKey(TouchPoint, on_delete=models.SET_NULL, null=True, related_name="liaisons")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="liaisons")
    topic = models.CharField(max_length=200, blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="asked_liaisons")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(_("why"), max_length=500)
    asked_at = models.DateTimeField()
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="held_liaisons")
    step = models.CharField(max_length=8, choices=Step, default=Step.OPERATOR)
    waits_until = models.DateField(null=True)  # after this day the next one is asked; empty: nobody comes after
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    answer = models.CharField(_("answer"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    until = models.DateField(null=True)
    version = models.IntegerField(default=1)

    objects = LiaisonQuerySet.as_manager()
    on_merge = Move()
    handed_on = {"holder": Handed(_("requests to ask first"), Q(state="open"), said="topic")}
    personal = Personal(
        seen=Seen.BOTH_SIDES,
        subject="contact",
        words="topic why answer",
        acts="asked_by holder answered_by",
        facts="employer account touch_point institution asked_at step waits_until state answered_at until",
    )

    class Meta:
        ordering = ["asked_at", "pk"]
        indexes = [
            models.Index(fields=["holder"], condition=Q(state="open"), name="liaison_of_holder"),
            models.Index(fields=["waits_until"], condition=Q(state="open"), name="liaison_waiting"),
            models.Index(fields=["asked_by", "-asked_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="liaison_answered_by_somebody",
                condition=Q(state__in=("open", "withdrawn")) | Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by}: {self.contact or self.topic or self.employer}"

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.employer.scope

    @property
    def told(self) -> dict[str, Any]:
        """What its asker is told while it waits: who has it, since when, and what becomes of silence."""
        deputy = self.account and self.account.deputy_id
        to_deputy = self.step == self.Step.OPERATOR and bool(deputy)
        return {"who": self.holder.name if self.holder else "", "asked_at": self.asked_at, "until": self.waits_until,
                "to_deputy": to_deputy}  # fmt: skip


class LiaisonStep(models.Model):
    """Whom a request was put to, and when."""

    liaison = models.ForeignKey(Liaison, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=8, choices=Liaison.Step)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    because = models.CharField(max_length=100, blank=True)
    personal = Personal(seen=Seen.BOTH_SIDES, words="because", acts="person", facts="liaison step at")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.person}"
