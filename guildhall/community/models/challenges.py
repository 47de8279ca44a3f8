"""The community of practice: what makes work hard, what others say, what is decided and what came of it (B21)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.community.querysets import ChallengeQuerySet, OfChallengeQuerySet
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN, Scope
from guildhall.people.models import Institution, Person
from guildhall.protocols.models import Protocol


class Challenge(models.Model):
    """Something that makes the work hard, put before the colleagues of the whole region."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DECIDED = "decided", _("Decided")
        CLOSED = "closed", _("Closed without a decision")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(_("in one line"), max_length=150)
    text = models.TextField(_("what makes it hard"), max_length=4000, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    last_at = models.DateTimeField()  # of what was said or decided last
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    closed_because = models.CharField(_("why it is closed"), max_length=300, blank=True)
    internal = models.BooleanField(default=False, db_default=False)  # stays within the institution (H3)
    version = models.IntegerField(default=1)

    objects = ChallengeQuerySet.as_manager()
    personal = Personal(
        seen=Seen.EVERYBODY,
        words="title text closed_because",
        acts="by",
        facts="institution raised_at last_at state internal",
    )

    class Meta:
        ordering = ["-last_at", "-pk"]
        indexes = [models.Index(fields=["state", "-last_at"])]

    def __str__(self) -> str:
        return self.title

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return Scope(behind=frozenset({self.institution_id})) if self.internal else OPEN


class Contribution(models.Model):
    """What a colleague says about a challenge."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="contributions")
    text = models.TextField(_("your words"), max_length=4000)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = OfChallengeQuerySet.as_manager()
    personal = Personal(
        seen=Seen.EVERYBODY, words="text", acts="by", facts="challenge institution at edited_at removed_at"
    )

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.challenge.scope


class Decision(models.Model):
    """What was decided about a challenge, by whom, and what came of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="decisions")
    text = models.TextField(_("what is decided"), max_length=4000)
    decided_by = models.CharField(_("who decided"), max_length=200)
    decided_on = models.DateField(_("when"))
    look_again_on = models.DateField(_("look again on"), null=True, blank=True)
    outcome = models.TextField(_("what came of it"), max_length=4000, blank=True)
    outcome_on = models.DateField(null=True, blank=True)
    protocol = models.ForeignKey(Protocol, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.IntegerField(default=1)

    objects = OfChallengeQuerySet.as_manager()
    personal = Personal(
        seen=Seen.EVERYBODY,
        words="text decided_by outcome",
        acts="by",
        facts="challenge decided_on look_again_on outcome_on protocol",
    )

    class Meta:
        ordering = ["-decided_on", "-pk"]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.challenge.scope
