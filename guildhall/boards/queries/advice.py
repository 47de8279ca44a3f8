"""To whom a board can recommend something, and how often it has asked what became of it (D16)."""

from typing import Any

from django.db.models import F, Q

from guildhall.boards.models import Board, BoardMeeting, Recommendation
from guildhall.boards.queries.due import programs_of
from guildhall.meetings.models import Meeting
from guildhall.pathways.models import Program
from guildhall.people.models import Institution, Person
from guildhall.people.queries import staff_of
from guildhall.store.days import region_day


def offered(board: Board, person: Person) -> dict[str, Any]:
    """The programs that a board advises on, and the institutions to which it can recommend something."""
    programs = Program.objects.filter(pk__in=programs_of(board)).select_related("institution").order_by("name", "pk")
    own = {board.institution_id, *programs.values_list("institution", flat=True)}
    places = Institution.objects.visible_to(person).open().filter(pk__in=own).order_by("name")
    return {"programs": list(programs), "places": list(places)}


def deciders(board: Board, person: Person) -> list[Person]:
    """Who can be named to decide: the staff of the institutions to which a board can recommend something."""
    rows: dict[Any, Person] = {}
    for place in offered(board, person)["places"]:
        rows |= {one.pk: one for one in staff_of(place)[:300]}
    return sorted(rows.values(), key=lambda one: (one.family_name.casefold(), one.given_name.casefold()))


def asked_at(row: Recommendation) -> list[BoardMeeting]:
    """The meetings since a recommendation was given at which it was asked for, as it waited (D16)."""
    rows = BoardMeeting.objects.filter(board=row.board_id, meeting__starts_at__gt=row.made_at)
    rows = rows.filter(Q(meeting__state=Meeting.State.HELD) | Q(meeting__state=Meeting.State.PLANNED))
    if row.closed_on is not None:
        rows = rows.annotate(day=region_day(F("meeting__starts_at"))).filter(day__lte=row.closed_on)
    if row.held_id is not None:
        rows = rows.exclude(pk=row.held_id)
    return list(rows.select_related("meeting").order_by("meeting__starts_at")[:20])
