"""What the pages of a meeting tell of the board to which it belongs."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.boards.models import BoardMeeting
from guildhall.people.models import Person
from guildhall.ui.menus import Hit


def boards_of_meetings(person: Person, meetings: list[Any]) -> dict[Any, Hit]:
    """The board of each of some meetings, and where its quorum and motions stand."""
    rows = BoardMeeting.objects.visible_to(person).filter(meeting__in=meetings).select_related("board")
    words = _("Quorum and motions")
    return {row.meeting_id: Hit(row.board.name, words, reverse("board-meeting", args=[row.pk])) for row in rows}
