"""In the room: who speaks from a phone or on paper, what is open now, and what they say (E15–E19, N15)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN, Scope
from guildhall.meetings.models.meetings import KEPT, Meeting, OfMeeting
from guildhall.meetings.models.people import Participant
from guildhall.meetings.models.preparing import Element
from guildhall.meetings.querysets import OfActivityQuerySet, OfMeetingQuerySet
from guildhall.people.models import Person


class Activity(OfMeeting):
    """One part of the hours in the room. At most one of a meeting is open, and phones show that one."""

    class Kind(models.TextChoices):
        REFLECTION = "reflection", _("Reflection")
        DEFINITIONS = "definitions", _("Definitions")
        GROUPS = "groups", _("Small groups")
        TALLY = "tally", _("Vote")
        SUPPORT = "support", _("Support")
        MOTION = "motion", _("Motion")

    class State(models.TextChoices):
        WAITING = "waiting", _("Not yet")
        OPEN = "open", _("Open now")
        CLOSED = "closed", _("Closed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="activities")
    position = models.IntegerField()
    kind = models.CharField(_("what is done"), max_length=11, choices=Kind)
    title = models.CharField(_("the question"), max_length=200)
    seconds = models.IntegerField(_("seconds to think"), null=True, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)  # its vote was written down: it is not opened again
    abstaining = models.ManyToManyField(
        Participant, related_name="+", blank=True
    )  # of a motion: a conflict of interest
    version = models.IntegerField(default=1)

    objects = OfMeetingQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        words="title",
        facts="meeting position kind seconds state opened_at closed_at settled_at abstaining",
    )

    class Meta:
        verbose_name = _("activity in the room")
        verbose_name_plural = _("activities in the room")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting"], condition=Q(state="open"), name="activity_open_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class Group(models.Model):
    """A small group that chooses priority elements."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="groups", db_index=False)
    position = models.IntegerField()
    edition = models.IntegerField(default=0)  # how often its choice was sent
    last_key = models.CharField(max_length=40, blank=True)

    objects = OfActivityQuerySet.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, facts="activity position edition last_key")

    class Meta:
        verbose_name = _("small group")
        verbose_name_plural = _("small groups")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["activity", "position"], name="group_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return str(_("Group %d")) % self.position

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.activity.scope


class Attendee(OfMeeting):
    """Somebody who speaks in the room: on a phone, known by the key in its cookie, or on paper.

    Of the key only the hash is kept. Who is on the list of participants speaks once, from whichever device.
    """

    class Way(models.TextChoices):
        PHONE = "phone", _("phone")
        PAPER = "paper", _("paper")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendees")
    key = models.CharField(max_length=64, blank=True)
    way = models.CharField(max_length=5, choices=Way)
    participant = models.OneToOneField(
        Participant, on_delete=models.SET_NULL, null=True, blank=True, related_name="attendee"
    )
    typed = models.CharField(_("name"), max_length=160, blank=True)
    joined_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    groups = models.ManyToManyField(Group, related_name="members", blank=True)

    is_seen = False  # whether whoever reads it now sees the contact

    objects = OfMeetingQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        words="typed",  # whose it is nobody knows for certain: an erasure strikes the name out where it stands
        acts="by",
        facts="meeting key way participant joined_at groups",
        kept=KEPT,
    )

    class Meta:
        verbose_name = _("somebody in the room of a meeting")
        verbose_name_plural = _("people in the rooms of meetings")
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "key"], condition=~Q(key=""), name="attendee_key_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Who it is: as on the list, or as it was typed."""
        return self.participant.name if self.participant is not None else self.typed

    @property
    def shown_name(self) -> str:
        """Who it is, for a reader: of a contact only where `queries.room.with_sight` has asked that they see them."""
        hidden = self.participant is not None and self.participant.contact_id is not None and not self.is_seen
        return str(_("a guest")) if hidden else self.name

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.meeting.scope | (self.participant.scope_of_name if self.participant is not None else OPEN)


class Sent(models.Model):
    """What somebody sends, and may send anew until it is closed.

    A form carries the edition that it was made from and a key of its own: the same key twice is the same sending, and
    one that was made from an older edition changes nothing (so says nothing that arrives late).
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="%(class)ss", db_index=False)
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="%(class)ss")
    edition = models.IntegerField(default=0)
    last_key = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        return self.attendee.name

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.attendee.scope


class Response(Sent):
    """What somebody thinks, in their own words (E15); `elements` are the priority elements that it speaks of (E18)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    text = models.CharField(_("your words"), max_length=1000)
    elements = models.ManyToManyField(Element, related_name="responses", blank=True)

    objects = OfActivityQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION, words="text", acts="by", facts="activity attendee edition last_key at elements"
    )

    class Meta:
        verbose_name = _("reflection")
        verbose_name_plural = _("reflections")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["activity", "attendee"], name="response_once")]

    def __str__(self) -> str:
        return self.text


class Mark(models.Model):
    """What the facilitator marks between two reflections: that they belong together, or disagree (E15)."""

    class Kind(models.TextChoices):
        CONNECTION = "connection", _("connected")
        DISAGREEMENT = "disagreement", _("in disagreement")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="marks")
    first = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="+", db_index=False)
    words = models.CharField(_("what about"), max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    objects = OfActivityQuerySet.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, words="words", acts="by", facts="kind activity first second at")

    class Meta:
        verbose_name = _("mark between reflections")
        verbose_name_plural = _("marks between reflections")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["first", "second", "kind"], name="mark_once")]

    def __str__(self) -> str:
        return self.words

    @property
    def name(self) -> str:
        return str(self.Kind(self.kind).label)

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.activity.scope
