"""Changing what was agreed of a placement: a site that gives places gives no more than it has."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person
from guildhall.placements import rules
from guildhall.placements.actions.accepting import fill_up
from guildhall.placements.actions.planning import Plan, checked
from guildhall.placements.actions.sites import may_move_to
from guildhall.placements.actions.stepping import held_opportunity, held_placement
from guildhall.placements.models import Placement

CHANGED_LATER = ("site", "supervisor", "program", "related", "coordinator", "starts_on", "ends_on", "hours_planned",
                 "paid", "wage", "wage_per", "title")  # fmt: skip


@transaction.atomic
def change_plan(placement: Placement, plan: Plan, *, version: int, by: Person) -> Placement:
    """Change what was agreed of a placement that has not ended; another site only where there is a place."""
    opportunity = held_opportunity(placement.opportunity_id)
    row = held_placement(placement.pk, version)
    require(rules.can_change(by, row))
    values = checked(plan)
    moves = opportunity is not None and plan.site != row.site
    if opportunity is not None and plan.site is not None and moves and not may_move_to(opportunity, plan.site):
        refuse("All places at this site are taken.")
    before = {name: getattr(row, name) for name in CHANGED_LATER}
    for name in CHANGED_LATER:
        setattr(row, name, values[name])
    row.version += 1
    row.save()
    changed = [name for name in CHANGED_LATER if before[name] != getattr(row, name)]
    old, new = ({name: _said(one[name]) for name in changed} for one in (before, values))
    record("change placement", row, by=by, before=old, after=new, institution=row.institution)
    if moves:
        fill_up(opportunity)  # the place that it leaves goes to whoever waits for that site
    return row


def _said(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | str | date | Decimal) else text_of(value)
