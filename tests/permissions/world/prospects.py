"""Vetting and promotion of the employers of the world."""

from datetime import timedelta
from typing import Any

from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.prospects.actions import developing, promoting, vetting
from guildhall.prospects.models import Prospect
from tests.cast import Cast
from tests.permissions.world.record import Record
from tests.permissions.world.words import canary


def developed(cast: Cast, prospect: Prospect, kind: str, by: Person) -> Prospect:
    """Vetted by whoever holds it, with a plan and a reason for its stage."""
    developing.move(prospect, "developing", by=by, reason=canary(kind, "reason"))
    prospect.refresh_from_db()
    developing.plan(
        prospect,
        next_step=canary(kind, "next_step"),
        next_step_on=clock.today() + timedelta(9),
        owner=by,
        version=prospect.version,
        by=by,
    )
    subject = "college_vetting" if kind in ("mesa", "harbor") else "vetting_criteria"
    for criterion in cast.clause(subject).criteria.all():
        vetting.answer(prospect, criterion, "yes", canary(kind, "evidence"), by=by)
    prospect.refresh_from_db()
    return prospect


def promoted(cast: Cast, record: Record, **more: Any) -> None:
    vetting.confirm_readiness(record.prospect, by=cast.people["second"])
    record.prospect.refresh_from_db()
    promoting.promote(record.prospect, by=cast.people["director"], **more)
    record.prospect = Prospect.objects.select_related("employer").get(pk=record.prospect.pk)
