"""Students whom a mailing is for: the own ones, each by what they have a part in; without sources nobody (C16, C19)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from guildhall.bookings.models import Booking
from guildhall.events.models import Event
from guildhall.lib import clock
from guildhall.mailings.models import Mailing, Source, StudentRecipient
from guildhall.opportunities.kinds import EDUCATORS, of_stage
from guildhall.opportunities.models import Opportunity
from guildhall.pathways.clusters import alike
from guildhall.pathways.models import Program
from guildhall.people.models import Person
from guildhall.students.models import Case, Enrolment, Registration
from guildhall.ui.dates import in_words

Kind = Source.Kind
AT_EVENT: dict[str, Q] = {
    Kind.MISSED: Q(missed_at__isnull=False),
    Kind.BOOKED: Q(state=Booking.State.BOOKED, missed_at=None),
    Kind.WAITING: Q(state=Booking.State.WAITING),
}
FOR_STUDENTS = (*AT_EVENT, Kind.FITTING, Kind.PROGRAM, Kind.YEAR, Kind.CASELOAD)


@dataclass(frozen=True, slots=True)
class Meant:
    """What a source is about: what its students are told of it, and the values that it has for the text."""

    why: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Learner:
    """A student who could get a mailing, and by which source. No field of a letter says who they are (ADR 40)."""

    pk: UUID
    email: str
    born_on: Any
    institution_id: UUID
    student: UUID | None  # the same person at another school or college below the one that writes
    source: UUID | None
    why: str
    event: str = ""
    day: str = ""
    opportunity: str = ""
    program: str = ""

    @property
    def address(self) -> str:
        return self.email.lower()


def own_students(mailing: Mailing, author: Person) -> Any:
    """The students of the institution that writes, as far as whoever wrote sees them."""
    return Registration.objects.visible_to(author).filter(institution__lineage__contains=[mailing.institution_id])


def students_of(source: Source, mailing: Mailing, author: Person) -> Any:
    """The own students whom a source means. One that makes no sense means nobody."""
    rows = own_students(mailing, author)
    if source.kind in AT_EVENT:
        events = Event.objects.visible_to(author).filter(pk=source.key)
        booked = Booking.objects.visible_to(author).filter(AT_EVENT[source.kind], roll__event__in=events)
        return rows.filter(pk__in=booked.filter(registration__isnull=False).values("registration"))
    if source.kind == Kind.CASELOAD:
        cases = Case.objects.visible_to(author).open().filter(manager=source.key)
        return rows.filter(pk__in=cases.values("registration"))
    learning = _learning(source, mailing, author)
    if learning is None:
        return rows.none()
    today = Enrolment.objects.visible_to(author).current().filter(learning)
    return rows.filter(pk__in=today.values("registration"))


def _learning(source: Source, mailing: Mailing, author: Person) -> Q | None:
    """What the students of a source learn today; None where it says nothing."""
    if source.kind == Kind.PROGRAM and source.key:
        return Q(program=source.key)
    if source.kind == Kind.YEAR and source.query:
        return Q(year__iexact=source.query) | Q(grade__iexact=source.query)
    if source.kind == Kind.FITTING:
        offer = offers_to_students(mailing, author).filter(pk=source.key).first()
        return fits(offer) if offer else None
    return None


def offers_to_students(mailing: Mailing, author: Person) -> Any:
    """What is open to the students of the institution that writes today, and seen by whoever wrote."""
    rows = Opportunity.objects.open_at(mailing.institution).exclude(kind__in=of_stage(EDUCATORS))
    return rows.filter(pk__in=Opportunity.objects.visible_to(author).values("pk"))


def fits(offer: Opportunity) -> Q:
    """Which enrollments an opportunity is meant for: what it names counts, the narrowest first (B6)."""
    if programs := list(offer.programs.values_list("pk", flat=True)):
        return Q(program__in=programs)
    if offer.pathway_id:
        return Q(program__pathway=offer.pathway_id)
    return Q(program__cluster__in=alike(offer.cluster)) if offer.cluster else Q()


def meant_by(source: Source, mailing: Mailing, author: Person) -> Meant:
    """What a source is about, as its readers are told; of what whoever wrote does not see nothing is told."""
    if source.kind in AT_EVENT:
        event = Event.objects.visible_to(author).filter(pk=source.key).first()
        return _of_event(source.kind, event) if event else Meant("")
    if source.kind == Kind.FITTING:
        offer = offers_to_students(mailing, author).filter(pk=source.key).first()
        words = _("You get this because “%(what)s” is open to your program of study.")
        return Meant(words % {"what": offer.title}, {"opportunity": offer.title}) if offer else Meant("")
    if source.kind == Kind.PROGRAM:
        program = Program.objects.filter(pk=source.key).first()
        words = _("You get this because you learn in “%(what)s”.")
        return Meant(words % {"what": program.name}, {"program": program.name}) if program else Meant("")
    if source.kind == Kind.YEAR:
        return Meant(_("You get this because you are in %(what)s.") % {"what": source.query})
    return Meant(_("You get this because %(place)s serves you.") % {"place": mailing.institution.name})


def _of_event(kind: str, event: Event) -> Meant:
    words = {
        Kind.MISSED: _("You get this because you had a place at “%(what)s”."),
        Kind.BOOKED: _("You get this because you have a place at “%(what)s”."),
        Kind.WAITING: _("You get this because you are on the waiting list of “%(what)s”."),
    }[Kind(kind)]
    day = in_words(clock.day_of(event.starts_at))
    return Meant(words % {"what": event.title}, {"event": event.title, "day": day})


def students_selected(mailing: Mailing, author: Person, only: Iterable[UUID] | None = None) -> list[Learner]:
    """Everybody whom the sources mean, each by the first that does; `only` asks of some whether it still holds."""
    found: dict[UUID, Learner] = {}
    some = None if only is None else list(only)
    for source in mailing.sources.filter(kind__in=FOR_STUDENTS):
        rows = students_of(source, mailing, author)
        rows = rows if some is None else rows.filter(pk__in=some)
        meant = meant_by(source, mailing, author)
        columns = rows.order_by("pk").values_list("pk", "email", "born_on", "institution", "student")
        for pk, email, born_on, place, student in columns:
            if pk not in found:
                found[pk] = Learner(pk, email, born_on, place, student, source.pk, meant.why, **meant.values)
    return list(found.values())


def learner_of(mailing: Mailing, one: StudentRecipient | None) -> Learner:
    """Somebody who reads it: a student, or anybody by the first source."""
    source = one.source if one else mailing.sources.filter(kind__in=FOR_STUDENTS).first()
    meant = meant_by(source, mailing, mailing.author) if source else Meant("")
    return Learner(mailing.pk, "", None, mailing.institution_id, None, None, meant.why, **meant.values)
