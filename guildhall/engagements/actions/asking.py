"""Asks: planned under the touch budget, joined by others into one knock, carried out or withdrawn (N3, N4)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.employers.models import Contact, Employer
from guildhall.employers.rules import can_approach
from guildhall.engagements import contact_rules, emails, rules
from guildhall.engagements.actions.recording import AVOIDED_FOR, Happening, record_engagement
from guildhall.engagements.contact_rules import Answer
from guildhall.engagements.models import Ask, AvoidedContact, CoSigner, Engagement, Touch
from guildhall.engagements.models.engagements import kinds
from guildhall.lib import clock
from guildhall.lib.reach import in_reach
from guildhall.lib.verdicts import Conflict, Refused, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.store.locking import locked

State = Ask.State
Why = AvoidedContact.Why
MOST_YEARS = 1  # ahead: nobody knows yet what is going to be asked then


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody is going to ask: by which way, on which day, about what, of whom."""

    kind: str
    planned_on: date
    purpose: str
    contacts: tuple[Contact, ...] = ()


class NotNow(Refused):
    """Raised where the touch budget, a limit or a pause forbids an ask; `answer` says when it would fit (N3)."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.verdict)
        self.answer = answer


def plan_ask(employer: Employer, plan: Plan, *, by: Person, institution: Institution) -> Ask:
    """Plan an ask: it takes its place in the touch budget of its day, or is refused with the next free day (N3).

    Exact however many ask at once: the employer's row, then its contacts' in the order of their ids, are locked.
    A refusal is counted as a contact avoided (M27), once for each institution in a month, however often anybody tries;
    it is taken back when the institution makes the contact all the same.
    """
    try:
        with transaction.atomic():
            return _plan(employer, plan, by=by, institution=institution)
    except NotNow:
        _note_refused(employer, by=by, institution=institution)
        raise


def _plan(employer: Employer, plan: Plan, *, by: Person, institution: Institution) -> Ask:
    found, contacts = _locked(employer.pk, plan.contacts)
    require(rules.can_plan_ask(by, found))
    for contact in contacts:
        require(can_approach(by, contact))
    kind = kinds().get(plan.kind)
    if kind is None or kind.retired_at or not kind.touches:
        refuse("That is no way of asking any more. Choose another one.")
    if plan.planned_on < clock.today():
        refuse("Choose today or a day to come. What has happened is logged instead.")
    require(in_reach(plan.planned_on, ahead=MOST_YEARS))
    if not plan.purpose.strip():
        refuse("Say what it is about: the other institutions read it before they ask as well.")
    answer = contact_rules.may_ask(found, contacts, plan.planned_on, institution=institution)
    if not answer:
        raise NotNow(answer)
    ask = Ask.objects.create(
        employer=found,
        kind=plan.kind,
        planned_on=plan.planned_on,
        purpose=plan.purpose.strip(),
        by=by,
        institution=institution,
        made_at=clock.now(),
    )
    _reserve(ask, contacts)
    details = {
        "kind": ask.kind,
        "on": ask.planned_on,
        "purpose": ask.purpose,
        "contacts": [text_of(c) for c in contacts],
    }
    record("plan ask", ask, by=by, institution=institution, after=details)
    return ask


def _locked(pk: UUID, contacts: Sequence[Contact]) -> tuple[Employer, list[Contact]]:
    employer = locked(Employer, pk)
    rows = Contact.objects.select_for_update().filter(pk__in=[c.pk for c in contacts]).order_by("pk")
    people = list(rows)
    if any(contact.employer_id != employer.pk for contact in people):
        refuse("That contact belongs to another employer.")
    if any(not contact.is_current for contact in people):
        refuse("That contact has left.")
    return employer, people


def _reserve(ask: Ask, contacts: Sequence[Contact]) -> None:
    people: list[Contact | None] = [*contacts] or [None]
    Touch.objects.bulk_create(
        Touch(
            occasion=ask.pk,
            employer_id=ask.employer_id,
            contact=contact,
            kind=ask.kind,
            on=ask.planned_on,
            state=Touch.State.RESERVED,
            by=ask.by,
            institution=ask.institution,
            ask=ask,
        )
        for contact in people
    )


def _ask(pk: UUID, version: int | None) -> Ask:
    rows = Ask.objects.select_for_update(of=("self",)).select_related("employer", "institution", "by")
    result = rows.get(pk=pk)
    locked(Employer, result.employer_id)
    if version is not None and result.version != version:
        raise Conflict
    return result


@transaction.atomic
def move_ask(ask: Ask, planned_on: date, *, version: int, by: Person) -> Ask:
    """Move an ask to another day, where the budget has room."""
    locked(Employer, ask.employer_id)
    saved_ask = _ask(ask.pk, version)
    require(rules.can_change_ask(by, saved_ask))
    if planned_on < clock.today():
        refuse("Choose today or a day to come.")
    require(in_reach(planned_on, ahead=MOST_YEARS))
    touches = saved_ask.touches.counted()
    contacts = list(Contact.objects.filter(pk__in=touches.values("contact")).order_by("pk"))
    answer = contact_rules.may_ask(
        saved_ask.employer, contacts, planned_on, institution=saved_ask.institution, instead_of=saved_ask.pk
    )
    if not answer:
        raise NotNow(answer)
    before = {"on": saved_ask.planned_on}
    saved_ask.planned_on, saved_ask.version = planned_on, saved_ask.version + 1
    saved_ask.save(update_fields=["planned_on", "version"])
    touches.update(on=planned_on)
    record("move ask", saved_ask, by=by, institution=saved_ask.institution, before=before, after={"on": planned_on})
    return saved_ask


@transaction.atomic
def withdraw_ask(ask: Ask, *, reason: str, version: int, by: Person) -> Ask:
    """Withdraw an ask: its place in the budget is free again, and whoever signed with it is told."""
    locked(Employer, ask.employer_id)
    saved_ask = _ask(ask.pk, version)
    require(rules.can_change_ask(by, saved_ask))
    return _withdrawn(saved_ask, reason, by=by)


@transaction.atomic
def release_ask(ask: Ask, *, reason: str, by: Person) -> None:
    """Withdraw a planned ask to what takes place no more, whichever of its hosts says so; callers ask who may."""
    locked(Employer, ask.employer_id)
    saved_ask = _ask(ask.pk, ask.version)
    if saved_ask.state == State.PLANNED:
        _withdrawn(saved_ask, reason, by=by)


def _withdrawn(saved_ask: Ask, reason: str, *, by: Person) -> Ask:
    saved_ask.state, saved_ask.version = State.WITHDRAWN, saved_ask.version + 1
    saved_ask.save(update_fields=["state", "version"])
    saved_ask.touches.update(state=Touch.State.RELEASED)
    saved_ask.avoided.all().delete()
    record(
        "withdraw ask",
        saved_ask,
        by=by,
        institution=saved_ask.institution,
        after={"state": saved_ask.state},
        reason=reason,
    )
    for signer in saved_ask.co_signers.select_related("person"):
        emails.tell_co_signer(saved_ask, signer, by=by, reason=reason)
    return saved_ask


@transaction.atomic
def join_ask(ask: Ask, purpose: str, *, by: Person, institution: Institution | None = None) -> CoSigner:
    """Ask together with another institution: one knock, and one contact avoided (N4)."""
    locked(Employer, ask.employer_id)
    rows = Ask.objects.select_for_update(of=("self",)).select_related("employer", "institution", "by")
    result = rows.get(pk=ask.pk)
    house = institution or home_institution(by, Permission.RECORD_ENGAGEMENTS)
    require(rules.can_join_ask(by, result))
    if house is None or house.pk == result.institution_id or result.co_signers.filter(institution=house).exists():
        refuse("Your institution has signed this already.")
    if not purpose.strip():
        refuse("Say what your institution would like to talk about.")
    signer = CoSigner.objects.create(
        ask=result, institution=house, person=by, purpose=purpose.strip()[:200], signed_at=clock.now()
    )
    note_avoided(result.employer, Why.JOINED, by=by, institution=house, ask=result)
    record("join ask", result, by=by, institution=house, after={"institution": house.name, "purpose": signer.purpose})
    emails.tell_joined(result, signer)
    return signer


@transaction.atomic
def carry_out(ask: Ask, happening: Happening, *, version: int, by: Person) -> Engagement:
    """Log that an ask was carried out: its reserved touch becomes the made one, in the name of all who signed (N4)."""
    locked(Employer, ask.employer_id)
    saved_ask = _ask(ask.pk, version)
    require(rules.can_change_ask(by, saved_ask))
    signers = list(saved_ask.co_signers.select_related("person", "institution"))
    saved_ask.touches.update(state=Touch.State.RELEASED)
    colleagues = (*happening.colleagues, *(s.person for s in signers))
    engagement = record_engagement(
        saved_ask.employer, replace(happening, colleagues=colleagues), by=by, institution=saved_ask.institution
    )
    saved_ask.state, saved_ask.engagement, saved_ask.version = State.DONE, engagement, saved_ask.version + 1
    saved_ask.save(update_fields=["state", "engagement", "version"])
    record("carry out ask", saved_ask, by=by, institution=saved_ask.institution, after={"state": saved_ask.state})
    for signer in signers:
        if signer.person_id != by.pk:
            emails.tell_carried_out(saved_ask, signer, engagement)
    return engagement


@transaction.atomic
def plan_again(ask: Ask, *, by: Person) -> Ask:
    """Let an ask stand as planned again whose carrying out was noted by mistake, with its touch reserved as before.
    The caller takes back what noted it, and has asked who may.
    """
    locked(Employer, ask.employer_id)
    saved = _ask(ask.pk, None)
    if saved.state != State.DONE:
        return saved
    saved.touches.filter(state=Touch.State.RELEASED).update(state=Touch.State.RESERVED)
    saved.state, saved.engagement, saved.version = State.PLANNED, None, saved.version + 1
    saved.save(update_fields=["state", "engagement", "version"])
    before = {"state": State.DONE}
    record("plan ask again", saved, by=by, institution=saved.institution, before=before, after={"state": saved.state})
    return saved


@transaction.atomic
def _note_refused(employer: Employer, *, by: Person, institution: Institution) -> None:
    locked(Employer, employer.pk)  # the same refusal twice at once counts once
    known = AvoidedContact.objects.filter(employer=employer, why=Why.BUDGET, institution=institution)
    if not known.filter(on__gt=clock.today() - AVOIDED_FOR).exists():
        note_avoided(employer, Why.BUDGET, by=by, institution=institution)


def note_avoided(
    employer: Employer, why: str, *, by: Person, institution: Institution, ask: Ask | None = None
) -> AvoidedContact:
    """Count a contact that was not made (M27)."""
    facts: dict[str, Any] = {"employer": employer, "why": why, "on": clock.today(), "by": by}
    return AvoidedContact.objects.create(**facts, institution=institution, ask=ask)
