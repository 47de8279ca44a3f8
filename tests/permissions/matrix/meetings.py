"""Meetings: all of it for whoever leads one, title and day for colleagues, the room for whoever has its code (N15)."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from guildhall.meetings.links import secret_of_participant, secret_of_room
from guildhall.meetings.models import Activity, Meeting, Participant
from tests.permissions.matrix.filling import SOON
from tests.permissions.matrix.groups import (
    ADMIN,
    AT_MESA_OR_DIRECTORS,
    DIRECTORS,
    EVERYBODY,
    HARBOR,
    MESA,
    READERS,
    STAFF,
    TEACHER,
    People,
    PerRecord,
)
from tests.permissions.matrix.page import Page
from tests.permissions.world.record import World

CONVENERS: People = DIRECTORS | ADMIN | {"mesa_admin", "mesa_convener", "harbor_admin"}
LEADS: People = CONVENERS - HARBOR
KNOWS: People = AT_MESA_OR_DIRECTORS | ADMIN
SEEN: PerRecord = {"mesa": KNOWS}
INSIDE: PerRecord = {"mesa": LEADS}
TASK: PerRecord = {"mesa": LEADS | {"mesa_wbl"}}
assert MESA | TEACHER | READERS < KNOWS


def _row(world: World) -> Meeting:
    return world.more["meetings"]["mesa"]


def _of(world: World, name: str) -> Any:
    return world.more["of_meeting"][name]


def _one(**named: str) -> Any:
    """The address of a meeting, with what else it names: the argument, and what of the meeting."""

    def kwargs(world: World, kind: str) -> dict[str, Any]:
        return {"pk": _row(world).pk} | {argument: _of(world, name) for argument, name in named.items()}

    return kwargs


def _line(what: str, name: str = "") -> Any:
    return lambda w, k: {"pk": _row(w).pk, "what": what} | ({"line": _of(w, name)} if name else {})


def _with_version(**values: Any) -> Any:
    return lambda w, k, n: values | {"version": Meeting.objects.get(pk=_row(w).pk).version}


def _own(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"answer": "yes", "version": Participant.objects.get(pk=_of(world, "own")).version}


def _role(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"role": "Another role", "version": Participant.objects.get(pk=_of(world, "guest")).version}


def _paper(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("notes.txt", b"what is laid on")}


def _marked(world: World, kind: str, name: str) -> dict[str, Any]:
    first, second = _of(world, "said")
    return {"first": str(first), "second": str(second), "kind": "disagreement"}


def _inside(methods: str = "GET", **more: Any) -> Page:
    return Page(methods, sees=SEEN, may=INSIDE, **({"kwargs": _one()} | more))


def _facts(**more: Any) -> dict[str, Any]:
    return {"title": "Another", "day": SOON, "begins": "09:00", "ends": "11:00"} | more


MEETINGS = {
    "meetings": Page(who=STAFF),
    "meeting-add": Page(
        "GET POST",
        who=CONVENERS,
        data=lambda w, k, n: _facts(institution=str(w.cast.harbor.pk if n in HARBOR else w.cast.mesa.pk)),
    ),
    "meeting-tasks": Page(who=STAFF),
    "meeting-task": Page(
        "POST", sees=TASK, kwargs=lambda w, k: {"line": _of(w, "task")}, data=lambda *_: {"act": "done"}
    ),
    "meeting": Page(sees=SEEN, kwargs=_one()),
    "meeting-answer": Page(
        "GET POST", sees=SEEN, may={"mesa": LEADS | {"mesa_wbl"}}, reads=SEEN, kwargs=_one(), data=_own, changes=False
    ),
    "meeting-change": _inside("GET POST", data=_with_version(**_facts())),
    "meeting-cancel": _inside("GET POST", data=_with_version(because="Snow")),
    "meeting-organizers": _inside("GET POST", data=lambda w, k, n: {"person": str(w.person("mesa_jobs").pk)}),
    "meeting-paper-add": _inside("GET POST", reads=SEEN, data=_paper),
    "meeting-paper": Page(sees=SEEN, may={"mesa": LEADS | {"mesa_wbl"}}, kwargs=_one(paper="paper")),
    "meeting-paper-act": _inside("GET POST", reads=SEEN, kwargs=_one(paper="paper"), data=lambda *_: {"act": "remove"}),
    "meeting-line-add": _inside("GET POST", kwargs=_line("agenda"), data=lambda *_: {"title": "One more"}),
    "meeting-line": _inside(
        "GET POST", kwargs=_line("agenda", "item"), data=lambda *_: {"title": "Changed", "version": "1"}
    ),
    "meeting-line-act": _inside(
        "GET POST", reads=SEEN, kwargs=_line("check-list", "tick"), data=lambda *_: {"act": "tick"}
    ),
    "meeting-definitions": _inside(),
    "meeting-people": _inside(),
    "meeting-people-add": _inside("GET POST", data=lambda *_: {"given": "Somebody"}),
    "meeting-invite": _inside("GET POST"),
    "meeting-participant": _inside("GET POST", kwargs=_one(line="guest"), data=_role),
    "meeting-participant-act": _inside("GET POST", kwargs=_one(line="guest"), data=lambda *_: {"act": "came"}),
    "meeting-room": _inside(),
    "meeting-room-act": _inside(
        "GET POST", data=lambda w, k, n: {"act": "close", "activity": str(_of(w, Activity.Kind.TALLY))}
    ),
    "meeting-projector": _inside(),
    "meeting-projector-now": _inside(),
    "meeting-said": _inside("GET POST", kwargs=_one(activity="reflection"), data=_marked),
    "meeting-mark-act": _inside(
        "GET POST", kwargs=_one(activity="reflection"), data=lambda w, k, n: {"mark": str(_of(w, "mark"))}
    ),
    "meeting-ballots": _inside("GET POST", kwargs=_one(activity="tally"), data=lambda *_: {"papers": "1 2"}),
    "meeting-tally": _inside(kwargs=_one(activity="tally")),
    "meeting-tally-file": _inside(kwargs=_one(activity="tally")),
    "meeting-outcome": _inside(),
    "meeting-outcome-act": _inside("GET POST", data=_with_version(act="share")),
    "meeting-minutes": _inside("GET POST", data=_with_version(minutes="Others")),
    "meeting-link": Page(
        "GET POST",
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": secret_of_participant(Participant.objects.get(pk=_of(w, "guest")))},
        data=lambda *_: {"answer": "yes"},
    ),
    "meeting-link-room": Page(
        "GET POST",
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": secret_of_participant(Participant.objects.get(pk=_of(w, "guest")))},
    ),
    "meeting-link-paper": Page(
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": secret_of_participant(Participant.objects.get(pk=_of(w, "guest")))},
        missing=True,  # the address says which paper: tests/meetings/test_papers.py
    ),
    "room-code": Page("GET POST", who=EVERYBODY, data=lambda w, k, n: {"code": _row(w).code}, changes=False),
    # Who speaks is known by a cookie: tests/meetings/test_phones.py
    "room": Page("GET POST", who=EVERYBODY, kwargs=lambda w, k: {"secret": secret_of_room(_row(w))}, changes=False),
    "room-say": Page("GET POST", who=EVERYBODY, kwargs=lambda w, k: {"secret": secret_of_room(_row(w))}, changes=False),
    "room-now": Page(who=EVERYBODY, kwargs=lambda w, k: {"secret": secret_of_room(_row(w))}),
}
