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
def raise_challenge(
    title: str, text: str, *, internal: bool = False, by: Person, institution: Institution
) -> Challenge:
    """Put something that makes the work hard before the colleagues: of the region, or of one's own institution (H3)."""
    require(rules.can_take_part(by))
    now = clock.now()
    words = {"title": title.strip(), "text": text.strip()}
    row = Challenge.objects.create(
        **words, by=by, institution=institution, raised_at=now, last_at=now, internal=internal
    )
    record("raise challenge", row, by=by, after=words, institution=institution)
    emails.tell_of_challenge(row)
    return row


@transaction.atomic
def change_challenge(row: Challenge, title: str, text: str, *, version: int, by: Person) -> Challenge:
    """Say better what makes it hard."""
    challenge = _locked(row, version)
    require(rules.can_change_challenge(by, challenge))
    before = {"title": challenge.title, "text": challenge.text}
    challenge.title, challenge.text = title.strip(), text.strip()
    _save(challenge)
    record(
        "change challenge", challenge, by=by, before=before, after={"title": challenge.title, "text": challenge.text}
    )
    return challenge


@transaction.atomic
def close_challenge(row: Challenge, because: str, *, version: int, by: Person) -> Challenge:
    """Close a challenge about which nothing needs to be decided, with the reason."""
    challenge = _locked(row, version)
    require(rules.can_change_challenge(by, challenge))
    if challenge.state != State.OPEN:
        refuse("This challenge is not open any more.")
    if not because.strip():
        refuse("Write why it is closed.")
    challenge.state, challenge.closed_because = State.CLOSED, because.strip()
    _save(challenge)
    record("close challenge", challenge, by=by, after={"state": challenge.state}, reason=challenge.closed_because)
    return challenge


@transaction.atomic
def contribute(row: Challenge, text: str, *, by: Person, institution: Institution) -> Contribution:
    """Say something about a challenge; whoever raised it is told."""
    challenge = locked(Challenge, row.pk)
    require(rules.can_contribute(by, challenge))
    said = Contribution.objects.create(
        challenge=challenge, text=text.strip(), by=by, institution=institution, at=clock.now()
    )
    _save(challenge)
    record("contribute", said, by=by, after={"text": said.text}, institution=institution)
    if challenge.by_id != by.pk:
        emails.tell_of_contribution(challenge, said)
    return said


@transaction.atomic
def change_contribution(said: Contribution, text: str, *, version: int, by: Person) -> Contribution:
    """Change one's own words; without words they are removed."""
    contribution = locked(Contribution, said.pk)
    require(rules.can_change_contribution(by, contribution))
    if contribution.version != version or contribution.removed_at:
        raise Conflict
    before = contribution.text
    contribution.text, contribution.version = text.strip(), contribution.version + 1
    contribution.edited_at = clock.now()
    contribution.removed_at = None if contribution.text else contribution.edited_at
    contribution.save()
    record("change contribution", contribution, by=by, before={"text": before}, after={"text": contribution.text})
    return contribution


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
    challenge = _locked(row, version)
    if challenge.state == State.CLOSED:
        refuse("This challenge is closed.")
    if said.decided_on > clock.today():
        refuse("A decision is written down when it has been made.")
    if said.look_again_on and said.look_again_on <= said.decided_on:
        refuse("Look at it again after it was decided.")
    made = Decision.objects.create(challenge=challenge, by=by, **vars(said))
    challenge.state = State.DECIDED
    _save(challenge)
    record("decide challenge", made, by=by, after={"text": made.text, "decided_by": made.decided_by})
    emails.tell_of_decision(challenge, made)
    return made


@transaction.atomic
def note_outcome(made: Decision, outcome: str, protocol: Protocol | None, *, version: int, by: Person) -> Decision:
    """Write down what came of a decision, and the protocol that was drafted because of it (journey 14)."""
    require(rules.can_decide(by))
    decision = locked(Decision, made.pk, "protocol")
    if decision.version != version:
        raise Conflict
    before = {"outcome": decision.outcome, "protocol": text_of(decision.protocol)}
    decision.outcome, decision.protocol, decision.version = outcome.strip(), protocol, decision.version + 1
    decision.outcome_on = clock.today() if decision.outcome else None
    decision.save()
    _save(locked(Challenge, decision.challenge_id))
    after = {"outcome": decision.outcome, "protocol": text_of(protocol)}
    record("note outcome", decision, by=by, before=before, after=after)
    return decision


def _locked(row: Challenge, version: int) -> Challenge:
    challenge: Any = locked(Challenge, row.pk, "by")
    if challenge.version != version:
        raise Conflict
    return challenge  # type: ignore[no-any-return]


def _save(row: Challenge) -> None:
    row.last_at, row.version = clock.now(), row.version + 1
    row.save()
