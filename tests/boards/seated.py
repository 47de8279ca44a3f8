"""A board of Mesa for tests: of its nursing program, with a member of every kind, and a meeting that has begun."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from guildhall.boards.actions import advising, convening, founding, seating, serving
from guildhall.boards.actions.advising import Advice
from guildhall.boards.actions.founding import Described
from guildhall.boards.actions.seating import Wanted
from guildhall.boards.actions.serving import Named
from guildhall.boards.models import Board, BoardMeeting, Entitled, Member, Seat
from guildhall.lib import clock
from guildhall.meetings.actions import joining, opening, outcome
from guildhall.meetings.actions.planning import Planned
from guildhall.meetings.models import Meeting
from guildhall.pathways.actions import programs

Category = Seat.Category


def program(cast: Any, name: str = "Nursing", *, place: Any = None, by: str = "mesa_wbl", **more: Any) -> Any:
    """A program of study, by default of Mesa."""
    return programs.enter_program(
        place or cast.mesa, programs.ProgramFacts(name, "associate", **more), by=cast.people[by]
    )


def founded(cast: Any, *subjects: Any, name: str = "Nursing advisory board", **more: Any) -> Board:
    """A board of Mesa whose secretary is the CTE teacher."""
    described = Described(name, **more)
    return founding.found_board(
        described, subjects, institution=cast.mesa, secretary=cast.mesa_teacher, by=cast.mesa_teacher
    )


def seat(cast: Any, board: Board, category: str = "business", *organizations: Any, **more: Any) -> Seat:
    """A seat of a board."""
    return seating.add_seat(board, Wanted(category, organizations=organizations, **more), by=cast.mesa_teacher)


def sits(cast: Any, board: Board, given: str, category: str = "business", *, since: int = 400, **more: Any) -> Member:
    """Somebody with a name who sits on a seat of their own, and has said yes."""
    votes = more.pop("votes", True)
    first = clock.today() - timedelta(since)
    named = Named(given=given, starts_on=first, has_accepted=True, ends_on=clock.today() + timedelta(300))
    return serving.take_seat(seat(cast, board, category, votes=votes), replace(named, **more), by=cast.mesa_teacher)


def planned(*, days: int = 0, **more: Any) -> Planned:
    """A meeting some days from now, or one that has begun."""
    start = clock.now() + timedelta(days=days, minutes=-5)
    return Planned(**({"title": "Board meeting", "starts_at": start, "ends_at": start + timedelta(hours=2)} | more))


def convened(cast: Any, board: Board, *, days: int = 0) -> BoardMeeting:
    """A meeting of the board with everybody on its list."""
    [held] = convening.plan_meetings(board, [planned(days=days)], by=cast.mesa_teacher)
    return held


def in_the_past(cast: Any, board: Board, days: int, *, came: tuple[str, ...] = (), minutes: str = "") -> BoardMeeting:
    """A meeting that was held some days ago, with who came."""
    held = convened(cast, board, days=-days)
    for one in entitled(held):
        if one.member.name in came:
            one.participant.came_at, one.participant.came_way = held.meeting.starts_at, "hand"
            one.participant.save(update_fields=["came_at", "came_way"])
    meeting = Meeting.objects.get(pk=held.meeting_id)
    if minutes:
        meeting = outcome.write_minutes(meeting, minutes, version=meeting.version, by=cast.mesa_teacher)
    outcome.finish_meeting(meeting, version=meeting.version, by=cast.mesa_teacher)
    return BoardMeeting.objects.select_related("board__institution", "meeting__institution").get(pk=held.pk)


def entitled(held: BoardMeeting) -> list[Entitled]:
    """Who is entitled to take part, read anew."""
    return list(held.entitled.select_related("member__contact", "member__person", "participant__meeting"))


def opened(cast: Any, held: BoardMeeting) -> Meeting:
    """Its room is open."""
    return opening.open_room(held.meeting, by=cast.mesa_teacher)


def comes(held: BoardMeeting, name: str) -> Any:
    """A member comes in by phone."""
    one = next(one for one in entitled(held) if one.member.name == name)
    meeting = Meeting.objects.get(pk=held.meeting_id)
    return joining.join(meeting, uuid4().hex, joining.Name(one.participant))


def advised(cast: Any, board: Board, subject: str = "Pharmacology before practice", **more: Any) -> Any:
    """What a board recommends to Mesa."""
    facts = {"about": "sequence", "text": "Teach it in the first term.", "institution": cast.mesa} | more
    held = facts.pop("held", None)
    return advising.give_advice(board, Advice(subject=subject, **facts), held=held, by=cast.mesa_teacher)


NAMES = ("Ana Li", "Ben Ray", "Cal Poe", "Dee Fox", "Eli Ash", "Flo May")


def full_board(cast: Any, *subjects: Any, name: str = "Nursing advisory board") -> Board:
    """Six members with a vote, four of business, one of labor, one of a school; and the secretary without a vote."""
    board = founded(cast, *subjects, name=name)
    categories = ("business", "business", "business", "business", "labor", "secondary")
    for name, category in zip(NAMES, categories, strict=True):
        sits(cast, board, name, category)
    staff = seat(cast, board, "staff", votes=False)
    serving.take_seat(
        staff, Named(person=cast.mesa_wbl, starts_on=clock.today() - timedelta(400), has_accepted=True),
        by=cast.mesa_teacher,
    )  # fmt: skip
    return board
