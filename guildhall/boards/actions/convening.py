"""Meetings of a board: planned ahead, everybody entitled on the list, the agenda built from what is open (D15)."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.boards import rules
from guildhall.boards.models import Board, BoardMeeting, Entitled, Member
from guildhall.boards.queries.agenda import proposed
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import refuse, require
from guildhall.meetings.actions.inviting import Named, add_participant, end_link, give_vote, remove_participant
from guildhall.meetings.actions.planning import Planned, plan_meeting
from guildhall.meetings.actions.preparing import save_row
from guildhall.meetings.models import AgendaItem, Meeting, Participant
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.store.locking import locked

MOST = 6  # meetings that are planned at once


@transaction.atomic
def plan_meetings(board: Board, planned: Sequence[Planned], *, by: Person) -> list[BoardMeeting]:
    """Plan the meetings of a board ahead, with everybody on their lists and the agenda of the first one built (D15)."""
    row = locked(Board, board.pk, "institution", "secretary")
    require(rules.can_plan(by, row))
    if not planned or len(planned) > MOST:
        refuse("Plan between one and six meetings at once.")
    organizers = [row.secretary] if row.secretary.is_active else []
    made = []
    for one in planned:
        more: dict[str, Any] = {"organizers": organizers, "kickoff": False, "under": Permission.KEEP_BOARDS}
        meeting = plan_meeting(one, institution=row.institution, by=by, **more)
        held = BoardMeeting.objects.create(board=row, meeting=meeting)
        record("plan board meeting", held, by=by, after={"board": row.name}, institution=row.institution)
        summon(held, by=by)
        made.append(held)
    build_agenda(min(made, key=lambda held: held.meeting.starts_at), by=by)
    return made


@transaction.atomic
def summon(row: BoardMeeting, *, by: Person) -> int:
    """Put every member on the list of a meeting who is not on it, and take off who has left; returns how many came on.

    Nobody is written to by that: invitations are sent from the meeting's own list, under the contact rules.
    """
    held = locked(BoardMeeting, row.pk, "board", "meeting__institution")
    require(rules.can_prepare(by, held))
    members = Member.objects.visible_to(by).current().filter(board=held.board)
    known = set(held.entitled.values_list("member", flat=True))
    added = 0
    for member in members.select_related("person", "contact__employer", "seat"):
        if member.pk not in known:
            _entitle(held, member, by)
            added += 1
    gone = held.entitled.exclude(member__in=Member.objects.current().filter(board=held.board))
    for one in gone.select_related("participant__meeting__institution"):
        _take_off(one, by=by)
    return added


def _entitle(held: BoardMeeting, member: Member, by: Person) -> Entitled:
    meeting = held.meeting
    rows = meeting.participants.filter(entitled=None)
    known = None
    if member.person is not None:
        known = rows.filter(person=member.person).first()
    elif member.contact is not None:
        known = rows.filter(contact=member.contact).first()
    elif member.email:
        known = rows.filter(email__iexact=member.email).first()
    if known is None:
        named = Named(member.person, member.contact, member.given, member.email, member.affiliation)
        known = add_participant(meeting, named, by=by)
    give_vote(known, member.seat.votes, by=by)
    return Entitled.objects.create(held=held, member=member, participant=known, votes=member.seat.votes)


def _take_off(one: Entitled, *, by: Person | None) -> None:
    """Who left the board before a meeting has no part in it; who came is part of its past."""
    participant: Participant | None = one.participant
    if participant is not None and participant.came_at is not None:
        return
    one.delete()
    if participant is None:
        return
    if by is not None and rules.can_prepare(by, one.held):
        remove_participant(participant, by=by)
    else:
        give_vote(participant, False, by=by)


def call(member: Member, *, by: Person) -> None:
    """Put a new member on the lists of the meetings ahead, so far as whoever seats them leads these."""
    for held in _ahead(member.board):
        if rules.can_prepare(by, held):
            summon(held, by=by)


def let_go(member: Member, *, by: Person | None) -> None:
    """Take who left the board off the lists of the meetings ahead."""
    rows = Entitled.objects.filter(member=member, held__in=_ahead(member.board))
    for one in rows.select_related("participant__meeting__institution", "held__meeting__institution"):
        _take_off(one, by=by)


def end_invitations(member: Member, *, by: Person) -> None:
    """End the links of a member's invitations to the meetings ahead, so far as whoever does it leads these."""
    rows = Entitled.objects.filter(member=member, held__in=_ahead(member.board), participant__isnull=False)
    for one in rows.select_related("participant__meeting__institution", "held__meeting__institution"):
        if rules.can_prepare(by, one.held):
            end_link(one.participant, by=by)


def _ahead(board: Board) -> Sequence[BoardMeeting]:
    rows = BoardMeeting.objects.filter(board=board, meeting__in=Meeting.objects.ahead())
    return list(rows.select_related("meeting__institution", "board"))


@transaction.atomic
def build_agenda(row: BoardMeeting, *, by: Person) -> int:
    """Put on the agenda what is open: minutes to approve, advice, decisions, figures, terms; returns how many lines.

    What stands on it stays; what was put on it before is not put on it again.
    """
    held = locked(BoardMeeting, row.pk, "board__institution", "meeting__institution")
    require(rules.can_prepare(by, held))
    known = {title.casefold() for title in held.meeting.agenda.values_list("title", flat=True)}
    lines = [line for line in proposed(held, by) if one_line(line.title)[:200].casefold() not in known]
    for line in lines:
        values = {"title": one_line(line.title)[:200], "minutes": line.minutes, "who": "", "text": line.text[:2000]}
        save_row(held.meeting, AgendaItem, values, by=by)
    return len(lines)
