"""Demand: a few figures, lists in every state, and roles that are hard to fill on every side of the wall."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from guildhall.demand.actions import by_hand, lists, roles, sources
from guildhall.demand.actions.loading import Entered, enter_figures
from guildhall.demand.models import Area, DemandList, EnteredFigure, HardToFill, Source
from guildhall.employers.models import EmployerLogin
from guildhall.lib import clock
from tests.cast import Cast
from tests.permissions.world.record import Record
from tests.permissions.world.words import canary

TERMS = lists.Terms("A living wage.", wage_floor=Decimal(30))
NOTED = {
    "region": "director",
    "mesa": "mesa_wbl",
    "harbor": "harbor_wbl",
    "shared": "mesa_wbl",
    "exception": "harbor_wbl",
}


def wanted(cast: Cast, records: dict[str, Record]) -> dict[str, Any]:
    """Figures of one area; a list of the region, a draft of it and one of a college; a role at every employer."""
    director = cast.people["director"]
    area = ("0041740", "M", "CA", "Redstone, CA")
    figures = [
        Entered("29-1141", "Registered Nurses", {"employment": 20000, "hourly_50": Decimal(60)}, {"openings": 900}),
        Entered("31-1131", "Nursing Assistants", {"employment": 9000, "hourly_50": Decimal(19)}, {"openings": 700}),
    ]
    enter_figures(area, "Two Rivers", "May 2025", date(2025, 5, 1), figures, by=director)
    sources.choose_area(cast.region, Area.objects.get(pk="0041740"), version=0, by=director)
    entered = by_hand.enter_by_hand(
        Area.objects.get(pk="0041740"),
        by_hand.ByHand("31-1131", "Nursing Assistants", "Board survey", clock.today(), "held back", openings=300),
        by=director,
    )
    heads = {"soc": "occupation", "openings": "openings a year", "area": "place"}
    source = sources.describe_source(sources.Laid("The state", "projections", heads), by=director)
    found = {"office": _draft(cast, "director", cast.region), "mesa": _draft(cast, "mesa_wbl", cast.mesa)}
    found["approved"] = lists.approve(_draft(cast, "harbor_wbl", cast.harbor), clock.today(), "Board", version=2,
                                      by=cast.people["harbor_wbl"])  # fmt: skip
    noted = {kind: _role(kind, records, by=cast.people[name]) for kind, name in NOTED.items()}
    return {
        "demand_lists": {kind: DemandList.objects.get(pk=row.pk) for kind, row in found.items()},
        "hard_roles": {kind: HardToFill.objects.get(pk=row.pk) for kind, row in noted.items()},
        "by_hand": EnteredFigure.objects.get(pk=entered.pk),
        "demand_source": Source.objects.get(pk=source.pk),
    }


def _draft(cast: Cast, name: str, place: Any) -> DemandList:
    row = lists.begin_list(place, TERMS, by=cast.people[name])
    lists.propose(row, version=row.version, by=cast.people[name])
    return row


def _role(kind: str, records: dict[str, Record], *, by: Any) -> HardToFill:
    words = {name: canary(kind, f"role{name}") for name in ("title", "lacking", "credential", "place")}
    role = roles.Role(until=clock.today() + timedelta(90), soc="31-1131", soc_version="2018", **words)
    return roles.note_role(records[kind].employer, role, by=by)


def said_at_the_door(records: dict[str, Record]) -> dict[str, Any]:
    """What the shared employer says itself, one of which is to be said again."""
    login = EmployerLogin.objects.get(pk=records["shared"].ids["employer_admin"])
    said = _role("shared", records, by=login)
    HardToFill.objects.filter(pk=said.pk).update(until=clock.today() - timedelta(1))
    return {"said_role": HardToFill.objects.get(pk=said.pk)}
