"""Whose turn it is, and what the next step is, of an application or a placement."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from guildhall.lib import clock
from guildhall.placements.models import Application, Placement
from guildhall.placements.parties import Side
from guildhall.placements.querysets import FRESH_DAYS
from guildhall.ui.dates import in_words

A, P = Application.State, Placement.State


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is, what is to be done, and whether it is late; without a side there is nothing to do now."""

    side: str
    words: str
    late: bool = False


def turn_of(row: Application | Placement, asked: bool = False) -> Turn:
    """The next step of a record; `asked` says that the employer has a question by link that it has not answered."""
    turn = _of_application(row, asked) if isinstance(row, Application) else _of_placement(row)
    return turn


def _of_application(row: Application, asked: bool) -> Turn:
    if row.state in (A.APPLIED, A.REFERRED):
        if asked:
            return Turn(Side.EMPLOYER, _("They say whether they want to meet the student or offer a place."))
        return Turn(Side.STAFF, _("Put the student to the employer."))
    if row.state == A.SHORTLISTED:
        if asked:
            return Turn(Side.EMPLOYER, _("They decide whether they offer a place."))
        return Turn(Side.STAFF, _("They want to meet the student. Ask whether they offer a place."))
    if row.state == A.OFFERED:
        return Turn(Side.STUDENT, _("They say whether they take the place."))
    if row.state == A.WAITING:
        return Turn("", _("They get the next place that frees."))
    return Turn("", "")


def _of_placement(row: Placement) -> Turn:
    if row.is_ahead:
        return _before_it_begins(row)
    if row.state == P.STARTED:
        return _while_it_runs(row)
    if row.state in (P.COMPLETED, P.ENDED_EARLY) and not row.outcome:
        return Turn(Side.STAFF, _("Say what came of it."))
    return Turn("", "")


def _before_it_begins(row: Placement) -> Turn:
    if row.is_overdue:
        late = _("It was to begin on %s. Has it?") % in_words(row.starts_on)
        return Turn(Side.EMPLOYER if row.asked_on else Side.STAFF, late, late=True)
    if row.starts_on:
        return Turn(Side.STAFF, _("Papers, and the first day on %s.") % in_words(row.starts_on))
    return Turn(Side.STAFF, _("Papers, and a first day."))


def _while_it_runs(row: Placement) -> Turn:
    if row.is_overdue:
        late = _("It was to end on %s. How did it end?") % in_words(row.ends_on)
        return Turn(Side.EMPLOYER if row.asked_on else Side.STAFF, late, late=True)
    if is_stale(row):
        side = Side.EMPLOYER if row.asked_on else Side.STAFF
        return Turn(side, _("Nobody has confirmed it in a long time. Is it still running?"), late=True)
    if row.ends_on:
        return Turn("", _("It runs until %s.") % in_words(row.ends_on))
    return Turn("", _("It runs."))


def is_stale(row: Placement) -> bool:
    """Whether nobody has said for as long as a confirmation holds that it still runs (M2)."""
    if row.state != P.STARTED:
        return False
    return row.confirmed_on is None or (clock.today() - row.confirmed_on).days > FRESH_DAYS


def state_mark(row: Any) -> tuple[str, str]:
    """The kind and the icon by which a state is shown."""
    return MARKS.get(row.state, ("", "clock"))


MARKS: dict[str, tuple[str, str]] = {
    A.APPLIED: ("note", "clock"), A.REFERRED: ("note", "clock"), A.SHORTLISTED: ("note", "eye"),
    A.OFFERED: ("good", "plus"), A.WAITING: ("warn", "pause"), A.ACCEPTED: ("good", "done"),
    A.DECLINED: ("", "x"), A.NOT_CHOSEN: ("", "x"), A.WITHDRAWN: ("", "x"),
    P.AGREED: ("note", "check"), P.PAPERS: ("note", "scroll"), P.STARTED: ("good", "placements"),
    P.COMPLETED: ("good", "done"), P.ENDED_EARLY: ("warn", "x"), P.NO_SHOW: ("stop", "no"),
}  # fmt: skip
