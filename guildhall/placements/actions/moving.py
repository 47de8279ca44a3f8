"""From the place to the end of it: papers, the first day, the last one, or an early end with its reason (C4, M11)."""

from datetime import date
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.engagements.actions.recording import note_acts
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person
from guildhall.placements import emails, rules
from guildhall.placements.actions.accepting import fill_up
from guildhall.placements.actions.counting import count_experience
from guildhall.placements.actions.stepping import held_opportunity, held_placement, reaching, take_step
from guildhall.placements.models import Placement
from guildhall.placements.parties import Party, side_of
from guildhall.placements.rules import Actor

State = Placement.State


@transaction.atomic
def begin_papers(placement: Placement, *, version: int | None = None, by: Person) -> Placement:
    """The papers of a placement are under way."""
    row = held_placement(placement.pk, version)
    require(rules.can_move(by, row, State.PAPERS))
    take_step(row, State.PAPERS, "begin papers", by=by)
    return row


@transaction.atomic
def start(placement: Placement, on: date, *, version: int | None = None, by: Actor) -> Placement:
    """A student has begun: said by the institution, or confirmed by the employer. It stands on the timeline once."""
    with reaching(by):
        row = held_placement(placement.pk, version)
        require(rules.can_move(by, row, State.STARTED))
        require(rules.can_happen_on(on))
        row.started_on = on
        _confirmed(row, by)
        take_step(row, State.STARTED, "start placement", by=by, on=on, started_on=on)
        _on_the_timeline(row, by)
        emails.tell_placement(row, by=by)
        return row


def _on_the_timeline(row: Placement, by: Actor) -> None:
    """What everybody who sees the employer reads: of which institution, which kind, and nobody's name."""
    person = by if isinstance(by, Person) else row.coordinator
    summary = emails.timeline_words(row)
    note_acts([row.employer_id], summary, by=person, institution=row.institution)


@transaction.atomic
def complete(placement: Placement, on: date, *, outcome: str = "", version: int | None = None, by: Actor) -> Placement:
    """A placement is completed: from now on it counts, once (M11, M12)."""
    with reaching(by):
        row = held_placement(placement.pk, version)
        require(rules.can_move(by, row, State.COMPLETED))
        require(rules.can_happen_on(on, row))
        row.ended_on = on
        _confirmed(row, by)
        _came_of_it(row, outcome)
        row.experience = count_experience(row)
        take_step(row, State.COMPLETED, "complete placement", by=by, on=on, ended_on=on)
        emails.tell_placement(row, by=by)
        return row


@transaction.atomic
def end_early(placement: Placement, on: date, reason: str, *, version: int | None = None, by: Actor) -> Placement:
    """A placement ends before its time, with the reason; its place is free again."""
    said = _reason(reason)
    with reaching(by):
        opportunity = held_opportunity(placement.opportunity_id)
        row = held_placement(placement.pk, version)
        require(rules.can_move(by, row, State.ENDED_EARLY))
        require(rules.can_happen_on(on, row))
        row.ended_on, row.ended_because = on, said
        _confirmed(row, by)
        take_step(row, State.ENDED_EARLY, "end placement early", by=by, on=on, reason=said)
        emails.tell_placement(row, by=by)
        fill_up(opportunity)
        return row


@transaction.atomic
def withdraw_placement(placement: Placement, reason: str, *, version: int | None = None, by: Actor) -> Placement:
    """A student gives the place back before it began; whoever waits first gets it."""
    return _gives_up(placement, State.WITHDRAWN, "withdraw placement", reason, version, by)


@transaction.atomic
def note_no_show(placement: Placement, reason: str = "", *, version: int | None = None, by: Actor) -> Placement:
    """A student did not come; the place is free again."""
    return _gives_up(placement, State.NO_SHOW, "note no-show", reason, version, by)


def _gives_up(placement: Placement, to: str, verb: str, reason: str, version: int | None, by: Actor) -> Placement:
    said = _reason(reason) if to == State.WITHDRAWN else one_line(reason)[:300]
    with reaching(by):
        opportunity = held_opportunity(placement.opportunity_id)
        row = held_placement(placement.pk, version)
        require(rules.can_move(by, row, to))
        row.ended_because = said
        take_step(row, to, verb, by=by, reason=said)
        emails.tell_placement(row, by=by)
        fill_up(opportunity)
        return row


def _reason(words: str) -> str:
    said = one_line(words)[:300]
    if not said:
        refuse("Say why it ends.")
    return said


@transaction.atomic
def note_outcome(placement: Placement, outcome: str, *, version: int | None = None, by: Actor) -> Placement:
    """Say what came of a placement: hired, offered a job, continues education … (NACE)."""
    with reaching(by):
        row = held_placement(placement.pk, version)
        require(rules.can_note_outcome(by, row))
        before = {"outcome": row.outcome}
        _came_of_it(row, outcome)
        row.version += 1
        row.save()
        after = {"outcome": row.outcome}
        record("note outcome", row, by=by, before=before, after=after, institution=row.institution)
        return row


def _came_of_it(row: Placement, outcome: str) -> None:
    if outcome and outcome not in Placement.Outcome.values:
        refuse("Choose what came of it.")
    if outcome:
        row.outcome, row.outcome_on = outcome, clock.today()


# ── Whether it still runs ────────────────────────────────────────────


@transaction.atomic
def confirm(placement: Placement, *, version: int | None = None, by: Actor) -> Placement:
    """Somebody says that a placement still runs: the number has a day and a person again (M2, B13)."""
    with reaching(by):
        row = held_placement(placement.pk, version)
        require(rules.can_confirm(by, row))
        before = {"confirmed_on": row.confirmed_on}
        _confirmed(row, by)
        row.version += 1
        row.save()
        after: dict[str, Any] = {"confirmed_on": row.confirmed_on}
        record("confirm placement", row, by=by, before=before, after=after, institution=row.institution)
        return row


def _confirmed(row: Placement, by: Actor) -> None:
    row.confirmed_on, row.asked_on = clock.today(), None
    row.confirmed_by = None if isinstance(by, Party) else by
    row.confirmed_side = side_of(by)
