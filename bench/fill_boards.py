"""Fill a database with invented boards and ten years of their meetings for bench/boards.py: COUNT SEED."""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guildhall.project.settings")

import django
from django.conf import settings
from django.core.management import call_command

from guildhall.project.embedded import Server

BLOCK = 250  # boards at a time
EMAIL, PASSWORD = "teresa.villalobos@mesagrande.example", "guildhall-demo-only"
YEARS, A_YEAR, SEATS, LISTED = 10, 2, 10, 8  # of each board; of whom `LISTED` are called to each meeting
CATEGORIES = ("business", "business", "business", "business", "business", "labor", "secondary", "postsecondary",
              "community", "staff")  # fmt: skip


def fill(count: int, seed: int, by=None) -> int:
    """Bring the database to `count` boards, each with its program; returns how many there are."""
    from guildhall.boards.models import Board
    from guildhall.people.models import Institution, Person

    chance, by = random.Random(seed), by or Person.objects.get(email=EMAIL)
    places = list(Institution.objects.filter(kind="college"))
    for start in range(Board.objects.count(), count, BLOCK):
        _block(start, min(BLOCK, count - start), places, by, chance)
    return Board.objects.count()


def _block(start, count, places, by, chance):
    from datetime import timedelta

    from guildhall.boards.models import Board, Member, Recommendation, Remit, Seat, SeatFor
    from guildhall.employers.models import Employer
    from guildhall.lib import clock
    from guildhall.pathways.models import Program

    now, today = clock.now(), clock.today()
    employers = list(Employer.objects.posted().values_list("pk", flat=True)[:2_000])
    programs = Program.objects.bulk_create(
        Program(institution=chance.choice(places), name=f"Program {start + n}", credential="associate")
        for n in range(count)
    )
    boards = Board.objects.bulk_create(
        Board(institution=one.institution, name=f"{one.name} advisory board", secretary=by, by=by, made_at=now,
              founded_on=today - timedelta(365 * YEARS), purpose="What it is for. " * 10)
        for one in programs
    )  # fmt: skip
    Remit.objects.bulk_create(Remit(board=b, program=p) for b, p in zip(boards, programs, strict=True))
    seats = Seat.objects.bulk_create(
        Seat(board=board, category=category, votes=category != "staff") for board in boards for category in CATEGORIES
    )
    SeatFor.objects.bulk_create(
        SeatFor(seat=seat, employer_id=chance.choice(employers)) for seat in seats if seat.category == "business"
    )
    since = today - timedelta(365 * 2)
    members = Member.objects.bulk_create(
        Member(board=seat.board, seat=seat, given=f"Member {n}", state="serving", starts_on=since, accepted_on=since,
               ends_on=today + timedelta(chance.randrange(10, 900)))
        for n, seat in enumerate(seats) if n % 10 < LISTED
    )  # fmt: skip
    by_board = {}
    for member in members:
        by_board.setdefault(member.board_id, []).append(member)
    _meet(boards, by_board, by, chance, now)
    Recommendation.objects.bulk_create(
        Recommendation(board=board, institution=board.institution, about="sequence", subject=f"Course {n}",
                       text="What the board recommends. " * 5, made_at=now - timedelta(chance.randrange(3_000)), by=by,
                       decide_by=today + timedelta(chance.randrange(-200, 200)), state="declined" if n % 4 else "open",
                       reason="No room" if n % 4 else "", closed_on=today if n % 4 else None)
        for board in boards for n in range(8)
    )  # fmt: skip


def _meet(boards, by_board, by, chance, now):
    from datetime import timedelta

    from guildhall.boards.models import BoardMeeting, Entitled
    from guildhall.meetings.models import Meeting, Organizer, Participant

    starts = [(board, now - timedelta(365 * n // A_YEAR - 20)) for board in boards for n in range(YEARS * A_YEAR)]
    meetings = Meeting.objects.bulk_create(
        Meeting(institution=board.institution, title="Board meeting", starts_at=start, by=by,
                ends_at=start + timedelta(hours=2), state="planned" if start > now else "held",
                minutes="" if start > now else "What was said. " * 30)
        for board, start in starts
    )  # fmt: skip
    Organizer.objects.bulk_create(Organizer(meeting=one, person=by) for one in meetings)
    held = BoardMeeting.objects.bulk_create(
        BoardMeeting(board=board, meeting=one, approved_on=None if start > now else start.date())
        for (board, start), one in zip(starts, meetings, strict=True)
    )
    called = [(one, member) for one in held for member in by_board[one.board_id]]
    people = Participant.objects.bulk_create(
        [
            Participant(meeting=one.meeting, given=member.given, came_way="hand" if came else "",
                        came_at=one.meeting.starts_at if came else None)
            for one, member in called
            for came in [one.meeting.starts_at < now and chance.random() < 0.7]
        ],
        batch_size=5_000,
    )  # fmt: skip
    Entitled.objects.bulk_create(
        (
            Entitled(held=one, member=member, participant=person, votes=True)
            for (one, member), person in zip(called, people, strict=True)
        ),
        batch_size=5_000,
    )


def one_board() -> str:
    """A board of the coordinator's college; its key."""
    from guildhall.boards.models import Board
    from guildhall.people.models import Person

    place = Person.objects.get(email=EMAIL).memberships.first().institution
    return str(Board.objects.filter(institution=place, name__startswith="Program").first().pk)


if __name__ == "__main__":
    with Server(settings.HOME):
        django.setup()
        from django.db import connection

        from guildhall.context import Keeper, at_home, begun, keeping

        call_command("migrate", interactive=False, verbosity=0)
        call_command("demo", quiet=True)
        with begun(), at_home(), keeping(Keeper.SCHEMA, "a benchmark"):
            total = fill(*map(int, sys.argv[1:3]))
            known = {"board": one_board()}
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        print(json.dumps({"email": EMAIL, "password": PASSWORD, "boards": total} | known))
