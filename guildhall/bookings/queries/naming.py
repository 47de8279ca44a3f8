"""The students of an event whom an employer may know by name: those who have agreed to it, and no others (C16, R5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.crypto import constant_time_compare

from guildhall.bookings.links import REPORT, number_in, secret_of
from guildhall.bookings.models import Booking, Report, Roll
from guildhall.bookings.queries.attendance import CAME, rolls_on
from guildhall.context import Keeper, keeping
from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.people.models import Person, PointOfContact
from guildhall.people.queries import points_of_contact
from guildhall.placements.queries.hosting import released_names
from guildhall.students import rules as student_rules
from guildhall.students.models import Consent, ConsentRequest, Part, Registration, Use

WHY = "which students of an event have agreed that its employer knows who they are"
RELATED = ("part__event__institution", "part__employer", "part__contact")
MOST = 200
LINK_DAYS = 60  # for which the link of a report opens it


@dataclass(frozen=True)
class Before:
    """A student before an employer: what `released_names` goes by."""

    registration: Registration
    registration_id: UUID
    employer_id: UUID


@dataclass(frozen=True)
class Agreed:
    """The students of some lists who have agreed that an employer knows them: all of them, and those told by name."""

    students: Sequence[Registration]
    names: Sequence[str]

    @property
    def untold(self) -> int:
        return len(self.students) - len(self.names)


def came_to(report: Report) -> list[Registration]:
    """The students who came on the day of a report, to what concerns its employer. As a keeper."""
    part = report.part
    rows = Booking.objects.filter(CAME, roll__in=rolls_on(part.event, report.day, part.employer))
    return _students(rows)


def asked_for(rolls: Iterable[Roll]) -> list[Registration]:
    """The students who asked for interviews. As a keeper."""
    return _students(Booking.objects.open().filter(roll__in=list(rolls)))


def _students(rows: Iterable[Booking]) -> list[Registration]:
    found = rows.filter(registration__isnull=False)  # type: ignore[attr-defined]
    return list(Registration.objects.filter(pk__in=found.values("registration")).select_related("institution")[:MOST])


def agreed_of(report: Report) -> Agreed:
    """Who of those who came has agreed that the employer of a report knows it."""
    with keeping(Keeper.LINK, WHY):
        return agreed(came_to(report), report.part.employer)


def agreed_before(rolls: Sequence[Roll], employer: Employer) -> Agreed:
    """Who of those who asked for interviews with an employer has agreed that it knows them."""
    with keeping(Keeper.LINK, WHY):
        return agreed(asked_for(rolls), employer)


def agreed(students: Sequence[Registration], employer: Employer) -> Agreed:
    """Those whose consent for events covers their name, to an employer or to any. As a keeper."""
    own = {row.pk: row for row in students}
    consents = Consent.objects.in_force().filter(registration__in=own, use=Use.EVENT, parts__contains=[Part.NAME])
    rows = consents.filter(Q(employer=None) | Q(employer=employer)).values_list("registration", "signer", "signed_on")
    known = {pk for pk, signer, day in rows if student_rules.can_sign(own[pk], signer, day)}
    found = [row for row in students if row.pk in known]
    names = released_names([Before(row, row.pk, employer.pk) for row in found], [Use.EVENT])
    return Agreed(found, sorted(names.values(), key=str.casefold))


def stands_for(registration: Registration, employer: Employer) -> Person | None:
    """Who of the staff stands for what an employer is told of a student: who asked for the consent or wrote it down,
    else the counselor, else whom employers ask there; who still keeps the students. As a keeper.
    """
    own = Consent.objects.in_force().filter(Q(employer=None) | Q(employer=employer), use=Use.EVENT)
    consents = list(own.filter(registration=registration).select_related("by"))
    asked = ConsentRequest.objects.filter(consent__in=consents).select_related("by")
    people = [one.by for one in (*consents, *asked)] + [registration.counselor]
    place = registration.institution
    people += points_of_contact([place], PointOfContact.Kind.EMPLOYERS).get(place.pk, [])
    return next((one for one in people if one is not None and student_rules.can_keep(one, place)), None)


def secret_of_report(report: Report) -> str:
    """The secret by which the contact of an employer reads a report: another contact gets another one."""
    return secret_of(REPORT, report.pk, str(report.part.contact_id))


def reports_to(employer: UUID) -> QuerySet[Report]:
    """What an employer was told of how events were attended."""
    return Report.objects.filter(part__employer=employer).select_related(*RELATED)


def report_by_secret(secret: str) -> Report | None:
    """The report that a mailed address opens, for some weeks and as long as its contact is who was written to."""
    rows = Report.objects.select_related(*RELATED)
    report = rows.filter(pk=number).first() if (number := number_in(secret)) else None
    if report is None or not constant_time_compare(secret, secret_of_report(report)):
        return None
    is_new = (clock.today() - report.day).days <= LINK_DAYS
    return report if report.part.contact and report.part.contact.is_current and is_new else None
