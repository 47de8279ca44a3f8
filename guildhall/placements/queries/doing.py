"""What a student has done with employers, as an employer may read it that was let know (R5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from guildhall.employers.models import Employer
from guildhall.placements.models import Experience
from guildhall.students.models import Registration

MOST = 50


@dataclass(frozen=True, slots=True)
class Done:
    """Something that a student finished; `where` is empty where the reader may not know which employer it was."""

    label: str
    begun_on: date
    ended_on: date | None
    hours: Decimal | None
    where: str


def done_for(registration: Registration, reader: Employer) -> Sequence[Done]:
    """What one institution's record says that a student finished, the newest first.

    Another employer is named only where everybody may know of it: nobody learns from a student's record which employers
    a college keeps behind the wall, or whom an exception hides.
    """
    rows = Experience.objects.counted().filter(
        institution=registration.institution_id, student=registration.student_id, who=Experience.Who.STUDENT
    )
    found = rows.select_related("host__employer").order_by("-start_on", "pk")[:MOST]
    return [Done(one.label, one.start_on, one.end_on, one.hours, _where(one, reader)) for one in found]


def _where(row: Experience, reader: Employer) -> str:
    employer = row.host.employer if row.host else None
    if employer is None:
        return ""
    is_open = employer.posted_at is not None and employer.audience is None and employer.default_audience is None
    return employer.name if employer.pk == reader.pk or is_open else ""
