"""The tally: how many hold which element to be a priority, beside what each thought before (N15, E17, E18)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from guildhall.meetings.models import Activity, Ballot, Element, Meeting, Vote

SIGN = "X"  # of one vote, as Table 5 of the Facilitator's Guide has it


@dataclass(frozen=True)
class Counted:
    """One element and how many voted for it."""

    element: Element
    votes: int

    @property
    def signs(self) -> str:
        """The votes as the signs of Table 5."""
        return " ".join([SIGN] * self.votes)


@dataclass(frozen=True)
class Tally:
    """A vote, counted: each element in the order of the list, and how many people voted, by phone and on paper."""

    activity: Activity
    rows: Sequence[Counted]
    by_phone: int
    on_paper: int

    @property
    def people(self) -> int:
        return self.by_phone + self.on_paper

    @property
    def most(self) -> int:
        """The largest number of votes, for the length of bars."""
        return max((row.votes for row in self.rows), default=0)

    @property
    def ranked(self) -> list[Counted]:
        """The same, with the most votes first."""
        return sorted(self.rows, key=lambda row: (-row.votes, row.element.position))


def tally_of(activity: Activity) -> Tally:
    """A vote as it stands: the votes themselves are counted, nothing is added up beside them."""
    return _counted(activity.meeting, [activity])[0]


def tallies_of(meeting: Meeting) -> list[Tally]:
    """Every vote of a meeting that was opened, in its order."""
    rows = meeting.activities.filter(kind=Activity.Kind.TALLY).exclude(state=Activity.State.WAITING)
    return _counted(meeting, list(rows))


def _counted(meeting: Meeting, activities: list[Activity]) -> list[Tally]:
    """Some votes of a meeting, with as many statements for many as for one."""
    elements = list(meeting.elements.all()) if activities else []
    votes = Vote.objects.filter(ballot__activity__in=activities).values_list("ballot__activity", "element")
    counts = {(activity, element): n for activity, element, n in votes.annotate(n=Count("pk")).order_by()}
    ballots = Ballot.objects.filter(activity__in=activities).annotate(by_phone=Q(by=None))
    by_way = ballots.values_list("activity", "by_phone").annotate(n=Count("pk")).order_by()
    ways = {(activity, phone): n for activity, phone, n in by_way}
    return [
        Tally(
            one, [Counted(element, counts.get((one.pk, element.pk), 0)) for element in elements],
            by_phone=ways.get((one.pk, True), 0), on_paper=ways.get((one.pk, False), 0),
        )
        for one in activities
    ]  # fmt: skip


@dataclass(frozen=True)
class Crossed:
    """One element beside the individual priorities: who spoke of it before, how many of those voted for it too."""

    element: Element
    votes: int
    groups: int
    spoke: int
    spoke_and_voted: int
    reasons: Sequence[str]

    @property
    def unspoken(self) -> bool:
        """Whether it is a priority of the room of which nobody had spoken before."""
        return self.votes > 0 and self.spoke == 0

    @property
    def unvoted(self) -> bool:
        """Whether somebody had spoken of it and nobody voted for it."""
        return self.votes == 0 and self.spoke > 0


def crossed(meeting: Meeting, tally: Tally) -> list[Crossed]:
    """The tally beside the reflections that speak of each element, and the groups that chose it (E18)."""
    spoke: dict[Any, set[Any]] = {}
    through = Element.responses.through.objects.filter(element__meeting=meeting)
    for element, attendee in through.values_list("element", "response__attendee"):
        spoke.setdefault(element, set()).add(attendee)
    voted: dict[Any, set[Any]] = {}
    reasons: dict[Any, list[str]] = {}
    votes = Vote.objects.filter(ballot__activity=tally.activity).order_by("pk")
    for element, attendee, why in votes.values_list("element", "ballot__attendee", "why"):
        voted.setdefault(element, set()).add(attendee)
        if why:
            reasons.setdefault(element, []).append(why)
    groups = dict(meeting.elements.annotate(n=Count("choices")).values_list("pk", "n"))
    return [
        Crossed(
            row.element, row.votes, groups.get(row.element.pk, 0), len(spoke.get(row.element.pk, ())),
            len(spoke.get(row.element.pk, set()) & voted.get(row.element.pk, set())),
            reasons.get(row.element.pk, ()),
        )
        for row in tally.ranked
    ]  # fmt: skip
