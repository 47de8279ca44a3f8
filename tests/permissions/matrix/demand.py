"""Demand: the staff read figures, lists and gaps; each institution keeps its list; roles are seen as employers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from guildhall.demand.models import AreaServed, DemandList, HardToFill, Source
from guildhall.lib import clock
from tests.permissions.matrix.filling import SOON, employer_and
from tests.permissions.matrix.groups import (
    DIRECTORS,
    EMPLOYERS,
    EXPORT,
    HARBOR,
    NOBODY,
    OUR_LOGINS,
    RECORD,
    SEES,
    SIGNED_IN,
    STAFF,
    PerRecord,
)
from tests.permissions.matrix.page import Page
from tests.permissions.matrix.pathways import KEEP, KEEPERS, KEPT
from tests.permissions.world.record import World

TODAY, LATER = str(clock.today()), str(clock.today() + timedelta(200))
LISTS: PerRecord = dict.fromkeys(("office", "mesa", "approved"), STAFF)
DRAFTS: PerRecord = {"office": STAFF, "mesa": STAFF}
OF_DRAFTS: PerRecord = {kind: KEEP[kind] for kind in DRAFTS}
STANDS: PerRecord = {"approved": STAFF}
OF_STANDING: PerRecord = {"approved": DIRECTORS | HARBOR}
OWN: PerRecord = {"shared": OUR_LOGINS, "exception": EMPLOYERS - OUR_LOGINS, "region": NOBODY}
AREAS: PerRecord = dict.fromkeys(("office", "mesa", "harbor"), SIGNED_IN)  # institutions are no secret


def _list(world: World, kind: str) -> DemandList:
    return DemandList.objects.get(pk=world.more["demand_lists"][kind].pk)


def _of_list(world: World, kind: str) -> dict[str, Any]:
    return {"pk": world.more["demand_lists"][kind].pk}


def _edited(**values: Any) -> Callable[[World, str, str], dict[str, Any]]:
    """What is sent with the version of the list."""
    return lambda w, k, n: values | {"version": _list(w, k).version}


def _draft(data: Any, *, acts: bool = False, kwargs: Any = _of_list) -> Page:
    """A page on a draft; an act says on the page that follows whether it was done."""
    more: dict[str, Any] = {"reads": DRAFTS, "told": STAFF} if acts else {}
    return Page("GET POST", sees=DRAFTS, may=OF_DRAFTS, kwargs=kwargs, data=data, **more)


def _new_list(world: World, kind: str, name: str) -> dict[str, Any]:
    DemandList.objects.filter(state="draft").update(state="withdrawn")
    return {"institution": str(world.home(name).pk), "wage_floor": "40"}


def _place(world: World, kind: str) -> Any:
    return {"office": world.cast.region, "mesa": world.cast.mesa, "harbor": world.cast.harbor}[kind]


def _area(world: World, kind: str, name: str) -> dict[str, Any]:
    row = AreaServed.objects.filter(institution=_place(world, kind)).first()
    return {"area": "" if row else "Redstone", "version": row.version if row else 0}


def _source(world: World, kind: str, name: str) -> dict[str, Any]:
    version = Source.objects.get(pk=world.more["demand_source"].pk).version
    heads = {"column_soc": "code", "column_openings": "openings", "column_area": "area"}
    return heads | {"name": "Another state", "kind": "projections", "version": version}


def _file(world: World, kind: str, name: str) -> dict[str, Any]:
    text = b"occupation,openings a year,place\n29-1141,12,0041740\n"
    return {"file": SimpleUploadedFile("figures.csv", text, "text/csv"), "period": "2022-2032"}


def _role(world: World, kind: str) -> HardToFill:
    return HardToFill.objects.get(pk=world.more["hard_roles"][kind].pk)


def _of_role(world: World, kind: str) -> dict[str, Any]:
    return {"pk": world.more["hard_roles"][kind].pk}


def _said(**values: Any) -> Callable[[World, str, str], dict[str, Any]]:
    return lambda w, k, n: values | {"version": _role(w, k).version}


def _own_role(**values: Any) -> dict[str, Any]:
    """A role as its employer changes it."""
    return {"kwargs": _of_role, "data": _said(**values), "who": EMPLOYERS, "door": True, "sees": OWN}


# Forms without a version, each with the reason why none of them can overwrite what is saved.
ONE_MORE_OF_DEMAND = {
    "demand-list-add": "begins one more version, one at a time",
    "listed-add": "adds one more occupation; one that is there is refused",
    "listed-take-off": "takes off once",
    "demand-load": "takes figures in",
    "demand-source-add": "describes one more source",
    "demand-by-hand-add": "enters one more figure; the one before it ends and stays readable",
    "employer-role-add": "notes one more role",
    "portal-role-add": "says one more role",
}
BY_HAND = {
    "occupation": "29-1141 Registered Nurses", "area": "Redstone, CA", "openings": "40", "source": "Board survey",
    "as_of": TODAY, "why": "held back",
}  # fmt: skip
ROLE = {"title": "Night nurses", "how_many": "3", "until": SOON}
DEMAND = {
    "gaps": Page(who=STAFF),
    "gaps-export": Page("POST", who=EXPORT, changes=False),
    "program-leads": Page(who=STAFF),
    "occupation": Page(who=STAFF, kwargs=lambda w, k: {"code": "31-1131"}),
    "occupation-placements": Page(who=STAFF, kwargs=lambda w, k: {"code": "31-1131"}),
    "occupation-enrolled": Page(who=STAFF, kwargs=lambda w, k: {"code": "31-1131"}),
    "program-demand": Page(sees=KEPT, kwargs=lambda w, k: {"pk": w.more["programs"][k].pk}),
    "demand-lists": Page(who=STAFF),
    "demand-list-add": Page("GET POST", who=KEEPERS, data=_new_list),
    "demand-list": Page(sees=LISTS, kwargs=_of_list),
    "demand-list-change": _draft(_edited(wage_floor="41")),
    "demand-list-propose": _draft(_edited(), acts=True),
    "demand-list-approve": _draft(_edited(starts_on=TODAY)),
    "demand-list-give-up": _draft(_edited(), acts=True),
    "listed-add": _draft(lambda w, k, n: {"occupation": "31-1131", "reason": "asked for"}),
    "listed-take-off": _draft(
        lambda w, k, n: {"reason": "too few"}, kwargs=lambda w, k: {"pk": _list(w, k).occupations.get().pk}
    ),
    "demand-list-end": Page(
        "GET POST", sees=STANDS, may=OF_STANDING, kwargs=_of_list,
        data=_edited(ends_on=LATER, ended_because="the grant ends"),
    ),
    "demand-list-again": Page(
        "GET POST", sees=STANDS, may=OF_STANDING, reads=STANDS, told=STAFF, kwargs=_of_list,
    ),
    "critical-jobs": Page(who=STAFF),
    "demand-figures": Page(who=STAFF),
    "demand-load": Page("GET POST", who=KEEPERS, data=_file),
    "demand-by-hand": Page(who=STAFF),
    "demand-by-hand-add": Page("GET POST", who=KEEPERS, data=lambda w, k, n: dict(BY_HAND)),
    "demand-by-hand-end": Page(
        "GET POST", sees={"office": STAFF}, may={"office": KEEPERS}, kwargs=lambda w, k: {"pk": w.more["by_hand"].pk},
        data=lambda w, k, n: {"because": "released", "version": w.more["by_hand"].version},
    ),
    "demand-areas": Page(who=KEEPERS),
    "demand-area": Page("GET POST", sees=AREAS, may=KEEP, kwargs=lambda w, k: {"pk": _place(w, k).pk}, data=_area),
    "demand-source-add": Page("GET POST", who=KEEPERS, data=_source),
    "demand-source": Page(
        "GET POST", sees={"office": STAFF}, may={"office": KEEPERS}, data=_source,
        kwargs=lambda w, k: {"pk": w.more["demand_source"].pk},
    ),
    "demand-source-forget": Page(
        "GET POST", sees={"office": STAFF}, may={"office": KEEPERS}, told=STAFF,
        kwargs=lambda w, k: {"pk": w.more["demand_source"].pk},
        data=lambda w, k, n: {"version": Source.objects.get(pk=w.more["demand_source"].pk).version},
    ),
    "known-areas": Page(who=STAFF),
    "hard-roles": Page(who=STAFF),
    "hard-role-change": Page("GET POST", sees=SEES, may=RECORD, kwargs=_of_role, data=_said(**ROLE)),
    "hard-role-over": Page("GET POST", sees=SEES, may=RECORD, kwargs=_of_role, data=_said(over="filled")),
    "employer-roles": Page(sees=SEES, kwargs=employer_and()),
    "employer-role-add": Page(
        "GET POST", sees=SEES, may=RECORD, kwargs=employer_and(), data=lambda w, k, n: dict(ROLE)
    ),
    "portal-roles": Page(who=EMPLOYERS, door=True),
    "portal-role-add": Page("GET POST", who=EMPLOYERS, door=True, data=lambda w, k, n: dict(ROLE)),
    "portal-role-change": Page("GET POST", **_own_role(**ROLE)),
    "portal-role-over": Page("GET POST", **_own_role(over="filled")),
    "portal-role-still": Page("POST", **_own_role()),
}  # fmt: skip
