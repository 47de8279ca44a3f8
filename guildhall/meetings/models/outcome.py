"""What comes of a meeting: support that was committed, decisions, and what is to be done (E19)."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.meetings.models.meetings import KEPT, Meeting, OfMeeting
from guildhall.meetings.models.room import Attendee
from guildhall.meetings.querysets import OfMeetingQuerySet
from guildhall.people.handing import Handed
from guildhall.people.models import Person


class Commitment(OfMeeting):
    """Support that somebody commits to the work: time, political support, funds or something else, until when."""

    class Kind(models.TextChoices):
        TIME = "time", _("Time")
        POLITICAL = "political", _("Political support")
        FUNDS = "funds", _("Funds")
        OTHER = "other", _("Something else")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="commitments", db_index=False)
    attendee = models.ForeignKey(Attendee, on_delete=models.SET_NULL, null=True, blank=True, related_name="commitments")
    given = models.CharField(_("who"), max_length=160, blank=True)
    kind = models.CharField(_("what kind of support"), max_length=9, choices=Kind)
    words = models.CharField(_("what exactly"), max_length=300, blank=True)
    until = models.DateField(_("until when"), null=True, blank=True)
    key = models.CharField(max_length=40)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    objects = OfMeetingQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        words="given words",
        acts="by",
        facts="meeting attendee kind until key at",
        kept=KEPT,
    )

    class Meta:
        verbose_name = _("committed support")
        verbose_name_plural = _("committed support")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "key"], name="commitment_once")]

    def __str__(self) -> str:
        return self.words

    @property
    def who(self) -> str:
        """Who commits it."""
        return self.attendee.name if self.attendee is not None else self.given

    @property
    def shown_who(self) -> str:
        """Who commits it, for a reader: see `Attendee.shown_name`."""
        return self.attendee.shown_name if self.attendee is not None else self.given

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.attendee.scope if self.attendee is not None else self.meeting.scope


class Decision(OfMeeting):
    """Something that the meeting decided, in its words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    text = models.CharField(_("what was decided"), max_length=1000)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    version = models.IntegerField(default=1)

    objects = OfMeetingQuerySet.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, words="text", acts="by", facts="meeting at")

    class Meta:
        verbose_name = _("decision of a meeting")
        verbose_name_plural = _("decisions of meetings")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text


class ActionItem(OfMeeting):
    """What is to be done after a meeting: by a colleague or by somebody named, until a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="action_items")
    text = models.CharField(_("what is to be done"), max_length=300)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    who = models.CharField(_("or somebody else"), max_length=120, blank=True)
    due = models.DateField(_("by when"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    version = models.IntegerField(default=1)

    objects = OfMeetingQuerySet.as_manager()
    handed_on = {"person": Handed(_("tasks from meetings"), Q(done_at=None), through="", said="text")}
    personal = Personal(seen=Seen.INSTITUTION, words="text who", acts="person done_by by", facts="meeting due done_at")

    class Meta:
        verbose_name = _("task from a meeting")
        verbose_name_plural = _("tasks from meetings")
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def seen_to_by(self) -> str:
        """Who does it: a colleague, or somebody in words."""
        return self.person.name if self.person is not None else self.who

    def is_late(self, today: date) -> bool:
        """Whether it is not done and its day has passed."""
        return self.done_at is None and self.due is not None and self.due < today
