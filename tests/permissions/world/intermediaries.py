"""Chambers on every side of the wall, each with a member, a seat of ours and a meeting; stories of both colleges."""

from datetime import timedelta
from typing import Any

from guildhall.intermediaries.actions import bodies, meetings, members, stories
from guildhall.intermediaries.actions.bodies import Described, Held
from guildhall.intermediaries.actions.meetings import Noted
from guildhall.intermediaries.actions.stories import Written
from guildhall.lib import clock
from guildhall.placements.models import Placement
from guildhall.students.actions.consenting import Signed, sign
from tests.cast import Cast
from tests.permissions.world.record import Record
from tests.permissions.world.words import canary

BY = {"region": "director", "mesa": "mesa_wbl", "harbor": "harbor_wbl", "shared": "mesa_wbl", "exception": "harbor_wbl"}


def chambered(cast: Cast, records: dict[str, Record], more: dict[str, Any]) -> dict[str, Any]:
    """Every employer of the world is a chamber; hidden ones and the shared one are members of each other."""
    found: dict[str, Any] = {name: {} for name in ("intermediaries", "members", "seats", "chamber_meetings")}
    today = clock.today()
    for kind, name in BY.items():
        by, body = cast.people[name], records[kind].employer
        place = {"region": cast.region, "mesa": cast.mesa, "shared": cast.mesa}.get(kind, cast.harbor)
        said = Described("chamber", "county", canary(kind, "chamberarea"), "quarterly")
        found["intermediaries"][kind] = bodies.describe(body, said, by=by)
        if kind != "shared":
            pair = (records["shared"].employer, body) if kind == "exception" else (body, records["shared"].employer)
            found["members"][kind] = members.add_member(*pair, by=by)
        held = Held("board", canary(kind, "seattitle"), by)
        found["seats"][kind] = bodies.hold(body, held, institution=place, by=by)
        noted = Noted(canary(kind, "chmeeting"), today + timedelta(20), canary(kind, "chplace"))
        found["chamber_meetings"][kind] = meetings.note_meeting(body, noted, institution=place, by=by)
    been = Noted("Breakfast", today - timedelta(2))
    found["chamber_been"] = {
        "shared": meetings.note_meeting(
            records["shared"].employer, been, institution=cast.mesa, by=cast.people["mesa_wbl"]
        )
    }
    return found | _stories(cast, records["shared"], more, found["chamber_meetings"]["shared"])


def _stories(cast: Cast, shared: Record, more: dict[str, Any], meeting: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"stories": {}, "completed": {}}
    today = clock.today()
    for kind, name in (("mesa", "mesa_wbl"), ("harbor", "harbor_wbl")):
        by, row = cast.people[name], more["students"][kind]
        done = found["completed"][kind] = Placement.objects.create(
            institution=row.institution, registration=row, student=row.student, employer=shared.employer,
            kind="job_shadow", title=canary(kind, "placeddone"), since=clock.now(), created_at=clock.now(),
            state="completed", started_on=today - timedelta(30), ended_on=today - timedelta(3), coordinator=by,
        )  # fmt: skip
        written = Written(canary(kind, "storytitle"), canary(kind, "storytext"), canary(kind, "storyquote"))
        found["stories"][kind] = stories.write(done, written, by=by)
    by = cast.people["mesa_wbl"]
    signed = Signed(["institution", "experience"], "a story", "student", "Ada", today, use="story")
    sign(more["students"]["mesa"], signed, by=by)
    written = Written(canary("told", "storytitle"), canary("told", "storytext"), canary("told", "storyquote"))
    told = stories.write(found["completed"]["mesa"], written, by=by)
    found["stories"]["told"] = told = stories.tell(told, version=told.version, by=by)
    meetings.choose_stories(meeting, [told], version=meeting.version, by=by)
    meeting.refresh_from_db()
    return found
