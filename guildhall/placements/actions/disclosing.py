"""What an employer reads of a student: what a signed consent releases, and else nobody's name (FERPA, R5)."""

from typing import Any

from guildhall.lib.verdicts import refuse
from guildhall.people.models import Person
from guildhall.placements.models import Application, Placement
from guildhall.placements.queries.doing import done_for
from guildhall.students import rules as student_rules
from guildhall.students.actions.disclosing import release
from guildhall.students.models import Part, Use

SHOWN = (Part.NAME, Part.PROGRAM, Part.YEAR, Part.CONTACT, Part.OF_AGE, Part.EXPERIENCE)


def consented(row: Application | Placement) -> list[Part]:
    """The parts of the student's record for which a consent is in force that names this employer, or any."""
    grounds = student_rules.grounds_for(row.registration, row.employer, Use.PLACE)
    return [part for part in SHOWN if (ground := grounds.get(part)) and ground.consent]


def may_be_named(row: Application | Placement, *, by: Person | None) -> dict[str, Any]:
    """Release to the employer what a consent covers, in the name of who looks after it; raises `Refused` without one.

    Each time it is shown is a line of the log that the student and the college read.
    """
    parts = consented(row)
    if Part.NAME not in parts or by is None:
        refuse("No consent that is in force lets you know who it is. Ask the college or school.")
    return release(
        row.registration, parts, employer=row.employer, use=Use.PLACE, purpose=f"placement: {row.title}", by=by,
        also={Part.EXPERIENCE: done_for},
    )  # fmt: skip
