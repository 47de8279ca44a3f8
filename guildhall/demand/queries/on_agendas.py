"""What is published and decided about the occupations of some programs, as an agenda tells it (D7, D16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from guildhall.demand.levels import listed_as
from guildhall.demand.queries.areas import areas_of
from guildhall.demand.queries.figures import known_of
from guildhall.demand.queries.leading import leading_to, with_occupations
from guildhall.demand.queries.lists import list_in_force
from guildhall.demand.queries.programs import total_of
from guildhall.lib.numbers import counted
from guildhall.pathways.models import Program


@dataclass(frozen=True)
class OnAgenda:
    """One figure: what it is called, and its value in words."""

    label: str
    value: str


def board_figures(programs: Sequence[Any]) -> list[OnAgenda]:
    """The jobs of the occupations that some programs lead to, and how many of these are on the list of high demand:
    published figures and decisions of the region alone, so whoever reads the agenda may read them.
    """
    keys = [getattr(one, "pk", one) for one in programs]
    leads = leading_to(with_occupations(Program.objects.filter(pk__in=keys)).order_by("institution__name", "pk"))
    codes = list(dict.fromkeys(code for one in leads for code in one.codes))
    if not codes:
        return []
    place = leads[0].program.institution
    areas, listed = areas_of(place), list_in_force(place)
    known = known_of(codes, areas)
    jobs = total_of([known[code].employment for code in codes])
    figures = []
    if jobs is not None and areas.own is not None:
        label = _("Jobs in the occupations it leads to, %(area)s") % {"area": areas.own.name}
        figures.append(OnAgenda(label, str(counted(jobs))))
    if listed.row is not None:
        hits = sum(listed_as(code, listed.codes) in listed.codes for code in codes)
        words = _("%(some)s of %(all)s") % {"some": hits, "all": len(codes)}
        figures.append(OnAgenda(_("Of its occupations on the list of high demand"), words))
    return figures
