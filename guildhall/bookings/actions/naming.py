"""Letting an employer know which students of an event have agreed to be known to it; each time is logged (C16, R5)."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from guildhall.bookings.models import Report, Roll
from guildhall.bookings.queries.naming import WHY, Agreed, agreed, asked_for, came_to, stands_for
from guildhall.context import Keeper, keeping
from guildhall.employers.models import Employer
from guildhall.events.models import Event
from guildhall.lib.verdicts import Refused, refuse
from guildhall.placements.actions.disclosing import let_know
from guildhall.students.models import Part, Use

NOTHING: dict[str, Any] = dict.fromkeys(Part.values)  # of what no consent covers


@transaction.atomic
def name_who_came(report: Report) -> list[dict[str, Any]]:
    """Show the employer of a report who came and has agreed to it. Callers have asked whose report it is."""
    with keeping(Keeper.LINK, WHY):
        employer = report.part.employer
        return _told(agreed(came_to(report), employer), employer, report.part.event)


@transaction.atomic
def name_who_asked(rolls: Sequence[Roll], employer: Employer, event: Event) -> list[dict[str, Any]]:
    """Show an employer who asks for its interviews and has agreed to it. Callers have asked whose they are."""
    with keeping(Keeper.LINK, WHY):
        return _told(agreed(asked_for(rolls), employer), employer, event)


def _told(found: Agreed, employer: Employer, event: Event) -> list[dict[str, Any]]:
    """What each released, by name. Whose consent ends at this moment, or for whom nobody stands, is left out."""
    told = []
    for row in sorted(found.students, key=lambda one: one.name.casefold()):
        try:
            with transaction.atomic():
                who = stands_for(row, employer)
                said = let_know(row, employer, use=Use.EVENT, purpose=f"event: {event.title}", by=who)
                told.append(NOTHING | said)
        except Refused:
            continue
    if not told:
        refuse("Nobody has agreed to it, or not any more.")
    return told
