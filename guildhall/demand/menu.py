"""In the menu: demand and gaps; behind programs, where they lead; a tab of employers; their own roles at the door."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from guildhall.demand.queries.enrollment import occupations_in_demand
from guildhall.demand.queries.on_agendas import board_figures
from guildhall.demand.queries.roles import to_say_at_door, waits_for_word
from guildhall.people.permissions import Permission
from guildhall.ui.menus import Behind, Block, Group, Item, Tab
from guildhall.ui.sections import Section

ITEMS = (
    Item(
        Group.REGION, 52, "gaps", _("Demand and gaps"), "chart", needs=Permission.SEE_DIRECTORY,
        within=(
            "occupation", "occupation-placements", "occupation-enrolled", "program-leads", "critical-jobs",
            "demand-lists", "demand-list", "demand-list-add", "demand-list-change",
            "demand-list-approve", "demand-list-end", "listed-add", "listed-take-off", "demand-figures", "demand-load",
            "demand-by-hand", "demand-by-hand-add", "demand-by-hand-end",
            "demand-areas", "demand-area", "demand-source-add", "demand-source",
        ),
    ),
    Item(
        Group.EMPLOYERS, 48, "hard-roles", _("Hardest to fill"), "flag", needs=Permission.SEE_DIRECTORY,
        count=waits_for_word, count_words=npgettext_lazy("roles", "is to be asked again", "are to be asked again"),
        within=("hard-role-change", "hard-role-over"),
    ),
)  # fmt: skip
BEHIND = (Behind("programs", ("program-demand",)),)
TABS = (
    Tab("employer", 31, "employer-roles", _("Hardest to fill"), ("employer-role-add",)),
    Tab("employer door", 45, "portal-roles", _("Roles"), ("portal-role-add", "portal-role-change", "portal-role-over")),
)
BLOCKS = (Block("employer door", 24, "demand/door/block.html", to_say_at_door, asks=True),)
SECTIONS = (Section("program", 40, "demand/section_of_program.html", lambda person, program: {"program": program}),)
OCCUPATIONS_IN_DEMAND = (occupations_in_demand,)
BOARD_FIGURES = (board_figures,)
