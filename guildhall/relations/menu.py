"""In the menu: who is connected with whom; a way there from the pages of pathways and programs."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from guildhall.pathways.models import Program
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.relations.queries.affiliations import in_the_field
from guildhall.relations.queries.sorts import Kind, Point
from guildhall.ui.menus import Group, Item
from guildhall.ui.sections import Section

ITEMS = (
    Item(
        Group.REGION,
        45,
        "relations",
        _("Relations"),
        "link",
        needs=Permission.SEE_DIRECTORY,
        within=("relation", "same-person"),
    ),
)


def _from(kind: Kind) -> Any:
    def told(person: Person, record: Any) -> dict[str, Any]:
        return {"point": Point(kind, record.pk)}

    return told


def _in_the_field(person: Person, program: Program) -> dict[str, Any] | None:
    rows = in_the_field(person, program)
    return {"rows": rows} if rows else None


SECTIONS = (
    Section("program", 60, "relations/in_the_field.html", _in_the_field),
    Section("pathway", 90, "relations/way.html", _from(Kind.PATHWAY)),
    Section("program", 90, "relations/way.html", _from(Kind.PROGRAM)),
)
