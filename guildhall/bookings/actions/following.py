"""What becomes of bookings when their event moves, changes or does not take place: in the same act, told once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F

from guildhall.audit.recording import record
from guildhall.bookings import emails
from guildhall.bookings.actions.places import WITH_ROLL, fill_up, recount, roll_by
from guildhall.bookings.models import Booking, Closing, Roll
from guildhall.context import Keeper, keeping
from guildhall.events.following import What, times_now
from guildhall.events.models import Event, Session
from guildhall.events.repeating import next_to_next
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse
from guildhall.people.models import Person
from guildhall.queue import enqueue

WHY = "what becomes of bookings when their event changes"


def follow_event(
    event: Event,
    what: What,
    *,
    by: Person | None,
    was: Sequence[datetime] = (),
    to: datetime | None = None,
    session: Session | None = None,
) -> None:
    """Follow what an act changed about an event that it holds. `was`: the times from which it was moved, in order; with
    `to`, one of them went there and the others stay.
    """
    rolls = Roll.objects.filter(event=event)
    if session is not None:
        rolls = rolls.filter(session=session)
    held = [roll_by(pk) for pk in rolls.order_by("pk").values_list("pk", flat=True)]
    if what == What.REMOVED:
        _forget(held)
    elif what in (What.ELSEWHERE, What.RENAMED):
        if held:
            at = to.isoformat() if to else ""
            enqueue("bookings.tell_elsewhere", event=str(event.pk), session=_key(session), at=at, how=str(what))
    elif what == What.CHANGED and session is not None:  # its list goes by the time of the event, which stays
        _align(event, held, _times_kept(event), by=by)
        if was and held:
            enqueue("bookings.tell_moved", event=str(event.pk), session=_key(session))
    elif what == What.CHANGED and to is not None:
        moved = any(roll.starts_at == was[0] and roll.gone_at is None for roll in held)
        _align(event, held, _times_kept(event) | {was[0]: to}, by=by)
        if moved:
            enqueue("bookings.tell_moved", event=str(event.pk), at=to.isoformat())
    elif what == What.CANCELED:
        ahead = [roll for roll in held if roll.ends_at > clock.now()]  # who came to one that is over has come
        _give_all_back(ahead, by=by)
    elif held and _align(event, held, _new_times(event, was), by=by):
        enqueue("bookings.tell_moved", event=str(event.pk))


def _key(session: Session | None) -> str:
    return str(session.pk) if session is not None else ""


def _forget(held: Iterable[Roll]) -> None:
    """An event, or a session, is deleted: its lists as well, unless somebody is on them."""
    for roll in held:
        with keeping(Keeper.RECOUNT, WHY):
            if Booking.objects.filter(roll=roll).exists():
                refuse("Somebody has booked it already. Cancel it instead, so that everybody is told.")
        roll.delete()


def _align(event: Event, held: Sequence[Roll], to: Mapping[datetime, datetime], *, by: Person | None) -> bool:
    """Lists go along to the new times; those of a time that is left out are given back; free places are filled.

    Lists of times that have begun stay as they are: who came to them has come. Whether any has moved.
    """
    ahead = [roll for roll in held if roll.gone_at is None and (roll.starts_at > clock.now() or _goes_along(roll, to))]
    gone = [roll for roll in ahead if roll.starts_at not in to]
    for roll in gone:  # first, so that none stands where another one moves
        roll.gone_at = clock.now()
        roll.save(update_fields=["gone_at"])
    kept = [roll for roll in ahead if roll.gone_at is None]
    moved = _move(kept, to)
    _give_all_back(gone, by=by)
    for roll in kept:
        fill_up(roll)
    return moved


def _times_kept(event: Event) -> dict[datetime, datetime]:
    """The times of an event as they are, each where it was."""
    return {moment: moment for moment in event.occurrences.values_list("starts_at", flat=True)}


def _new_times(event: Event, was: Sequence[datetime]) -> dict[datetime, datetime]:
    """To which time each goes that is still ahead."""
    return next_to_next(was, times_now(event), clock.now()) if was else _times_kept(event)


def _goes_along(roll: Roll, to: Mapping[datetime, datetime]) -> bool:
    """Whether a list that has begun is moved all the same: at its door was nobody yet."""
    if to.get(roll.starts_at, roll.starts_at) == roll.starts_at or Closing.objects.filter(roll=roll).exists():
        return False
    with keeping(Keeper.RECOUNT, WHY):
        return not Booking.objects.filter(roll=roll, came_at__isnull=False).exists()


def _move(held: Sequence[Roll], to: Mapping[datetime, datetime]) -> bool:
    """Bring lists to their new times, in an order in which none runs into the next one. Whether any has moved."""
    earlier = [roll for roll in held if to[roll.starts_at] < roll.starts_at]
    later = [roll for roll in held if to[roll.starts_at] > roll.starts_at]
    earlier.sort(key=lambda roll: roll.starts_at)
    later.sort(key=lambda roll: roll.starts_at, reverse=True)
    for roll in (*earlier, *later):
        roll.starts_at = to[roll.starts_at]
        roll.save(update_fields=["starts_at"])
    return bool(earlier or later)


def _give_all_back(held: Sequence[Roll], *, by: Person | None) -> None:
    now = clock.now()
    facts: dict[str, Any] = {"state": Booking.State.CANCELED, "since": now, "canceled_at": now, "answer_until": None}
    facts |= {
        "canceled_by": by,
        "canceled_side": Booking.Side.STAFF,
        "named_at_door": False,
        "version": F("version") + 1,
    }
    for roll in held:
        with keeping(Keeper.RECOUNT, WHY):
            count = Booking.objects.open().filter(roll=roll).update(**facts)
        if count:
            recount(roll)
            record("cancel bookings", roll, by=by, after={"bookings": count}, institution=roll.event.institution)
            enqueue("bookings.tell_not_held", roll=str(roll.pk), at=now.isoformat())


def tell_moved(event: str, session: str = "", at: str = "") -> int:
    """Tell everybody who booked an event, a session of it, or its time `at`, once, that it takes place at another time.
    The caller is a keeper.
    """
    return _tell(_ahead(event, session, at), emails.tell_moved)


def tell_elsewhere(event: str, session: str = "", at: str = "", how: str = What.ELSEWHERE) -> int:
    """The same, where it takes place elsewhere, or is called otherwise."""
    rows = _ahead(event, session, at)
    if how != What.RENAMED:
        return _tell(rows, emails.tell_elsewhere)
    return _tell(rows if session else rows.filter(roll__session=None), emails.tell_renamed)


def _ahead(event: str, session: str, at: str) -> Any:
    rows = Booking.objects.open().filter(roll__event=event, roll__starts_at__gt=clock.now())
    rows = rows.filter(roll__session=session) if session else rows
    return rows.filter(roll__starts_at=datetime.fromisoformat(at)) if at else rows


def tell_not_held(roll: str, at: str) -> int:
    """Tell everybody whose booking was given back at a moment, once, that it does not take place."""
    rows = Booking.objects.filter(roll=roll, state=Booking.State.CANCELED, canceled_at=datetime.fromisoformat(at))
    return _tell(rows, emails.tell_not_held)


def _tell(rows: Any, tell: Any) -> int:
    found = list(rows.select_related(*WITH_ROLL).order_by("turn"))
    for row in found:
        tell(row)
    return len(found)
