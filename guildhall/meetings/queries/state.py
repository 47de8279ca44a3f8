"""How far a meeting is, for apps that hang on it: one look, without its inside."""

from dataclasses import dataclass

from guildhall.meetings.models import Meeting
from guildhall.meetings.queries.meetings import Answers, answers_of
from guildhall.meetings.queries.tally import Tally, tallies_of


@dataclass(frozen=True)
class MeetingState:
    """A meeting at a glance: its state, its answers, its votes, and how much is still to be prepared and done."""

    meeting: Meeting
    answers: Answers
    tallies: list[Tally]
    to_prepare: int
    tasks_open: int
    support: int

    @property
    def is_held(self) -> bool:
        """Whether it took place and is finished."""
        return self.meeting.state == Meeting.State.HELD


def state_of_meeting(row: Meeting) -> MeetingState:
    """How far one meeting is; whoever calls has asked whether the reader sees it."""
    return MeetingState(
        row,
        answers_of(row),
        tallies_of(row),
        to_prepare=row.logistics.filter(done_at=None).count(),
        tasks_open=row.action_items.filter(done_at=None).count(),
        support=row.commitments.count(),
    )
