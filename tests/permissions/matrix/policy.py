"""Barriers of initiatives and models of others: all of the staff read them, those who lead the initiative write."""

from typing import Any

from tests.permissions.matrix.filling import LATELY, typed
from tests.permissions.matrix.groups import STAFF
from tests.permissions.matrix.page import Page
from tests.permissions.matrix.partnerships import CHANGE, KINDS, LED, of


def _one(name: str, **values: Any) -> dict[str, Any]:
    known = {"kwargs": lambda w, k: {"pk": w.more[name]}, "data": typed(**values, version=1)}
    return {"sees": {"-": STAFF}, "may": {"-": LED}} | known


BARRIER = {"what": "Hours are capped", "whose": "State board"}
PEER = {"place": "Delaware", "title": "Pathways", "shows": "One list.", "looked_on": LATELY}
POLICY = {
    "initiative-policy": Page(sees=KINDS, **of()),
    "barrier-add": Page("GET POST", sees=KINDS, may=CHANGE, **of(), data=typed(**BARRIER)),
    "barrier-change": Page("GET POST", **_one("barrier", **BARRIER)),
    "barrier-report": Page("GET POST", **_one("barrier", state="removed", result="Lifted")),
    "peer-model-add": Page("GET POST", sees=KINDS, may=CHANGE, **of(), data=typed(**PEER)),
    "peer-model-change": Page("GET POST", **_one("peer_model", **PEER)),
    "peer-model-remove": Page("GET POST", **_one("peer_model")),
}
