"""Placements are seen by the staff of the student's own college or school; what employers answer opens by a link."""

from typing import Any

from guildhall.lib import clock
from tests.permissions.matrix.groups import EVERYBODY, SEES, PerRecord
from tests.permissions.matrix.opportunities import OFFERS
from tests.permissions.matrix.page import Page
from tests.permissions.matrix.students import KEEP, KEEPERS
from tests.permissions.matrix.students import SEES as STUDENTS
from tests.permissions.world.record import World


def _of(what: str, **values: Any) -> dict[str, Any]:
    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        return values | {"version": world.more[what][kind].version}

    return {"kwargs": lambda w, k: {"pk": w.more[what][k].pk}, "data": data}


def _own(world: World, name: str) -> str:
    return "harbor" if name.startswith("harbor") else "mesa"


def _referred(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"registration": str(world.more["unserved"][_own(world, name)].pk)}


def _to_offer(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"opportunity": str(world.more["offers"]["public"].pk)}


def _group(world: World, kind: str, name: str) -> dict[str, Any]:
    facts = {"activity": "workplace_tour", "on": str(clock.today()), "level": "high", "students": "20"}
    return facts | {"institution": str(world.home(name).pk)}


def _agreed(world: World, kind: str, name: str) -> dict[str, Any]:
    days = {"first_on": str(clock.today()), "last_on": str(clock.today())}
    return days | {"wanted": "6", "institution": str(world.home(name).pk)}


def _agreed_anew(world: World, kind: str, name: str) -> dict[str, Any]:
    return _agreed(world, kind, name) | {"wanted": "7", "version": world.more["duties"][kind].version}


def _planned(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"kind": "internship_paid", "title": "A place", "related": "unknown", "paid": "unknown"}


def _both(people: PerRecord) -> PerRecord:
    """Of the people who see each record, those who keep students."""
    return {kind: seen & KEEPERS for kind, seen in people.items()}


_OPEN = {"shared", "exception", "public"}  # what may be applied for today, by the students of all who see it
_LOOK: PerRecord = {kind: seen for kind, seen in OFFERS.items() if kind != "limited"}
_REFER: PerRecord = {kind: seen & KEEPERS if kind in _OPEN else seen - seen for kind, seen in _LOOK.items()}
_CHANGED = {"title": "Another title", "related": "unknown", "paid": "unknown"}
TEACH = frozenset({"mesa_teacher", "mesa_instructor"})
PLACEMENTS = {
    "placements": Page(who=KEEPERS),
    "placement-turns": Page(who=KEEPERS),
    "applications": Page(who=KEEPERS),
    "groups": Page(who=KEEPERS),
    "grades": Page(who=KEEPERS),
    "named-from": Page(
        "GET POST", sees=KEEP, may=KEEP, kwargs=lambda w, k: {"pk": getattr(w.cast, k).pk},
        data=lambda w, k, n: {"grade": "9", "version": "0"},
    ),
    "placement-figures": Page(who=KEEPERS),
    "application": Page(sees=KEEP, **_of("applications")),
    "application-step": Page("GET POST", sees=KEEP, may=KEEP, **_of("applications", to="shortlisted")),
    "placement": Page(sees=KEEP, **_of("placements")),
    "placement-step": Page("GET POST", sees=KEEP, may=KEEP, **_of("placements", to="papers")),
    "placement-change": Page("GET POST", sees=KEEP, may=KEEP, **_of("placements", **_CHANGED)),
    "group-take-back": Page("POST", sees=KEEP, may=KEEP,
        kwargs=lambda w, k: {"group": w.more["groups"][k].pk},
        data=lambda w, k, n: {"version": w.more["groups"][k].version},
    ),
    "group-students": Page("GET POST", sees=KEEP, may=KEEP,
        kwargs=lambda w, k: {"group": w.more["classes"][k].pk},
        data=lambda w, k, n: {"students": [str(w.more["students"][k].pk)]},
    ),
    "opportunity-placements": Page(
        sees=OFFERS, may=_both(OFFERS), kwargs=lambda w, k: {"pk": w.more["offers"][k].pk}
    ),
    "refer": Page(
        "GET POST", sees=_LOOK, may=_REFER, kwargs=lambda w, k: {"pk": w.more["offers"][k].pk}, data=_referred
    ),
    "student-refer": Page(
        "GET POST", sees=STUDENTS, may=KEEP, kwargs=lambda w, k: {"pk": w.more["unserved"][k].pk}, data=_to_offer
    ),
    "placement-pick": Page(sees=STUDENTS, may=KEEP, kwargs=lambda w, k: {"pk": w.more["unserved"][k].pk}),
    "placement-add": Page(
        "GET POST", sees=STUDENTS, may=KEEP, data=_planned,
        kwargs=lambda w, k: {"pk": w.more["unserved"][k].pk, "employer": w.records["shared"].employer.pk},
    ),
    "employer-placements": Page(sees=SEES, kwargs=lambda w, k: {"pk": w.records[k].employer.pk}),
    "group-add": Page(
        "GET POST",
        sees=SEES,
        may={kind: seen & (KEEPERS | TEACH) for kind, seen in SEES.items()},
        kwargs=lambda w, k: {"pk": w.records[k].employer.pk},
        data=_group,
    ),
    "placement-internships": Page(who=KEEPERS),
    "placement-apprenticeships": Page(who=KEEPERS),
    "duty-add": Page(
        "GET POST", sees=SEES, may=_both(SEES), kwargs=lambda w, k: {"pk": w.records[k].employer.pk}, data=_agreed
    ),
    "duty": Page("GET POST", sees=KEEP, may=KEEP, **_of("duties") | {"data": _agreed_anew}),
    "duty-end": Page("POST", sees=KEEP, may=KEEP, **_of("duties")),
    "placement-question": Page(
        "GET POST", who=EVERYBODY, kwargs=lambda w, k: {"secret": w.more["placement_question"]},
        data=lambda w, k, n: {"answer": "began", "on": str(clock.today())},
    ),
}  # fmt: skip
