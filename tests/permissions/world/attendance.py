"""Two events of Mesa's in the world: people come in at the door of one; of the other, over, everybody is asked."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from guildhall.bookings.actions.asking_after import ask_how_it_was, ask_missing
from guildhall.bookings.actions.attending import tap
from guildhall.bookings.actions.closing import close_list
from guildhall.bookings.actions.tapping import Tapped
from guildhall.bookings.models import AskedAfter, Booking, Roll, Tap
from guildhall.events.actions.entering import Facts, plan_event
from guildhall.events.actions.publishing import publish_event
from guildhall.events.models import Event
from guildhall.lib import clock
from guildhall.lib.mailed_links import kept, new_secret
from tests.cast import Cast

BEGUN = {"door": timedelta(hours=1), "done": timedelta(hours=30)}


def at_the_door(cast: Cast, students: Any, canary: Any) -> dict[str, Any]:
    """Both events with a booking of a student of each college; to the one that is over, Mesa's came."""
    by = cast.people["mesa_wbl"]
    found: dict[str, Any] = {"rolls": {}, "booked": {"door": {}, "done": {}}, "secrets": {}}
    for n, kind in enumerate(BEGUN):
        roll = found["rolls"][kind] = _begun(cast, canary(f"ev{kind}", "title"), n, clock.now() - BEGUN[kind])
        for turn, (name, row) in enumerate(students.items(), 1):
            found["booked"][kind][name] = Booking.objects.create(
                roll=roll, institution=row.institution, registration=row, state="booked", since=clock.now(), turn=turn,
                key=uuid4(), booked_at=clock.now(), booked_side="staff",
            )  # fmt: skip
    tap(found["rolls"]["door"], Tapped("counted", "walk_in", people=3, institution=cast.harbor), by=by)
    found["counted"] = Tap.objects.get(people=3)
    done = found["rolls"]["done"]
    tap(done, Tapped("came", "here", booking=str(found["booked"]["done"]["mesa"].pk)), by=by)
    close_list(done, by=by)
    ask_missing(done, by=by)
    ask_how_it_was(str(done.pk))
    for page, about in (("missed-link", "missed"), ("feedback-link", "feedback")):
        secret = found["secrets"][page] = new_secret()  # in place of the one that was mailed
        AskedAfter.objects.filter(about=about).update(secret_hash=kept(secret).hex())
    return {"at_the_door": found}


def _begun(cast: Cast, title: str, n: int, begun: Any) -> Roll:
    by = cast.people["mesa_wbl"]
    begin = clock.noon_of(clock.today() + timedelta(100 + 7 * n))
    facts = Facts("workshop", title, begin, begin + timedelta(hours=2), "all", capacity=40)
    row = plan_event(facts, institution=cast.mesa, by=by)
    row = publish_event(row, version=row.version, by=by)
    ended = begun + timedelta(hours=2)
    Event.objects.filter(pk=row.pk).update(starts_at=begun, ends_at=ended, last_at=ended)
    row.occurrences.update(starts_at=begun, ends_at=ended)
    return Roll.objects.create(event=Event.objects.get(pk=row.pk), starts_at=begun)
