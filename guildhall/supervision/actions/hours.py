"""Logging hours, correcting them, approving them: nothing is overwritten, and a double tap counts once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from guildhall import context
from guildhall.audit.recording import record
from guildhall.context import Keeper
from guildhall.employers.models import EmployerLogin
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Person
from guildhall.placements.actions.counting import recount
from guildhall.placements.models import Placement
from guildhall.store.locking import locked
from guildhall.students.models import StudentLogin
from guildhall.supervision import rules
from guildhall.supervision.actions.linking import REASON, usable
from guildhall.supervision.models import HoursEntry, Link, Signer
from guildhall.supervision.queries.hours import approved_hours

MOST_A_DAY = Decimal(24)
State = HoursEntry.State


@dataclass(frozen=True, slots=True)
class Worked:
    """The hours of a day: from when to when, or how many; `key` is that of the form that was sent."""

    day: date
    key: str
    starts: time | None = None
    ends: time | None = None
    hours: Decimal | None = None
    learned: str = ""

    @property
    def amount(self) -> Decimal:
        """How many hours: as typed, else between the two times; an end before the beginning is after midnight."""
        if self.hours is not None:
            return self.hours
        if self.starts is None or self.ends is None:
            return Decimal()
        begin, end = (60 * one.hour + one.minute for one in (self.starts, self.ends))
        return (Decimal((end - begin) % (24 * 60)) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)


def log_by_link(secret: str, worked: Worked, *, corrects: str = "") -> HoursEntry:
    """The student logs the hours of a day, or corrects what waits or was returned, by the link of the placement."""
    with context.keeping(Keeper.LINK, REASON), transaction.atomic():
        placement = _held(usable(secret, Link.Purpose.LOG).placement_id)
        usable(secret, Link.Purpose.LOG)
        if corrects:
            return _correct(placement, _own(placement, corrects), worked, side=Signer.STUDENT)
        return _log(placement, worked, side=Signer.STUDENT)


@transaction.atomic
def log_oneself(pk: UUID, worked: Worked, *, corrects: str = "", by: StudentLogin) -> HoursEntry:
    """A student who is signed in logs the hours of a day of an own placement, or corrects them (journey 9)."""
    with context.keeping(Keeper.LINK, REASON):
        placement = locked(Placement, pk, "institution", "registration")
        require(rules.is_own(by, placement))
        if corrects:
            return _correct(placement, _own(placement, corrects), worked, side=Signer.STUDENT)
        return _log(placement, worked, side=Signer.STUDENT)


def forget_by_link(secret: str, entry: str) -> None:
    """The student takes back hours that wait or were returned, by the link of the placement."""
    with context.keeping(Keeper.LINK, REASON), transaction.atomic():
        placement = _held(usable(secret, Link.Purpose.LOG).placement_id)
        _take_back(placement, _own(placement, entry), by=None)


@transaction.atomic
def forget_oneself(pk: UUID, entry: str, *, by: StudentLogin) -> None:
    """A student who is signed in takes back own hours that wait or were returned."""
    with context.keeping(Keeper.LINK, REASON):
        placement = locked(Placement, pk, "institution", "registration")
        require(rules.is_own(by, placement))
        _take_back(placement, _own(placement, entry), by=None)


@transaction.atomic
def log_hours(placement: Placement, worked: Worked, *, by: Person) -> HoursEntry:
    """The staff enters hours, such as those of a paper sheet."""
    held = _held(placement.pk)
    require(rules.can_supervise(by, held))
    return _log(held, worked, side=Signer.INSTITUTION, by=by)


@transaction.atomic
def correct_hours(entry: HoursEntry, worked: Worked, *, version: int, by: Person) -> HoursEntry:
    """The staff corrects an entry: the earlier one stays in the history, and approval is asked for again."""
    held = _held(entry.placement_id)
    require(rules.can_supervise(by, held))
    row = locked(HoursEntry, entry.pk)
    if row.version != version or row.replaced_at:
        raise Conflict
    return _correct(held, row, worked, side=Signer.INSTITUTION, by=by)


def _held(pk: object) -> Placement:
    return locked(Placement, pk, "institution")


def _own(placement: Placement, pk: str) -> HoursEntry:
    row = HoursEntry.objects.current().exclude(state=State.APPROVED).filter(placement=placement, pk=_uuid(pk)).first()
    if row is None:
        refuse("These hours were approved or corrected already.")
    return row


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _log(placement: Placement, worked: Worked, *, side: str, by: Person | None = None, **more: Any) -> HoursEntry:
    require(rules.can_log(placement, worked.day))
    hours = worked.amount
    if not 0 < hours <= MOST_A_DAY:
        refuse("Say how many hours, or from when until when.")
    there = HoursEntry.objects.filter(placement=placement, key=worked.key).first()
    if there:
        return there
    others = HoursEntry.objects.current().filter(placement=placement, day=worked.day)
    if sum((one.hours for one in others), hours) > MOST_A_DAY:
        refuse("That would be more than 24 hours on one day.")
    try:
        with transaction.atomic():
            row = HoursEntry.objects.create(
                institution=placement.institution, placement=placement, day=worked.day, starts=worked.starts,
                ends=worked.ends, hours=hours, learned=one_line(worked.learned)[:500], key=worked.key, side=side,
                by=by, entered_at=clock.now(), **more,
            )  # fmt: skip
    except IntegrityError:  # the same form at the same moment
        return HoursEntry.objects.get(placement=placement, key=worked.key)
    after = {"day": row.day, "hours": row.hours, "side": side}
    record("log hours", row, by=by, after=after, institution=placement.institution)
    return row


def _correct(placement: Placement, row: HoursEntry, worked: Worked, *, side: str, by: Person | None = None) -> Any:
    there = HoursEntry.objects.filter(placement=placement, key=worked.key).first()
    if there:
        return there
    row.replaced_at = clock.now()
    row.version += 1
    row.save(update_fields=["replaced_at", "version"])
    made = _log(placement, worked, side=side, by=by, corrects=row)
    _total(placement)
    return made


@transaction.atomic
def take_back_hours(entry: HoursEntry, *, version: int, by: Person) -> None:
    """Take an entry back that was a mistake; it stays in the history."""
    held = _held(entry.placement_id)
    require(rules.can_supervise(by, held))
    row = locked(HoursEntry, entry.pk, "institution")
    if row.version != version or row.replaced_at:
        raise Conflict
    _take_back(held, row, by=by)


def _take_back(placement: Placement, row: HoursEntry, *, by: Person | None) -> None:
    row.replaced_at = clock.now()
    row.version += 1
    row.save(update_fields=["replaced_at", "version"])
    before = {"day": row.day, "hours": row.hours}
    record("take back hours", row, by=by, before=before, institution=placement.institution)
    _total(placement)


# ── Approval ─────────────────────────────────────────────────────────


def decide_by_link(secret: str, entries: Iterable[str], *, approved: bool, note: str = "") -> int:
    """The supervisor approves hours, or returns them with a note, by a link; returns how many."""
    with context.keeping(Keeper.LINK, REASON), transaction.atomic():
        placement = _held(usable(secret, Link.Purpose.APPROVE).placement_id)
        link = usable(secret, Link.Purpose.APPROVE)
        count = _decide(placement, entries, approved, link.sent_to, note)
        if count:
            Link.objects.filter(pk=link.pk).update(used_at=clock.now())
        return count


@transaction.atomic
def decide_signed_in(pk: UUID, entries: Iterable[str], *, approved: bool, note: str = "", by: EmployerLogin) -> int:
    """Somebody of the employer who is signed in approves hours, or returns them with a note; returns how many."""
    with context.keeping(Keeper.LINK, REASON):
        placement = locked(Placement, pk, "institution", "registration__student")
        require(rules.can_speak_for(by, placement))
        count = _decide(placement, entries, approved, by.name, note)
        if count:
            asked = Link.objects.filter(placement=placement, purpose=Link.Purpose.APPROVE, used_at=None)
            asked.update(used_at=clock.now())
        return count


@transaction.atomic
def decide_hours(placement: Placement, entries: Iterable[str], *, approved: bool, note: str = "", by: Person) -> int:
    """The staff notes that the supervisor approved hours otherwise, such as on a paper sheet, or returns them."""
    held = _held(placement.pk)
    require(rules.can_supervise(by, held))
    return _decide(held, entries, approved, by.name, note, by=by)


def _decide(
    placement: Placement, entries: Iterable[str], approved: bool, name: str, note: str, by: Person | None = None
) -> int:
    said = one_line(note)[:200]
    if not approved and not said:
        refuse("Say what to look at again.")
    if approved and said and by is None:  # Enter in the note presses the first button, which approves
        refuse("You wrote that something is not right, so nothing is approved. Return it, or empty the note.")
    keys = [key for text in entries if (key := _uuid(text))]
    rows = HoursEntry.objects.select_for_update().waiting().filter(placement=placement, pk__in=keys)
    state = State.APPROVED if approved else State.RETURNED
    count = 0
    for row in list(rows):
        row.state, row.decided_at, row.decided_by, row.note = state, clock.now(), name[:160], said
        row.version += 1
        row.save(update_fields=["state", "decided_at", "decided_by", "note", "version"])
        verb_after = {"day": row.day, "hours": row.hours, "note": said}
        if approved:
            record("approve hours", row, by=by, after=verb_after, institution=placement.institution)
        else:
            record("return hours", row, by=by, after=verb_after, institution=placement.institution)
        count += 1
    if count and approved:
        _total(placement)
    return count


def _total(placement: Placement) -> None:
    """What was approved in all stands on the placement."""
    Placement.objects.filter(pk=placement.pk).update(hours_done=approved_hours(placement))
    placement.refresh_from_db(fields=["hours_done", "experience"])
    recount(placement)
