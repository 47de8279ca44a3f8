"""Who is entitled to vote in a meeting of a board, who is there, and how a vote went: counted each time, exactly."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q

from guildhall.boards.measures import quorum_of
from guildhall.boards.models import BoardMeeting, Entitled, Motion
from guildhall.boards.queries.measures import measures_of
from guildhall.meetings.models import Ballot
from guildhall.store.days import region_day

# Who had taken the seat by the day of the meeting: whoever was only asked belongs to no quorum.
ACCEPTED = Q(votes=True, member__accepted_on__lte=region_day(F("held__meeting__starts_at")))
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
    entitled = Entitled.objects.filter(ACCEPTED, held=motion.held_id)
    barred = motion.activity.abstaining.all()
    ballots = Ballot.objects.filter(activity=motion.activity_id, attendee__participant__entitled__in=entitled)
    choices = dict(
        ballots.exclude(attendee__participant__in=barred)
        .values_list("choice").annotate(n=Count("pk")).order_by()
    )  # fmt: skip
    here = entitled.filter(HERE)
    kept_out = here.filter(participant__in=barred).count()
    yes, against, abstain = (choices.get(one, 0) for one in ("yes", "no", "abstain"))
    silent = max(0, here.count() - kept_out - yes - against - abstain)
    return VoteCount(yes, against, abstain + kept_out, silent)


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
