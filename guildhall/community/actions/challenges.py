"""Challenges, what is said about them, decisions and what came of them (B21)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.community import emails, rules
from guildhall.community.models import Challenge, Contribution, Decision
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.protocols.models import Protocol
from guildhall.store.locking import locked

State = Challenge.State


@transaction.atomic
def raise_challenge(title: str, text: str, *, by: Person, institution: Institution) -> Challenge:
    """Put something that makes the work hard before the colleagues."""
    require(rules.can_take_part(by))
    now = clock.now()
    words = {"title": title.strip(), "text": text.strip()}
    row = Challenge.objects.create(**words, by=by, institution=institution, raised_at=now, last_at=now)
    record("raise challenge", row, by=by, after=words, institution=institution)
    return row


@transaction.atomic
def change_challenge(row: Challenge, title: str, text: str, *, version: int, by: Person) -> Challenge:
    """Say better what makes it hard."""
    found = _locked(row, version)
    require(rules.can_change_challenge(by, found))
    before = {"title": found.title, "text": found.text}
    found.title, found.text = title.strip(), text.strip()
    _save(found)
    record("change challenge", found, by=by, before=before, after={"title": found.title, "text": found.text})
    return found


@transaction.atomic
def close_challenge(row: Challenge, because: str, *, version: int, by: Person) -> Challenge:
    """Close a challenge about which nothing needs to be decided, with the reason."""
    found = _locked(row, version)
    require(rules.can_change_challenge(by, found))
    if found.state != State.OPEN:
        refuse("This challenge is not open any more.")
    if not because.strip():
        refuse("Write why it is closed.")
    found.state, found.closed_because = State.CLOSED, because.strip()
    _save(found)
    record("close challenge", found, by=by, after={"state": found.state}, reason=found.closed_because)
    return found


@transaction.atomic
def contribute(row: Challenge, text: str, *, by: Person, institution: Institution) -> Contribution:
    """Say something about a challenge; whoever raised it is told."""
    found = locked(Challenge, row.pk)
    require(rules.can_contribute(by, found))
    said = Contribution.objects.create(
        challenge=found, text=text.strip(), by=by, institution=institution, at=clock.now()
    )
    _save(found)
    record("contribute", said, by=by, after={"text": said.text}, institution=institution)
    if found.by_id != by.pk:
        emails.tell_of_contribution(found, said)
    return said


@transaction.atomic
def change_contribution(said: Contribution, text: str, *, version: int, by: Person) -> Contribution:
    """Change one's own words; without words they are removed."""
    found = locked(Contribution, said.pk)
    require(rules.can_change_contribution(by, found))
    if found.version != version or found.removed_at:
        raise Conflict
    before = found.text
    found.text, found.version = text.strip(), found.version + 1
    found.edited_at = clock.now()
    found.removed_at = None if found.text else found.edited_at
    found.save()
    record("change contribution", found, by=by, before={"text": before}, after={"text": found.text})
    return found


@dataclass(frozen=True)
class Decided:
    """What was decided, by whom and when, and when it is looked at again."""

    text: str
    decided_by: str
    decided_on: date
    look_again_on: date | None = None


@transaction.atomic
def decide(row: Challenge, said: Decided, *, version: int, by: Person) -> Decision:
    """Write a decision down; everybody who took part is told."""
    require(rules.can_decide(by))
    found = _locked(row, version)
    if found.state == State.CLOSED:
        refuse("This challenge is closed.")
    if said.decided_on > clock.today():
        refuse("A decision is written down when it has been made.")
    if said.look_again_on and said.look_again_on <= said.decided_on:
        refuse("Look at it again after it was decided.")
    made = Decision.objects.create(challenge=found, by=by, **vars(said))
    found.state = State.DECIDED
    _save(found)
    record("decide challenge", made, by=by, after={"text": made.text, "decided_by": made.decided_by})
    emails.tell_of_decision(found, made)
    return made


@transaction.atomic
def note_outcome(made: Decision, outcome: str, protocol: Protocol | None, *, version: int, by: Person) -> Decision:
    """Write down what came of a decision, and the protocol that was drafted because of it (journey 14)."""
    require(rules.can_decide(by))
    found = locked(Decision, made.pk, "protocol")
    if found.version != version:
        raise Conflict
    before = {"outcome": found.outcome, "protocol": text_of(found.protocol)}
    found.outcome, found.protocol, found.version = outcome.strip(), protocol, found.version + 1
    found.outcome_on = clock.today() if found.outcome else None
    found.save()
    _save(locked(Challenge, found.challenge_id))
    after = {"outcome": found.outcome, "protocol": text_of(protocol)}
    record("note outcome", found, by=by, before=before, after=after)
    return found


def _locked(row: Challenge, version: int) -> Challenge:
    found: Any = locked(Challenge, row.pk, "by")
    if found.version != version:
        raise Conflict
    return found  # type: ignore[no-any-return]


def _save(row: Challenge) -> None:
    row.last_at, row.version = clock.now(), row.version + 1
    row.save()
