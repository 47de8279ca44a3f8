"""A kickoff of a college whose room is open, for tests."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from guildhall.lib import clock
from guildhall.meetings.actions import joining, opening, planning, preparing, speaking
from guildhall.meetings.actions.planning import Planned
from guildhall.meetings.actions.speaking import Sending
from guildhall.meetings.links import secret_of_room
from guildhall.meetings.models import Activity, Attendee, Element, Meeting

# Table 5 of the Facilitator's Guide.
ELEMENTS = (
    "Continuum of workplace learning opportunities",
    "Nonduplicative assessments",
    "Multiple entry and exit points",
    "Align policies and programs",
)


@dataclass
class Room:
    """A meeting whose room is open, with its elements, and whoever leads it."""

    meeting: Meeting
    elements: list[Element]
    by: Any

    @property
    def path(self) -> str:
        return f"/room/{secret_of_room(self.meeting)}/"

    def activity(self, kind: str) -> Activity:
        return self.meeting.activities.filter(kind=kind).first()

    def opened(self, kind: str, **more: Any) -> Activity:
        return opening.open_activity(self.activity(kind), by=self.by, **more)

    def enter(self, typed: str) -> Attendee:
        return joining.join(self.meeting, uuid4().hex, joining.Name(typed=typed))

    def vote(self, attendee: Attendee, *numbers: int, edition: int = 0, key: str = "") -> Any:
        chosen = {self.elements[n - 1].pk: "" for n in numbers}
        return speaking.vote(self.activity("tally"), attendee, chosen, Sending(key or uuid4().hex, edition))


def planned(**more: Any) -> Planned:
    """A meeting that has begun."""
    start = clock.now() - timedelta(minutes=5)
    facts = {"title": "Kickoff", "starts_at": start, "ends_at": start + timedelta(hours=3), "place": "Library"}
    return Planned(**(facts | more))


def plan(cast: Any, **more: Any) -> Meeting:
    """A kickoff of Mesa that has begun."""
    return planning.plan_meeting(planned(**more), institution=cast.mesa, by=cast.mesa_convener)


def room(cast: Any, **more: Any) -> Room:
    """Its room is open, and the elements of Table 5 are on the list."""
    meeting, by = plan(cast, **more), cast.mesa_convener
    elements = [preparing.save_row(meeting, Element, {"text": text}, by=by) for text in ELEMENTS]
    return Room(opening.open_room(meeting, by=by), elements, by)
