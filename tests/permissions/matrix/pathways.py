"""Programs of study and pathways: all of the staff read them, each institution keeps its own."""

from typing import Any

from tests.permissions.matrix.groups import DIRECTORS, HARBOR, STAFF, People, PerRecord
from tests.permissions.matrix.page import Page
from tests.permissions.world.record import World

_MESA: People = frozenset({"mesa_admin", "mesa_wbl"})
KEEPERS: People = DIRECTORS | HARBOR | _MESA
KEPT: PerRecord = {"office": STAFF, "mesa": STAFF, "harbor": STAFF}
KEEP: PerRecord = {"office": DIRECTORS, "mesa": DIRECTORS | _MESA, "harbor": DIRECTORS | HARBOR}


def _of(what: str, **values: Any) -> dict[str, Any]:
    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        return values | {"version": world.more[what][kind].version}

    return {"kwargs": lambda w, k: {"pk": w.more[what][k].pk}, "data": data}


def _new(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"name": "Welding", "credential": "certificate", "institution": str(world.home(name).pk)}


PATHWAYS = {
    "programs": Page(who=STAFF),
    "program-add": Page("GET POST", who=KEEPERS, data=_new),
    "program": Page(sees=KEPT, **_of("programs")),
    "program-change": Page(
        "GET POST", sees=KEPT, may=KEEP, **_of("programs", name="Nursing II", credential="associate", cip="51.3801")
    ),
    "pathways": Page(who=STAFF),
    "pathway-add": Page("GET POST", who=KEEPERS, data=_new),
    "pathway": Page(sees=KEPT, **_of("pathways")),
    "pathway-change": Page("GET POST", sees=KEPT, may=KEEP, **_of("pathways", name="Health care")),
    "known-occupations": Page(who=STAFF),
    "known-programs-of-cip": Page(who=STAFF),
    "known-programs": Page(who=STAFF),
}
