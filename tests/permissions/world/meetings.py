"""A kickoff of Mesa in the world that permission tests walk: its room is open, and something of every kind is said."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from guildhall.lib import clock
from guildhall.meetings.actions import (
    inviting,
    joining,
    marking,
    opening,
    outcome,
    papers,
    planning,
    preparing,
    speaking,
)
from guildhall.meetings.actions.inviting import Named
from guildhall.meetings.actions.joining import Name
from guildhall.meetings.actions.speaking import Offer, Sending
from guildhall.meetings.models import AgendaItem, Definition, Element, Meeting
from tests.cast import Cast
from tests.permissions.world.words import canary

INSIDE = "mtgin"  # what only whoever leads the meeting reads
SEEN = "mtg"  # what colleagues of the institution read


def kicked_off(cast: Cast, contact: Any, hidden: Any) -> dict[str, Any]:
    """Planned by a convener, with somebody of every kind on the list, a vote that is open, minutes and a task.

    Of the contact of a `hidden` employer, who speaks in the room, only who sees the employer reads the name.
    """
    by, start = cast.people["mesa_convener"], clock.now() - timedelta(minutes=5)
    planned = planning.Planned(
        canary(SEEN, "title"), start, start + timedelta(hours=30), canary(INSIDE, "purpose"), canary(SEEN, "place")
    )
    row = planning.plan_meeting(planned, institution=cast.mesa, by=by)
    item = preparing.save_row(row, AgendaItem, {"title": canary(INSIDE, "agenda"), "minutes": 10}, by=by)
    preparing.save_row(row, Definition, {"source": "Perkins", "text": canary(INSIDE, "definition")}, by=by)
    elements = [preparing.save_row(row, Element, {"text": text}, by=by) for text in (canary(INSIDE, "element"), "B")]
    paper = papers.lay_paper(row, "slides.txt", [b"what is shown"], item=item, handed_out=True, by=by)
    own = inviting.add_participant(row, Named(person=cast.people["mesa_wbl"], role=canary(SEEN, "role")), by=by)
    inviting.add_participant(row, Named(contact=contact), by=by)
    named = {"given": f"Ana {canary(INSIDE, 'guest')}", "email": f"{canary(INSIDE, 'email')}@canary.example"}
    guest = inviting.add_participant(row, Named(**named, role=canary(INSIDE, "asked")), by=by)
    inviting.add_participant(row, Named(given="Ben Ray", email="ben@canary.example"), by=by)
    inviting.invite(own, by=by)
    inviting.invite(guest, by=by)
    unseen = inviting.add_participant(row, Named(contact=hidden), by=cast.people["mesa_admin"])
    found = _in_room(opening.open_room(row, by=by), elements, unseen, by)
    row = Meeting.objects.get(pk=row.pk)
    row = outcome.write_minutes(row, canary(INSIDE, "minutes"), version=row.version, by=by)
    outcome.note_decision(row, canary(INSIDE, "decision"), by=by)
    task = outcome.Task(canary(SEEN, "task"), cast.people["mesa_wbl"], due=clock.today() + timedelta(5))
    found |= {"task": outcome.give_task(row, task, by=by).pk, "item": item.pk, "paper": paper.pk}
    found |= {"tick": row.logistics.first().pk, "own": own.pk, "guest": guest.pk}
    return {"meetings": {"mesa": Meeting.objects.get(pk=row.pk)}, "of_meeting": found}


def _in_room(row: Meeting, elements: list[Element], unseen: Any, by: Any) -> dict[str, Any]:
    names = [Name(typed=f"{canary(INSIDE, 'speaker')} {n}") for n in (1, 2)]
    people = [joining.join(row, uuid4().hex, name) for name in (*names, Name(unseen))]
    kinds = {one.kind: one for one in row.activities.all()}
    found: dict[str, Any] = {kind: one.pk for kind, one in kinds.items()}
    reflection = opening.open_activity(kinds["reflection"], by=by)
    said = [speaking.reflect(reflection, one, canary(INSIDE, "said"), Sending(uuid4().hex, 0)) for one in people]
    found["mark"] = marking.mark(*said[:2], "connection", canary(INSIDE, "mark"), by=by).pk
    marking.note_elements(said[0], elements[:1], by=by)
    group = opening.open_activity(kinds["groups"], groups=2, by=by).groups.get(position=1)
    speaking.choose_as_group(group, {elements[0].pk: canary(INSIDE, "why")}, Sending(uuid4().hex, 0))
    support = opening.open_activity(kinds["support"], by=by)
    for one in (people[0], people[2]):
        speaking.commit_support(support, one, Offer("time", canary(INSIDE, "support"), uuid4().hex))
    tally = opening.open_activity(kinds["tally"], by=by)
    speaking.vote(tally, people[0], {elements[0].pk: canary(INSIDE, "reason")}, Sending(uuid4().hex, 0))
    return found | {"said": [one.pk for one in said[:2]]}
