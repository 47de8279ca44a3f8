"""A board of Mesa in the world that permission tests walk: seats, members, meetings, a vote that is open, advice."""

from datetime import timedelta
from typing import Any

from guildhall.boards.actions import advising, convening, excepting, founding, seating, serving, voting
from guildhall.boards.actions.advising import Advice
from guildhall.boards.actions.excepting import Own
from guildhall.boards.actions.founding import Described
from guildhall.boards.actions.seating import Wanted
from guildhall.boards.actions.serving import Named
from guildhall.boards.actions.voting import Put
from guildhall.boards.links import secret_of_member
from guildhall.boards.models import Board, BoardMeeting
from guildhall.lib import clock
from guildhall.meetings.actions import joining, opening
from guildhall.meetings.actions.planning import Planned
from guildhall.meetings.models import Meeting
from tests.cast import Cast
from tests.permissions.world.record import Record
from tests.permissions.world.words import canary

SEEN = "board"  # what all of the staff read
KEPT = "boardkept"  # what whoever keeps the board reads
MEETING = "boardmtg"  # what colleagues of the institution read
INSIDE = "boardin"  # what whoever leads its meeting reads


def advised(cast: Cast, records: dict[str, Record], more: dict[str, Any]) -> dict[str, Any]:
    """A board with its secretary, a contact of the shared employer on a seat, and one of an employer not shared."""
    by, harbor = cast.people["mesa_teacher"], cast.people["harbor_admin"]
    shared, exception = records["shared"], records["exception"].employer
    described = Described(canary(SEEN, "name"), purpose=canary(SEEN, "purpose"))
    board = founding.found_board(described, [more["programs"]["mesa"]], institution=cast.mesa, secretary=by, by=by)
    closed = founding.found_board(Described("Past board"), [], institution=cast.mesa, secretary=by, by=by)
    closed = founding.close_board(closed, canary(SEEN, "closed"), version=1, by=by)
    contact = shared.employer.contacts.get(pk=shared.ids["contact"])
    seat = seating.add_seat(board, Wanted("business", organizations=[shared.employer]), by=by)
    vacant = seating.add_seat(board, Wanted("labor", cluster=canary(SEEN, "cluster")), by=by)
    free = seating.add_seat(board, Wanted("community"), by=by)
    since = {"starts_on": clock.today() - timedelta(9), "has_accepted": True}
    member = serving.take_seat(seat, Named(contact=contact, **since), by=by)
    named = {"given": f"Ana {canary(SEEN, 'member')}", "email": f"{canary(KEPT, 'email')}@canary.example"}
    asked = serving.take_seat(seating.add_seat(board, Wanted("business"), by=by), Named(**named), by=by)
    own = serving.take_seat(
        seating.add_seat(board, Wanted("staff", votes=False), by=by), Named(person=cast.people["mesa_wbl"]), by=by
    )
    interest = serving.note_interest(member, canary(KEPT, "interest"), by=by)
    # At Harbor somebody sits whose employer Mesa does not see: on Harbor's own board.
    theirs = founding.found_board(Described("Harbor board"), [], institution=cast.harbor, secretary=harbor, by=harbor)
    hidden = seating.add_seat(theirs, Wanted("business", organizations=[exception]), by=harbor)
    unseen = serving.take_seat(hidden, Named(contact=exception.contacts.current().first(), **since), by=harbor)
    found = _met(cast, board, by)
    advice = _advised(cast, board, found["meetings"]["ahead"], asked, by)
    founding.say_why_none(more["programs"]["office"], canary(SEEN, "whynone"), by=cast.people["director"])
    academy = founding.save_academy(canary(SEEN, "academy"), institution=cast.mesa, by=by)
    rule = Own("meetings", 1, canary(SEEN, "ownrule"), clock.today() + timedelta(90))
    return {
        "board_own_rule": excepting.give_own_rule(board, rule, by=by).pk,
        "boards": {"open": Board.objects.get(pk=board.pk), "closed": closed}, "board_academy": academy.pk,
        "board_seats": {"seat": seat.pk, "vacant": vacant.pk, "free": free.pk, "hidden": hidden.pk},
        "board_members": {"member": member.pk, "asked": asked.pk, "own": own.pk, "hidden": unseen.pk},
        "board_interest": interest.pk, "board_secret": secret_of_member(asked), "board_advice": advice,
        "of_board": found,
    }  # fmt: skip


def _met(cast: Cast, board: Board, by: Any) -> dict[str, Any]:
    """A meeting whose room is open with a vote under way, and one ahead."""
    start = clock.now() - timedelta(minutes=5)
    times = [(start, start + timedelta(hours=30)), (start + timedelta(days=40), start + timedelta(days=40, hours=2))]
    planned = [Planned(canary(MEETING, n), *time) for n, time in zip(("now", "ahead"), times, strict=True)]
    held, ahead = convening.plan_meetings(board, planned, by=by)
    meeting = opening.open_room(held.meeting, by=by)
    member = next(one for one in held.entitled.select_related("participant__meeting") if one.votes)
    joining.join(meeting, "board-device", joining.Name(member.participant))
    motion = voting.put_motion(held, Put(canary(INSIDE, "motion")), by=by)
    waiting = voting.put_motion(held, Put(canary(INSIDE, "waiting")), by=by)
    voting.open_vote(motion, by=by)
    rows = BoardMeeting.objects.select_related("meeting", "board")
    return {
        "meetings": {"now": rows.get(pk=held.pk), "ahead": rows.get(pk=ahead.pk)},
        "motions": {"open": motion.pk, "waiting": waiting.pk}, "entitled": member.pk,
        "meeting": Meeting.objects.get(pk=meeting.pk),
    }  # fmt: skip


def _advised(cast: Cast, board: Board, held: BoardMeeting, member: Any, by: Any) -> dict[str, Any]:
    said = {"about": "sequence", "institution": cast.mesa, "person": cast.people["mesa_instructor"]}
    told = Advice(subject=canary(SEEN, "subject"), text=canary(SEEN, "advice"), **said)
    waiting = advising.give_advice(board, told, held=held, by=by)
    advising.remark(waiting, member, canary(KEPT, "remark"))
    return {"waiting": waiting.pk}
