"""Prospects stay with who holds them: vetting, the CRM, asking to join, exceptions."""

from typing import Any

from tests.permissions.matrix.filling import REASON, SOON, bulk_change, employer_and, many_employers, typed
from tests.permissions.matrix.groups import (
    DEVELOP,
    DIRECTORS,
    EVERYBODY,
    HARBOR,
    IN_CRM,
    MESA,
    NOBODY,
    PROMOTED,
    PROMOTED_KINDS,
    RESTRICTED,
    SEES,
    SIGNED_IN,
    STAFF,
    PerRecord,
    nobody,
)
from tests.permissions.matrix.page import Page
from tests.permissions.matrix.protocols import DRAFTS, clause_of, draft_with
from tests.permissions.world.record import World
from tests.permissions.world.words import name_of


def _plan(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"next_step": "another step", "version": world.records[kind].prospect.version}


def _new(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"name": "Quite Another Bakery", "holder": str(world.home(name).pk)}


def _hidden(world: World, kind: str, name: str) -> dict[str, Any]:
    """The name of an employer of the region, which colleges may not know of."""
    return {"name": name_of("ready"), "holder": str(world.home(name).pk)}


def _move(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"stage": "parked", "reason": "quiet", "version": world.records[kind].prospect.version}


def _put(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"stage": "contacted", "version": world.records[kind].prospect.version}


def _many_prospects(world: World, kind: str, name: str) -> dict[str, Any]:
    row = world.records["region"].prospect
    return {"employer": f"{row.pk}:{row.version}", "stage": "contacted", "owner": "", "apply": "1"}


def _limited(world: World, kind: str, name: str) -> dict[str, Any]:
    places = [str(world.cast.harbor.pk)]
    return many_employers(world, kind, name) | {
        "audience": "some",
        "institutions": places,
        "reason": "a trial",
        "until": SOON,
    }


# Who vetted an employer does not confirm it.
CONFIRMS: PerRecord = {
    "region": DIRECTORS - {"director"},
    "mesa": (DIRECTORS | MESA) - {"mesa_wbl"},
    "harbor": (DIRECTORS | HARBOR) - {"harbor_wbl"},
    "shared": DIRECTORS - {"director"},
    "exception": DIRECTORS - {"director"},
}
PROSPECTS = {
    "ready-link": Page(
        "GET POST", who=EVERYBODY, kwargs=lambda w, k: {"secret": w.more["secret"]}, data=typed(name="Ada")
    ),
    "crm-bulk": Page("POST", who=DIRECTORS, data=_many_prospects),
    "crm-bulk-done": Page(sees={"own": NOBODY}, kwargs=bulk_change),
    "crm-bulk-undo": Page("POST", sees={"own": NOBODY}, kwargs=bulk_change),
    "employer-add": Page("GET POST", who=DEVELOP, data=_new),
    "employer-ask": Page(  # nothing is hidden from directors
        "GET POST",
        sees={"-": SIGNED_IN},
        may={"-": MESA | HARBOR},
        reads={"-": DEVELOP},
        told=DIRECTORS,
        data=_hidden,
    ),
    "employer-suggest": Page(who=DEVELOP, query="?name=qxregion"),
    "asked": Page(who=DEVELOP),
    "crm": Page(who=DIRECTORS),
    "crm-list": Page(who=DIRECTORS),
    "crm-export": Page("POST", who=DIRECTORS, changes=False, data=typed(form="csv")),
    "crm-probes": Page(who=DIRECTORS),
    "crm-requests": Page(who=DEVELOP),
    "held": Page(who=DEVELOP),
    "prospect": Page(sees=IN_CRM, kwargs=employer_and()),
    "prospect-answer": Page(
        "GET POST",
        sees=IN_CRM,
        kwargs=employer_and("criterion"),
        data=typed(choice="yes", evidence="seen again", version=1),
    ),
    "prospect-plan": Page("GET POST", sees=IN_CRM, kwargs=employer_and(), data=_plan),
    "prospect-move": Page("GET POST", sees=IN_CRM, kwargs=employer_and(), data=_move),
    "crm-drop": Page(  # a shared one stands on no column of the board
        "POST", sees=IN_CRM, may=RESTRICTED | PROMOTED_KINDS, told=DIRECTORS, kwargs=employer_and(), data=_put
    ),
    "prospect-confirm": Page("POST", sees=IN_CRM, may=CONFIRMS, kwargs=employer_and()),
    "prospect-send-link": Page(
        "GET POST",
        sees=IN_CRM,
        kwargs=employer_and(),
        data=lambda w, k, n: {"contact": str(w.records[k].ids["contact"])},
    ),
    "prospect-promote": Page(
        "GET POST",
        sees=IN_CRM | {"ready": DIRECTORS},
        may=nobody(IN_CRM) | {"ready": DIRECTORS},  # the others are not ready, or shared already
        reads=IN_CRM | {"ready": DIRECTORS},
        told=SIGNED_IN,
        kwargs=employer_and(),
        data=typed(audience="all"),
    ),
    "prospect-undo": Page("POST", sees=PROMOTED, kwargs=employer_and()),
    "prospect-park": Page("GET POST", sees=IN_CRM, may=PROMOTED, reads=IN_CRM, kwargs=employer_and(), data=REASON),
    "prospect-send-back": Page("GET POST", sees=IN_CRM, kwargs=employer_and(), data=REASON),
    "exceptions": Page(who=STAFF),
    "audience": Page("POST", who=DIRECTORS, data=_limited),
    "audience-done": Page(sees={"own": NOBODY}, kwargs=bulk_change),
    "audience-undo": Page("POST", sees={"own": NOBODY}, kwargs=bulk_change),
    "exception": Page(
        "GET POST",
        sees={"exception": SEES["exception"]},
        may={"exception": DIRECTORS},
        kwargs=lambda w, k: {"pk": w.more["designation"]},
        data=lambda w, k, n: {"institutions": [str(w.cast.harbor.pk)], "reason": "another one", "until": SOON},
    ),
    "exception-lift": Page(
        "POST",
        sees={"exception": SEES["exception"]},
        may={"exception": DIRECTORS},
        kwargs=lambda w, k: {"pk": w.more["designation"]},
        data=REASON,
    ),
    "crm-reply": Page(
        "POST",
        sees={"region": DIRECTORS, "mesa": DIRECTORS | MESA, "shared": DIRECTORS},
        kwargs=lambda w, k: {"pk": w.requests[k].pk},
        data=typed(act="accept", answer="welcome"),
    ),
    "clause-criteria": Page(
        "GET POST",
        sees={"region": DRAFTS["region"]},
        kwargs=clause_of,
        data=draft_with(question_1="Is it registered and active?", question_2="Is it safe?"),
    ),
}
