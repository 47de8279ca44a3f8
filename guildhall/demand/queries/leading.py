"""Which occupations a program leads to: by the official crosswalk, and by what its pathway names (D5, D11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, When

from guildhall.demand.gaps import Lead, lead_of
from guildhall.demand.levels import listed_as
from guildhall.pathways.models import Code, Crossing, Program
from guildhall.pathways.queries import successor_of
from guildhall.people.models import Institution, Person

Scheme = Code.Scheme


@dataclass(frozen=True)
class LeadsTo:
    """The occupations of one program: those of the crosswalk; where it knows none, those that its pathway names."""

    program: Program
    by_code: tuple[str, ...] = ()
    by_pathway: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.by_code, *self.by_pathway)))


def with_occupations(programs: Any) -> Any:
    """Programs, each with the occupations that the official crosswalks have for its code: no statement more.

    Where a program carries a TOP code alone, they are those of the CIP codes that it stands for.
    """
    of_cip = Crossing.objects.filter(
        origin__scheme=Scheme.CIP, origin__version=OuterRef("cip_version"), origin__code=OuterRef("cip"),
        target__scheme=Scheme.SOC,
    )  # fmt: skip
    of_top = Crossing.objects.filter(
        origin__scheme=Scheme.TOP, origin__code=OuterRef("top"), target__leads_to__target__scheme=Scheme.SOC
    )
    by_cip = ArraySubquery(of_cip.order_by("target__code").values("target__code"))
    by_top = ArraySubquery(of_top.values("target__leads_to__target__code").distinct())
    rows = programs.select_related("institution", "pathway")
    return rows.annotate(crossed=Case(When(cip="", then=by_top), default=by_cip))


def leads_of(program: Any) -> LeadsTo:
    """The occupations of a program that was read `with_occupations`."""
    codes = tuple(sorted(program.crossed)) if program.cip or program.top else ()
    named = tuple(program.pathway.occupations) if program.pathway and not codes else ()
    return LeadsTo(program, codes, named)


def leading_to(programs: Iterable[Any]) -> list[LeadsTo]:
    """The occupations of some programs that were read `with_occupations`."""
    return [leads_of(one) for one in programs]


def programs_of(person: Person, place: Institution | None) -> Any:
    """The programs that are offered at a place and below it, with their occupations."""
    rows = with_occupations(Program.objects.visible_to(person).offered())
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
