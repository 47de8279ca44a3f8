"""What stands on paper, typed in by whoever facilitates: many votes at once, and reflections (N15, E15)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.lib.verdicts import refuse, require
from guildhall.meetings import rules
from guildhall.meetings.actions.joining import Name, come_on_paper
from guildhall.meetings.actions.planning import held
from guildhall.meetings.actions.speaking import Sending, reflect, vote, vote_on_motion
from guildhall.meetings.models import Activity, Attendee, Meeting, Participant, Response
from guildhall.people.models import Person

MOST = 200  # papers at once
LINE = re.compile(r"^(?:(?P<name>[^:]*):)?\s*(?P<numbers>[\d\s,;.]*)$")


@dataclass(frozen=True)
class Paper:
    """One paper as it was typed: whose it is, where that is known, and the numbers of the elements on it."""

    name: str
    numbers: tuple[int, ...]


def read_papers(text: str, elements: int) -> list[Paper]:
    """Papers that were typed one a line, such as "Ana Li: 1, 3" or "2 4". Refuses what is no number of an element."""
    papers = []
    for n, line in enumerate(filter(None, (one.strip() for one in text.splitlines())), 1):
        match = LINE.match(line)
        if match is None:
            refuse("Line {n}: write the numbers of the elements, such as “Ana Li: 1, 3” or “1 3”.", n=n)
        numbers = tuple(dict.fromkeys(int(one) for one in re.findall(r"\d{1,4}", match["numbers"])))
        if wrong := [one for one in numbers if not 1 <= one <= elements]:
            refuse("Line {n}: there is no element {wrong}.", n=n, wrong=wrong[0])
        papers.append(Paper((match["name"] or "").strip(), numbers))
    if not papers:
        refuse("Type at least one paper.")
    if len(papers) > MOST:
        refuse("Two hundred papers at most at once.")
    return papers


@transaction.atomic
def enter_papers(activity: Activity, text: str, *, by: Person) -> int:
    """Enter votes on paper, all of them or none; returns how many papers.

    A paper with the name of somebody who has voted by phone is refused: nobody votes twice. One that was typed in
    before is replaced by what is typed now.
    """
    meeting = held(activity.meeting)
    require(rules.can_facilitate(by, meeting))
    elements = list(meeting.elements.all())
    papers = read_papers(text, len(elements))
    entered = set()
    for n, paper in enumerate(papers, 1):
        attendee = come_on_paper(meeting, Name(typed=paper.name or _next_name(meeting)), by=by)
        ballot = activity.ballots.filter(attendee=attendee).first()
        if ballot is not None and (ballot.by_id is None or attendee.pk in entered):
            refuse("Line {n}: {who} has voted already.", n=n, who=paper.name)
        entered.add(attendee.pk)
        chosen: dict[UUID, str] = {elements[one - 1].pk: "" for one in paper.numbers}
        vote(activity, attendee, chosen, Sending(uuid4().hex, ballot.edition if ballot else 0), by=by)
    return len(papers)


@transaction.atomic
def enter_votes(activity: Activity, said: Iterable[tuple[Participant, str]], *, by: Person) -> int:
    """Enter votes on a motion by show of hands or on paper; whoever has voted by phone keeps that vote (D15)."""
    require(rules.can_facilitate(by, held(activity.meeting)))
    entered = 0
    for participant, choice in said:
        attendee = come_on_paper(activity.meeting, Name(participant), by=by)
        ballot = activity.ballots.filter(attendee=attendee).first()
        if ballot is not None and (ballot.by_id is None or ballot.choice == choice):
            continue
        vote_on_motion(activity, attendee, choice, Sending(uuid4().hex, ballot.edition if ballot else 0), by=by)
        entered += 1
    return entered


@transaction.atomic
def enter_reflection(activity: Activity, who: str, text: str, *, by: Person) -> Response:
    """Enter a reflection on paper; one that was typed in before is replaced, and what came by phone stays."""
    attendee = come_on_paper(activity.meeting, Name(typed=who), by=by)
    known = activity.responses.filter(attendee=attendee).first()
    if known is not None and known.by_id is None:
        refuse("{who} has answered by phone already.", who=who)
    return reflect(activity, attendee, text, Sending(uuid4().hex, known.edition if known else 0), by=by)


def _next_name(meeting: Meeting) -> str:
    """A name for a paper without one."""
    known = set(meeting.attendees.filter(way=Attendee.Way.PAPER).values_list("typed", flat=True))
    return next(name for n in range(1, 10_000) if (name := _("Paper %d") % n) not in known)
