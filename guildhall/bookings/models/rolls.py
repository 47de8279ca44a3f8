"""How places of an event are given away: on which terms, how many to whom, and one list for each of its times (C16)."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.bookings.querysets import OfEventQuerySet, RollQuerySet
from guildhall.events.models import Event, Session
from guildhall.events.overrides import Details, details_of
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.pathways.models import Program
from guildhall.people.models import Institution
from guildhall.store.indexes import index_where_set

MOST_GUESTS, MOST_HOURS = 10, 336  # two weeks to answer


class OfEvent(models.Model):
    """A row about an event, shown to whoever may know of the event."""

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return str(self.event.title)  # type: ignore[attr-defined]

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        scope: Scope = self.event.scope  # type: ignore[attr-defined]
        return scope


class Terms(OfEvent):
    """On which terms an event is booked, where they are not the usual ones: at once, without guests, no employers."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="terms")
    hours_to_answer = models.IntegerField(
        _("hours to say yes"),
        default=0,
        help_text=_("For whoever gets a place from the waiting list. 0: the place is theirs at once."),
    )
    guests = models.IntegerField(_("guests whom one person may bring"), default=0)
    employers_book = models.BooleanField(_("every employer that sees it books for its own people"), default=False)
    slots_by_choice = models.BooleanField(_("whom to see in interviews is chosen"), default=False, db_default=False)
    version = models.IntegerField(default=1)

    objects = OfEventQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, facts="event hours_to_answer guests employers_book slots_by_choice")

    class Meta:
        verbose_name = _("terms of booking")
        verbose_name_plural = _("terms of booking")
        constraints = [
            models.CheckConstraint(name="terms_guests", condition=Q(guests__gte=0, guests__lte=MOST_GUESTS)),
            models.CheckConstraint(
                name="terms_hours", condition=Q(hours_to_answer__gte=0, hours_to_answer__lte=MOST_HOURS)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, event: Event) -> "Terms":
        """The terms of an event, or the usual ones."""
        return getattr(event, "terms", None) or cls(event=event)

    @classmethod
    def choose(cls, event: Event, session: Session | None) -> bool:
        """Whether places of a session are given by choice: people ask for an interview, and whoever plans it picks."""
        return session is not None and session.kind == Session.Kind.SLOT and cls.of(event).slots_by_choice


class Share(OfEvent):
    """How many places some may take at most, of each time of an event: the people of one institution, or the students
    of one program, or of one year or grade. Exactly one of these says whom it is about.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="shares", db_index=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    program = models.ForeignKey(
        Program, on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    year = models.CharField(_("year or grade"), max_length=20, blank=True, default="", db_default="")
    places = models.IntegerField(_("places at most"))

    objects = OfEventQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, facts="event institution program year places")

    class Meta:
        verbose_name = _("places of an institution, a program or a year")
        verbose_name_plural = _("places of institutions, programs and years")
        indexes = [index_where_set("program", "share_program")]
        constraints = [
            models.UniqueConstraint(fields=["event", "institution"], name="share_once"),
            models.UniqueConstraint(fields=["event", "program"], name="share_program_once"),
            models.UniqueConstraint(fields=["event", "year"], condition=~Q(year=""), name="share_year_once"),
            models.CheckConstraint(name="share_places", condition=Q(places__gte=0)),
            models.CheckConstraint(
                name="share_of_one",
                condition=Q(institution__isnull=False, program=None, year="")
                | Q(institution=None, program__isnull=False, year="")
                | (Q(institution=None, program=None) & ~Q(year="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.whose}: {self.places}"

    @property
    def whose(self) -> str:
        """Whom it is about, in words."""
        if self.institution is not None:
            return self.institution.name
        return self.program.label if self.program is not None else _("year or grade %s") % self.year


class Roll(OfEvent):
    """The list of bookings of one time of an event, or of a session in it. Whoever takes or frees a place locks it.

    `turns` numbers those who book, in their order; `taken` and `waiting` are counted anew with each of them, so that
    everybody may read how full it is, and nobody who is on it. Of a time that fell away (`gone_at`) the list stays for
    the record, and another one may begin at the same moment.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="rolls", db_index=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, related_name="rolls", db_index=False)
    starts_at = models.DateTimeField()  # of the time that is booked: it moves with the event
    gone_at = models.DateTimeField(null=True, blank=True)  # when its time was left out, or fell away in a move
    turns = models.IntegerField(default=0)
    taken = models.IntegerField(default=0)  # places, with those of guests and those that wait for an answer
    waiting = models.IntegerField(default=0)  # bookings
    version = models.IntegerField(default=1)

    objects = RollQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, facts="event session starts_at gone_at turns taken waiting")

    class Meta:
        verbose_name = _("list of bookings")
        verbose_name_plural = _("lists of bookings")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "starts_at", "session"],
                condition=Q(gone_at=None),
                name="roll_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="roll_counts", condition=Q(turns__gte=0, taken__gte=0, waiting__gte=0)),
        ]
        indexes = [
            models.Index(fields=["event"], name="roll_event"),
            models.Index(fields=["session"], condition=Q(session__isnull=False), name="roll_session"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def of_event(self) -> Details:
        """What this time of the event is called, and where it takes place."""
        return details_of(self.event, self.starts_at)

    @property
    def details(self) -> Details:
        """The same of what is booked: the session, with its own room and link, else this time of the event."""
        of_event, session = self.of_event, self.session
        if session is None:
            return of_event
        return Details(session.title, of_event.place, session.room or of_event.room, session.link or of_event.link)

    @property
    def title(self) -> str:
        """What is booked: the session, else this time of the event."""
        return self.details.title

    @property
    def capacity(self) -> int | None:
        """How many places there are; None where nothing is booked any more."""
        return self.session.capacity if self.session is not None else self.event.capacity

    @property
    def by_choice(self) -> bool:
        """Whether its places are given by choice, and not in the order of booking."""
        return Terms.choose(self.event, self.session)

    @property
    def begins_at(self) -> datetime:
        """When somebody has to be there: of a session with a time of its own, then."""
        own = self.session.starts_at if self.session is not None else None
        return own or self.starts_at

    @property
    def ends_at(self) -> datetime:
        if self.session is not None and self.session.ends_at:
            return self.session.ends_at
        return self.begins_at + (self.event.ends_at - self.event.starts_at)

    @property
    def free(self) -> int:
        """How many are free: none where places were taken away."""
        return max(0, (self.capacity or 0) - self.taken)
