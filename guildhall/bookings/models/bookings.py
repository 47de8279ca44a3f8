"""Who comes to what: booked, waiting, offered a place; and whether they came (C16). Students' under the second lock."""

import secrets
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.bookings.models.rolls import Roll, Share
from guildhall.bookings.querysets import BookingQuerySet
from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Contact, Employer
from guildhall.events.models import Event
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.models import Institution, Person
from guildhall.store.indexes import index_where_set
from guildhall.students.models import Registration

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another one
CODE_LENGTH = 8


def new_code() -> str:
    """What is shown at the door: nobody guesses it."""
    return "".join(secrets.choice(LETTERS) for _sign in range(CODE_LENGTH))


class Booking(models.Model):
    """One person's place at one time of an event, with the guests whom they bring.

    Exactly one of `registration` (a student), `employer` (its person by `who`, or a contact) and `person` (of the
    staff) says whose it is. `institution` is that of the student, else the one that answers for the event.
    """

    class State(models.TextChoices):
        BOOKED = "booked", _("has a place")
        WAITING = "waiting", _("on the waiting list")
        OFFERED = "offered", _("is offered a place")
        CANCELED = "canceled", _("canceled")
        LAPSED = "lapsed", _("did not answer in time")

    class Side(models.TextChoices):
        STAFF = "staff", _("the staff")
        STUDENT = "student", _("the student")
        EMPLOYER = "employer", _("the employer")
        SOFTWARE = "software", _("Guildhall")

    class CameBy(models.TextChoices):
        QR = "qr", _("by the code")
        LIST = "list", _("from the list")
        WALK_IN = "walk_in", _("without a booking")

    OPEN = ("booked", "waiting", "offered")
    TAKES_PLACE = ("booked", "offered")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="bookings", db_index=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, null=True, blank=True, related_name="bookings", db_index=False
    )
    employer = models.ForeignKey(
        Employer, on_delete=models.PROTECT, null=True, blank=True, related_name="bookings", db_index=False
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    who = models.CharField(_("name"), max_length=160, blank=True)  # of an employer's person
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)  # of an employer's person
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="bookings", db_index=False
    )
    choice = models.IntegerField(null=True, blank=True)  # of who is chosen for an interview; 1 and on: as alternate
    share = models.ForeignKey(Share, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    groups = ArrayField(models.UUIDField(), default=list, blank=True)  # limits of programs and years that it is under
    guests = models.IntegerField(_("guests"), default=0)
    named_at_door = models.BooleanField(_("name on the list at the door"), default=False)  # of another institution

    state = models.CharField(max_length=8, choices=State)
    since = models.DateTimeField()  # of its state
    turn = models.IntegerField()  # in the order of booking
    waited = models.BooleanField(default=False)  # whether it ever was on the waiting list (M18)
    answer_until = models.DateTimeField(null=True, blank=True)  # of an offered place
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code)
    key = models.UUIDField()  # of the form that booked it: a double tap is one booking
    links_ended = models.IntegerField(default=0, db_default=0)  # mailed addresses that open nothing any more
    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    booked_side = models.CharField(max_length=8, choices=Side)
    canceled_at = models.DateTimeField(null=True, blank=True)
    canceled_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    canceled_side = models.CharField(max_length=8, choices=Side, blank=True)
    late = models.BooleanField(default=False)  # canceled when booking had ended

    came_at = models.DateTimeField(null=True, blank=True)
    came_by = models.CharField(max_length=8, choices=CameBy, blank=True)
    missed_at = models.DateTimeField(null=True, blank=True)  # when it was written down that they did not come
    answer = models.CharField(_("why they did not come"), max_length=300, blank=True)
    version = models.IntegerField(default=1)

    OWN_WORDS = {
        State.BOOKED: _("you have a place"),
        State.WAITING: _("you are on the waiting list"),
        State.LAPSED: _("you did not answer in time"),
    }

    objects = BookingQuerySet.as_manager()
    on_merge = Move()
    personal = Personal(
        seen=Seen.INSTITUTION,
        subject="contact person email",
        identity="who email",
        words="answer",
        acts="booked_by canceled_by",
        facts=(
            "roll institution registration employer share groups guests named_at_door state since turn waited "
            "answer_until code key links_ended booked_at booked_side canceled_at canceled_side late came_at came_by "
            "missed_at choice"
        ),
        kept=Kept(YEAR + 30, "roll__starts_at"),
    )

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ["turn"]
        indexes = [
            models.Index(fields=["roll", "state", "turn"], name="booking_of_roll"),
            models.Index(fields=["answer_until"], condition=Q(state="offered"), name="booking_offered"),
            index_where_set("registration", "booking_of_student"),
            index_where_set("employer", "booking_of_employer"),
            index_where_set("contact", "booking_contact"),
            index_where_set("person", "booking_of_person"),
            index_where_set("share", "booking_share"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["roll", "turn"], name="booking_turn_once"),
            models.UniqueConstraint(fields=["roll", "key"], name="booking_key_once"),
            models.UniqueConstraint(
                fields=["roll", "registration"],
                condition=Q(state__in=["booked", "waiting", "offered"], registration__isnull=False),
                name="booking_student_once",
            ),
            models.UniqueConstraint(
                fields=["roll", "person"],
                condition=Q(state__in=["booked", "waiting", "offered"], person__isnull=False),
                name="booking_person_once",
            ),
            models.CheckConstraint(
                name="booking_of_one",
                condition=Q(registration__isnull=False, employer=None, person=None)
                | Q(registration=None, employer__isnull=False, person=None)
                | Q(registration=None, employer=None, person__isnull=False),
            ),
            models.CheckConstraint(name="booking_guests", condition=Q(guests__gte=0)),
            models.CheckConstraint(name="booking_choice", condition=Q(choice=None) | Q(choice__gte=0)),
            models.CheckConstraint(
                name="booking_offered_until",
                condition=Q(state="offered", answer_until__isnull=False) | (~Q(state="offered") & Q(answer_until=None)),
            ),
            models.CheckConstraint(name="booking_came_or_not", condition=Q(came_at=None) | Q(missed_at=None)),
            models.CheckConstraint(
                name="booking_canceled_with_its_time",
                condition=Q(state="canceled", canceled_at__isnull=False) | (~Q(state="canceled") & Q(canceled_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def own_words(self) -> str:
        """How it stands, as whoever booked reads it."""
        return str(self.OWN_WORDS.get(self.state) or self.get_state_display())

    @property
    def name(self) -> str:
        """What the journal calls it: the event, and never the student's name."""
        return self.roll.name

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to: of a student the own institution's people."""
        if self.registration_id:
            return Scope(behind=frozenset({self.institution_id}))
        about = frozenset({self.employer_id}) if self.employer_id else frozenset()
        return Scope(about=about) | self.roll.scope

    @property
    def event(self) -> Event:
        return self.roll.event

    @property
    def places(self) -> int:
        """How many places it takes."""
        return 1 + self.guests

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def begins_at(self) -> datetime:
        return self.roll.begins_at

    @property
    def ends_at(self) -> datetime:
        return self.roll.ends_at

    @property
    def may_be_named(self) -> bool:
        """Whether whoever keeps the door at another institution reads the student's name: of those who may come."""
        return self.named_at_door and (self.is_open or self.came_at is not None)

    @property
    def is_over(self) -> bool:
        """Whether it has begun: nothing is booked or given back any more."""
        return self.begins_at <= clock.now()

    @property
    def whose(self) -> Any:
        """Whose place it is, for whoever sees the row."""
        if self.registration_id:
            return self.registration
        return self.person if self.person_id else self.who or self.contact or self.employer

    @property
    def name_of_person(self) -> str:
        """The name of whoever comes."""
        return str(self.whose.name if hasattr(self.whose, "name") else self.whose)
