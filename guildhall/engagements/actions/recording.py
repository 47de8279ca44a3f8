"""Logging what happened with employers, correcting it, and the touches that it counts as (C5, N3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.employers.actions.facts import note_engagements
from guildhall.employers.models import Contact, Employer
from guildhall.engagements import contact_rules, emails, rules
from guildhall.engagements.models import ACT, AvoidedContact, Engagement, Kind, Participant, Touch
from guildhall.engagements.models.engagements import kinds
from guildhall.lib import clock
from guildhall.lib.ids import new_ids
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.protocols.queries import agreed
from guildhall.queue import enqueue
from guildhall.store.blocks import insert_values
from guildhall.store.locking import locked

FACTS = ("kind", "happened_on", "begun_at", "direction", "answered", "summary", "body", "purpose", "outcome",
         "themes", "visibility")  # fmt: skip
Visibility = Engagement.Visibility
AVOIDED_FOR = timedelta(days=30)  # a contact that is made later than that is another one


@dataclass(frozen=True, slots=True)
class Happening:
    """What somebody logs about a day with an employer."""

    kind: str
    summary: str
    happened_on: date
    body: str = ""
    contact: Contact | None = None
    themes: tuple[str, ...] = ()
    stays: bool = False
    begun_at: time | None = None
    direction: str = Engagement.Direction.OURS
    answered: bool = True
    purpose: str = ""
    outcome: str = ""
    visibility: str = Visibility.REGION
    contacts: tuple[Contact, ...] = ()  # besides the first one
    colleagues: tuple[Person, ...] = ()
    over_because: str = ""  # why it was done although the budget was used up
    anyway_because: str = ""  # why nobody was asked first, or left in peace

    @property
    def everybody(self) -> list[Contact]:
        """All of the employer's people who took part, each once."""
        rows = {c.pk: c for c in (self.contact, *self.contacts) if c}
        return list(rows.values())


@transaction.atomic
def record_engagement(
    employer: Employer, happening: Happening, *, by: Person, institution: Institution, brought_by: Person | None = None
) -> Engagement:
    """Log an engagement on the one timeline; with `stays` it never leaves the CRM (C5, A6).

    What has happened is always recorded; a touch over the budget is marked as such with its reason (N3). `brought_by`
    is who writes down afterward what a colleague did, as out of a list of the past: they act, `by` was in touch.
    """
    actor = brought_by or by
    saved_employer = locked(Employer, employer.pk)
    require(rules.can_record(actor, saved_employer))
    kind = _checked(saved_employer, happening)
    engagement = Engagement.objects.create(
        employer=saved_employer,
        by=by,
        institution=institution,
        stays_with=saved_employer.holder if happening.stays else None,
        recorded_at=clock.now(),
        anyway_because=happening.anyway_because.strip()[:300],
        **_facts(happening, institution),
    )
    _name_participants(engagement, happening, known=())
    if happening.direction == Engagement.Direction.OURS and kind.touches:
        _touch(engagement, happening)
        _not_avoided(engagement)
        _tell_operators(engagement, happening.everybody, by, brought_by)
    if saved_employer.posted_at is None and saved_employer.last_engaged_at is None:
        _tell_prospect(saved_employer, happening, by)
    at, exchange = clock.noon_of(happening.happened_on), engagement.is_exchange
    note_engagements(saved_employer, at=at, institution=institution, exchange=exchange)
    record("record", engagement, by=actor, institution=institution, after=_told(engagement, happening))
    return engagement


def _tell_prospect(employer: Employer, happening: Happening, by: Person) -> None:
    """A lead that somebody was in touch with counts as contacted: the CRM above hears of it by name (A7)."""
    pk, who, day = str(employer.pk), str(by.pk), happening.happened_on.isoformat()
    transaction.on_commit(lambda: enqueue("prospects.note_contact", employer=pk, by=who, day=day))


@transaction.atomic
def change_engagement(engagement: Engagement, happening: Happening, *, version: int, by: Person) -> Engagement:
    """Correct an engagement; what it said before stays in its history."""
    employer = locked(Employer, engagement.employer_id)
    saved_engagement = locked(Engagement, engagement.pk, employer=employer)
    saved_engagement.employer = employer
    require(rules.can_change_engagement(by, saved_engagement))
    if saved_engagement.removed_at or saved_engagement.version != version:
        raise Conflict
    kind = _checked(employer, happening)
    known = tuple(saved_engagement.participants.all())
    before, contacted = _told(saved_engagement, None, known), saved_engagement.contacted()
    facts = _facts(happening, saved_engagement.institution)
    for name, value in facts.items():
        setattr(saved_engagement, name, value)
    saved_engagement.anyway_because = happening.anyway_because.strip()[:300] or saved_engagement.anyway_because
    saved_engagement.version += 1
    saved_engagement.save()
    saved_engagement.participants.all().delete()
    _name_participants(saved_engagement, happening, known=known)
    saved_engagement.touches.all().delete()
    if saved_engagement.direction == Engagement.Direction.OURS and kind.touches:
        _touch(saved_engagement, happening)
        _not_avoided(saved_engagement)
        _tell_operators(saved_engagement, [c for c in happening.everybody if c.pk not in contacted], by)
    renew_last_contact(employer)
    after = _told(saved_engagement, happening)
    changed = {k for k in after if after[k] != before.get(k)}
    if changed:
        record(
            "change",
            saved_engagement,
            by=by,
            institution=saved_engagement.institution,
            before={k: before.get(k) for k in changed},
            after={k: after[k] for k in changed},
        )
    return saved_engagement


@transaction.atomic
def remove_engagement(engagement: Engagement, *, version: int, reason: str, by: Person) -> None:
    """Take back an engagement that was logged by mistake: it leaves the timeline, its touches are released."""
    employer = locked(Employer, engagement.employer_id)
    saved_engagement = locked(Engagement, engagement.pk)
    saved_engagement.employer = employer
    require(rules.can_change_engagement(by, saved_engagement))
    if saved_engagement.removed_at or saved_engagement.version != version:
        raise Conflict
    if not reason.strip():
        refuse("Say why it is taken off the timeline.")
    take_off(saved_engagement, reason, by=by)


def take_off(saved_engagement: Engagement, reason: str, *, by: Person) -> None:
    """Take an entry that the caller holds off the timeline; who may was asked."""
    employer = saved_engagement.employer
    saved_engagement.removed_at, saved_engagement.version = clock.now(), saved_engagement.version + 1
    saved_engagement.save(update_fields=["removed_at", "version"])
    saved_engagement.touches.all().delete()
    renew_last_contact(employer)
    before, where = {"summary": saved_engagement.summary}, saved_engagement.institution
    record("remove", saved_engagement, by=by, before=before, reason=reason.strip(), institution=where)


def _checked(employer: Employer, happening: Happening) -> Kind:
    kind = kinds().get(happening.kind)
    if kind is None or kind.retired_at:
        refuse("That kind of engagement is not in use any more. Choose another one.")
    if happening.happened_on > clock.today():
        refuse("An engagement is logged once it has happened; the day cannot be ahead.")
    if any(contact.employer_id != employer.pk for contact in happening.everybody):
        refuse("That contact belongs to another employer.")
    if happening.visibility == Visibility.NAMED and not happening.colleagues:
        refuse("Name at least one colleague who may read it.")
    return kind


def _facts(happening: Happening, institution: Institution) -> dict[str, Any]:
    return {
        "kind": happening.kind,
        "happened_on": happening.happened_on,
        "begun_at": happening.begun_at,
        "direction": happening.direction,
        "answered": happening.answered,
        "summary": happening.summary,
        "body": happening.body,
        "purpose": happening.purpose,
        "outcome": happening.outcome,
        "contact": happening.contact,
        "themes": list(dict.fromkeys(happening.themes)),
        "visibility": happening.visibility,
        "meaningful": is_meaningful(happening, institution),
    }


def is_meaningful(happening: Happening, institution: Institution) -> bool:
    """Whether what happened develops the relationship, as the protocol in force defines it (C5).

    By default a call that nobody took does not, nor does an e-mail that we wrote.
    """
    _clause, fixed = agreed("meaningful", institution, happening.happened_on)
    return happening.kind in fixed["kinds"] and (happening.answered or not fixed["two_way"])


def _name_participants(engagement: Engagement, happening: Happening, *, known: Sequence[Participant]) -> None:
    first = happening.contact.pk if happening.contact else None
    rows = [Participant(engagement=engagement, contact=c) for c in happening.everybody if c.pk != first]
    colleagues = {p.pk: p for p in happening.colleagues if p.pk != engagement.by_id}
    rows += [Participant(engagement=engagement, person=p) for p in colleagues.values()]
    if rows:
        Participant.objects.bulk_create(rows)


def _touch(engagement: Engagement, happening: Happening) -> None:
    """Count what we began: one touch of the employer, one of each contact; over the budget, with the reason."""
    day, people = engagement.happened_on, happening.everybody
    over = contact_rules.over_budget(engagement.employer, people, day, institution=engagement.institution)
    if over and happening.over_because.strip():
        over = f"{over} {happening.over_because.strip()}"
    columns = ("id", "occasion", "employer_id", "contact_id", "kind", "on", "state", "by_id", "institution_id",
               "engagement_id", "over_because")  # fmt: skip
    details = (engagement.kind, day, Touch.State.MADE.value, engagement.by_id, engagement.institution_id, engagement.pk)
    contacts: list[UUID | None] = [*(c.pk for c in people)] or [None]
    insert_values(
        Touch,
        columns,
        [
            (n, engagement.pk, engagement.employer_id, contact, *details, over[:300])
            for n, contact in zip(new_ids(len(contacts)), contacts, strict=True)
        ],
    )


def _tell_operators(
    engagement: Engagement, contacts: Sequence[Contact], by: Person, brought_by: Person | None = None
) -> None:
    """Who answers for a protected contact hears that somebody contacted them without asking, and why (C11).

    Of what a list tells, only what happened since the contact is protected: before that nobody was to be asked.
    """
    for contact in contact_rules.not_asked_for(contacts, by):
        emails.tell_contacted(engagement, contact, by=by, brought_by=brought_by)


def _not_avoided(engagement: Engagement) -> None:
    """What was counted as avoided was none, where the institution made that contact after all (M27)."""
    day = engagement.happened_on
    rows = AvoidedContact.objects.filter(employer=engagement.employer_id, institution=engagement.institution_id)
    rows.filter(on__range=(day - AVOIDED_FOR, day)).delete()


def _told(
    engagement: Engagement, happening: Happening | None, known: Sequence[Participant] | None = None
) -> dict[str, Any]:
    """What the journal and the history say of an engagement."""
    by_key = {name: _as_json(getattr(engagement, name)) for name in FACTS}
    by_key["contact"] = text_of(engagement.contact)
    by_key["employer"] = str(engagement.employer_id)
    if happening:
        first = engagement.contact_id
        by_key["also"] = sorted(text_of(c) for c in happening.everybody if c.pk != first)
        by_key["colleagues"] = sorted(text_of(p) for p in happening.colleagues if p.pk != engagement.by_id)
    else:
        by_key["also"] = sorted(text_of(p.contact) for p in known or () if p.contact_id)
        by_key["colleagues"] = sorted(text_of(p.person) for p in known or () if p.person_id)
    return by_key


def _as_json(value: Any) -> Any:
    if isinstance(value, UUID | date | time):
        return str(value)
    return list(value) if isinstance(value, list | tuple) else value


def renew_last_contact(employer: Employer) -> None:
    """When somebody was in touch last, after an engagement was corrected or taken back."""
    rows = Engagement.objects.standing().contacts().filter(employer=employer)
    rows = rows.order_by("-happened_on", "-id")
    newest = rows.values_list("happened_on", "institution").first()
    exchanged = rows.exchanges().values_list("happened_on", flat=True).first()
    employer.last_exchange_at = clock.noon_of(exchanged) if exchanged else None
    employer.last_engaged_at = clock.noon_of(newest[0]) if newest else None
    employer.last_engaged_by_id = newest[1] if newest else None
    employer.save(update_fields=["last_engaged_at", "last_engaged_by", "last_exchange_at"])


ACT_COLUMNS = ("id", "employer_id", "kind", "happened_on", "summary", "body", "by_id", "institution_id", "recorded_at",
               "meaningful")  # fmt: skip


def note_acts(
    employers: Sequence[UUID], summary: str, *, body: str = "", by: Person | None, institution: Institution
) -> None:
    """Write a recorded act, such as promotion, on the timelines of employers; acts are no contacts."""
    details = (ACT, clock.today(), summary, body, by.pk if by else None, institution.pk, clock.now(), False)
    ids = new_ids(len(employers))
    insert_values(Engagement, ACT_COLUMNS, [(n, pk, *details) for n, pk in zip(ids, employers, strict=True)])
