"""What stands in the one calendar: events, the days on which each takes place, and sessions or stalls in it (C3)."""

from datetime import date, time, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guildhall.events.kinds import CHOICES, LABELS
from guildhall.events.overrides import Details, details_of, own_details
from guildhall.events.querysets import EventQuerySet, OccurrenceQuerySet
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.pathways.models import Pathway, Program
from guildhall.people.handing import Handed
from guildhall.people.models import Institution, Person
from guildhall.store.indexes import index_where_set

ARRIVING = timedelta(hours=12)


class Event(models.Model):
    """Something that takes place, once or again and again, for some of the territory's people or for all of them.

    `institution` answers for it. Whoever does not see the employer at whose place it is does not see the event.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        HELD = "held", _("Held")
        CANCELED = "canceled", _("Canceled")

    class Audience(models.TextChoices):
        FACULTY = "faculty", _("Our own faculty or department")
        OWN = "own", _("Our own institution")
        NAMED = "named", _("Some institutions")
        ALL = "all", _("Every institution")
        PUBLIC = "public", _("Everybody, without signing in")

    class Origin(models.TextChoices):
        PLANNED = "planned", _("planned here")
        AFTERWARD = "afterward", _("recorded afterward")
        CALENDAR = "calendar", _("from the institution’s own calendar")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="events")
    organizer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(_("kind"), max_length=20, choices=CHOICES)
    title = models.CharField(_("title"), max_length=160)
    description = models.TextField(_("description"), max_length=6000, blank=True)

    # When: the first time as moments; a series by its rule, with days that are added and days that are left out
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    zone = models.CharField(_("time zone"), max_length=60)
    all_day = models.BooleanField(_("all day"), default=False)
    rule = models.CharField(_("repeats"), max_length=300, blank=True)  # RRULE of RFC 5545
    added = ArrayField(models.DateTimeField(), default=list, blank=True)
    left_out = ArrayField(models.DateTimeField(), default=list, blank=True)
    overrides = models.JSONField(default=dict, blank=True, db_default={})  # what single times say otherwise, by moment
    last_at = models.DateTimeField()  # when the last of its days ends

    # Where, how many, and when places are given away
    place = models.CharField(_("place"), max_length=200, blank=True)
    room = models.CharField(_("room"), max_length=80, blank=True)
    link = models.URLField(_("link to join"), max_length=500, blank=True)
    capacity = models.IntegerField(_("places"), null=True, blank=True)
    books_from = models.DateTimeField(_("booking from"), null=True, blank=True)
    books_until = models.DateTimeField(_("booking until"), null=True, blank=True)

    # For whom
    audience = models.CharField(_("for whom"), max_length=8, choices=Audience)
    partners = models.ManyToManyField(Institution, blank=True, related_name="+")  # who hosts it with us
    open_to = models.ManyToManyField(Institution, blank=True, related_name="+")  # where some institutions are named
    shown_to = ArrayField(models.UUIDField(), null=True, blank=True)  # worked out from the above; None: everybody
    programs = models.ManyToManyField(Program, blank=True, related_name="events")
    pathways = models.ManyToManyField(Pathway, blank=True, related_name="events")
    cluster = models.CharField(_("career cluster"), max_length=12, blank=True)
    eligibility = models.JSONField(default=list, blank=True)  # ways in: of one way all conditions hold

    # What became of it
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.PLANNED)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)
    moved_from = models.DateTimeField(null=True, blank=True)
    canceled_at = models.DateTimeField(null=True, blank=True)
    canceled_because = models.CharField(_("why it is canceled"), max_length=300, blank=True)
    attended = models.IntegerField(_("how many came"), null=True, blank=True)
    attended_said = models.BooleanField(default=False, db_default=False)  # by hand: the door leaves it alone

    # Where a calendar brought it: its identifier there, and how often it was changed
    uid = models.CharField(max_length=255, blank=True)
    sequence = models.IntegerField(default=0)
    brought = models.CharField(max_length=80, blank=True, default="", db_default="")  # its edition there, and a hash
    days_moved = models.JSONField(default=dict, blank=True, db_default={})  # single days there: where each stands now
    intake = models.UUIDField(null=True, editable=False)
    version = models.IntegerField(default=1)

    objects = EventQuerySet.as_manager()
    handed_on = {
        "organizer": Handed(_("events planned"), Q(state__in=["draft", "published"]), through="", said="title"),
    }
    personal = Personal(
        seen=Seen.EVERYBODY,
        words="description canceled_because",
        acts="organizer",
        facts=(
            "institution kind title starts_at ends_at zone all_day rule added left_out overrides last_at place room "
            "link capacity books_from books_until audience partners open_to shown_to programs pathways cluster "
            "eligibility state origin made_at published_at moved_at moved_from canceled_at attended attended_said "
            "uid sequence brought days_moved intake"
        ),
        kept=Kept(10 * YEAR, "last_at"),
    )

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["organizer"], condition=Q(state__in=["draft", "published"]), name="event_organizer"),
            models.Index(fields=["last_at"], condition=Q(state="published"), name="event_over"),
            index_where_set("intake", "event_intake"),
        ]
        constraints = [
            models.CheckConstraint(name="event_ends_after_it_begins", condition=Q(ends_at__gte=F("starts_at"))),
            models.CheckConstraint(name="event_capacity", condition=Q(capacity=None) | Q(capacity__gte=0)),
            models.CheckConstraint(
                name="event_published_with_its_time",
                condition=~Q(state__in=["published", "held"]) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="event_canceled_with_its_time",
                condition=Q(state="canceled", canceled_at__isnull=False) | (~Q(state="canceled") & Q(canceled_at=None)),
            ),
            models.CheckConstraint(
                name="event_booking_window",
                condition=Q(books_from=None) | Q(books_until=None) | Q(books_until__gte=F("books_from")),
            ),
            models.UniqueConstraint(fields=["institution", "uid"], condition=~Q(uid=""), name="event_uid_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return self.title

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to: whoever sees the employers at whose place it is; as long as
        it was never published, the institution's own people alone.
        """
        hosts = self.parts.filter(host=True).values_list("employer", flat=True) if self.pk else ()
        behind = frozenset() if self.published_at else frozenset({self.institution_id})
        return Scope(about=frozenset(hosts), behind=behind)

    @property
    def kind_label(self) -> Any:
        return LABELS.get(self.kind, self.kind)

    @property
    def is_ahead(self) -> bool:
        """Whether it, or the last of its days, is still to come."""
        return self.last_at > clock.now()

    @property
    def is_in_booking_window(self) -> bool:
        """Whether booking has begun and has not ended, as far as it says when."""
        now = clock.now()
        return not (self.books_from and self.books_from > now) and not (self.books_until and self.books_until < now)

    @property
    def is_arrived_at(self) -> bool:
        """Whether those who take part may be arriving: from half a day before it begins."""
        return self.starts_at - ARRIVING <= clock.now()

    @property
    def day(self) -> date:
        return clock.day_of(self.starts_at)

    @property
    def begins_there(self) -> time | None:
        """When it begins by the clocks of its place, where these show another time than the region's."""
        there, here = clock.local(self.starts_at, self.zone), clock.local(self.starts_at)
        return there.time() if there.utcoffset() != here.utcoffset() else None

    @property
    def city(self) -> str:
        """The city that names its time zone."""
        return self.zone.rpartition("/")[2].replace("_", " ")

    @property
    def repeats(self) -> bool:
        return bool(self.rule or self.added)


class Occurrence(models.Model):
    """One time that an event takes place: what the calendar shows and the clash check reads."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="occurrences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = OccurrenceQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, facts="event starts_at ends_at")

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at", "ends_at"], name="occurrence_when")]
        constraints = [models.UniqueConstraint(fields=["event", "starts_at"], name="occurrence_once")]

    def __str__(self) -> str:
        return str(self.event_id)

    @property
    def is_ahead(self) -> bool:
        return self.starts_at > clock.now()

    @property
    def seconds(self) -> int:
        """When it begins, as an address says it: the row itself is written anew with its event."""
        return int(self.starts_at.timestamp())

    @property
    def details(self) -> Details:
        """What this time is called, and where it takes place."""
        return details_of(self.event, self.starts_at)

    @property
    def differs(self) -> bool:
        """Whether it is called otherwise, or takes place elsewhere, than the series."""
        return bool(own_details(self.event, self.starts_at))
