"""Bookings: numbers for whoever sees the event, students for their own college, the own place for the student (C16)."""

from typing import Any
from uuid import uuid4

from guildhall.bookings.links import BOOKING, secret_of
from tests.permissions.matrix.events import EVENTS_SEEN
from tests.permissions.matrix.groups import (
    DIRECTORS,
    EMPLOYERS,
    EVERYBODY,
    HARBOR,
    LEARNERS,
    MESA,
    NOBODY,
    OUR_LOGINS,
    STAFF,
    TEACHER,
    People,
    PerRecord,
    nobody,
)
from tests.permissions.matrix.page import Page
from tests.permissions.matrix.students import KEEP, KEEPERS, OWN
from tests.permissions.world.record import World

_OURS: People = MESA | TEACHER | DIRECTORS
_MESA: People = KEEP["mesa"]
TERMS: PerRecord = dict.fromkeys(EVENTS_SEEN, _OURS) | {"harbor": DIRECTORS | HARBOR, "held": NOBODY}
_TEACHES: People = frozenset({"mesa_teacher", "mesa_instructor"})
CLASS: PerRecord = nobody(EVENTS_SEEN) | {
    "own": _MESA | _TEACHES, "harbor": KEEPERS | _TEACHES, "public": KEEPERS | _TEACHES,
}  # fmt: skip
OTHERS: PerRecord = nobody(EVENTS_SEEN) | {"own": _OURS, "harbor": DIRECTORS | HARBOR, "public": _OURS}
COME: PerRecord = dict.fromkeys(EVENTS_SEEN, NOBODY) | {"harbor": STAFF, "public": STAFF}
OPEN: PerRecord = {
    "draft": NOBODY, "own": frozenset({"mesa_learner"}), "harbor": LEARNERS, "over": LEARNERS, "public": LEARNERS,
    "held": frozenset({"mesa_learner"}),
}  # fmt: skip


def _event(more: Any = None) -> dict[str, Any]:
    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        row = world.more["events"][kind]
        sent = {"version": row.version, "key": str(uuid4()), "time": row.starts_at.isoformat()}
        return sent | (more or {})

    return {"kwargs": lambda w, k: {"pk": w.more["events"][k].pk}, "data": data}


def _booking(of: str = "bookings") -> dict[str, Any]:
    return {"kwargs": lambda w, k: {"pk": w.more[of][k].pk}}


def _chosen(world: World, kind: str) -> dict[str, Any]:
    row = world.more["interviews"][kind]
    return {"roll": str(row.roll_id), "version": row.roll.version, f"choice-{row.pk}": "1"}


BOOKINGS = {
    "bookings": Page(sees=EVENTS_SEEN, **_event()),
    "booking-me": Page("GET POST", sees=EVENTS_SEEN, may=COME, reads=EVENTS_SEEN, told=STAFF, **_event()),
    "booking-students": Page("GET POST", sees=EVENTS_SEEN, may=CLASS, changes=False, **_event()),
    "booking-others": Page("GET POST", sees=EVENTS_SEEN, may=OTHERS, changes=False, **_event()),
    "booking-terms": Page(
        "GET POST", sees=EVENTS_SEEN, may=TERMS, **_event({"capacity": "9", "hours_to_answer": "1", "guests": "2"})
    ),
    "interviews-choose": Page(
        "GET POST",
        sees={"public": STAFF},
        may={"public": _OURS},
        kwargs=lambda w, k: {"pk": w.more["interviews"][k].roll_id},
        data=lambda w, k, n: _chosen(w, k),
    ),
    "interviews-ask": Page(
        "GET POST",
        sees={"public": STAFF},
        may={"public": _OURS},
        changes=False,  # nobody of this employer is named for the event
        kwargs=lambda w, k: {"pk": w.more["interviews"][k].roll_id},
    ),
    "portal-interviews": Page(
        "GET POST",
        who=EMPLOYERS,
        door=True,
        sees={"public": OUR_LOGINS},
        kwargs=lambda w, k: {"pk": w.more["events"][k].pk},
        data=lambda w, k, n: _chosen(w, k),
    ),
    "interviews-link": Page(  # what it opens: tests/bookings/test_employers_choose.py
        "GET POST", who=EVERYBODY, kwargs=lambda w, k: {"secret": "0" * 60}, missing=True
    ),
    "booking": Page(sees=KEEP, **_booking()),
    "booking-cancel": Page("GET POST", sees=KEEP, **_booking()),
    "booking-rebook": Page(  # of whom: tests/bookings/test_rebooking.py
        "GET POST", sees={kind: keep | _OURS for kind, keep in KEEP.items()}, changes=False, **_booking()
    ),
    "booking-link-end": Page("GET POST", sees=KEEP, **_booking()),
    "booking-accept": Page("GET POST", sees=KEEP, **_booking("offered_bookings")),
    "portal-events": Page(who=EMPLOYERS, door=True),
    "portal-event": Page(
        "GET POST",
        who=EMPLOYERS,
        door=True,
        sees=nobody(EVENTS_SEEN) | {"harbor": EMPLOYERS, "public": EMPLOYERS},
        may=nobody(EVENTS_SEEN) | {"public": EMPLOYERS},
        reads=nobody(EVENTS_SEEN) | {"harbor": EMPLOYERS, "public": EMPLOYERS},
        told=EMPLOYERS,
        **_event({"who": "Lou Park"}),
    ),
    "portal-booking-accept": Page(  # it has its place already
        "POST", who=EMPLOYERS, door=True, sees={"shared": OUR_LOGINS}, changes=False, **_booking("employer_bookings")
    ),
    "booking-link": Page(
        "GET POST",
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": secret_of(BOOKING, w.more["employer_bookings"]["shared"].pk)},
    ),
    "portal-booking-cancel": Page(
        "POST", who=EMPLOYERS, door=True, sees={"shared": OUR_LOGINS}, **_booking("employer_bookings")
    ),
    "portal-calendar": Page("GET POST", who=EMPLOYERS, door=True),
    "portal-feed": Page(who=EVERYBODY, kwargs=lambda w, k: {"secret": w.more["knocks"]["feed"]}),
    "student-calendar": Page("GET POST", who=LEARNERS, door=True),
    "student-feed": Page(who=EVERYBODY, kwargs=lambda w, k: {"secret": w.more["visitor_feeds"]["student"]}),
    "student-events": Page(who=LEARNERS, door=True),
    "student-event": Page(who=LEARNERS, door=True, sees=OPEN, **_event()),
    "student-event-book": Page("POST", who=LEARNERS, door=True, sees=OPEN, changes=False, **_event()),
    "student-booking": Page(who=LEARNERS, door=True, sees=OWN, **_booking()),
    "student-booking-cancel": Page("POST", who=LEARNERS, door=True, sees=OWN, **_booking()),
    "student-booking-accept": Page("POST", who=LEARNERS, door=True, sees=OWN, **_booking("offered_bookings")),
    "student-booking-entry": Page(who=LEARNERS, door=True, sees=OWN, **_booking()),
}
