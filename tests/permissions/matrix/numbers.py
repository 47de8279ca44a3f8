"""Yearly figures: everybody of the staff sees them, each institution attests its own and settles its lists."""

from datetime import timedelta
from typing import Any

from guildhall.lib import clock
from guildhall.placements.actions.attesting import Term
from guildhall.placements.queries.attesting import figures_of, seal_of
from tests.permissions.matrix.groups import ADMIN, DIRECTORS, HARBOR, IMPORT, MESA, STAFF, People, PerRecord
from tests.permissions.matrix.page import Page
from tests.permissions.matrix.students import KEEPERS
from tests.permissions.world.record import World

_ATTEST: PerRecord = {
    "mesa": frozenset({"mesa_wbl", "mesa_admin", "mesa_principal"}),
    "harbor": HARBOR,
    "office": DIRECTORS,
}
_ATTESTED: PerRecord = {
    "mesa": DIRECTORS | _ATTEST["mesa"] | (KEEPERS - {"harbor_wbl"}),
    "harbor": DIRECTORS | HARBOR,
    "office": DIRECTORS,
}
_SETTLE: PerRecord = {"mesa": DIRECTORS | ADMIN | MESA, "harbor": DIRECTORS | ADMIN | HARBOR}
_JOIN: PerRecord = {"mesa": KEEPERS - {"harbor_wbl"}, "harbor": frozenset({"harbor_wbl"})}
_ATTESTERS: People = DIRECTORS | HARBOR | _ATTEST["mesa"]


def _of(what: str, **values: Any) -> dict[str, Any]:
    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        return values | {"version": world.more[what][kind].version}

    return {"kwargs": lambda w, k: {"pk": w.more[what][k].pk}, "data": data}


def _term(world: World, kind: str, name: str) -> dict[str, Any]:
    place, day = world.home(name), clock.today() - timedelta(1)
    term = Term(day, day)
    seen = seal_of(place, term, figures_of(place, term))
    return {"institution": str(place.pk), "first_on": str(day), "last_on": str(day), "seen": seen}


def _means(world: World, kind: str, name: str) -> dict[str, Any]:
    row = world.more["hosts"][kind]
    return {"version": row.version, "employer": str(world.records["shared"].employer.pk)}


def _same(world: World, kind: str, name: str) -> dict[str, Any]:
    kind = "harbor" if name.startswith("harbor") else "mesa"
    return {"institution": str(world.home(name).pk), "named": world.more["named"][kind]}


def _due(world: World, kind: str, name: str) -> dict[str, Any]:
    day = clock.today()
    days = {"first_on": str(day), "last_on": str(day), "due_on": str(day + timedelta(9))}
    return {"institution": str(world.home(name).pk), "name": "Spring", **days}


NUMBERS = {
    "terms-due": Page("GET POST", who=_ATTESTERS, data=_due),
    "term-drop": Page("POST", sees=_ATTEST, may=_ATTEST, **_of("due_terms") | {"data": lambda w, k, n: {}}),
    "attestations": Page(who=STAFF),
    "attestation-add": Page("GET POST", who=_ATTESTERS, data=_term),
    "attestation": Page(sees=_ATTESTED, **_of("attestations")),
    "attestation-withdraw": Page("GET POST", sees=_ATTESTED, may=_ATTEST, **_of("attestations", reason="Wrong.")),
    "hosts": Page(who=IMPORT),
    "host": Page(sees=_SETTLE, **_of("hosts")),
    "host-means": Page("GET POST", sees=_SETTLE, may=_SETTLE, reads=_SETTLE, **_of("hosts") | {"data": _means}),
    "host-new": Page("GET POST", sees=_SETTLE, may=_SETTLE, reads=_SETTLE, **_of("hosts")),
    "host-alone": Page("GET POST", sees=_SETTLE, may=_SETTLE, reads=_SETTLE, **_of("hosts")),
    "host-undo": Page("GET POST", sees=_SETTLE, may=_SETTLE, reads=_SETTLE, **_of("settled_hosts")),
    "same-people": Page(who=KEEPERS),
    "same-people-join": Page("GET POST", who=KEEPERS, data=_same),
    "same-people-part": Page(
        "GET POST", sees=_JOIN, may=_JOIN, kwargs=lambda w, k: {"pk": w.more["same_people"][k].pk}
    ),
}
