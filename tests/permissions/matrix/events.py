"""Events: published ones by those they are for, drafts by those who plan them, at hidden places by nobody else (C3)."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from guildhall.events.models import Event
from guildhall.lib import clock
from tests.permissions.matrix.groups import (
    AT_MESA_OR_DIRECTORS,
    DEVELOP,
    DIRECTORS,
    EVERYBODY,
    HARBOR,
    MESA,
    NOBODY,
    SEES,
    STAFF,
    TEACHER,
    People,
    PerRecord,
    nobody,
)
from tests.permissions.matrix.page import Page
from tests.permissions.world.events import calendar_with
from tests.permissions.world.record import World

PLAN: People = DEVELOP | TEACHER
_OURS: People = MESA | TEACHER | DIRECTORS  # who plans what Mesa answers for
EVENTS_SEEN: PerRecord = {
    "draft": AT_MESA_OR_DIRECTORS,
    "own": STAFF - HARBOR,
    "harbor": STAFF,
    "over": STAFF,
    "public": STAFF,
    "held": STAFF - HARBOR,
}
CHANGE: PerRecord = dict.fromkeys(EVENTS_SEEN, _OURS) | {"harbor": DIRECTORS | HARBOR, "held": NOBODY}
AHEAD: PerRecord = CHANGE | {"draft": NOBODY, "over": NOBODY}
AFTERWARD: PerRecord = nobody(EVENTS_SEEN) | {"held": _OURS}
OPEN: PerRecord = nobody(EVENTS_SEEN) | {"public": EVERYBODY}


def _event(may_data: Any = None) -> dict[str, Any]:
    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        row = world.more["events"][kind]
        return (may_data(world, row) if may_data else {}) | {"version": row.version}

    return {"kwargs": lambda w, k: {"pk": w.more["events"][k].pk}, "data": data}


def _typed(row: Event | None = None) -> dict[str, Any]:
    begin = clock.local(row.starts_at) if row else clock.local(clock.now() + timedelta(50))
    words = {"kind": "workshop", "title": "Another title", "audience": "all", "zone": str(clock.zone())}
    return words | {"day": begin.date().isoformat(), "begins": f"{begin:%H:%M}", "ends": "23:59"}


def _same_time(world: World, row: Event) -> dict[str, Any]:
    ends = clock.local(row.ends_at)
    return _typed(row) | {"ends": f"{ends:%H:%M}", "last_day": clock.day_of(row.ends_at).isoformat()}


def _new(world: World, kind: str, name: str) -> dict[str, Any]:
    return _typed() | {"institution": str(world.home(name).pk)}


def _moved(world: World, row: Event) -> dict[str, Any]:
    day = clock.today() + timedelta(90)
    return {"day": day.isoformat(), "begins": "07:00", "ends": "08:00", "because": "The hall is free then."}


def _one_time(row: Event) -> dict[str, Any]:
    day = clock.today() + timedelta(95)
    return {"day": day.isoformat(), "begins": "07:00", "because": "The hall is free then.", "version": row.version}


def _calendar(world: World, kind: str, name: str) -> dict[str, Any]:
    file = SimpleUploadedFile("more.ics", calendar_with("another@x.example", "Another"))
    return {"institution": str(world.home(name).pk), "file": file}


def _part(data: dict[str, Any] | None = None, ahead: int = 0) -> dict[str, Any]:
    def with_version(world: World, kind: str, name: str) -> dict[str, Any]:
        day = {"on": (clock.today() + timedelta(ahead)).isoformat()} if ahead else {}
        return (data or {}) | day | {"version": world.more["event_part"].version}

    return {"kwargs": lambda w, k: {"pk": w.more["event_part"].pk}, "data": with_version}


def _employer(world: World, kind: str) -> dict[str, Any]:
    return {"pk": world.more["events"][kind].pk, "employer": world.more["event_employer"]}


INTAKE: PerRecord = {"mesa": _OURS}
PART: PerRecord = {"own": STAFF - HARBOR}
PART_OURS: PerRecord = {"own": _OURS}
OPENING: PerRecord = {"own": AT_MESA_OR_DIRECTORS | HARBOR}
EVENTS = {
    "events": Page(who=STAFF),
    "event-gaps": Page(who=STAFF),
    "known-event-employers": Page(who=STAFF),
    "event-openings": Page(who=STAFF),
    "event-add": Page("GET POST", who=PLAN, data=_new),
    "employer-events": Page(sees=SEES, kwargs=lambda w, k: {"pk": w.records[k].employer.pk}),
    "event": Page(sees=EVENTS_SEEN, **_event()),
    "event-change": Page("GET POST", sees=EVENTS_SEEN, may=CHANGE, **_event(_same_time)),
    "event-publish": Page(
        "GET POST",
        sees=EVENTS_SEEN,
        may=nobody(EVENTS_SEEN) | {"draft": _OURS},
        **_event(lambda w, row: {"because": "It stays."}),
    ),
    "event-move": Page("GET POST", sees=EVENTS_SEEN, may=AHEAD, **_event(_moved)),
    "event-time": Page(
        "GET POST",
        sees=EVENTS_SEEN,
        may=CHANGE,
        changes=False,  # only a series has single times to move
        kwargs=lambda w, k: {"pk": w.more["events"][k].pk, "time": w.more["events"][k].occurrences.get().seconds},
        data=lambda w, k, n: _one_time(w.more["events"][k]),
    ),
    "event-time-change": Page(
        "GET POST",
        sees=EVENTS_SEEN,
        may=CHANGE,
        changes=False,  # only a series has single times
        kwargs=lambda w, k: {"pk": w.more["events"][k].pk, "time": w.more["events"][k].occurrences.get().seconds},
        data=lambda w, k, n: {"title": "", "room": "Ward 3", "version": w.more["events"][k].version},
    ),
    "event-time-add": Page("GET POST", sees=EVENTS_SEEN, may=CHANGE, **_event(lambda w, row: _one_time(row))),
    "event-cancel": Page(
        "GET POST", sees=EVENTS_SEEN, may=CHANGE, reads=EVENTS_SEEN, **_event(lambda w, row: {"reason": "Ill."})
    ),
    "event-leave-out": Page(
        "GET POST",
        sees=EVENTS_SEEN,
        may=CHANGE,
        reads=EVENTS_SEEN,
        changes=False,  # only a series has days to leave out
        **_event(lambda w, row: {"time": "1"}),
    ),
    "event-held": Page(
        "GET POST",
        sees=EVENTS_SEEN,
        may=nobody(EVENTS_SEEN) | {"over": _OURS},
        **_event(lambda w, row: {"attended": "12"}),
    ),
    "event-attended": Page("GET POST", sees=EVENTS_SEEN, may=AFTERWARD, **_event(lambda w, row: {"attended": "14"})),
    "event-employers": Page(sees=EVENTS_SEEN, may=CHANGE | {"held": _OURS}, **_event()),
    "event-employer-came": Page(
        "GET POST",
        sees=EVENTS_SEEN,
        may=AFTERWARD,
        changes=False,  # the employer stands on it already
        kwargs=_employer,
        data=lambda w, k, n: {"offers": "A speaker"},
    ),
    "event-part-came": Page(
        "POST",
        sees={"held": STAFF - HARBOR},
        may={"held": _OURS},
        kwargs=lambda w, k: {"pk": w.more["event_part_held"].pk},
        data=lambda w, k, n: {"came": "yes", "version": w.more["event_part_held"].version},
    ),
    "event-employer-add": Page(
        "GET POST",
        sees=EVENTS_SEEN,
        may=CHANGE,
        changes=False,  # on one of them the employer stands already
        kwargs=_employer,
        data=lambda w, k, n: {"offers": "A speaker"},
    ),
    "event-session-add": Page(
        "GET POST",
        sees=EVENTS_SEEN,
        may=CHANGE,
        kwargs=lambda w, k: {"pk": w.more["events"][k].pk},
        data=lambda w, k, n: {"kind": "session", "title": "Morning"},
    ),
    "event-slots-add": Page(
        "GET POST",
        sees=EVENTS_SEEN,
        may=CHANGE,
        kwargs=lambda w, k: {"pk": w.more["events"][k].pk},
        data=lambda w, k, n: {
            "title": "Talks",
            "begins": "09:00",
            "ends": "10:00",
            "length": "20",
            "pause": "5",
            "capacity": "1",
            "act": "add",
        },
    ),
    "event-session": Page(
        "POST",
        sees=PART,
        may=PART_OURS,
        kwargs=lambda w, k: {"pk": w.more["event_session"]},
        data=lambda w, k, n: {"act": "came"},
        changes=False,  # it has not begun yet
    ),
    "event-session-change": Page(
        "GET POST",
        sees=PART,
        may=PART_OURS,
        kwargs=lambda w, k: {"pk": w.more["event_session"]},
        data=lambda w, k, n: {"kind": "stall", "title": "By the window", "version": 1},
    ),
    "event-session-cancel": Page(
        "GET POST",
        sees=PART,
        may=PART_OURS,
        kwargs=lambda w, k: {"pk": w.more["event_session"]},
        data=lambda w, k, n: {"reason": "They are ill.", "version": 1},
    ),
    "event-part": Page("GET POST", sees=PART, may=PART_OURS, **_part({"offers": "Two booths", "state": "confirmed"})),
    "event-part-off": Page("POST", sees=PART, may=PART_OURS, **_part()),
    "event-invite": Page("GET POST", sees=PART, may=PART_OURS, **_part({"kind": "email"}, ahead=120)),
    "event-offer": Page(
        "GET POST",
        sees=EVENTS_SEEN,
        may=nobody(EVENTS_SEEN) | {"draft": _OURS, "own": _OURS},
        changes=False,  # for one of them Harbor is asked already
        kwargs=lambda w, k: {"pk": w.more["events"][k].pk},
        data=lambda w, k, n: {"institution": str(w.cast.harbor.pk), "words": "You teach it, too."},
    ),
    "event-opening": Page(
        "GET POST",
        sees=OPENING,
        may={"own": DIRECTORS | HARBOR},
        kwargs=lambda w, k: {"pk": w.more["event_opening"].pk},
        data=lambda w, k, n: {"answer": "yes", "version": w.more["event_opening"].version},
    ),
    "event-opening-back": Page(
        "POST",
        sees=OPENING,
        may={"own": _OURS},
        kwargs=lambda w, k: {"pk": w.more["event_opening"].pk},
        data=lambda w, k, n: {"version": w.more["event_opening"].version},
    ),
    "event-feeds": Page("GET POST", who=STAFF),
    "events-published": Page(who=STAFF),
    "event-ics": Page(sees=EVENTS_SEEN, kwargs=lambda w, k: {"pk": w.more["events"][k].pk}),
    "event-feed": Page(who=EVERYBODY, kwargs=lambda w, k: {"secret": w.more["event_feed"]}),
    "events-public-feed": Page(who=EVERYBODY),
    "event-calendars": Page("GET POST", who=PLAN, data=_calendar),
    "event-calendar": Page(sees=INTAKE, kwargs=lambda w, k: {"pk": w.more["event_intake"].pk}),
    "event-calendar-act": Page(
        "POST",
        sees=INTAKE,
        kwargs=lambda w, k: {"pk": w.more["event_intake"].pk},
        data=lambda w, k, n: {"act": "apply", "version": w.more["event_intake"].version},
    ),
    "event-calendar-end": Page("POST", sees=INTAKE, kwargs=lambda w, k: {"pk": w.more["event_subscription"]}),
    "events-public": Page(who=EVERYBODY),
    "event-public": Page(who=EVERYBODY, sees=OPEN, kwargs=lambda w, k: {"pk": w.more["events"][k].pk}),
}
