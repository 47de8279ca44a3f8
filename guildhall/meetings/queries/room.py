"""What is open in the room, and what was said there: for phones, the projector and whoever facilitates (E15–E18)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from guildhall.employers.models import Contact
from guildhall.meetings.models import Activity, Attendee, Ballot, Element, Group, Mark, Meeting, Participant, Response
from guildhall.people.models import Person

PEOPLE = ("participant__person", "participant__contact")
NAMED = tuple(f"attendee__{name}" for name in PEOPLE)
Kind = Activity.Kind


def open_now(meeting: Meeting) -> Activity | None:
    """The activity that is open in the room."""
    return meeting.activities.filter(state=Activity.State.OPEN).first()


def state_of(activity: Activity | None) -> str:
    """What a phone or the projector compares, to know whether something else is open now."""
    return f"{activity.pk}:{activity.version}" if activity is not None else "nothing"


def ends_of(activity: Activity) -> datetime | None:
    """Until when an open reflection lasts."""
    if activity.opened_at is None or not activity.seconds:
        return None
    return activity.opened_at + timedelta(seconds=activity.seconds)


def with_sight(attendees: Iterable[Attendee], person: Person) -> list[Attendee]:
    """People in the room for a reader: `shown_name` is that of a contact only where they see the employer."""
    rows = list(attendees)
    named = {row.participant.contact_id for row in rows if row.participant and row.participant.contact_id}
    seen = set(Contact.objects.visible_to(person).filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    for row in rows:
        row.is_seen = row.participant is not None and row.participant.contact_id in seen
    return rows


def names_to_choose(meeting: Meeting) -> list[Participant]:
    """The participants who have not come into the room, or may come in from another phone, for a phone to choose."""
    let_in = Q(attendee__way=Attendee.Way.PHONE, attendee__key="")
    rows = meeting.participants.filter(Q(attendee=None) | let_in).exclude(answer=Participant.Answer.NO)
    people = [row for row in rows.select_related("person", "contact") if row.short_name]
    return sorted(people, key=lambda row: row.short_name.casefold())


@dataclass(frozen=True)
class Said:
    """A reflection with what it is connected to, and what it disagrees with."""

    row: Response
    marks: Sequence[Mark]
    elements: frozenset[Any]


def responses_of(activity: Activity, person: Person) -> list[Said]:
    """What was said in a reflection, each with its marks."""
    rows = list(activity.responses.select_related(*NAMED).prefetch_related("elements"))
    with_sight((row.attendee for row in rows), person)
    marks: dict[Any, list[Mark]] = {}
    for mark in activity.marks.select_related("first", "second"):
        marks.setdefault(mark.first_id, []).append(mark)
        marks.setdefault(mark.second_id, []).append(mark)
    return [Said(row, marks.get(row.pk, ()), frozenset(e.pk for e in row.elements.all())) for row in rows]


def groups_of(activity: Activity) -> list[Group]:
    """The small groups of an activity with what they chose, each with `size`."""
    rows = activity.groups.annotate(size=Count("members", distinct=True)).order_by("position")
    return list(rows.prefetch_related("choices__element"))


def group_of(attendee: Attendee, activity: Activity) -> Group | None:
    """The small group in which somebody sits."""
    return attendee.groups.filter(activity=activity).prefetch_related("choices__element").first()


@dataclass(frozen=True)
class Turn:
    """What one phone shows now: the activity, and what its owner has sent for it."""

    activity: Activity | None
    edition: int = 0
    mine: Any = None
    group: Group | None = None
    groups: Sequence[Group] = ()
    elements: Sequence[Element] = ()
    definitions: Sequence[Any] = ()
    ends_at: datetime | None = None
    chosen: dict[Any, str] = field(default_factory=dict)  # why, by the element

    @property
    def said(self) -> str:
        """What its owner, or their group, has sent, in words."""
        if choice := getattr(self.mine, "choice", ""):
            return str(Ballot.Choice(choice).label)
        return getattr(self.mine, "text", "") or ", ".join(one.text for one in self.elements if one.pk in self.chosen)


def turn_of(meeting: Meeting, attendee: Attendee) -> Turn:
    """What is open now for somebody in the room, with what they sent before."""
    activity = open_now(meeting)
    if activity is None:
        return Turn(None)
    return {
        Kind.REFLECTION: _reflecting,
        Kind.GROUPS: _in_groups,
        Kind.TALLY: _voting,
        Kind.SUPPORT: _supporting,
        Kind.MOTION: _deciding,
    }.get(Kind(activity.kind), _reading)(activity, attendee)


def _reading(activity: Activity, attendee: Attendee) -> Turn:
    return Turn(activity, definitions=list(activity.meeting.definitions.all()))


def _reflecting(activity: Activity, attendee: Attendee) -> Turn:
    mine = activity.responses.filter(attendee=attendee).first()
    return Turn(activity, mine.edition if mine else 0, mine, ends_at=ends_of(activity))


def _in_groups(activity: Activity, attendee: Attendee) -> Turn:
    group, groups = group_of(attendee, activity), groups_of(activity)
    if group is None:
        return Turn(activity, groups=groups)
    chosen = {choice.element_id: choice.why for choice in group.choices.all()}
    definitions = list(activity.meeting.definitions.all())
    elements = list(activity.meeting.elements.all())
    more: dict[str, Any] = {"elements": elements, "definitions": definitions, "chosen": chosen}
    return Turn(activity, group.edition, group=group, groups=groups, **more)


def _voting(activity: Activity, attendee: Attendee) -> Turn:
    mine = activity.ballots.filter(attendee=attendee).prefetch_related("votes").first()
    chosen = {vote.element_id: vote.why for vote in mine.votes.all()} if mine else {}
    return Turn(
        activity, mine.edition if mine else 0, mine, elements=list(activity.meeting.elements.all()), chosen=chosen
    )


def _deciding(activity: Activity, attendee: Attendee) -> Turn:
    mine = activity.ballots.filter(attendee=attendee).first()
    return Turn(activity, mine.edition if mine else 0, mine)


def _supporting(activity: Activity, attendee: Attendee) -> Turn:
    return Turn(activity, mine=list(attendee.commitments.all()))
