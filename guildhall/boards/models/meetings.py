"""Meetings of a board: who is entitled to take part, motions, and the approval of minutes (D15)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.boards.models.advice import Recommendation
from guildhall.boards.models.boards import Board
from guildhall.boards.models.seats import Member
from guildhall.boards.querysets import InRoomQuerySet, OpenQuerySet
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.meetings.models import Activity, Meeting, Participant
from guildhall.people.models import Person


class BoardMeeting(models.Model):
    """That a meeting is one of a board. Its minutes are approved by a later one; until then they are a draft."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="meetings")
    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="of_board")
    approved_on = models.DateField(null=True, blank=True)  # its minutes
    approved_at = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )  # the meeting that approved them

    objects = OpenQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, facts="board meeting approved_on approved_at")

    class Meta:
        verbose_name = _("meeting of a board")
        verbose_name_plural = _("meetings of boards")
        ordering = ["-meeting__starts_at", "-pk"]

    def __str__(self) -> str:
        return str(self.board)

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return self.meeting.title

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.meeting.scope


class Entitled(models.Model):
    """A member who is entitled to take part in a meeting of their board, with or without a vote.

    Who they are is fixed with the meeting, so that its quorum can be told years later; whether they came is read from
    the list of the meeting.
    """

    held = models.ForeignKey(BoardMeeting, on_delete=models.CASCADE, related_name="entitled", db_index=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="entitled")
    participant = models.OneToOneField(
        Participant, on_delete=models.SET_NULL, null=True, blank=True, related_name="entitled"
    )
    votes = models.BooleanField(default=True)

    objects = InRoomQuerySet.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, facts="held member participant votes")

    class Meta:
        verbose_name = _("entitled to take part in a meeting of a board")
        verbose_name_plural = _("entitled to take part in meetings of boards")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["held", "member"], name="entitled_once")]

    def __str__(self) -> str:
        return self.member.name

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.held.scope | self.member.scope


class Motion(models.Model):
    """A motion that a board votes on: what it is about, who moved it, and how the vote went.

    The votes themselves are those of the room; once it is settled the numbers stand here for good.
    """

    class Kind(models.TextChoices):
        MINUTES = "minutes", _("Approve the minutes of an earlier meeting")
        ADVICE = "advice", _("Recommend something")
        OFFICE = "office", _("Elect somebody")
        OTHER = "other", _("Something else")

    class Outcome(models.TextChoices):
        OPEN = "", _("Not voted on yet")
        CARRIED = "carried", _("Carried")
        LOST = "lost", _("Lost")
        NO_QUORUM = "no_quorum", _("No quorum: nothing is decided")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    held = models.ForeignKey(BoardMeeting, on_delete=models.CASCADE, related_name="motions")
    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="motion")
    kind = models.CharField(_("what it is about"), max_length=7, choices=Kind)
    moved_by = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    seconded_by = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    minutes_of = models.ForeignKey(
        BoardMeeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.SET_NULL, null=True, blank=True, related_name="motions"
    )
    outcome = models.CharField(max_length=9, choices=Outcome, default=Outcome.OPEN, blank=True)
    in_favor = models.SmallIntegerField(null=True, blank=True)
    against = models.SmallIntegerField(null=True, blank=True)
    abstained = models.SmallIntegerField(null=True, blank=True)
    present = models.SmallIntegerField(null=True, blank=True)
    needed = models.SmallIntegerField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)

    objects = InRoomQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        acts="by",
        facts=(
            "held activity kind moved_by seconded_by minutes_of recommendation outcome in_favor against abstained "
            "present needed settled_at"
        ),
    )

    class Meta:
        verbose_name = _("motion of a board")
        verbose_name_plural = _("motions of boards")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="motion_settled_with_numbers",
                condition=Q(outcome="", settled_at=None)
                | (~Q(outcome="") & Q(settled_at__isnull=False, in_favor__isnull=False, needed__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return self.activity.title

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return self.activity.title

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.held.scope
