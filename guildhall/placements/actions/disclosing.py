"""What an employer reads of a student: what a signed consent releases, and else nobody's name (FERPA, R5)."""

from typing import Any

from guildhall.employers.models import Employer
from guildhall.lib.verdicts import refuse
from guildhall.people.models import Person
from guildhall.placements.models import Application, Placement
from guildhall.placements.queries.doing import done_for
from guildhall.students import rules as student_rules
from guildhall.students.actions.disclosing import release
from guildhall.students.models import Part, Registration, Use

SHOWN = (Part.NAME, Part.PROGRAM, Part.YEAR, Part.CONTACT, Part.OF_AGE, Part.EXPERIENCE)


def consented(registration: Registration, employer: Employer, use: str) -> list[Part]:
    """The parts of a record for which a consent for a use is in force that names an employer, or any."""
    grounds = student_rules.grounds_for(registration, employer, use)
    return [part for part in SHOWN if (ground := grounds.get(part)) and ground.consent]


def let_know(
    registration: Registration, employer: Employer, *, use: str, purpose: str, by: Person | None
) -> dict[str, Any]:
    """Release to an employer what a consent for a use covers, in the name of who looks after it; raises `Refused`
    without one.

    Each time it is shown is a line of the log that the student and the college read.
    """
    parts = consented(registration, employer, use)
    if Part.NAME not in parts or by is None:
        refuse("No consent that is in force lets you know who it is. Ask the college or school.")
    also = {Part.EXPERIENCE: done_for}
    return release(registration, parts, employer=employer, use=use, purpose=purpose, by=by, also=also)


def may_be_named(row: Application | Placement, *, by: Person | None) -> dict[str, Any]:
    """Release to the employer of an application or a placement whose it is."""
    return let_know(row.registration, row.employer, use=Use.PLACE, purpose=f"placement: {row.title}", by=by)
