"""Agreements with partners: who agreed to what, until when, revision by revision (F11, N14)."""

from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guildhall.agreements.querysets import EXPIRING_DAYS, AgreementQuerySet, OfAgreement, RevisionQuerySet
from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Employer
from guildhall.files.models import StoredFile
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Kept, Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.handing import Handed
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.store.indexes import index_where_set


class Agreement(models.Model):
    """An agreement for its whole life: whose it is to keep, whom it binds, and where it stands.

    `starts_on`, `ends_on` and `notice_days` are those of the revision that holds; while none does, of the first one.
    That it has expired stands nowhere: it follows from its last day.
    """

    class Kind(models.TextChoices):
        MOU = "mou", _("Memorandum of understanding")
        AFFILIATION = "affiliation", _("Affiliation agreement")
        TRAINING = "training", _("Training agreement")
        DATA_SHARING = "data_sharing", _("Data sharing agreement")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SIGNING = "signing", _("Out for signature")
        IN_FORCE = "in_force", _("In force")
        ENDED = "ended", _("Ended early")
        REPLACED = "replaced", _("Replaced by its successor")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Audience(models.TextChoices):
        REGION = "region", _("everybody who sees the employers in it")
        INSTITUTION = "institution", _("only the institutions that are parties to it")

    OPEN = ("draft", "signing", "in_force")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.MOU)
    title = models.CharField(_("title"), max_length=160)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", db_index=False)
    keeper = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")  # who sees to it there
    audience = models.CharField(_("who may read it"), max_length=11, choices=Audience, default=Audience.REGION)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    notice_days = models.SmallIntegerField(_("days of notice before the end"), default=90)
    in_force_at = models.DateTimeField(null=True, blank=True)  # when the last party had signed
    noticed_for = models.DateField(null=True, blank=True)  # of which last day its keeper was told
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(_("why it ended"), max_length=300, blank=True)
    lesson = models.CharField(_("what we learned"), max_length=500, blank=True)
    replaces = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="successors", db_index=False
    )
    kept_until = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    version = models.IntegerField(default=1)

    objects = AgreementQuerySet.as_manager()
    handed_on = {"keeper": Handed(_("agreements"), Q(state__in=OPEN), through="", said="title",
                                  needs=Permission.KEEP_AGREEMENTS)}  # fmt: skip
    personal = Personal(
        seen=Seen.DIRECTORY,
        words="title ended_because lesson",
        acts="keeper by",
        facts=(
            "kind institution audience state starts_on ends_on notice_days in_force_at noticed_for ended_on replaces "
            "kept_until made_at"
        ),
        kept=Kept(0, "kept_until", "delete"),  # ten years after it is over
    )

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["title", "pk"]
        indexes = [
            models.Index(fields=["institution", "state"], name="agreement_of_institution"),
            models.Index(fields=["ends_on"], condition=Q(state="in_force"), name="agreement_ends"),
            models.Index(fields=["title", "id"], name="agreement_by_title"),
            index_where_set("replaces", "agreement_replaces"),
            index_where_set("kept_until", "agreement_kept_until"),
        ]
        constraints = [
            models.CheckConstraint(name="agreement_days", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="agreement_signed_at_a_moment", condition=~Q(state="in_force") | Q(in_force_at__isnull=False)
            ),
            models.CheckConstraint(
                name="agreement_ended_with_a_reason",
                condition=~Q(state="ended") | (Q(ended_on__isnull=False) & ~Q(ended_because="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return self.title

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to: whoever sees all employers in it."""
        return Scope(about=frozenset(party.employer_id for party in self.parties.all() if party.employer_id))

    @cached_property
    def sides(self) -> tuple[list[Any], list[Any]]:
        """The parties of our side, and those of the other one."""
        parties = list(self.parties.all())
        return [one for one in parties if one.is_ours], [one for one in parties if not one.is_ours]

    @property
    def partners(self) -> str:
        """With whom it is, in words."""
        return ", ".join(str(one.name) for one in self.sides[1])

    @property
    def is_open(self) -> bool:
        """Whether it is being drawn up, signed or stands."""
        return self.state in self.OPEN and not self.is_expired

    @property
    def is_expired(self) -> bool:
        return self.state == self.State.IN_FORCE and self.ends_on is not None and self.ends_on < clock.today()

    @property
    def is_in_force(self) -> bool:
        """Whether it binds today."""
        return self.state == self.State.IN_FORCE and self.starts_on <= clock.today() and not self.is_expired

    @property
    def mark(self) -> tuple[str, str, Any]:
        """How its state is shown: the tone, the sign, and the words."""
        if self.is_expired:
            return "stop", "warn", _("Expired")
        if self.state != self.State.IN_FORCE:
            return ("note", "edit" if self.is_open else "archive", self.get_state_display())
        if self.starts_on > clock.today():
            return "note", "calendar", _("Signed, not begun yet")
        soon = self.ends_on is not None and (self.ends_on - clock.today()).days <= EXPIRING_DAYS
        return ("warn", "warn", _("In force, ends soon")) if soon else ("good", "done", self.get_state_display())


class Party(models.Model):
    """Who is bound by an agreement: an institution, an employer of the record, or a body that is named in words.

    What each does and what it gains are part of the text that is signed, so they stand still once it is out.
    """

    class Side(models.TextChoices):
        OURS = "ours", _("our side")
        THEIRS = "theirs", _("the partner’s side")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    position = models.SmallIntegerField(default=1)
    side = models.CharField(max_length=6, choices=Side)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    employer = models.ForeignKey(
        Employer, on_delete=models.PROTECT, null=True, blank=True, related_name="parties_to_agreements", db_index=False
    )
    named = models.CharField(_("named in words"), max_length=200, blank=True)
    does = models.TextField(_("role and responsibilities"), max_length=1000, blank=True)
    gains = models.TextField(_("what it gains"), max_length=600, blank=True)

    objects = OfAgreement.as_manager()
    on_merge = Move()
    personal = Personal(
        seen=Seen.DIRECTORY, words="named does gains", facts="agreement position side institution employer"
    )

    class Meta:
        verbose_name = _("party to an agreement")
        verbose_name_plural = _("parties to agreements")
        ordering = ["position", "pk"]
        indexes = [index_where_set("employer", "party_employer")]
        constraints = [
            models.CheckConstraint(
                name="party_is_one_body",
                condition=Q(institution__isnull=False, employer=None, named="")
                | Q(institution=None, employer__isnull=False, named="")
                | (Q(institution=None, employer=None) & ~Q(named="")),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The body that is bound."""
        body = self.institution or self.employer
        return str(body.name) if body else self.named

    @property
    def scope(self) -> Scope:
        return self.agreement.scope

    @property
    def is_ours(self) -> bool:
        return self.side == self.Side.OURS


class Revision(models.Model):
    """One version of what was agreed; once it is out for signature its exact text stands still, with its digest.

    The first is the agreement, each later one an amendment: `reason` says what it changes.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        OUT = "out", _("out for signature")
        SIGNED = "signed", _("signed by everybody")
        REPLACED = "replaced", _("replaced by a later one")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="revisions", db_index=False)
    number = models.SmallIntegerField(default=1)
    purpose = models.TextField(_("purpose"), max_length=2000, blank=True)
    terms = models.TextField(_("terms"), max_length=40000, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    notice_days = models.SmallIntegerField(_("days of notice before the end"), default=90)
    reason = models.CharField(_("what it changes"), max_length=300, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    text = models.TextField(blank=True)  # exactly what is signed, from the moment it is out
    digest = models.CharField(max_length=64, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
                             db_index=False)  # fmt: skip
    file_name = models.CharField(max_length=150, blank=True)
    made_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    signed_at = models.DateTimeField(null=True, blank=True)  # by the last of them
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_digest = models.CharField(max_length=64, blank=True, default="")
    version = models.IntegerField(default=1)

    objects = RevisionQuerySet.as_manager()
    personal = Personal(
        seen=Seen.DIRECTORY,
        words="purpose terms reason text file_name",
        acts="by",
        facts=(
            "agreement number starts_on ends_on notice_days state digest file made_at signed_at erased_at erased_digest"
        ),
    )

    class Meta:
        verbose_name = _("revision of an agreement")
        verbose_name_plural = _("revisions of agreements")
        ordering = ["-number"]
        indexes = [index_where_set("file", "revision_file")]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="revision_number_once"),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(state__in=["draft", "out"]), name="revision_open_once"
            ),
            models.UniqueConstraint(fields=["agreement"], condition=Q(state="signed"), name="revision_holds_once"),
            models.CheckConstraint(name="revision_days", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="revision_notice", condition=Q(notice_days__range=(0, 730))),
            models.CheckConstraint(
                name="revision_out_with_its_digest", condition=~Q(state__in=["out", "signed"]) | ~Q(digest="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement.title} ({self.number})"

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return str(self)

    @property
    def scope(self) -> Scope:
        return self.agreement.scope

    @property
    def is_amendment(self) -> bool:
        return self.number > 1
