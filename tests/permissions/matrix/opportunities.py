"""Opportunities: seen by whoever sees the employer, as long as they wait by those who look after them (A1, B6)."""

from typing import Any

from tests.permissions.matrix.filling import typed
from tests.permissions.matrix.groups import (
    ADMIN,
    AT_MESA_OR_DIRECTORS,
    DEVELOP,
    DIRECTORS,
    EVERYBODY,
    HARBOR,
    MESA,
    NOBODY,
    RECORD,
    RESTRICTED,
    SEES,
    STAFF,
    TEACHER,
    People,
    PerRecord,
    nobody,
)
from tests.permissions.matrix.page import Page
from tests.permissions.world.record import World

POST: People = DEVELOP | TEACHER
_APPROVERS: People = DIRECTORS | HARBOR | (MESA - {"mesa_jobs"})
_OURS: People = MESA | TEACHER | DIRECTORS  # who works on what Mesa looks after
_APPROVE: People = DIRECTORS | (MESA - {"mesa_jobs"})
OFFERS: PerRecord = SEES | {
    "waiting": AT_MESA_OR_DIRECTORS,
    "refused": AT_MESA_OR_DIRECTORS,
    "limited": AT_MESA_OR_DIRECTORS | HARBOR | ADMIN,
    "closed": STAFF,
    "public": STAFF,
}
_REGION: PerRecord = {"shared": DIRECTORS, "exception": DIRECTORS}
CHANGE: PerRecord = RESTRICTED | _REGION | {
    "waiting": _OURS, "refused": _OURS, "limited": _OURS, "closed": NOBODY, "public": _OURS,
}  # fmt: skip
DECIDE: PerRecord = nobody(OFFERS) | {
    "region": DIRECTORS, "mesa": _APPROVE, "harbor": DIRECTORS | HARBOR, "waiting": _APPROVE,
}  # fmt: skip
APPROVE: PerRecord = nobody(OFFERS) | {"waiting": _APPROVE}
POSTED: PerRecord = nobody(OFFERS) | _REGION | {"limited": _OURS, "public": _OURS}
LIMIT: PerRecord = CHANGE | {"refused": NOBODY}
SHOW: PerRecord = nobody(OFFERS) | {"shared": DIRECTORS, "public": _APPROVE}
REASONS: PerRecord = {"kept": _APPROVE}
OPEN: PerRecord = nobody(OFFERS) | {"public": EVERYBODY}


def _offer(**values: Any) -> dict[str, Any]:
    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        return values | {"version": world.more["offers"][kind].version}

    return {"kwargs": lambda w, k: {"pk": w.more["offers"][k].pk}, "data": data}


def _to_harbor(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"institutions": [str(world.cast.harbor.pk)], "reason": "a pilot"}


def _kept(world: World, kind: str) -> dict[str, Any]:
    return {"pk": world.more["refusal_reason"]}


def _reason(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"institution": str(world.home(name).pk), "reason": "The pay is missing."}


def _new(world: World, kind: str, name: str) -> dict[str, Any]:
    words = {"kind": "workplace_tour", "title": "A tour", "places": "20", "origin": "offered"}
    return words | {"holder": str(world.home(name).pk)}


_CHANGED = {"kind": "workplace_tour", "title": "Another title", "places": "3", "origin": "offered"}
OPPORTUNITIES = {
    "opportunities": Page(who=STAFF),
    "opportunities-map": Page(who=STAFF),
    "opportunities-approval": Page(who=STAFF),
    "opportunities-ours": Page(who=STAFF),
    "opportunities-limited": Page(who=STAFF),
    "refusal-reasons": Page("GET POST", who=_APPROVERS, data=_reason),
    "refusal-reason-change": Page("GET POST", sees=REASONS, kwargs=_kept, data=typed(reason="No pay.", version=1)),
    "refusal-reason-retire": Page("POST", sees=REASONS, kwargs=_kept, data=typed(on="yes")),
    "opportunity-pick": Page(who=POST),
    "opportunity-alert": Page(
        "POST",
        sees={"own": frozenset({"mesa_wbl"})},
        kwargs=lambda w, k: {"pk": w.more["offer_search"]},
        data=lambda w, k, n: {"on": "no"},
    ),
    "employer-opportunities": Page(sees=SEES, kwargs=lambda w, k: {"pk": w.records[k].employer.pk}),
    "opportunity-add": Page(
        "GET POST", sees=SEES, may=RECORD, kwargs=lambda w, k: {"pk": w.records[k].employer.pk}, data=_new
    ),
    "opportunity": Page(sees=OFFERS, **_offer()),
    "opportunity-change": Page("GET POST", sees=OFFERS, may=CHANGE, **_offer(**_CHANGED)),
    "opportunity-approve": Page("GET POST", sees=OFFERS, may=APPROVE, reads=OFFERS, **_offer()),
    "opportunity-refuse": Page("GET POST", sees=OFFERS, may=DECIDE, reads=OFFERS, **_offer(reason="No.")),
    "opportunity-close": Page("GET POST", sees=OFFERS, may=CHANGE, reads=OFFERS, **_offer(because="withdrawn")),
    "opportunity-publish": Page("GET POST", sees=OFFERS, may=SHOW, reads=OFFERS, **_offer(on="yes")),
    "opportunity-ask": Page("GET POST", sees=OFFERS, may=POSTED, reads=OFFERS, **_offer()),
    "opportunity-confirm": Page("GET POST", sees=OFFERS, may=POSTED, reads=OFFERS, **_offer()),
    "opportunity-limit": Page(
        "GET POST",
        sees=OFFERS,
        may=LIMIT,
        kwargs=lambda w, k: {"pk": w.more["offers"][k].pk},
        data=_to_harbor,
    ),
    "opportunity-lift": Page(
        "POST",
        sees={"limited": OFFERS["limited"]},
        may={"limited": _OURS},
        kwargs=lambda w, k: {"pk": w.more["limitation"]},
        data=lambda w, k, n: {"reason": "it is over"},
    ),
    "opportunities-open": Page(who=EVERYBODY),
    "sitemap": Page(who=EVERYBODY),
    "sitemap-part": Page(who=EVERYBODY, kwargs=lambda w, k: {"part": 1}),
    "robots": Page(who=EVERYBODY),
    "opportunity-public": Page(who=EVERYBODY, sees=OPEN, kwargs=lambda w, k: {"pk": w.more["offers"][k].pk}),
    "still-open": Page(
        "GET POST",
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": w.more["still_open"]},
        data=lambda w, k, n: {"answer": "yes"},
    ),
}
