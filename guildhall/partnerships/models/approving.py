"""How an initiative works, in writing, and which of its papers were approved: by whom and when (E6, F2, Table 3).

Document 002: decision makers review materials at key points and approve them. Document 004: protocols formalize how
partners are found and how the work is conducted.
"""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN, Scope
from guildhall.partnerships import papers
from guildhall.partnerships.models.initiatives import Initiative
from guildhall.partnerships.models.stakeholders import Stakeholder
from guildhall.partnerships.models.updates import ProgressUpdate
from guildhall.partnerships.querysets import ApprovalQuerySet, ApproverQuerySet, OfInitiativeQuerySet
from guildhall.people.handing import Handed
from guildhall.people.models import Person


class WorkingProtocol(models.Model):
    """One version of how an initiative works. The highest number holds; earlier ones stay to be read."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="protocols")
    number = models.PositiveSmallIntegerField()
    recruiting = models.TextField(_("how partners are found and chosen"), max_length=4000)
    interviews = models.TextField(_("what candidates are asked"), max_length=4000, blank=True)
    working = models.TextField(_("how we work and decide"), max_length=4000, blank=True)
    telling = models.TextField(_("who hears what, and when"), max_length=4000, blank=True)
    changed = models.CharField(_("what changed"), max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OfInitiativeQuerySet.as_manager()
    personal = Personal(
        seen=Seen.EVERYBODY, words="recruiting interviews working telling changed", acts="by",
        facts="initiative number at",
    )  # fmt: skip

    class Meta:
        verbose_name = _("protocol of an initiative")
        verbose_name_plural = _("protocols of initiatives")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "number"], name="protocol_of_initiative_once"),
            models.CheckConstraint(name="protocol_changed_because", condition=Q(number=1) | ~Q(changed="")),
        ]

    def __str__(self) -> str:
        return f"{self.initiative} {self.number}"

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.initiative.scope


class PaperKind(models.TextChoices):
    """What is put before those who approve."""

    PURPOSE = "purpose", _("Purpose, goals and budget")
    PROTOCOL = "protocol", _("How we work")
    PLAN = "plan", _("Action plan")
    UPDATE = "update", _("Progress update")
    OTHER = "other", _("Another paper")


class NamedApprover(models.Model):
    """Somebody whom the territory names to approve a kind of paper of every initiative."""

    kind = models.CharField(_("which paper"), max_length=8, choices=PaperKind)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    since = models.DateField()

    handed_on = {"person": Handed(_("papers to approve"), once=True, through="", said="kind")}
    scope = OPEN
    personal = Personal(seen=Seen.EVERYBODY, acts="person", facts="kind since")

    class Meta:
        verbose_name = _("who approves papers of initiatives")
        verbose_name_plural = _("who approves papers of initiatives")
        ordering = ["kind", "since", "pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "person"], name="approver_named_once")]

    def __str__(self) -> str:
        return str(self.person)


class Approval(models.Model):
    """A paper that was put before those who approve it, at a key point of the work, as it read then.

    `digest` is of what it was made from: it tells whether the paper was changed since.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="approvals")
    kind = models.CharField(_("which paper"), max_length=8, choices=PaperKind)
    update = models.ForeignKey(
        ProgressUpdate, on_delete=models.CASCADE, null=True, blank=True, related_name="approvals"
    )
    title = models.CharField(_("what it is called"), max_length=150)
    point = models.CharField(_("at which point of the work"), max_length=150, blank=True)
    text = models.TextField(_("as it was put"))
    digest = models.CharField(max_length=64, blank=True)
    until = models.DateField(_("until"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField()
    taken_back_on = models.DateField(null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = ApprovalQuerySet.as_manager()
    personal = Personal(
        seen=Seen.EVERYBODY, words="title point text", acts="by",
        facts="initiative kind update digest until put_at taken_back_on",
    )  # fmt: skip

    class Meta:
        verbose_name = _("paper put up for approval")
        verbose_name_plural = _("papers put up for approval")
        ordering = ["-put_at", "-pk"]
        indexes = [models.Index(fields=["initiative", "kind", "-put_at"], name="approval_of_paper")]
        constraints = [
            models.CheckConstraint(name="approval_of_an_update", condition=Q(kind="update") ^ Q(update=None)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.initiative.scope

    @property
    def sections(self) -> list[tuple[str, str]]:
        """The text as it is read: headings, each with its words."""
        return papers.sections_of(self.text)

    def standing(self, asked: Sequence["Approver"]) -> str:
        """How it stands, by those who were asked and whom the reader sees: a `Standing`."""
        said = {one.answer for one in asked}
        if self.taken_back_on:
            return Standing.TAKEN_BACK
        if Approver.Answer.NO in said:
            return Standing.REFUSED
        if Approver.Answer.CHANGES in said:
            return Standing.CHANGES
        return Standing.APPROVED if said == {Approver.Answer.YES} else Standing.WAITING


class Standing(models.TextChoices):
    """How a paper stands that was put up for approval."""

    WAITING = "waiting", _("waits for answers")
    APPROVED = "approved", _("approved")
    CHANGES = "changes", _("changes are asked for")
    REFUSED = "refused", _("not approved")
    TAKEN_BACK = "taken_back", _("taken back")


class Approver(models.Model):
    """Somebody who is asked to approve a paper: of our staff, or a stakeholder; and what they said, when."""

    class Answer(models.TextChoices):
        YES = "yes", _("I approve it")
        CHANGES = "changes", _("I approve it once something is changed")
        NO = "no", _("I do not approve it")

    class How(models.TextChoices):
        SIGNED_IN = "signed_in", _("signed in")
        LINK = "link", _("by the link")
        NOTED = "noted", _("told to us")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    approval = models.ForeignKey(Approval, on_delete=models.CASCADE, related_name="asked")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    secret_hash = models.CharField(max_length=64, blank=True)
    answer = models.CharField(_("what they say"), max_length=8, choices=Answer, blank=True)
    words = models.TextField(_("in their words"), max_length=1000, blank=True)
    how = models.CharField(_("how"), max_length=10, choices=How, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.IntegerField(default=1)

    objects = ApproverQuerySet.as_manager()
    handed_on: dict[str, Any] = {
        "person": Handed(_("papers to approve"), Q(answer="", approval__taken_back_on=None), once=True, through="")
    }
    personal = Personal(
        seen=Seen.EVERYBODY, subject="person", words="words", acts="noted_by",
        facts="approval stakeholder secret_hash answer how answered_at",
    )  # fmt: skip

    class Meta:
        verbose_name = _("approval of a paper")
        verbose_name_plural = _("approvals of papers")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="approver_is_somebody", condition=Q(person__isnull=False) | Q(stakeholder__isnull=False)
            ),
            models.CheckConstraint(
                name="approved_at",
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["approval", "person"], condition=Q(person__isnull=False), name="approver_once"
            ),
            models.UniqueConstraint(fields=["secret_hash"], condition=~Q(secret_hash=""), name="approver_link"),
        ]

    def __str__(self) -> str:
        return self.person.name if self.person else str(self.stakeholder)

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.approval.scope | (self.stakeholder.scope if self.stakeholder else OPEN)

    @property
    def answers_by_link(self) -> bool:
        """Whether the link is in the hands of who decides still: not of who left, was erased, declined or replaced."""
        one = self.stakeholder
        gone = (Stakeholder.State.DECLINED, Stakeholder.State.REPLACED)
        return bool(self.secret_hash and one and one.reads_mail and one.state not in gone)

    @property
    def is_late(self) -> bool:
        return not self.answer and self.approval.until < clock.today()
