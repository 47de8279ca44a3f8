"""What each side does: duties that count themselves, or are noted by hand (N14, F21)."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction

from guildhall.agreements import rules
from guildhall.agreements.actions.drawing_up import FAR, held_draft
from guildhall.agreements.models import Obligation, Party, Revision
from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.reach import in_reach
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.opportunities.kinds import BY_SLUG
from guildhall.people.models import Person
from guildhall.store.locking import locked

MOST, MOST_WANTED = 40, 100_000
Counts = Obligation.Counts


@dataclass(frozen=True, slots=True)
class Duty:
    """What a party takes on: in words, how many of what, from when, by when."""

    what: str
    starts_on: date
    due_on: date
    counts: str = Counts.BY_HAND
    wanted: int = 1
    kinds: Sequence[str] = ()


@transaction.atomic
def add_obligation(revision: Revision, party: Party, duty: Duty, *, by: Person) -> Obligation:
    """Add what a party does to a revision that is being drawn up."""
    row = held_draft(revision.pk, by)
    if party.agreement_id != row.agreement_id:
        refuse("This agreement does not bind that party.")
    if row.obligations.count() >= MOST:
        refuse("Forty duties at most stand in one agreement.")
    values = _checked(duty, row, party)
    made = Obligation.objects.create(revision=row, party=party, **values)
    _touched(row)
    record("add obligation", made, by=by, after=values | {"party": party.name}, institution=row.agreement.institution)
    return made


@transaction.atomic
def change_obligation(obligation: Obligation, party: Party, duty: Duty, *, version: int, by: Person) -> Obligation:
    """Change what a party does, before the text is out for signature."""
    row = held_draft(obligation.revision_id, by)
    saved = _held(obligation, version)
    if party.agreement_id != row.agreement_id:
        refuse("This agreement does not bind that party.")
    values = _checked(duty, row, party)
    before = {name: getattr(saved, name) for name in values}
    for name, value in values.items():
        setattr(saved, name, value)
    saved.party, saved.version = party, saved.version + 1
    saved.save()
    _touched(row)
    record("change obligation", saved, by=by, before=before, after=values, institution=row.agreement.institution)
    return saved


@transaction.atomic
def remove_obligation(obligation: Obligation, *, version: int, by: Person) -> None:
    """Take out what a party was to do, before the text is out for signature."""
    row = held_draft(obligation.revision_id, by)
    saved = _held(obligation, version)
    record("remove obligation", saved, by=by, before={"what": saved.what}, institution=row.agreement.institution)
    saved.delete()
    _touched(row)


@transaction.atomic
def note_progress(obligation: Obligation, noted: int, note: str, *, version: int, by: Person) -> Obligation:
    """Note by hand how far a duty is that nothing counts."""
    saved = _held(obligation, version)
    require(rules.can_note(by, saved))
    if not 0 <= noted <= MOST_WANTED:
        refuse("Say how many so far.")
    before = {"noted": saved.noted, "note": saved.note}
    saved.noted, saved.note = noted, one_line(note)[:300]
    saved.noted_by, saved.noted_at, saved.version = by, clock.now(), saved.version + 1
    saved.save()
    after = {"noted": saved.noted, "note": saved.note}
    record("note obligation", saved, by=by, before=before, after=after,
           institution=saved.revision.agreement.institution)  # fmt: skip
    return saved


def _held(obligation: Obligation, version: int) -> Obligation:
    row = locked(Obligation, obligation.pk, "revision__agreement__institution", "party__institution")
    if row.version != version:
        raise Conflict
    return row


def _checked(duty: Duty, revision: Revision, party: Party) -> dict[str, Any]:
    if not (what := one_line(duty.what)[:200]):
        refuse("Say in one line what it does.")
    if not 1 <= duty.wanted <= MOST_WANTED:
        refuse("Say how many.")
    for day in (duty.starts_on, duty.due_on):
        require(in_reach(day, back=FAR, ahead=FAR))
    if duty.due_on < duty.starts_on:
        refuse("It cannot be due before it begins.")
    if duty.counts not in Counts.values:
        refuse("Choose what counts.")
    if duty.counts != Counts.BY_HAND and not _has_employer(revision, party):
        refuse("Only what happens with an employer of the record counts itself. Note this one by hand.")
    values = {f.name: getattr(duty, f.name) for f in fields(duty)}
    counted = duty.counts in Obligation.WITH_KINDS
    kinds = [kind for kind in dict.fromkeys(duty.kinds) if kind in BY_SLUG] if counted else []
    return values | {"what": what, "kinds": kinds}


def _has_employer(revision: Revision, party: Party) -> bool:
    """Whether there is an employer whose record counts: the party itself, or for the others any that is bound."""
    return bool(party.employer_id) or (
        party.institution_id is not None and revision.agreement.parties.exclude(employer=None).exists()
    )


def _touched(row: Revision) -> None:
    row.version += 1
    row.save(update_fields=["version"])
