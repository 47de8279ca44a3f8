"""Asking first: a request, its answer, and what becomes of silence (C11, C13, N6)."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.recording import record
from guildhall.employers.actions.key_accounts import grant_contact
from guildhall.employers.models import Contact, Employer, KeyAccount, TouchPoint
from guildhall.employers.queries.key_accounts import guards_of
from guildhall.employers.rules import can_show_address
from guildhall.engagements import emails, rules
from guildhall.engagements.models import Liaison, LiaisonStep
from guildhall.engagements.queries.liaisons import RELATED, guard_to_ask, line_of, patience, touch_point_for
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse, require
from guildhall.lib.working_days import after_working_days
from guildhall.people.models import Institution, Person
from guildhall.queue.apart import apart
from guildhall.store.locking import locked

State = Liaison.State
LONGEST = timedelta(days=366)


@transaction.atomic
def ask_first(contact: Contact, why: str, *, by: Person, institution: Institution) -> Liaison:
    """Ask the operator of a key account before speaking to a protected contact (C11)."""
    employer = locked(Employer, contact.employer_id, "holder")
    require(rules.can_ask_first(by, employer))
    if can_show_address(by, contact):
        refuse("You need not ask: {who} is open to you.", who=contact.name)
    if Liaison.objects.filter(state=State.OPEN, asked_by=by, contact=contact).exists():
        refuse("You have asked already, and nobody has answered yet.")
    account = guard_to_ask(contact, by)
    return _put(Liaison(employer=employer, account=account, contact=contact), why, by, institution)


@transaction.atomic
def ask_touch_point(
    employer: Employer, topic: str, why: str, *, by: Person, institution: Institution, point: TouchPoint | None = None
) -> Liaison:
    """Ask who answers for a topic or site of a large employer; where nobody does, its owner (C13)."""
    employer = locked(Employer, employer.pk, "holder", "owner")
    require(rules.can_ask_first(by, employer))
    if not employer.many_doors:
        refuse("This employer has no touch points: ask for one of its contacts.")
    point = point or touch_point_for(employer, topic)
    topic = (topic or point.name if point else "")[:200]
    return _put(Liaison(employer=employer, touch_point=point, topic=topic), why, by, institution)


def _put(liaison: Liaison, why: str, by: Person, institution: Institution) -> Liaison:
    if not why.strip():
        refuse("Say why: the operator decides by it.")
    liaison.asked_by, liaison.institution, liaison.why = by, institution, why.strip()[:500]
    liaison.asked_at = clock.now()
    liaison.save(force_insert=True)
    after = {"contact": liaison.contact and liaison.contact.name, "topic": liaison.topic, "why": liaison.why}
    record("ask first", liaison, by=by, after=after, institution=institution)
    _pass_on(liaison, "")
    return liaison


def _pass_on(liaison: Liaison, because: str) -> bool:
    """Put a request to the next person who can answer it and was not asked yet; tell that person once."""
    asked = set(liaison.steps.values_list("person", flat=True))
    able = [(step, p) for step, p in line_of(liaison) if p.pk not in asked and rules.can_be_put_to(p, liaison)]
    following = list(dict.fromkeys(person.pk for _step, person in able))
    if not able:
        liaison.waits_until = None
        liaison.save(update_fields=["waits_until"])
        return False
    step, person = able[0]
    liaison.step, liaison.holder = step, person
    days = patience(liaison)
    liaison.waits_until = after_working_days(clock.today(), days) if len(following) > 1 else None
    liaison.version += 1
    liaison.save()
    LiaisonStep.objects.create(liaison=liaison, step=step, person=person, at=clock.now(), because=because)
    emails.put_request(liaison, person, because=because)
    return True


def _locked(liaison: Liaison) -> Liaison:
    locked(Employer, liaison.employer_id)
    saved_liaison = locked(Liaison, liaison.pk, *RELATED)
    return saved_liaison


def _require_answer(found: Liaison, by: Person) -> None:
    put_to = found.steps.filter(person=by).exists()
    require(rules.can_answer_liaison(by, found, put_to=put_to))


@transaction.atomic
def agree(liaison: Liaison, *, until: date, words: str = "", by: Person) -> Liaison:
    """Let the asker speak to the contact until a day: from now on they are shown how to reach them (C11, N6)."""
    saved_liaison = _locked(liaison)
    require(rules.can_agree(by, saved_liaison, put_to=saved_liaison.steps.filter(person=by).exists()))
    if not clock.today() <= until <= clock.today() + LONGEST:
        refuse("Choose a day within the next twelve months.")
    if saved_liaison.contact:
        asker, why = saved_liaison.asked_by, saved_liaison.why
        grant_contact(saved_liaison.contact, asker, account=saved_liaison.account, until=until, reason=why, by=by)
    return _close(saved_liaison, State.ACCEPTED, words, by, until=until)


@transaction.atomic
def decline(liaison: Liaison, *, words: str, by: Person) -> Liaison:
    """Say no, and why."""
    saved_liaison = _locked(liaison)
    _require_answer(saved_liaison, by)
    if not words.strip():
        refuse("Say why not, so that the asker understands.")
    return _close(saved_liaison, State.DECLINED, words, by)


@transaction.atomic
def answer_on_behalf(liaison: Liaison, *, words: str, by: Person) -> Liaison:
    """Answer instead of the contact, whom nobody has to disturb then."""
    saved_liaison = _locked(liaison)
    _require_answer(saved_liaison, by)
    if not words.strip():
        refuse("Write what the asker should know.")
    return _close(saved_liaison, State.ANSWERED, words, by)


def _close(found: Liaison, state: str, words: str, by: Person, *, until: date | None = None) -> Liaison:
    found.state, found.answer, found.until = state, words.strip()[:1000], until
    found.answered_by, found.answered_at = by, clock.now()
    found.version += 1
    found.save()
    after = {"state": state, "until": until, "answer": found.answer}
    record("answer request to ask first", found, by=by, after=after)
    emails.tell_answer(found)
    return found


@transaction.atomic
def withdraw(liaison: Liaison, *, by: Person) -> None:
    """Take a request back."""
    saved_liaison = _locked(liaison)
    require(rules.can_withdraw_liaison(by, saved_liaison))
    saved_liaison.state = State.WITHDRAWN
    saved_liaison.version += 1
    saved_liaison.save(update_fields=["state", "version"])
    record(
        "withdraw request to ask first", saved_liaison, by=by, before={"state": "open"}, after={"state": "withdrawn"}
    )


def hand_on_silent() -> int:
    """Hand on what nobody has answered in time, and what waits for somebody who has left; returns how many (N6)."""
    with apart() as pieces:
        return pieces.each(_hand_on, list(Liaison.objects.open().order_by("asked_at").values_list("pk", flat=True)))


@transaction.atomic
def _hand_on(pk: UUID) -> bool:
    liaison = _locked(Liaison.objects.get(pk=pk))
    if liaison.state != State.OPEN or _moot(liaison):
        return False
    if other := _other_guard(liaison):
        liaison.account = other
        liaison.save(update_fields=["account"])
        return bool(_pass_on(liaison, ""))
    gone = liaison.holder is None or not rules.can_be_put_to(liaison.holder, liaison)
    late = liaison.waits_until is not None and liaison.waits_until < clock.today()
    if not (gone or late):
        return False
    return bool(_pass_on(liaison, "gone" if gone and liaison.holder else "silent" if late else ""))


def _other_guard(found: Liaison) -> KeyAccount | None:
    """The account that protects the contact now, where the one that was asked does not any more."""
    if found.account is None or found.contact is None:
        return None
    guards = guards_of(found.contact).filter(pk=found.account.pk)
    return None if guards.exists() else guard_to_ask(found.contact, found.asked_by)  # type: ignore[no-any-return]


def _moot(found: Liaison) -> bool:
    """Close a request that nobody has to answer any more: the key account has ended, or somebody agreed elsewhere."""
    if found.contact is None or not can_show_address(found.asked_by, found.contact):
        return False
    found.state, found.answer = State.WITHDRAWN, _("You need not ask any more: the contact is open to you.")
    found.version += 1
    found.save(update_fields=["state", "answer", "version"])
    record("withdraw request to ask first", found, by=None, before={"state": "open"}, after={"state": "withdrawn"})
    emails.tell_answer(found)
    return True
