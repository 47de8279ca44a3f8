"""In the menu: the papers of placements and what is missing of them; how both sides find working together."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.placements.models import Placement
from guildhall.supervision.queries.own import own_section, to_sign
from guildhall.supervision.queries.papers import lines_of, placements_of
from guildhall.ui.menus import Behind, Block, Group, Item
from guildhall.ui.sections import Section

_OF_PLACEMENTS = (
    "placement-papers", "paper", "paper-sign", "paper-ask", "paper-on-paper", "paper-correct", "placement-plan",
    "placement-hours", "hours-add", "hours-correct", "placement-visits", "visit-add", "evaluation-add",
    "paper-types", "paper-type-add", "paper-type-change", "placement-printed", "skills-chosen",
)  # fmt: skip

ITEMS = (
    Item(
        Group.WORK_BASED, 31, "papers", _("Papers and hours"), "paper", needs=Permission.SEE_STUDENTS,
        within=_OF_PLACEMENTS,
    ),
    Item(
        Group.WORK_BASED, 58, "assessments", _("Both sides"), "sides", needs=Permission.SEE_STUDENTS,
        within=("assessment-answer",),
    ),
)  # fmt: skip


def _of_placement(person: Person, row: Placement) -> dict[str, Any]:
    """How many signatures are missing, so that nobody starts without its papers, or goes on without them."""
    whole = placements_of(person).filter(pk=row.pk).first() if row.is_open else None
    lines = lines_of([whole])[whole.pk] if whole else []
    missing, late = sum(len(line.missing) for line in lines), bool(row.first_day and row.first_day < clock.today())
    return {"pk": row.pk, "missing": missing, "starts_on": row.starts_on, "late": late}


SECTIONS = (
    Section("placement", 10, "supervision/section_of_placement.html", _of_placement),
    Section("student-placement", 10, "supervision/own/section.html", lambda login, row: own_section(row)),
)
BLOCKS = (Block("student door", 5, "supervision/own/block.html", to_sign),)
BEHIND = (Behind("student-places", ("student-paper", "student-hours", "student-reflect")),)
