"""Which occupations a program leads to: by the official crosswalk, and by what its pathway names (D5, D11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from guildhall.demand.gaps import Lead, lead_of
from guildhall.demand.levels import listed_as
from guildhall.pathways.models import Code, Crossing, Pathway, Program
from guildhall.pathways.queries import successor_of
from guildhall.people.models import Institution, Person

Scheme = Code.Scheme


@dataclass(frozen=True)
class LeadsTo:
    """The occupations of one program: those of the crosswalk, and those that its pathway adds."""

    program: Program
    by_code: tuple[str, ...] = ()
    by_pathway: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.by_code, *self.by_pathway)))


def leading_to(programs: Iterable[Program]) -> list[LeadsTo]:
    """The occupations of some programs: two statements, however many there are. Read with `pathway`."""
    rows = list(programs)
    by_cip = _crossed(Scheme.CIP, {(one.cip_version, one.cip) for one in rows if one.cip})
    by_top = _through_cip({one.top for one in rows if one.top and not one.cip})
    found = []
    for one in rows:
        codes = by_cip.get((one.cip_version, one.cip), ()) if one.cip else by_top.get(one.top, ())
        named = tuple(one.pathway.occupations) if one.pathway else ()
        found.append(LeadsTo(one, tuple(codes), tuple(code for code in named if code not in codes)))
    return found


def _crossed(scheme: str, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The occupations of some codes, each by (version, code)."""
    if not wanted:
        return {}
    rows = Crossing.objects.filter(
        origin__scheme=scheme, origin__code__in={code for _version, code in wanted}, target__scheme=Scheme.SOC
    )
    found: dict[tuple[str, str], list[str]] = {}
    pairs = rows.order_by("target__code").values_list("origin__version", "origin__code", "target__code")
    for version, origin, target in pairs:
        found.setdefault((version, origin), []).append(target)
    return {key: tuple(codes) for key, codes in found.items()}


def _through_cip(tops: set[str]) -> dict[str, tuple[str, ...]]:
    """The occupations of programs that carry a TOP code alone, through the CIP codes that it stands for."""
    if not tops:
        return {}
    steps = Crossing.objects.filter(origin__scheme=Scheme.TOP, origin__code__in=tops, target__scheme=Scheme.CIP)
    found: dict[str, dict[str, None]] = {}
    pairs = steps.filter(target__leads_to__target__scheme=Scheme.SOC)
    for top, code in pairs.order_by("target__leads_to__target__code").values_list(
        "origin__code", "target__leads_to__target__code"
    ):
        found.setdefault(top, {})[code] = None
    return {top: tuple(codes) for top, codes in found.items()}


def programs_of(person: Person, place: Institution | None) -> Any:
    """The programs that are offered at a place and below it."""
    rows = Program.objects.visible_to(person).offered().select_related("institution", "pathway")
    return rows.filter(institution__lineage__contains=[place.pk]) if place else rows


@dataclass(frozen=True)
class ProgramLead:
    """Where one program leads, with what is in demand of it."""

    leads: LeadsTo
    lead: Lead
    in_demand: tuple[str, ...]

    @property
    def program(self) -> Program:
        return self.leads.program


def program_leads(programs: Iterable[Program], demand: Iterable[str]) -> list[ProgramLead]:
    """Where some programs lead, given what is in demand here (D7)."""
    wanted, found = set(demand), []
    for one in leading_to(programs):
        hits = tuple(code for code in one.codes if listed_as(code, wanted) in wanted)
        coded = bool(one.program.cip or one.program.top)
        lead = lead_of(coded=coded, occupations=len(one.codes), in_demand=len(hits))
        found.append(ProgramLead(one, lead, hits))
    return found


@dataclass(frozen=True)
class CodeState:
    """What became of a program's CIP code in its list: it stands, it moved to another one, or it was deleted."""

    code: Code | None
    successor: Code | None = None

    @property
    def is_gone(self) -> bool:
        return self.code is not None and not self.code.valid


def code_state(program: Program) -> CodeState:
    """What a program's CIP code is today: a moved one says what it has become."""
    row = Code.objects.filter(scheme=Scheme.CIP, version=program.cip_version, code=program.cip).first()
    return CodeState(row, successor_of(row) if row is not None and not row.valid else None)


def pathways_with(person: Person, code: str) -> list[Pathway]:
    """The open pathways that name an occupation."""
    rows = Pathway.objects.visible_to(person).open().filter(occupations__contains=[code])
    return list(rows.select_related("institution").order_by("name"))
