"""At the door of an event and afterward: whoever plans it; students what is theirs; who holds a link (journey 6)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from guildhall.bookings.feedback_questions import QUESTIONS
from guildhall.bookings.links import DOOR, secret_of
from tests.permissions.matrix.groups import (
    AT_MESA_OR_DIRECTORS,
    DIRECTORS,
    EMPLOYERS,
    EVERYBODY,
    LEARNERS,
    MESA,
    SIGNED_IN,
    STAFF,
    TEACHER,
    People,
    PerRecord,
)
from tests.permissions.matrix.page import Page
from tests.permissions.matrix.students import LOOKERS
from tests.permissions.world.record import World

_OURS: People = MESA | TEACHER | DIRECTORS  # who plans what Mesa answers for
KNOWN: PerRecord = {"door": STAFF, "done": STAFF}
KEPT: PerRecord = {"door": _OURS, "done": _OURS}
_SAID = {"reason": "ill"} | {code: "4" for code, _label in QUESTIONS}


def _of_roll(data: Callable[[World, str], dict[str, Any]] | None = None) -> dict[str, Any]:
    return {
        "sees": KNOWN,
        "may": KEPT,
        "kwargs": lambda w, k: {"pk": w.more["at_the_door"]["rolls"][k].pk},
        "data": lambda w, k, n: data(w, k) if data else {},
    }


def _tap(world: World, kind: str) -> dict[str, Any]:
    row = world.more["at_the_door"]["booked"][kind]["harbor"]
    return {"key": "anotherkey", "act": "here", "booking": str(row.pk)}


def _time(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"time": str(int(world.more["at_the_door"]["rolls"][kind].starts_at.timestamp()))}


def _link(name: str) -> Page:
    return Page(
        "GET POST",
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": w.more["at_the_door"]["secrets"][name]},
        data=lambda w, k, n: dict(_SAID),
    )


ATTENDANCE = {
    "event-doors": Page(
        "GET POST",
        sees=KNOWN,
        may=KEPT,
        kwargs=lambda w, k: {"pk": w.more["at_the_door"]["rolls"][k].event_id},
        data=_time,
        changes=False,  # both have their list already
    ),
    "door": Page(**_of_roll()),
    "door-worker": Page(**_of_roll()),
    "door-offline": Page(who=SIGNED_IN),
    "door-tap": Page("POST", **_of_roll(_tap)),
    "door-printed": Page(**_of_roll()),
    "door-code": Page(
        sees=KNOWN, may=KEPT, kwargs=lambda w, k: {"code": w.more["at_the_door"]["booked"][k]["harbor"].code}
    ),
    "door-count-off": Page(
        "POST",
        sees={"door": AT_MESA_OR_DIRECTORS},
        may={"door": _OURS},
        kwargs=lambda w, k: {"pk": w.more["at_the_door"]["counted"].pk},
    ),
    "door-feedback": Page(**_of_roll()),
    "door-feedback-link": Page(
        "GET POST",
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": secret_of(DOOR, w.more["at_the_door"]["rolls"]["door"].pk)},
        data=lambda w, k, n: dict(_SAID),
    ),
    "attendance": Page(**_of_roll()),
    "attendance-close": Page("GET POST", **_of_roll() | {"sees": {"door": STAFF}, "may": {"door": _OURS}}),
    "attendance-ask": Page("GET POST", **_of_roll(), changes=False),  # not closed, or asked already
    "attendance-report": Page(**_of_roll()),
    "portal-report": Page(  # what they open: tests/bookings/test_known_by_name.py
        "GET POST", who=EMPLOYERS, door=True, kwargs=lambda w, k: {"pk": UUID(int=0)}, missing=True
    ),
    "report-link": Page("GET POST", who=EVERYBODY, kwargs=lambda w, k: {"secret": "0" * 60}, missing=True),
    "bookings-missed": Page(who=LOOKERS),
    "missed-link": _link("missed-link"),
    "feedback-link": _link("feedback-link"),
    "student-afterward": Page(
        "GET POST",
        who=LEARNERS,
        door=True,
        sees={"mesa": frozenset({"mesa_learner"}), "harbor": frozenset({"harbor_learner"})},
        kwargs=lambda w, k: {"pk": w.more["at_the_door"]["booked"]["done"][k].pk},
        data=lambda w, k, n: dict(_SAID),
    ),
}
