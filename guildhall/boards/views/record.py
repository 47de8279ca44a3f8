"""What the pages of one board share: the record, its tabs, what stands on top."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from guildhall.boards import rules
from guildhall.boards.models import Board, BoardMeeting, Member, Motion, Recommendation, Seat
from guildhall.boards.queries.measures import measures_of
from guildhall.lib.verdicts import require
from guildhall.ui.menus import tabs

PARTS = ("own_rules", "remits__program", "remits__pathway", "remits__academy")


def board_of(request: HttpRequest, pk: Any) -> Board:
    """A board that the person may know of; anything else is not there."""
    rows = Board.objects.visible_to(request.user).select_related("institution", "secretary")
    return get_object_or_404(rows.prefetch_related(*PARTS), pk=pk)


def framed(request: HttpRequest, of: Board, /, **more: Any) -> dict[str, Any]:
    """What stands on top of every page of a board."""
    may_keep = rules.can_keep(request.user, of)
    return {
        "board": of, "board_tabs": tabs("board"), "may_keep": may_keep, "measures": measures_of(of), **more
    }  # fmt: skip


def seat_of(request: HttpRequest, pk: Any) -> Seat:
    """A seat that the person sees."""
    rows = Seat.objects.visible_to(request.user).select_related("board__institution", "board__secretary")
    return get_object_or_404(rows, pk=pk)


def member_of(request: HttpRequest, pk: Any) -> Member:
    """A member whom the person may know of."""
    rows = Member.objects.visible_to(request.user)
    related = ("board__institution", "board__secretary", "seat", "person", "contact__employer", "added_by")
    return get_object_or_404(rows.select_related(*related), pk=pk)


def held_of(request: HttpRequest, pk: Any) -> BoardMeeting:
    """A meeting of a board into which the person may look."""
    rows = BoardMeeting.objects.visible_to(request.user)
    related = ("board__institution", "board__secretary", "meeting__institution", "approved_at__meeting")
    rows = rows.select_related(*related).prefetch_related("board__own_rules")
    row: BoardMeeting = get_object_or_404(rows, pk=pk)
    require(rules.can_look_in(request.user, row))
    return row


def motion_of(request: HttpRequest, pk: Any) -> Motion:
    """A motion of a meeting into which the person may look."""
    rows = Motion.objects.visible_to(request.user)
    related = ("held__board__institution", "held__board__secretary", "held__meeting__institution", "activity")
    return get_object_or_404(rows.select_related(*related), pk=pk)


def advice_of(request: HttpRequest, pk: Any) -> Recommendation:
    """A recommendation that the person may read."""
    rows = Recommendation.objects.visible_to(request.user)
    related = (
        "board__institution", "board__secretary", "institution", "person", "program", "held__meeting", "decided_by",
    )  # fmt: skip
    return get_object_or_404(rows.select_related(*related), pk=pk)
