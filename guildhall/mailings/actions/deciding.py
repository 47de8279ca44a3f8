"""From a draft to its way: asked, approved or returned, scheduled, stopped, taken up again (C18, N10)."""

from datetime import datetime, time, timedelta

from django.db import transaction

from guildhall.lib import clock
from guildhall.lib.reach import in_reach
from guildhall.lib.verdicts import ReasonNeeded, no, refuse, require
from guildhall.lib.working_days import is_working_day
from guildhall.mailings import emails, rules
from guildhall.mailings.actions.writing import as_draft, held, keep
from guildhall.mailings.models import Mailing
from guildhall.mailings.queries.checking import missing_in, missing_in_words, problems
from guildhall.outbox.actions.queueing import withhold
from guildhall.people.models import Person
from guildhall.queue import enqueue

State = Mailing.State
OPENS, CLOSES = time(9), time(17)  # the working hours of readers


def is_working_time(moment: datetime, zone: str = "") -> bool:
    """Whether people are at work at a moment, by the region's clocks or those of another place."""
    return is_working_day(clock.day_of(moment, zone)) and OPENS <= clock.local(moment, zone).time() < CLOSES


def next_working_time(moment: datetime, zone: str = "") -> datetime:
    """The moment itself where people are at work, else when they next begin."""
    if is_working_time(moment, zone):
        return moment
    day = clock.day_of(moment, zone) + timedelta(0 if clock.local(moment, zone).time() < OPENS else 1)
    while not is_working_day(day):
        day += timedelta(1)
    return clock.moment_of(day, OPENS, zone)


@transaction.atomic
def ask_for_approval(mailing: Mailing, *, anyway: str = "", version: int, by: Person) -> Mailing:
    """Put a draft before those who approve: they are told.

    Where something is missing in outreach it goes only with a reason, which is kept: raises `ReasonNeeded` (E11, N20).
    """
    row = held(mailing.pk, version)
    require(rules.can_ask_for_approval(by, row))
    if wrong := problems(row, by):
        refuse(wrong[0])
    row.missing = missing_in(row)
    row.anyway = anyway.strip()[:300] if row.missing else ""
    if row.missing and not row.anyway:
        raise ReasonNeeded(no("Missing still: {what}.", what=", ".join(missing_in_words(row.missing))))
    row.state, row.because = State.WAITING, ""
    keep(row, "ask for approval of mailing", by=by, reason=row.anyway, missing=row.missing)
    emails.tell_waiting(row, by=by)
    return row


@transaction.atomic
def approve(mailing: Mailing, *, version: int, by: Person) -> Mailing:
    """Approve a mailing that somebody else wrote."""
    row = held(mailing.pk, version)
    require(rules.can_approve(by, row))
    row.state, row.approver, row.approved_at = State.APPROVED, by, clock.now()
    keep(row, "approve mailing", by=by)
    emails.tell_decided(row, by=by)
    return row


@transaction.atomic
def return_to_author(mailing: Mailing, because: str, *, version: int, by: Person) -> Mailing:
    """Give a mailing back to its author, with the reason."""
    row = held(mailing.pk, version)
    require(rules.can_approve(by, row))
    if not because.strip():
        refuse("Say what is to be changed.")
    as_draft(row)
    row.because = because.strip()[:300]
    keep(row, "return mailing", by=by, reason=row.because)
    emails.tell_decided(row, by=by)
    return row


@transaction.atomic
def schedule(mailing: Mailing, send_from: datetime | None, *, version: int, by: Person) -> Mailing:
    """Send a mailing, now or from a moment on; it leaves in the working hours of its readers."""
    row = held(mailing.pk, version)
    require(rules.can_schedule(by, row))
    moment = send_from or clock.now()
    if moment < clock.now() - timedelta(minutes=5):
        refuse("Choose a moment to come.")
    require(in_reach(clock.day_of(moment), ahead=1))
    if wrong := problems(row, by):
        refuse(wrong[0])
    if since := [key for key in missing_in(row) if key not in row.missing]:
        what = ", ".join(missing_in_words(since))
        refuse("Since it was approved this is missing: {what}. Put it before those who approve once more.", what=what)
    row.state, row.sent_by, row.send_from = State.SCHEDULED, by, next_working_time(moment)
    keep(row, "schedule mailing", by=by, send_from=row.send_from.isoformat())
    transaction.on_commit(lambda: enqueue("mailings.leave", once="mailings.leave"))
    return row


@transaction.atomic
def stop(mailing: Mailing, because: str, *, version: int, by: Person) -> Mailing:
    """Stop a mailing on its way: what has not been handed over stays here."""
    row = held(mailing.pk, version)
    require(rules.can_stop(by, row))
    if not because.strip():
        refuse("Say why it is stopped.")
    return stopped(row, because, by=by)


def stopped(row: Mailing, because: str, *, by: Person | None) -> Mailing:
    """Stop a mailing that the caller holds, and tell everybody who had a part in it."""
    row.state, row.because, row.finished_at = State.STOPPED, because.strip()[:300], None
    keep(row, "stop mailing", by=by, reason=row.because)
    withhold(kind=row.kind_of_letters, reference=row.pk, reason=row.because)
    row.travelers.update(travels_with=None, merge=Mailing.Merge.NONE)
    emails.tell_stopped(row, by=by)
    return row


@transaction.atomic
def take_up(mailing: Mailing, *, version: int, by: Person) -> Mailing:
    """Make a stopped mailing a draft again; whoever has it already does not get it twice."""
    row = held(mailing.pk, version)
    require(rules.can_take_up(by, row))
    as_draft(row)
    return keep(row, "take mailing up", by=by)
