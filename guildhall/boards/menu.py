"""In the menu: advisory boards; tabs of a board; a tab of each employer; the employer's own at its front door."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from guildhall.boards.queries.beside import boards_of_meetings
from guildhall.boards.queries.door import seats_at_door
from guildhall.boards.queries.figures import own_figures
from guildhall.boards.queries.lists import waits_for
from guildhall.people.permissions import Permission
from guildhall.ui.menus import Beside, Block, Group, Item, Tab

ITEMS = (
    Item(
        Group.TOGETHER, 8, "boards", _("Advisory boards"), "seat", needs=Permission.SEE_DIRECTORY, count=waits_for,
        count_words=npgettext_lazy("advice", "waits for your decision", "wait for your decision"), tabs_of="board",
        within=("boards-without", "board-why-none", "academy-add", "academy-change", "advice-list", "board-add"),
    ),
)  # fmt: skip
TABS = (
    Tab("board", 10, "board", _("Seats"), ("board-change", "board-close", "board-rule-add", "seat-add", "seat-change",
                                           "seat-sit", "board-member", "board-member-end")),
    Tab("board", 20, "board-due", _("Due a seat"), ("seat-join",)),
    Tab("board", 30, "board-meetings", _("Meetings"), ("board-meeting-add", "board-meeting", "motion-add",
                                                       "motion-hand")),
    Tab("board", 40, "board-advice", _("Advice"), ("advice", "advice-add", "advice-change", "advice-decide")),
    Tab("board", 50, "board-figures", _("Figures")),
    Tab("board", 55, "board-together", _("Both sides"), ("board-together-answer",)),
    Tab("board", 60, "board-assessment", _("Self-assessment")),
    Tab("employer", 30, "employer-boards", _("Boards")),
    Tab("employer door", 45, "portal-boards", _("Advisory boards")),
)  # fmt: skip
BLOCKS = (Block("employer door", 24, "boards/door/block.html", seats_at_door),)
BESIDE = (Beside("meeting", boards_of_meetings),)
BOARD_FIGURES = (own_figures,)
