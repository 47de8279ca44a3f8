"""What students do about their own applications and places, signed in by their own door (journey 9, ADR 50)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from guildhall.context import Keeper, keeping
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse
from guildhall.opportunities.models import Opportunity
from guildhall.placements.actions import accepting, applying, moving
from guildhall.placements.models import Application, Placement
from guildhall.placements.parties import Party, student_party
from guildhall.students.models import Registration, StudentLogin

WHY = "what a student says of the own applications and places"


@transaction.atomic
def apply_oneself(
    registration: UUID, opportunity: Opportunity, *, site: UUID | None = None, by: StudentLogin
) -> Application:
    """A student applies for an opportunity, perhaps at one of its sites, through an institution that has them (B6)."""
    with keeping(Keeper.LINK, WHY):
        row = Registration.objects.filter(login=by, pk=registration).first()
        if row is None:
            refuse("This is not a record of yours.")
        return applying.apply(row, opportunity, site=site, by=student_party(row.student_id))


@transaction.atomic
def decide_oneself(pk: UUID, to: str, said: Mapping[str, Any], *, by: StudentLogin) -> Placement | Application | None:
    """A student accepts or declines an offer, or withdraws; None where all places are taken and they wait now.

    `said` has the version that was read, and the reason.
    """
    return _do(APPLYING, Application, pk, to, said, by)


@transaction.atomic
def move_oneself(pk: UUID, to: str, said: Mapping[str, Any], *, by: StudentLogin) -> Placement:
    """A student says that a placement still runs, has ended, or what came of it; or gives the place back."""
    return _do(PLACING, Placement, pk, to, said, by)  # type: ignore[no-any-return]


def _do(acts: "Acts", model: Any, pk: UUID, to: str, said: Mapping[str, Any], by: StudentLogin) -> Any:
    with keeping(Keeper.LINK, WHY):
        row = model.objects.filter(registration__login=by, pk=pk).first()
        if row is None or (act := acts.get(to)) is None:
            refuse("This is not yours to decide.")
        return act(row, said, student_party(row.student_id))


def _day(said: Mapping[str, Any]) -> date:
    return said.get("on") or clock.today()


Acts = Mapping[str, Callable[[Any, Mapping[str, Any], Party], Any]]
APPLYING: Acts = {
    "accepted": lambda row, v, me: accepting.accept(row, version=v["version"], by=me),
    "declined": lambda row, v, me: applying.decline(row, reason=v["reason"], version=v["version"], by=me),
    "withdrawn": lambda row, v, me: applying.withdraw_application(
        row, reason=v["reason"], version=v["version"], by=me),
}  # fmt: skip
PLACING: Acts = {
    "confirm": lambda row, v, me: moving.confirm(row, version=v["version"], by=me),
    "withdrawn": lambda row, v, me: moving.withdraw_placement(row, v["reason"], version=v["version"], by=me),
    "ended_early": lambda row, v, me: moving.end_early(row, _day(v), v["reason"], version=v["version"], by=me),
    "outcome": lambda row, v, me: moving.note_outcome(row, v["outcome"], version=v["version"], by=me),
}
