from guildhall.meetings.models.meetings import Meeting, Organizer
from guildhall.meetings.models.outcome import ActionItem, Commitment, Decision
from guildhall.meetings.models.people import Participant
from guildhall.meetings.models.preparing import AgendaItem, Definition, Element, LogisticsItem, Paper
from guildhall.meetings.models.room import Activity, Attendee, Group, Mark, Response
from guildhall.meetings.models.tally import Ballot, GroupChoice, Vote

__all__ = [
    "ActionItem", "Activity", "AgendaItem", "Attendee", "Ballot", "Commitment", "Decision", "Definition", "Element",
    "Group", "GroupChoice", "LogisticsItem", "Mark", "Meeting", "Organizer", "Paper", "Participant", "Response", "Vote",
]  # fmt: skip
