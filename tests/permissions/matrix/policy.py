"""Barriers, models of others, protocol and approvals of initiatives: who reads, who writes, who answers."""

from typing import Any

from guildhall.partnerships.models import Approval, Approver
from tests.permissions.matrix.filling import LATELY, SOON, typed
from tests.permissions.matrix.groups import ADMIN, DIRECTORS, EVERYBODY, STAFF
from tests.permissions.matrix.page import Page
from tests.permissions.matrix.partnerships import CHANGE, KINDS, LED, of
from tests.permissions.world.record import World


def _one(name: str, **values: Any) -> dict[str, Any]:
    known = {"kwargs": lambda w, k: {"pk": w.more[name]}, "data": typed(**values, version=1)}
    return {"sees": {"-": STAFF}, "may": {"-": LED}} | known


def _version(model: Any, key: Any) -> int:
    return int(model.objects.get(pk=key).version)


def _answers(world: World, kind: str, who: str) -> dict[str, Any]:
    """What is said of the paper that waits for the partner."""
    return {"answer": "yes", "version": _version(Approver, world.more["approver"])}


def _back(world: World, kind: str, who: str) -> dict[str, Any]:
    return {"version": _version(Approval, world.more["approvals"][kind])}


def _written(world: World, kind: str, who: str) -> dict[str, Any]:
    known = {"recruiting": "We ask.", "version": 1 if kind == "initiative" else 0}
    return known | ({"changed": "A word"} if kind == "initiative" else {})


def _said(world: World, kind: str, who: str) -> dict[str, Any]:
    row = Approver.objects.filter(approval=world.more["approvals"][kind], person__isnull=False).first()
    return {"answer": "yes", "version": row.version if row else 1}


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
    "initiative-enrollment": Page(sees=KINDS, **of()),
    "initiative-credit": Page(sees=KINDS, **of()),
    "initiative-protocol": Page(sees=KINDS, **of()),
    "protocol-write": Page("GET POST", sees=KINDS, may=CHANGE, **of(), data=_written),
    "initiative-approvals": Page(sees=KINDS, **of()),
    "paper-put-up": Page(
        "GET POST",
        sees=KINDS,
        may=CHANGE,
        **of(),
        data=typed(kind="other", title="A", text="B", until=SOON),
        changes=False,
    ),
    "approval": Page(
        "GET POST",
        sees={"paper": STAFF, "draft": LED},
        may={"paper": frozenset(), "draft": {"director"}},
        reads={"paper": STAFF, "draft": LED},
        kwargs=lambda w, k: {"pk": w.more["approvals"][k]},
        data=_said,
    ),
    "approval-take-back": Page(
        "GET POST",
        sees={"paper": STAFF, "draft": LED},
        may={"paper": LED, "draft": LED},
        reads={"paper": STAFF, "draft": LED},
        kwargs=lambda w, k: {"pk": w.more["approvals"][k]},
        data=_back,
    ),
    "approver-note": Page(
        "GET POST",
        sees={"-": STAFF},
        may={"-": LED},
        kwargs=lambda w, k: {"pk": w.more["approver"]},
        data=_answers,
    ),
    "approval-link": Page(
        "GET POST",
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": w.more["approval_secret"]},
        data=_answers,
    ),
    "paper-approvers": Page(
        "GET POST",
        who=STAFF,
        may={"-": DIRECTORS | ADMIN},
        reads={"-": STAFF},
        data=lambda w, k, n: {"kind": "plan", "person": str(w.person("mesa_convener").pk)},
    ),
    "paper-approver-release": Page(
        "GET POST", who=STAFF, may={"-": DIRECTORS | ADMIN}, kwargs=lambda w, k: {"row": w.more["named_approver"]}
    ),
}
