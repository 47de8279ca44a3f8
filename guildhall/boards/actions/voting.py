"""Motions of a board: put, voted on in the room or by show of hands, and settled with exact numbers (D15)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from guildhall.audit.recording import record
from guildhall.boards import rules
from guildhall.boards.models import BoardMeeting, Entitled, Member, Motion, Recommendation
from guildhall.boards.queries.quorum import count_of, quorum_at
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import refuse, require
from guildhall.meetings.actions.on_paper import enter_votes
from guildhall.meetings.actions.opening import open_activity, save_activity, set_abstaining, settle_activity
from guildhall.meetings.actions.outcome import note_decision
from guildhall.meetings.models import Activity
from guildhall.people.models import Person
from guildhall.store.locking import locked

Kind, Outcome = Motion.Kind, Motion.Outcome
RELATED = ("held__board__institution", "held__meeting__institution", "activity__meeting", "minutes_of")


@dataclass(frozen=True, slots=True)
class Put:
    """A motion as it is put: its words, what it is about, who moved and seconded it, and who abstains."""

    title: str
    kind: str = Kind.OTHER
    moved_by: Member | None = None
    seconded_by: Member | None = None
    minutes_of: BoardMeeting | None = None
    recommendation: Recommendation | None = None
    abstaining: Iterable[Entitled] = field(default=())


@transaction.atomic
def put_motion(row: BoardMeeting, put: Put, *, by: Person) -> Motion:
    """Write a motion down; whoever has a conflict of interest in it abstains."""
    held = locked(BoardMeeting, row.pk, "board__institution", "meeting__institution")
    require(rules.can_prepare(by, held))
    if put.kind not in Kind.values:
        refuse("Say what the motion is about.")
    if put.kind == Kind.MINUTES and (put.minutes_of is None or put.minutes_of.approved_on is not None):
        refuse("Choose a meeting whose minutes are not approved yet.")
    if put.kind == Kind.ADVICE and put.recommendation is None:
        refuse("Choose the recommendation.")
    if put.moved_by is not None and put.moved_by == put.seconded_by:
        refuse("Somebody else seconds it than moved it.")
    activity = save_activity(held.meeting, {"kind": Activity.Kind.MOTION, "title": put.title, "seconds": None}, by=by)
    set_abstaining(activity, [one.participant for one in put.abstaining if one.participant is not None], by=by)
    motion = Motion.objects.create(
        held=held, activity=activity, kind=put.kind, moved_by=put.moved_by, seconded_by=put.seconded_by, by=by,
        minutes_of=put.minutes_of if put.kind == Kind.MINUTES else None,
        recommendation=put.recommendation if put.kind == Kind.ADVICE else None,
    )  # fmt: skip
    after = {"motion": one_line(put.title), "kind": str(put.kind)}
    record("put motion", motion, by=by, after=after, institution=held.board.institution)
    return motion


def held_motion(row: Motion) -> Motion:
    """A motion, locked."""
    return locked(Motion, row.pk, *RELATED)


@transaction.atomic
def open_vote(row: Motion, *, by: Person) -> None:
    """Open the vote on a motion: phones show it, and what was open before is closed."""
    motion = held_motion(row)
    if motion.outcome:
        refuse("The vote on it is over.")
    open_activity(motion.activity, by=by)


@transaction.atomic
def vote_by_hand(row: Motion, said: Mapping[Any, str], *, by: Person) -> int:
    """Enter votes by show of hands or on paper, by the member entitled; who voted by phone keeps that vote."""
    motion = held_motion(row)
    require(rules.can_vote_by_hand(by, motion))
    if not any(said.values()):
        refuse("Say for at least one member how they vote.")
    rows = motion.held.entitled.filter(pk__in=said, votes=True).select_related("participant__meeting")
    votes = [(one.participant, said[one.pk]) for one in rows if one.participant is not None and said[one.pk]]
    return enter_votes(motion.activity, votes, by=by)


@transaction.atomic
def settle_motion(row: Motion, *, by: Person) -> Motion:
    """Close the vote and write down how it went, exactly: without a quorum nothing is decided.

    What was carried stands among the decisions of the meeting; minutes that were approved say so.
    """
    motion = held_motion(row)
    require(rules.can_settle(by, motion))
    settle_activity(motion.activity, by=by)
    quorum, count = quorum_at(motion.held), count_of(motion)
    motion.in_favor, motion.against, motion.abstained = count.in_favor, count.against, count.abstained
    motion.present, motion.needed = quorum.present, quorum.needed
    carried = Outcome.CARRIED if count.in_favor > count.against else Outcome.LOST
    motion.outcome, motion.settled_at = carried if quorum.is_met else Outcome.NO_QUORUM, clock.now()
    motion.save()
    after = {"outcome": str(motion.outcome), "yes": count.in_favor, "no": count.against, "abstained": count.abstained}
    record("settle motion", motion, by=by, after=after, institution=motion.held.board.institution)
    if motion.outcome == Outcome.CARRIED:
        _carry(motion, by)
    return motion


def _carry(motion: Motion, by: Person) -> None:
    if motion.minutes_of is not None:
        minutes = locked(BoardMeeting, motion.minutes_of_id)
        minutes.approved_on, minutes.approved_at = clock.day_of(motion.held.meeting.starts_at), motion.held
        minutes.save(update_fields=["approved_on", "approved_at"])
    words = gettext("%(what)s: carried, %(yes)d for, %(no)d against, %(abstained)d abstaining.")
    numbers = {"yes": motion.in_favor, "no": motion.against, "abstained": motion.abstained}
    why = gettext("The vote was counted.")
    note_decision(motion.held.meeting, words % ({"what": motion.activity.title} | numbers), reason=why, by=by)


@transaction.atomic
def withdraw_motion(row: Motion, *, by: Person) -> None:
    """Take a motion out that nobody has voted on."""
    motion = held_motion(row)
    require(rules.can_prepare(by, motion.held))
    if motion.outcome or motion.activity.ballots.exists():
        refuse("It has been voted on: it stays.")
    record("withdraw motion", motion, by=by, before={"motion": motion.name}, institution=motion.held.board.institution)
    motion.activity.delete()
