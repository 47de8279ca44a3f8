"""Drafts are known to those who may write them."""

from collections.abc import Callable
from typing import Any

from tests.permissions.matrix.groups import ADMIN, AGREE, DIRECTORS, NOBODY, SIGNED_IN, STAFF, PerRecord, nobody
from tests.permissions.matrix.page import Page
from tests.permissions.world.record import World

DRAFTS: PerRecord = {
    "region": DIRECTORS | ADMIN,
    "mesa": DIRECTORS | ADMIN | {"mesa_admin"},
    "harbor": DIRECTORS | ADMIN | {"harbor_admin"},
}
VERSIONS: PerRecord = {"agreed": SIGNED_IN} | DRAFTS


def version_of(world: World, kind: str) -> dict[str, Any]:
    return {"pk": (world.cast.protocol if kind == "agreed" else world.more["drafts"][kind]).pk}


def clause_of(world: World, kind: str) -> dict[str, Any]:
    found = world.more["drafts"][kind].clauses.order_by("position").first()
    return {"pk": world.more["drafts"][kind].pk, "clause": found.pk}


def draft_with(**values: Any) -> Callable[[World, str, str], dict[str, Any]]:
    return lambda world, kind, name: values | {"version": world.more["drafts"][kind].version}


def _written(**values: Any) -> Callable[[World, str, str], dict[str, Any]]:
    return draft_with(number="9.9", heading="A heading", text="Agreed.", **values)


PROTOCOLS = {
    "protocols": Page(),
    "protocol": Page(sees=VERSIONS, kwargs=version_of),
    "protocol-changes": Page(sees=VERSIONS, kwargs=version_of),
    "protocol-readers": Page(sees=VERSIONS, may={"agreed": DIRECTORS | ADMIN} | DRAFTS, kwargs=version_of),
    "protocol-accept": Page("POST", sees=VERSIONS, may={"agreed": STAFF} | nobody(DRAFTS), kwargs=version_of),
    "protocol-draft": Page(
        "GET POST",
        who=AGREE,
        data=lambda w, k, n: {"what": "new", "title": f"Rules of {n}", "institution": str(w.home(n).pk)},
    ),
    "protocol-introduction": Page(
        "GET POST",
        sees=VERSIONS,
        may={"agreed": NOBODY} | DRAFTS,
        kwargs=version_of,
        data=lambda w, k, n: draft_with(text="Agreed in May.")(w, k, n) if k in DRAFTS else {},
    ),
    "protocol-publish": Page(
        "GET POST",
        sees=DRAFTS,
        kwargs=version_of,
        data=draft_with(in_force_from="2099-01-01"),
    ),
    "protocol-withdraw": Page("POST", sees=VERSIONS, may={"agreed": NOBODY} | DRAFTS, kwargs=version_of),
    "clause-add": Page("GET POST", sees=DRAFTS, kwargs=version_of, query="?subject=other", data=_written()),
    "clause-change": Page("GET POST", sees=DRAFTS, kwargs=clause_of, data=_written(p_again_days=300)),
    "clause-remove": Page("POST", sees=DRAFTS, kwargs=clause_of),
}
