"""Which students somebody may choose: by events, opportunities, programs, years, caseloads; the own ones alone."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from guildhall.bookings.models import Booking
from guildhall.events.models import Event
from guildhall.lib import clock
from guildhall.mailings.models import Mailing, Source
from guildhall.mailings.queries.offering import MOST, Offer
from guildhall.mailings.queries.students import AT_EVENT, offers_to_students, own_students
from guildhall.pathways.models import Program
from guildhall.people.models import Person
from guildhall.students.models import Case, Enrolment
from guildhall.ui.dates import short_day

Kind = Source.Kind
AROUND = timedelta(days=200)


def student_offers(mailing: Mailing, person: Person) -> list[Offer]:
    """All students whom a mailing may be for, in groups."""
    own = own_students(mailing, person).values("pk")
    return [*_events(person, own), *_opportunities(mailing, person), *_learning(person, own), *_caseloads(person, own)]


def _events(person: Person, own: object) -> list[Offer]:
    groups = {
        Kind.MISSED: _("Students who did not come to an event"),
        Kind.BOOKED: _("Students with a place at an event"),
        Kind.WAITING: _("Students on the waiting list of an event"),
    }
    now, found = clock.now(), []
    for kind, group in groups.items():
        rows = Booking.objects.visible_to(person).filter(AT_EVENT[kind], registration__in=own)
        events = Event.objects.visible_to(person).filter(starts_at__range=(now - AROUND, now + AROUND))
        events = events.filter(Exists(rows.filter(roll__event=OuterRef("pk")))).order_by("-starts_at", "pk")[:MOST]
        found += [Offer(group, kind, f"{row.title}, {short_day(row.starts_at)}", key=row.pk) for row in events]
    return found


def _opportunities(mailing: Mailing, person: Person) -> list[Offer]:
    group = _("Students whom an opportunity fits")
    rows = offers_to_students(mailing, person).select_related("employer").defer("employer__search")
    return [
        Offer(group, Kind.FITTING, f"{row.title}, {row.employer.name}", key=row.pk)
        for row in rows.order_by("-publish_on", "-pk")[:MOST]
    ]


def _learning(person: Person, own: object) -> list[Offer]:
    today = Enrolment.objects.visible_to(person).current().filter(registration__in=own)
    programs = Program.objects.filter(pk__in=today.values("program")).order_by("name", "pk")[:MOST]
    found = [Offer(_("Students of a program"), Kind.PROGRAM, row.name, key=row.pk) for row in programs]
    group = _("Students of a year or grade")
    for column in ("year", "grade"):
        said = today.exclude(**{column: ""}).order_by(f"-{column}").values_list(column, flat=True).distinct()
        found += [Offer(group, Kind.YEAR, one, query=one) for one in said[:MOST]]
    return found


def _caseloads(person: Person, own: object) -> list[Offer]:
    cases = Case.objects.visible_to(person).open().filter(registration__in=own)
    managers = Person.objects.filter(pk__in=cases.values("manager")).order_by("family_name", "pk")[:MOST]
    return [Offer(_("Students of a caseload"), Kind.CASELOAD, str(row), key=row.pk) for row in managers]
