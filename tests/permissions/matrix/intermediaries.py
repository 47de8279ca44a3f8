"""Chambers follow their employer; stories stay at their institution until they are told."""

from collections.abc import Callable
from typing import Any

from guildhall.lib import clock
from tests.permissions.matrix.filling import LATELY, SOON, employer_and
from tests.permissions.matrix.groups import (
    DEVELOP,
    DIRECTORS,
    EDIT,
    EVERYBODY,
    HARBOR,
    MESA,
    NOBODY,
    RECORD,
    RESTRICTED,
    SEES,
    STAFF,
    TEACHER,
    PerRecord,
)
from tests.permissions.matrix.page import Page
from tests.permissions.matrix.students import KEEP, KEEPERS
from tests.permissions.world.record import World

# Who works with employers for the institution that holds the seat, or noted the meeting, and may record there.
HELD: PerRecord = RESTRICTED | {"shared": DIRECTORS | MESA | TEACHER, "exception": DIRECTORS | HARBOR}
# A member of the shared chamber that Mesa does not see; the others are chambers that the shared employer belongs to.
MEMBERS: PerRecord = RESTRICTED | {"exception": SEES["exception"]}
CHANGE_MEMBER: PerRecord = RESTRICTED | {"exception": SEES["exception"] & DEVELOP}
BEEN: PerRecord = {"shared": STAFF}
STORIES: PerRecord = KEEP | {"told": STAFF}
DRAFTS: PerRecord = KEEP | {"told": NOBODY}
TOLD: PerRecord = {"mesa": NOBODY, "harbor": NOBODY, "told": KEEP["mesa"]}
DONE: PerRecord = KEEP


def _of(what: str, **values: Any) -> dict[str, Any]:
    """A page on one of them, and what is sent with its version."""

    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        return values | {"version": world.more[what][kind].version}

    return {"kwargs": lambda w, k: {"pk": w.more[what][k].pk}, "data": data}


def _act(what: str, sees: PerRecord, may: PerRecord, reads: PerRecord | None = None) -> Page:
    return Page("GET POST", sees=sees, may=may, reads=reads or may, told=STAFF, **_of(what))


def _described(world: World, kind: str, name: str) -> dict[str, Any]:
    version = world.more["intermediaries"][kind].version
    return {"kind": "union", "level": "state", "area": "Welders", "meets": "yearly", "version": version}


def _version(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"version": world.more["intermediaries"][kind].version}


def _home(**values: Any) -> Callable[[World, str, str], dict[str, Any]]:
    return lambda world, kind, name: values | {"institution": str(world.home(name).pk)}


def _asking(world: World, kind: str, name: str) -> dict[str, Any]:
    me = str(world.person(name).pk) if name in world.cast.people else ""
    values = {"topic": "Placements", "presenter": me, "way": "email", "on": str(clock.today())}
    return values | {"version": world.more["chamber_meetings"][kind].version}


def _joining(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"body": str(world.records["shared"].employer.pk), "from_date": LATELY}


STORY = {"title": "Hired", "text": "From the first day.", "audience": "public"}
INTERMEDIARIES = {
    "intermediaries": Page(who=STAFF),
    "employer-memberships": Page(sees=SEES, kwargs=employer_and()),
    "membership-add": Page("GET POST", sees=SEES, may=EDIT, kwargs=employer_and(), data=_joining, changes=False),
    "intermediary-describe": Page("GET POST", sees=SEES, may=EDIT, kwargs=employer_and(), data=_described),
    "intermediary-undescribe": Page(
        "GET POST", sees=SEES, may=EDIT, reads=SEES, told=STAFF, kwargs=employer_and(), data=_version
    ),
    "members": Page(sees=SEES, kwargs=employer_and()),
    "member-pick": Page(sees=SEES, may=EDIT, kwargs=employer_and()),
    "member-add": Page(
        "GET POST", sees={"mesa": SEES["mesa"]}, may={"mesa": EDIT["mesa"]}, data=lambda w, k, n: {"from_date": LATELY},
        kwargs=lambda w, k: {"pk": w.records["mesa"].employer.pk, "employer": w.records["shared"].employer.pk},
        changes=False,
    ),
    "member": Page(
        "GET POST", sees=MEMBERS, may=CHANGE_MEMBER, **_of("members", from_date=LATELY, to_date=str(clock.today()))
    ),
    "member-remove": _act("members", MEMBERS, CHANGE_MEMBER),
    "chamber-seat-add": Page(
        "GET POST", sees=SEES, may=RECORD, kwargs=employer_and(), data=_home(kind="committee", title="Workforce")
    ),
    "chamber-seat": Page(
        "GET POST", sees=SEES, may=HELD, **_of("seats", kind="board", title="Treasurer", to_date=SOON)
    ),
    "chamber-seat-remove": _act("seats", SEES, HELD),
    "chamber-meeting-add": Page(
        "GET POST", sees=SEES, may=RECORD, kwargs=employer_and(), data=_home(title="Lunch", held_on=SOON)
    ),
    "chamber-meeting": Page(sees=SEES, **_of("chamber_meetings")),
    "chamber-meeting-change": Page(
        "GET POST", sees=SEES, may=HELD, **_of("chamber_meetings", title="Dinner", held_on=SOON, topic="Interns")
    ),
    "chamber-meeting-remove": _act("chamber_meetings", SEES, HELD, SEES),
    "chamber-meeting-ask": Page(
        "GET POST", sees=SEES, may=HELD, kwargs=lambda w, k: {"pk": w.more["chamber_meetings"][k].pk}, data=_asking,
        changes=False,
    ),
    "chamber-meeting-answer": Page(
        "GET POST", sees=SEES, may=HELD, **_of("chamber_meetings", agreed="yes", answer="Gladly")
    ),
    "chamber-meeting-presented": Page(
        "GET POST", sees=BEEN, may={"shared": HELD["shared"]}, **_of("chamber_been", outcome="Two want interns")
    ),
    "chamber-meeting-stories": Page("GET POST", sees=SEES, may=HELD, **_of("chamber_meetings")),
    "chamber-meeting-printed": Page(sees=SEES, **_of("chamber_meetings")),
    "stories-public": Page(who=EVERYBODY),
    "stories": Page(who=STAFF),
    "story-pick": Page(who=KEEPERS),
    "story-add": Page(
        "GET POST", who=KEEPERS, sees=DONE, kwargs=lambda w, k: {"placement": w.more["completed"][k].pk},
        data=lambda w, k, n: STORY,
    ),
    "story": Page(sees=STORIES, **_of("stories")),
    "story-change": Page("GET POST", sees=STORIES, may=DRAFTS, **_of("stories", **STORY)),
    "story-tell": Page(
        "GET POST", sees=STORIES, may={"mesa": KEEP["mesa"], "harbor": NOBODY, "told": NOBODY}, reads=STORIES,
        told=STAFF, **_of("stories"),
    ),
    "story-take-off": Page("GET POST", sees=STORIES, may=TOLD, reads=STORIES, told=STAFF, **_of("stories")),
    "story-remove": Page("GET POST", sees=STORIES, may=DRAFTS, reads=STORIES, told=STAFF, **_of("stories")),
}  # fmt: skip
