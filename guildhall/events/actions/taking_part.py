"""Employers at events: named, asked under the touch budget, and written on their timeline once (C3, C17, N3)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.employers.models import Contact, Employer
from guildhall.engagements.actions.asking import Plan, carry_out, join_ask, plan_ask
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.models import Ask, Engagement
from guildhall.engagements.rules import can_change_ask
from guildhall.events import rules
from guildhall.events.actions.clashing import asking_about_new, one_at_a_time
from guildhall.events.actions.entering import held, keep, told
from guildhall.events.following import What, followed
from guildhall.events.models import Event, Session, TakingPart
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Person
from guildhall.store.locking import locked

State = TakingPart.State
MAY_STILL_COME = (State.NAMED, State.INVITED, State.CONFIRMED)
ENGAGEMENT = "event"  # the kind of engagement that taking part is


@dataclass(frozen=True, slots=True)
class Part:
    """What an employer does at an event."""

    host: bool = False
    offers: str = ""
    opportunity: Opportunity | None = None
    contact: Contact | None = None


@transaction.atomic
def name_employer(event: Event, employer: Employer, part: Part, *, because: str = "", by: Person) -> TakingPart:
    """Put an employer on an event, with what it offers there; nobody is asked yet.

    Raises `ReasonNeeded` where a published event clashes by it with something that it did not before (N8).
    """
    one_at_a_time()
    row, saved = held(event.pk), locked(Employer, employer.pk)
    require(rules.can_name_employer(by, row, saved))
    must_be_theirs(part, saved)
    if row.parts.filter(employer=saved).exists():
        refuse("This employer is on the event already.")
    facts = {"host": part.host, "offers": one_line(part.offers)[:300], "opportunity": part.opportunity}
    facts |= {"contact": part.contact, "by": by, "at": clock.now()}
    with asking_about_new(row, because, by=by):
        result = TakingPart.objects.create(event=row, employer=saved, **facts)
    after = {"employer": saved.name, "host": part.host, "offers": result.offers}
    record("name employer at event", result, by=by, after=after, institution=row.institution)
    return result


@transaction.atomic
def change_part(row: TakingPart, part: Part, state: str, *, because: str = "", version: int, by: Person) -> TakingPart:
    """Change what stands of an employer at an event: what it offers, whether it comes. Clashes are asked about as when
    it is named.
    """
    one_at_a_time()
    event = held(row.event_id)
    saved = held_part(row.pk, event, version)
    require(rules.can_change_part(by, saved))
    must_be_theirs(part, saved.employer)
    if saved.came_at is not None:
        state = saved.state  # they are here: the door says so
    elif state not in (State.NAMED, State.INVITED, State.CONFIRMED, State.DECLINED):
        refuse("Say whether they come.")
    before = {"host": saved.host, "offers": saved.offers, "state": saved.state, "contact": text_of(saved.contact)}
    saved.host, saved.offers, saved.state = part.host, one_line(part.offers)[:300], state
    saved.opportunity, saved.contact, saved.version = part.opportunity, part.contact, saved.version + 1
    with asking_about_new(event, because, by=by):
        saved.save()
    after = {"host": saved.host, "offers": saved.offers, "state": saved.state, "contact": text_of(saved.contact)}
    record("change employer at event", saved, by=by, before=before, after=after, institution=event.institution)
    return saved


@transaction.atomic
def take_off(row: TakingPart, *, version: int, by: Person) -> None:
    """Take an employer off an event, where nothing came of it yet."""
    event = held(row.event_id)
    saved = held_part(row.pk, event, version)
    require(rules.can_change_part(by, saved))
    if saved.engagement_id or saved.came_at:
        refuse("Their taking part stands on their timeline already.")
    if saved.ask and saved.ask.state == Ask.State.PLANNED:
        refuse("Asking them is planned: withdraw that first.")
    record("take employer off event", saved, by=by, before={"employer": saved.name}, institution=event.institution)
    saved.delete()


def held_part(pk: UUID, event: Event, version: int) -> TakingPart:
    """An employer at an event that is held, locked; raises `Conflict` where somebody changed it since."""
    row = locked(TakingPart, pk, "employer", "contact", "ask", "engagement")
    row.event = event
    if row.version != version:
        raise Conflict
    return row


def must_be_theirs(part: Part, employer: Employer) -> None:
    """Raise `Refused` where an opportunity or a contact is another employer's."""
    for one in (part.opportunity, part.contact):
        if one is not None and one.employer_id != employer.pk:
            refuse("That belongs to another employer: choose again.")


@transaction.atomic
def invite(row: TakingPart, on: date, *, kind: str, joins: Ask | None = None, version: int, by: Person) -> TakingPart:
    """Plan to ask an employer to take part: an ask under its touch budget, or joined to another (N3, N4)."""
    event = held(row.event_id)
    saved = held_part(row.pk, event, version)
    require(rules.can_invite(by, saved))
    purpose = one_line(event.title)[:200]
    if joins is not None:
        join_ask(joins, purpose, by=by)
        saved.ask = joins
    else:
        contacts = (saved.contact,) if saved.contact else ()
        saved.ask = plan_ask(saved.employer, Plan(kind, on, purpose, contacts), by=by, institution=event.institution)
    saved.state, saved.version = State.INVITED, saved.version + 1
    saved.save(update_fields=["ask", "state", "version"])
    record("invite employer to event", saved, by=by, after={"on": on}, institution=event.institution)
    return saved


@transaction.atomic
def note_held(event: Event, *, came: set[UUID], attended: int | None, version: int, by: Person) -> Event:
    """Say that an event has taken place: each employer that came has it on its timeline, once (C17). Who was checked in
    at the door was there; of the others `came` says who was.
    """
    row = held(event.pk, version)
    require(rules.can_say_how_it_went(by, row))
    if attended is not None and not 0 <= attended <= 1_000_000:
        refuse("Say how many people came.")
    before = told(row)
    if attended != row.attended:  # as counted at the door, it goes on being counted
        row.attended, row.attended_said = attended, attended is not None
    row.state = Event.State.HELD
    keep(row, "note event held", by=by, before=before)
    followed(row, What.HELD, by=by)
    parts = row.parts.seen_by(by)  # whom somebody does not see they cannot say anything of  # type: ignore[attr-defined]
    for part in parts.select_related("employer", "contact", "ask").order_by("pk"):
        if part.engagement_id is None and (part.came_at or part.state in MAY_STILL_COME):
            _note(part, row, part.pk in came or part.came_at is not None, by=by)
    return row


def _note(part: TakingPart, event: Event, was_there: bool, *, by: Person) -> None:
    part.state, part.version = (State.CAME if was_there else State.ABSENT), part.version + 1
    if was_there:
        part.engagement = engagement_of(part, event, by=by)
    part.save(update_fields=["state", "engagement", "version"])


def engagement_of(part: TakingPart, event: Event, *, at: datetime | None = None, by: Person) -> Engagement:
    """One engagement for one event: an ask that is still planned becomes it, else they came of their own accord. `at`:
    when the time of the event began at which they were; who is there on the evening before has come that evening.
    """
    begun = at or event.starts_at
    day = min(clock.day_of(begun), clock.today()) if at else event.day
    words: dict[str, Any] = {"kind": ENGAGEMENT, "summary": event.title[:200], "happened_on": day}
    words |= {"begun_at": clock.local(begun).time(), "contact": part.contact, "outcome": part.offers[:200]}
    ours = part.ask is not None and part.ask.institution_id == event.institution_id
    if ours and part.ask and can_change_ask(by, part.ask):  # a co-host may not, and says all the same how it went
        return carry_out(part.ask, Happening(**words), version=part.ask.version, by=by)
    words["direction"] = Engagement.Direction.THEIRS
    return record_engagement(part.employer, Happening(**words), by=by, institution=event.institution)


@dataclass(frozen=True, slots=True)
class Stall:
    """A session, booth or interview slot as somebody describes it."""

    kind: str
    title: str
    employer: Employer | None = None
    starts_at: Any = None
    ends_at: Any = None
    room: str = ""
    capacity: int | None = None
    link: str = ""


@transaction.atomic
def add_session(event: Event, stall: Stall, *, by: Person) -> Session:
    """Add a session, a booth or an interview slot to an event."""
    row = held(event.pk)
    require(rules.can_name_employer(by, row, stall.employer))
    result = Session.objects.create(event=row, **session_facts(stall))
    record("add session to event", result, by=by, after={"title": result.title}, institution=row.institution)
    return result


def session_facts(stall: Stall) -> dict[str, Any]:
    """A session as its row keeps it; raises `Refused` where it cannot be."""
    if not one_line(stall.title) and stall.employer is None:
        refuse("Give it a title, or say whose it is.")
    if stall.starts_at and stall.ends_at and stall.ends_at < stall.starts_at:
        refuse("It cannot end before it begins.")
    title = one_line(stall.title)[:160] or (stall.employer.name[:160] if stall.employer else "")
    facts: dict[str, Any] = {"kind": stall.kind, "title": title, "employer": stall.employer}
    facts |= {"room": one_line(stall.room)[:80], "link": stall.link[:500], "capacity": stall.capacity}
    return facts | {"starts_at": stall.starts_at, "ends_at": stall.ends_at}


@transaction.atomic
def remove_session(session: Session, *, by: Person) -> None:
    """Take a session off an event."""
    row = held(session.event_id)
    require(rules.can_change(by, row))
    followed(row, What.REMOVED, by=by, session=session)
    record("remove session of event", session, by=by, before={"title": session.title}, institution=row.institution)
    session.delete()
