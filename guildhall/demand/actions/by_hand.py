"""Figures entered by hand: each a decision with its source, its day and its reason; another one ends it (D5)."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.demand import rules
from guildhall.demand.models import Area, EnteredFigure
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Person, Territory
from guildhall.store.locking import locked


@dataclass(frozen=True, slots=True)
class ByHand:
    """What somebody enters of an occupation in an area; what is None says nothing."""

    soc: str
    title: str
    source: str
    as_of: date
    why: str
    employment: int | None = None
    hourly_50: Decimal | None = None
    openings: int | None = None
    growth: Decimal | None = None
    education: str = ""
    soc_version: str = "2018"


@transaction.atomic
def enter_by_hand(area: Area, said: ByHand, *, by: Person) -> EnteredFigure:
    """Enter figures of an occupation in an area by hand: they stand before what is published of it there (D5)."""
    require(rules.can_load(by))
    values = _checked(said)
    locked(Area, area.pk)
    before = EnteredFigure.objects.standing().filter(area=area, soc=values["soc"]).first()
    if before is not None:
        before.ended_at, before.ended_by = clock.now(), by
        before.ended_because = ""  # what follows it says why
        before.version += 1
        before.save()
    row = EnteredFigure.objects.create(area=area, by=by, made_at=clock.now(), **values)
    _written("enter figure by hand", row, by, before.values if before else None, row.values | {"source": row.source})
    return row


@transaction.atomic
def end_by_hand(row: EnteredFigure, because: str, *, version: int, by: Person) -> EnteredFigure:
    """End a figure that was entered by hand, with the reason: what is published stands again."""
    saved = locked(EnteredFigure, row.pk, "area")
    if saved.version != version:
        raise Conflict
    require(rules.can_end_by_hand(by, saved))
    reason = one_line(because)[:300]
    if not reason:
        refuse("Say why it ends.")
    saved.ended_at, saved.ended_by, saved.ended_because = clock.now(), by, reason
    saved.version += 1
    saved.save()
    _written("end figure by hand", saved, by, saved.values, {"why": reason})
    return saved


def _checked(said: ByHand) -> dict[str, Any]:
    values = asdict(said) | {name: one_line(getattr(said, name)) for name in ("source", "why")}
    for name, most in (("source", 200), ("why", 300), ("title", 250)):
        values[name] = values[name][:most]
    if not values["source"]:
        refuse("Say where the figures are said.")
    if not values["why"]:
        refuse("Say why they are entered by hand.")
    if all(values[name] in (None, "") for name in ("employment", "hourly_50", "openings", "growth", "education")):
        refuse("Enter at least one figure.")
    return values


def _written(verb: str, row: EnteredFigure, by: Person, before: Any, after: dict[str, Any]) -> None:
    plain = lambda values: values and {k: str(v) for k, v in values.items()}  # noqa: E731
    place = Territory.objects.select_related("root").first()
    record(verb, row, by=by, before=plain(before), after=plain(after), institution=place.root if place else None)
