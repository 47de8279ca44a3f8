"""The training plan of a placement."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.lib.child_labor import HAZARDS
from guildhall.lib.verdicts import Conflict, require
from guildhall.people.models import Person
from guildhall.placements.models import Placement
from guildhall.store.locking import locked
from guildhall.supervision import rules
from guildhall.supervision.models import TrainingPlan
from guildhall.supervision.skills import FRAMEWORKS


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What a training plan says."""

    tasks: str = ""
    on_site: bool = True
    hazards: Sequence[int] = ()
    student_learner: bool = False
    framework: str = ""  # empty: as the institution chose


@transaction.atomic
def keep_plan(placement: Placement, facts: PlanFacts, *, version: int, by: Person) -> TrainingPlan:
    """Say what the student does and learns, and what of it is hazardous; papers made before stay as they are."""
    held = locked(Placement, placement.pk, "institution")
    require(rules.can_supervise(by, held))
    values = {
        "tasks": facts.tasks.strip(),
        "on_site": facts.on_site,
        "hazards": sorted(set(facts.hazards) & HAZARDS.keys()),
        "student_learner": facts.student_learner,
        "framework": facts.framework if facts.framework in FRAMEWORKS else "",
    }
    row = TrainingPlan.objects.filter(placement=held).first()
    if (row.version if row else 0) != version:
        raise Conflict
    before = {name: getattr(row, name) for name in values} if row else None
    row = row or TrainingPlan(placement=held, institution=held.institution, version=0)
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    record("keep training plan", row, by=by, before=before, after=values, institution=held.institution)
    return row
