"""Opening an event to another institution's students, by consultation: asked, answered, with reasons kept (C15)."""

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.events import emails, rules
from guildhall.events.actions import clashing
from guildhall.events.actions.entering import held, keep, show_to, told
from guildhall.events.models import Event, Opening
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked

State = Opening.State


@transaction.atomic
def offer(event: Event, institution: Institution, *, words: str = "", by: Person) -> Opening:
    """Ask another institution whether its students may come to an event (C15)."""
    row = held(event.pk)
    require(rules.can_offer(by, row, institution))
    if row.openings.filter(institution=institution, state=State.OPEN).exists():
        refuse("They are asked already.")
    facts = {"words": one_line(words)[:300], "asked_by": by, "asked_at": clock.now()}
    opening = Opening.objects.create(event=row, institution=institution, **facts)
    after = {"institution": institution.name}  # the words are for the two institutions
    record("offer event to institution", opening, by=by, after=after, institution=row.institution)
    emails.tell_offered(opening, by=by)
    return opening


@transaction.atomic
def answer(opening: Opening, *, agreed: bool, words: str = "", version: int, by: Person) -> Opening:
    """Say for an institution whether its students come; with a yes the event stands in their calendar (C15).

    Raises `ReasonNeeded` where it then clashes with another event, and nobody has said why it stays (N8).
    """
    clashing.one_at_a_time()
    event = held(opening.event_id)
    saved = locked(Opening, opening.pk, "institution", "asked_by")
    saved.event = event
    require(rules.can_answer(by, saved))
    if saved.version != version:
        raise Conflict
    said = one_line(words)[:300]
    if not agreed and not said:
        refuse("Say why not: whoever asked reads it.")
    saved.state, saved.answer = (State.AGREED if agreed else State.REFUSED), said
    saved.answered_by, saved.answered_at, saved.version = by, clock.now(), saved.version + 1
    saved.save()
    after = {"state": saved.state}
    record("answer offer of event", saved, by=by, after=after, reason=said, institution=saved.institution)
    if agreed:
        with clashing.asking_about_new(event, said, by=by):
            _open(event, saved.institution, by=by)
    emails.tell_answered(saved, by=by)
    return saved


@transaction.atomic
def take_back(opening: Opening, *, version: int, by: Person) -> Opening:
    """Ask an institution no more whether its students come; what was asked stays in the record (C15)."""
    event = held(opening.event_id)
    saved = locked(Opening, opening.pk, "institution", "asked_by")
    saved.event = event
    require(rules.can_take_offer_back(by, saved))
    if saved.version != version:
        raise Conflict
    saved.state, saved.answered_by, saved.answered_at = State.TAKEN, by, clock.now()
    saved.version += 1
    saved.save()
    after = {"institution": saved.institution.name, "state": saved.state}
    record("take back offer of event", saved, by=by, after=after, institution=event.institution)
    return saved


def _open(event: Event, institution: Institution, *, by: Person) -> None:
    """The event is for this institution as well: from one's own it becomes one for named institutions."""
    before = told(event)
    if event.audience in (Event.Audience.OWN, Event.Audience.FACULTY):
        own = list(event.shown_to or ())
        event.audience = Event.Audience.NAMED
        event.open_to.set(Institution.objects.filter(pk__in=own))
    event.open_to.add(institution)
    event.sequence += 1
    keep(event, "open event to institution", by=by, before=before)
    show_to(event)
