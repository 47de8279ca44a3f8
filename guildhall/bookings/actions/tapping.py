"""What is tapped at the door of an event, and the list that it is noted on (journey 6, M18)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from guildhall.bookings.actions.places import RELATED
from guildhall.bookings.models import Roll, Tap
from guildhall.events.models import Event
from guildhall.lib import clock
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked
from guildhall.students.models import Registration

WHY = "who is at the door of an event, whichever institution's they are"
LATE_TAP = timedelta(days=2)  # for which a device may have been without a connection


@dataclass(frozen=True, slots=True)
class Tapped:
    """What was tapped, on which device: somebody of the list (`booking`), an employer (`part`), a code that was typed
    or scanned, a student without booking, or how many others came. `key` is that of the tap.
    """

    key: str
    act: str
    at: datetime | None = None
    booking: str = ""
    part: str = ""
    code: str = ""
    scanned: bool = False
    registration: Registration | None = None
    institution: Institution | None = None
    people: int | None = None


def held_list(roll: Roll, *, with_event: bool) -> Roll:
    """The list, locked; what stands on the event is locked before it, as by whoever moves the event."""
    if with_event:
        locked(Event, roll.event_id)
    return locked(Roll, roll.pk, *RELATED)


def moment_of(said: datetime | None) -> datetime:
    """When it was tapped: what the device says, as far as that can be."""
    now = clock.now()
    return said if said is not None and now - LATE_TAP <= said <= now else now


def keep_tap(roll: Roll, said: Tapped, moment: datetime, *, by: Person, **about: Any) -> Tap:
    """Write a tap down: `about` says whose `booking` it is, which `part` of an employer, or how many `people`."""
    facts = {"key": said.key, "act": said.act, "institution": said.institution, **about}
    return Tap.objects.create(roll=roll, tapped_at=moment, at=clock.now(), by=by, **facts)
