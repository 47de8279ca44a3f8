"""Meetings: what they are for, when and where, and who organizes them (E13)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.meetings.querysets import MeetingQuerySet, OfMeetingQuerySet
from guildhall.people.handing import Handed
from guildhall.people.models import Institution, Person

KEPT = Kept(5 * YEAR, "meeting__starts_at")  # who was there, and what they said


class Meeting(models.Model):
    """A meeting of an institution with a group of people: prepared, held, and then read.

    What it belongs to, such as an initiative or a board, points to it and is not known here. `code` opens the room
    from phones while it is open.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Finished")
        CANCELED = "canceled", _("Canceled")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(_("title"), max_length=150)
    purpose = models.TextField(_("what it is for"), max_length=2000, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(_("place"), max_length=200, blank=True)
    room = models.CharField(_("room"), max_length=80, blank=True)
    link = models.URLField(_("link to take part from elsewhere"), max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    canceled_because = models.CharField(_("why it is canceled"), max_length=300, blank=True)
    code = models.CharField(max_length=6, blank=True)  # while the room is open
    room_opened_at = models.DateTimeField(null=True, blank=True)
    room_closed_at = models.DateTimeField(null=True, blank=True)
    minutes = models.TextField(_("minutes"), max_length=20000, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)  # the minutes, with colleagues of the institution
    finished_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.IntegerField(default=1)

    MOVES = ("starts_at", "ends_at", "place", "room", "link")  # of these changes everybody is told

    objects = MeetingQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        words="title purpose place room link canceled_because minutes",
        acts="by",
        facts="institution starts_at ends_at state code room_opened_at room_closed_at shared_at finished_at",
    )

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["institution", "starts_at"], name="meeting_of_institution")]
        constraints = [
            models.CheckConstraint(name="meeting_ends_later", condition=Q(ends_at__gt=models.F("starts_at"))),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="meeting_code_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return self.title

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return Scope(behind=frozenset({self.institution_id}))

    @property
    def is_open(self) -> bool:
        """Whether phones come into the room now."""
        return self.state == self.State.PLANNED and bool(self.code)

    @property
    def is_over(self) -> bool:
        return self.ends_at < clock.now()

    def moved_since(self, before: "Meeting") -> bool:
        """Whether its time or place is another one than it was."""
        return any(getattr(self, name) != getattr(before, name) for name in self.MOVES)

    @property
    def where(self) -> str:
        """Place and room in one line."""
        return ", ".join(filter(None, (self.place, self.room)))


class OfMeeting(models.Model):
    """A row of a meeting, behind its institution."""

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return str(self)

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.meeting.scope  # type: ignore[attr-defined, no-any-return]


class Organizer(OfMeeting):
    """Somebody of the staff who organizes a meeting: sees and does everything about it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="organizers", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="organized_meetings")

    objects = OfMeetingQuerySet.as_manager()
    handed_on = {"person": Handed(_("meetings organized"), Q(meeting__state="planned"), once=True, through="")}
    personal = Personal(seen=Seen.INSTITUTION, subject="person", facts="meeting")

    class Meta:
        verbose_name = _("organizer of a meeting")
        verbose_name_plural = _("organizers of meetings")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="organizer_once")]

    def __str__(self) -> str:
        return str(self.person.name)
