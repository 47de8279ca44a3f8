"""Relations: all of the staff see the web, each the employers in it that they see."""

from typing import Any

from tests.permissions.matrix.groups import EDIT, SEES, STAFF
from tests.permissions.matrix.page import Page
from tests.permissions.world.record import World


def _contact(world: World, kind: str) -> dict[str, Any]:
    return {"pk": world.records[kind].ids["contact"]}


def _colleague(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"colleague": str(world.cast.people[name].pk)}


def _said(world: World, kind: str) -> dict[str, Any]:
    return {"pk": world.more["affiliations"][kind].pk}


RELATIONS = {
    "same-person": Page("GET POST", sees=SEES, may=EDIT, kwargs=_contact, data=_colleague),
    "not-same-person": Page("POST", sees=SEES, may=EDIT, told=STAFF, kwargs=_said),
    "relations": Page(who=STAFF),
    "relation": Page(sees=SEES, kwargs=lambda w, k: {"kind": "employer", "pk": w.records[k].employer.pk}),
}
