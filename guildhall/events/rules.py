from datetime import timedelta

from guildhall.employers.models import Employer
from guildhall.employers.querysets import is_shared_with
from guildhall.engagements import rules as engagement_rules
from guildhall.engagements.models import Ask
from guildhall.events.models import Event, Intake, Opening, Session, Subscription, TakingPart
from guildhall.lib import clock
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.ui.dates import short_moment

State = Event.State
CORRECTED_FOR = timedelta(days=366)
PLANS = Permission.RECORD_ENGAGEMENTS


def can_plan(person: Person, institution: Institution | None = None) -> Verdict:
    """Who plans events: whoever works with employers, at the institution that answers for the event (C3)."""
    return person.may(PLANS, at=institution)


def can_change(person: Person, event: Event) -> Verdict:
    """Who changes an event: staff of the institution that answers for it and of those that host it with it."""
    if event.state == State.CANCELED:
        return no("It is canceled. Plan it again instead: everything is filled in.")
    if event.state == State.HELD:
        return no("It has taken place.")
    return is_ours(person, event)


def is_ours(person: Person, event: Event) -> Verdict:
    """Whether somebody plans events at an institution that answers for this one, or hosts it."""
    if verdict := person.may(PLANS, at=event.institution):
        return verdict
    if any(person.may(PLANS, at=place) for place in event.partners.all()):
        return YES
    return verdict


def can_publish(person: Person, event: Event) -> Verdict:
    """Who publishes a draft: whoever may change it, before it begins."""
    if event.state != State.DRAFT:
        return no("Only a draft is published.")
    if not event.is_ahead:
        return no("Its time has passed. Give it another time, or record it as an event that has taken place.")
    return can_change(person, event)


def can_move(person: Person, event: Event) -> Verdict:
    """Who gives a published event another time: whoever may change it, before its last time is over."""
    if event.state != State.PUBLISHED:
        return no("Only a published event is moved. The time of a draft is changed like everything else.")
    if not event.is_ahead:
        return no("It is over already.")
    return can_change(person, event)


def can_cancel(person: Person, event: Event) -> Verdict:
    """Who cancels an event: whoever may change it."""
    return can_change(person, event)


def can_say_how_it_went(person: Person, event: Event) -> Verdict:
    """Who says that an event has taken place, and which employers came: whoever may change it, once it has begun."""
    if event.state != State.PUBLISHED:
        return no("Only a published event can have taken place.")
    if event.starts_at > clock.now():
        return no("It has not begun yet.")
    last = event.last_at - (event.ends_at - event.starts_at)
    if event.repeats and last > clock.now():  # whoever booked it would stand before a closed door
        return no("It still takes place {when}. Say how it went when its last time has begun.", when=short_moment(last))
    return can_change(person, event)


def can_name_employer(person: Person, event: Event, employer: Employer | None = None) -> Verdict:
    """Who puts an employer on an event: whoever may change it, and only one that is shared."""
    if employer is not None and employer.posted_at is None:
        return no("This employer is not shared yet. Once it is promoted, it can stand in the calendar.")
    if employer is not None and not is_shared_with(person, employer):
        return no("This employer is not shared with your institutions.")
    return can_change(person, event)


def can_note_who_came(person: Person, event: Event, employer: Employer | None = None) -> Verdict:
    """Who says of an event that has taken place which other employers were there, or how many came: whoever plans it,
    for a year.
    """
    if event.state != State.HELD:
        return no("It has not taken place yet.")
    if event.last_at < clock.now() - CORRECTED_FOR:
        return no("It is more than a year ago.")
    if employer is not None and not (verdict := engagement_rules.can_record(person, employer)):
        return verdict
    return is_ours(person, event)


def can_change_session(person: Person, session: Session) -> Verdict:
    """Who changes or cancels a session of an event: whoever may change the event."""
    if session.canceled_at:
        return no("It is canceled. Add another one instead.")
    return can_change(person, session.event)


def can_change_part(person: Person, part: TakingPart) -> Verdict:
    """Who changes what stands of an employer at an event: whoever may change the event and works with the employer."""
    if not (verdict := engagement_rules.can_record(person, part.employer)):
        return verdict
    return can_change(person, part.event)


def can_invite(person: Person, part: TakingPart) -> Verdict:
    """Who asks an employer to take part: an ask like any other, once for each event (N3)."""
    if part.ask is not None and part.ask.state == Ask.State.PLANNED:
        return no("Asking them is planned already.")
    if part.is_asked:
        return no("They have been asked. Say whether they come.")
    if part.state in (TakingPart.State.CONFIRMED, TakingPart.State.CAME, TakingPart.State.ABSENT):
        return no("They have answered already.")
    if not part.event.is_ahead:
        return no("It is over already.")
    return can_change_part(person, part)


def can_offer(person: Person, event: Event, institution: Institution | None = None) -> Verdict:
    """Who asks another institution whether its students may come: whoever may change an event not open to all (C15)."""
    if event.state not in (State.DRAFT, State.PUBLISHED) or not event.is_ahead:
        return no("It is not ahead any more.")
    if event.shown_to is None:
        return no("It is open to every institution already.")
    if institution is not None and set(event.shown_to).intersection(institution.lineage):
        return no("It is open to them already.")
    return can_change(person, event)


def can_take_offer_back(person: Person, opening: Opening) -> Verdict:
    """Who takes back what was asked of an institution: whoever plans the event, as long as nobody has answered."""
    if opening.state != Opening.State.OPEN:
        return no("This has been answered already.")
    return is_ours(person, opening.event)


def can_answer(person: Person, opening: Opening) -> Verdict:
    """Who answers for an institution that is asked: its own staff who plan events."""
    if opening.state != Opening.State.OPEN:
        return no("This has been answered already.")
    if opening.event.state == State.CANCELED:
        return no("The event is canceled.")
    return person.may(PLANS, at=opening.institution)


def can_take_in(person: Person, institution: Institution | None = None) -> Verdict:
    """Who brings an institution's own calendar: whoever plans its events."""
    return person.may(PLANS, at=institution)


def can_work_on(person: Person, intake: Intake | Subscription) -> Verdict:
    """Who applies a calendar that was brought, takes it back, or ends reading an address."""
    return person.may(PLANS, at=intake.institution)
