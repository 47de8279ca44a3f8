"""Who is entitled to vote in a meeting of a board, who is there, and how a vote went: counted each time, exactly."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from guildhall.boards.measures import quorum_of
from guildhall.boards.models import BoardMeeting, Entitled, Motion
from guildhall.boards.queries.measures import measures_of
from guildhall.boards.queries.seats import SEATED
from guildhall.meetings.models import Activity, Ballot

ACCEPTED = SEATED & Q(votes=True)
HERE = Q(participant__came_at__isnull=False)


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many have a vote, how many of them are there, and how many have to be."""

    entitled: int
    present: int
    needed: int

    @property
    def is_met(self) -> bool:
        """Whether enough of those entitled are there; a board without members decides nothing."""
        return self.entitled > 0 and self.present >= self.needed

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.present)


def quorum_at(held: BoardMeeting) -> Quorum:
    """The quorum of one meeting, as it stands at this moment (D15, N12)."""
    return quorums_of([held], measures_of(held.board).quorum)[held.pk]


def quorums_of(rows: Iterable[BoardMeeting], percent: int) -> dict[Any, Quorum]:
    """The quorum of some meetings of a board, counted in one statement."""
    keys = [row.pk for row in rows]
    entitled = Entitled.objects.filter(ACCEPTED, held__in=keys).values_list("held")
    counts = {
        held: (n, here) for held, n, here in entitled.annotate(n=Count("pk"), here=Count("pk", filter=HERE)).order_by()
    }
    found = {key: counts.get(key, (0, 0)) for key in keys}
    return {key: Quorum(n, here, quorum_of(n, percent)) for key, (n, here) in found.items()}


@dataclass(frozen=True, slots=True)
class VoteCount:
    """How a vote on a motion stands: for, against, abstaining, and who is there and has not voted."""

    in_favor: int
    against: int
    abstained: int
    silent: int

    @property
    def voted(self) -> int:
        return self.in_favor + self.against


def count_of(motion: Motion) -> VoteCount:
    """The votes on a motion: one for each member with a vote; whoever has a conflict of interest abstains (D15)."""
    return counts_of([motion])[motion.pk]


def counts_of(motions: Iterable[Motion]) -> dict[Any, VoteCount]:
    """The votes on some motions of one meeting, with as many statements for many as for one."""
    rows = list(motions)
    if not rows:
        return {}
    activities = [row.activity_id for row in rows]
    entitled = Entitled.objects.filter(ACCEPTED, held=rows[0].held_id)
    ballots = Ballot.objects.filter(activity__in=activities, attendee__participant__entitled__in=entitled)
    cast = ballots.values_list("activity", "choice").annotate(n=Count("pk")).order_by()
    choices = {(activity, choice): n for activity, choice, n in cast}
    here = frozenset(entitled.filter(HERE).values_list("participant", flat=True))
    barred = Activity.abstaining.through.objects.filter(activity__in=activities, participant__in=here)
    kept_out = Counter(barred.values_list("activity", flat=True))
    return {row.pk: _counted(row.activity_id, choices, kept_out, len(here)) for row in rows}


def _counted(activity: Any, choices: dict[Any, int], kept_out: Counter[Any], here: int) -> VoteCount:
    yes, against, abstain = (choices.get((activity, one), 0) for one in Ballot.Choice.values)
    abstained = abstain + kept_out[activity]
    return VoteCount(yes, against, abstained, max(0, here - yes - against - abstained))


@dataclass(frozen=True)
class Called:
    """Somebody entitled to take part in a meeting, as its page shows them."""

    row: Entitled
    counts: bool  # for the quorum

    @property
    def is_here(self) -> bool:
        return self.row.participant is not None and self.row.participant.came_at is not None


def called_to(held: BoardMeeting, seen: Any) -> Sequence[Called]:
    """Everybody entitled to take part, of the members whom the reader sees; who has not accepted does not count."""
    rows = held.entitled.filter(member__in=seen).select_related(
        "member__seat", "member__person", "member__contact__employer", "participant", "held__meeting"
    )
    counting = set(Entitled.objects.filter(ACCEPTED, held=held).values_list("pk", flat=True))
    found = [Called(row, row.pk in counting) for row in rows]
    return sorted(found, key=lambda one: (not one.row.votes, one.row.member.name.casefold(), str(one.row.pk)))
