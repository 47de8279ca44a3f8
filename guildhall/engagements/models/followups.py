"""Follow-ups: what somebody promised out of an engagement, closed only when the other side confirms (N7, B12)."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Contact, Employer
from guildhall.engagements.models.engagements import Engagement
from guildhall.engagements.querysets import FollowUpQuerySet
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.handing import Handed
from guildhall.people.models import Institution, Person


class FollowUp(models.Model):
    """A promise with one owner and a day: open, reported as done, confirmed by whoever asked, or cancelled."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        REPORTED = "reported", _("Waiting for confirmation")
        CONFIRMED = "confirmed", _("Confirmed")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="follow_ups")
    engagement = models.ForeignKey(
        Engagement, on_delete=models.SET_NULL, null=True, blank=True, related_name="follow_ups"
    )
    what = models.CharField(_("what is to be done"), max_length=200)
    promised_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="follow_ups")
    asker = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="asked_follow_ups")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="follow_ups")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="follow_ups")
    due_on = models.DateField(_("by when"))
    first_due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    bounces = models.SmallIntegerField(default=0)
    reported_on = models.DateField(null=True, blank=True)
    report = models.CharField(_("what was done"), max_length=500, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_as = models.CharField(max_length=200, blank=True)  # who said so, where it was the employer
    cancelled_because = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    objects = FollowUpQuerySet.as_manager()
    on_merge = Move()
    handed_on = {
        "owner": Handed(_("follow-ups"), Q(state__in=("open", "reported")), said="what"),
        "asker": Handed(_("follow-ups asked for"), Q(state__in=("open", "reported")), said="what"),
    }
    personal = Personal(
        seen=Seen.DIRECTORY,
        subject="contact",
        identity="confirmed_as",
        words="what report cancelled_because",
        acts="promised_by owner asker confirmed_by",
        facts=("employer engagement institution due_on first_due_on state bounces reported_on confirmed_at made_at"),
    )

    class Meta:
        verbose_name_plural = _("follow-ups")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["owner", "due_on"], condition=Q(state="open"), name="followup_of_owner"),
            models.Index(fields=["asker"], condition=Q(state="reported"), name="followup_to_confirm"),
            models.Index(fields=["employer", "due_on"], name="followup_of_employer"),
            models.Index(fields=["institution", "first_due_on"], name="followup_of_institution"),
        ]
        constraints = [
            models.CheckConstraint(
                name="followup_reported_with_its_day",
                condition=Q(state__in=("open", "cancelled")) | Q(reported_on__isnull=False),
            ),
            models.CheckConstraint(
                name="followup_confirmed_by_somebody",
                condition=~Q(state="confirmed")
                | Q(confirmed_at__isnull=False) & (Q(confirmed_by__isnull=False) | ~Q(confirmed_as="")),
            ),
            models.CheckConstraint(
                name="followup_cancelled_with_a_reason", condition=~Q(state="cancelled") | ~Q(cancelled_because="")
            ),
            models.CheckConstraint(
                name="followup_not_confirmed_by_its_owner",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("owner")),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.engagement.scope if self.engagement else self.employer.scope

    @property
    def is_late(self) -> bool:
        return self.state == self.State.OPEN and self.due_on < clock.today()

    @property
    def asked_by_employer(self) -> bool:
        """Whether the employer has the last word, by a link or through somebody who heard it from them."""
        return self.asker_id is None


class FollowUpStep(models.Model):
    """One step of a follow-up's life, in the words of whoever took it."""

    class Kind(models.TextChoices):
        PROMISED = "promised", _("promised")
        REDATED = "redated", _("moved to another day")
        HANDED = "handed", _("handed over")
        REPORTED = "reported", _("reported as done")
        BOUNCED = "bounced", _("sent back")
        CONFIRMED = "confirmed", _("confirmed")
        CANCELLED = "cancelled", _("cancelled")
        ASKED = "asked", _("asked the employer to confirm")

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=500, blank=True)
    due_on = models.DateField(null=True, blank=True)
    personal = Personal(seen=Seen.DIRECTORY, words="words", acts="by", facts="follow_up kind at due_on")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.words}"

    @property
    def label(self) -> Any:
        """What was done: whoever sends it back says what is missing; without a word its owner took it back."""
        return _("taken back") if self.kind == self.Kind.BOUNCED and not self.words else self.get_kind_display()


class FollowUpLink(models.Model):
    """A link by which an employer's contact confirms a follow-up without signing in; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="links")
    secret_hash = models.CharField(max_length=64, unique=True)
    sent_to = models.EmailField(max_length=254)
    name = models.CharField(max_length=200)
    sent_at = models.DateTimeField()
    until = models.DateField()
    used_at = models.DateTimeField(null=True, blank=True)
    personal = Personal(
        seen=Seen.SOFTWARE,
        subject="sent_to",
        identity="name",
        link="secret_hash",
        facts="follow_up sent_at until used_at",
        kept=Kept(YEAR, "until"),
    )

    def __str__(self) -> str:
        return self.name


class NoticeTold(models.Model):
    """What a digest told somebody already: nothing is sent twice."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    told_on = models.DateField()
    personal = Personal(
        seen=Seen.SOFTWARE,
        subject="person",
        facts="key told_on",
        kept=Kept(YEAR, "told_on", "delete"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="told_once")]

    def __str__(self) -> str:
        return self.key
