"""What is put right once an event has taken place: who else was there, who was not, how many came (C17)."""

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.recording import record
from guildhall.employers.models import Employer
from guildhall.engagements.actions.asking import plan_again, release_ask
from guildhall.engagements.actions.taking_back import take_back_entry
from guildhall.engagements.models import ACT, Engagement
from guildhall.events import rules
from guildhall.events.actions.entering import held, keep, told
from guildhall.events.actions.taking_part import Part, engagement_of, held_part, must_be_theirs
from guildhall.events.models import Event, TakingPart
from guildhall.events.queries.gaps import NEAR
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person
from guildhall.store.locking import locked

State = TakingPart.State


@transaction.atomic
def note_who_came(
    event: Event, employer: Employer, part: Part, *, engagement: Engagement | None = None, by: Person
) -> TakingPart:
    """Put an employer that was there on an event that has taken place: recorded afterward, or one that came unasked.

    It has the event on its timeline, once: `engagement` is the entry that stands there already, if one does.
    """
    row, saved = held(event.pk), locked(Employer, employer.pk)
    require(rules.can_note_who_came(by, row, saved))
    must_be_theirs(part, saved)
    if row.parts.filter(employer=saved).exists():
        refuse("This employer is on the event already.")
    facts = {"offers": one_line(part.offers)[:300], "opportunity": part.opportunity, "contact": part.contact}
    made = TakingPart(event=row, employer=saved, state=State.CAME, by=by, at=clock.now(), **facts)
    made.engagement = _known(engagement, saved, row) if engagement else engagement_of(made, row, by=by)
    made.save()
    after = {"employer": saved.name, "offers": made.offers}
    record("note employer came to event", made, by=by, after=after, institution=row.institution)
    return made


def _known(engagement: Engagement, employer: Employer, event: Event) -> Engagement:
    saved = locked(Engagement, engagement.pk)
    theirs = saved.employer_id == employer.pk and saved.kind != ACT and not saved.removed_at
    if not theirs or abs(saved.happened_on - event.day) > NEAR:
        refuse("That is not on their timeline at the time of the event.")
    if TakingPart.objects.filter(engagement=saved).exists():
        refuse("That belongs to another event already.")
    return saved


@transaction.atomic
def correct_who_came(row: TakingPart, *, was_there: bool, version: int, by: Person) -> TakingPart:
    """Say of an employer at an event that has taken place that it was there after all, or that it was not.

    What stood on its timeline by mistake leaves it.
    """
    event = held(row.event_id)
    saved = held_part(row.pk, event, version)
    require(rules.can_note_who_came(by, event, saved.employer))
    before = {"state": saved.state}
    if was_there and saved.state != State.CAME:
        saved.state, saved.engagement = State.CAME, engagement_of(saved, event, by=by)
    elif not was_there and saved.state != State.ABSENT:
        off_the_timeline(saved, by=by)
        saved.state, saved.engagement = State.ABSENT, None
        saved.came_at, saved.arrivals, saved.was = None, {}, ""
    saved.version += 1
    saved.save(update_fields=["state", "engagement", "came_at", "arrivals", "was", "version"])
    after = {"state": saved.state}
    record("correct who came to event", saved, by=by, before=before, after=after, institution=event.institution)
    return saved


def off_the_timeline(part: TakingPart, *, by: Person) -> None:
    """What the event itself wrote goes, and an ask that it carried out is planned again, or withdrawn once the event is
    over; what somebody had logged of another visit or call stays where it was.
    """
    entry = part.engagement
    if entry is None or entry.removed_at or entry.summary != part.event.title[:200]:
        return
    reason = _("They were not at the event after all.")
    take_back_entry(entry, reason=reason, by=by)
    if part.ask is not None and part.ask.engagement_id == entry.pk:
        part.ask = plan_again(part.ask, by=by)
        if not part.event.is_ahead:  # nobody asks to what is over, and its touch would stay reserved
            release_ask(part.ask, reason=reason, by=by)


@transaction.atomic
def correct_attended(event: Event, people: int | None, *, version: int, by: Person) -> Event:
    """Say anew how many came to an event that has taken place."""
    row = held(event.pk, version)
    require(rules.can_note_who_came(by, row))
    if people is not None and not 0 <= people <= 1_000_000:
        refuse("Say how many people came.")
    before = told(row)
    row.attended, row.attended_said = people, people is not None
    keep(row, "correct how many came to event", by=by, before=before)
    return row
