"""Interview slots of an event, a whole row of them at once (C3, C16)."""

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.events import rules
from guildhall.events.actions.entering import held
from guildhall.events.actions.taking_part import Stall, session_facts
from guildhall.events.models import Event, Session
from guildhall.events.slots import MOST_SLOTS, Row, slots_in
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person

SLOT = Session.Kind.SLOT


@transaction.atomic
def add_slots(event: Event, stall: Stall, row: Row, *, by: Person) -> list[Session]:
    """Add a row of interview slots to an event, each with the title, the employer, the room and the places of `stall`.

    Sent twice it is refused: slots of the same employer, or title, stand at these times already.
    """
    saved = held(event.pk)
    require(rules.can_name_employer(by, saved, stall.employer))
    times = slots_in(row)
    if not times:
        refuse("No interview fits into this time.")
    if len(times) > MOST_SLOTS:
        refuse("Sixty interviews at once are the most.")
    facts = session_facts(stall) | {"kind": SLOT}
    there = saved.sessions.standing().filter(kind=SLOT, employer=stall.employer, title=facts["title"])
    if there.filter(starts_at__lt=times[-1][1], ends_at__gt=times[0][0]).exists():
        refuse("Interviews stand there at this time already.")
    made = Session.objects.bulk_create(
        Session(**facts | {"event": saved, "starts_at": begins, "ends_at": ends}) for begins, ends in times
    )
    after = {"title": facts["title"], "slots": len(made), "starts_at": times[0][0], "ends_at": times[-1][1]}
    record("add interview slots to event", saved, by=by, after=after, institution=saved.institution)
    return made
