"""What a board recommends, to whom, and what became of it (D16)."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.boards.models.boards import Board
from guildhall.boards.models.seats import Member
from guildhall.boards.querysets import AdviceQuerySet, OfMemberQuerySet, OpenQuerySet
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN, Scope
from guildhall.pathways.models import Program
from guildhall.people.handing import Handed
from guildhall.people.models import Institution, Person
from guildhall.store.indexes import index_where_set


class Recommendation(models.Model):
    """A board's advice: about what, in its words, to whom, by when it is decided, and what became of it.

    It is closed once it was declined with a reason, or adopted with evidence; until then each meeting asks for it.
    """

    class About(models.TextChoices):
        SEQUENCE = "sequence", _("Course sequence")
        UNIT_PLAN = "unit_plan", _("Unit plan")
        SKILLS = "skills", _("Skills and certifications")
        EQUIPMENT = "equipment", _("Equipment")
        WBL = "wbl", _("Work-based learning")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        OPEN = "open", _("Not decided yet")
        ADOPTED = "adopted", _("Adopted")
        ADAPTED = "adapted", _("Adopted in another form")
        DECLINED = "declined", _("Declined")
        LATER = "later", _("Later")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="recommendations")
    held = models.ForeignKey(
        "boards.BoardMeeting",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="recommendations",
        db_index=False,
    )  # the meeting that gave it
    about = models.CharField(_("about what"), max_length=9, choices=About)
    subject = models.CharField(_("which course, unit or tool"), max_length=200)
    text = models.TextField(_("what the board recommends"), max_length=2000)
    program = models.ForeignKey(
        Program, on_delete=models.SET_NULL, null=True, blank=True, related_name="recommendations", db_index=False,
        verbose_name=_("program of study"),
    )  # fmt: skip
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="advice")  # to whom
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="advice", verbose_name=_("who decides")
    )
    decide_by = models.DateField(_("to be decided by"), null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    reason = models.CharField(_("why"), max_length=500, blank=True)
    evidence = models.CharField(_("what shows it"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    decided_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    noticed_for = models.DateField(null=True, blank=True)  # of which day whoever decides was reminded
    made_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    version = models.IntegerField(default=1)

    objects = AdviceQuerySet.as_manager()
    scope = OPEN
    handed_on = {"person": Handed(_("advice to decide on"), Q(closed_on=None), through="", said="subject")}
    personal = Personal(
        seen=Seen.EVERYBODY,
        words="subject text reason evidence",
        acts="person decided_by by",
        facts="board held about program institution decide_by state decided_on closed_on noticed_for made_at",
    )

    class Meta:
        verbose_name = _("recommendation of a board")
        verbose_name_plural = _("recommendations of boards")
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["board"], condition=Q(closed_on=None), name="advice_waiting"),
            models.Index(fields=["-made_at", "-id"], name="advice_newest"),
            index_where_set("held", "advice_of_meeting"),
            index_where_set("program", "advice_about_program"),
        ]
        constraints = [
            models.CheckConstraint(
                name="advice_declined_with_a_reason", condition=~Q(state__in=["declined", "later"]) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="advice_closed_when_it_is_final",
                condition=Q(closed_on=None)
                | Q(state="declined")
                | (Q(state__in=["adopted", "adapted"]) & ~Q(evidence="")),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return self.subject

    @property
    def is_late(self) -> bool:
        """Whether it should have been decided by now."""
        return self.closed_on is None and self.decide_by is not None and self.decide_by < clock.today()

    @property
    def lacks_evidence(self) -> bool:
        """Whether it was adopted and nothing shows it yet."""
        return self.closed_on is None and self.state in (self.State.ADOPTED, self.State.ADAPTED)

    @property
    def mark(self) -> tuple[str, str, Any]:
        """How its state is shown: the tone, the sign, and the words."""
        words = self.get_state_display()
        if self.lacks_evidence:
            return "warn", "warn", _("Adopted, nothing shows it yet")
        if self.is_late:
            return "stop", "clock", words
        return {"adopted": ("good", "done", words), "adapted": ("good", "done", words)}.get(
            self.state, ("note", "flag" if self.closed_on is None else "archive", words)
        )


class Disposition(models.Model):
    """One decision on a recommendation; the last one holds, and those before stay to be read."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="dispositions")
    state = models.CharField(max_length=8, choices=Recommendation.State)
    reason = models.CharField(_("why"), max_length=500, blank=True)
    evidence = models.CharField(_("what shows it"), max_length=500, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    objects = OpenQuerySet.as_manager()
    scope = OPEN
    personal = Personal(seen=Seen.EVERYBODY, words="reason evidence", acts="by", facts="recommendation state at")

    class Meta:
        verbose_name = _("decision on a recommendation")
        verbose_name_plural = _("decisions on recommendations")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return str(self.get_state_display())


class Remark(models.Model):
    """What a member says to a recommendation by their link, between two meetings."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="remarks")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="remarks")
    text = models.CharField(_("comment"), max_length=1000)
    at = models.DateTimeField()

    objects = OfMemberQuerySet.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, words="text", facts="recommendation member at")

    class Meta:
        verbose_name = _("comment of a member")
        verbose_name_plural = _("comments of members")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return self.member.name

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return Scope(behind=frozenset({self.recommendation.board.institution_id})) | self.member.scope
