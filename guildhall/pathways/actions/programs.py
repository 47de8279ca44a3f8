"""Programs of study and pathways: entered and changed by whoever keeps them."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction

from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.pathways import rules
from guildhall.pathways.actions.saving import kept
from guildhall.pathways.clusters import cluster_of
from guildhall.pathways.models import Pathway, Program
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked

MOST_SKILLS = 40  # of one pathway


@dataclass(frozen=True, slots=True)
class ProgramFacts:
    """A program of study as somebody describes it."""

    name: str
    credential: str
    cip: str = ""
    cip_version: str = "2020"
    top: str = ""
    cluster: str = ""
    pathway: Pathway | None = None
    active_from: date | None = None
    active_to: date | None = None


@dataclass(frozen=True, slots=True)
class PathwayFacts:
    """A pathway as somebody describes it; occupations are codes of SOC."""

    name: str
    about: str = ""
    cluster: str = ""
    occupations: tuple[str, ...] = ()
    soc_version: str = "2018"
    closed_on: date | None = None
    skills: tuple[str, ...] = ()


@transaction.atomic
def enter_program(institution: Institution, facts: ProgramFacts, *, by: Person) -> Program:
    """Enter a program of study of an institution (D5)."""
    require(rules.can_keep(by, institution))
    row = Program(institution=institution, version=0)
    return kept("enter program", row, _checked_program(row, facts), by=by)


@transaction.atomic
def change_program(program: Program, facts: ProgramFacts, *, version: int, by: Person) -> Program:
    """Change a program of study, or say until when it is offered; it stays readable after that day."""
    row = locked(Program, program.pk, "institution", "pathway")
    require(rules.can_change(by, row))
    if row.version != version:
        raise Conflict
    return kept("change program", row, _checked_program(row, facts), by=by)


def _checked_program(row: Program, facts: ProgramFacts) -> dict[str, Any]:
    name = one_line(facts.name)[:160]
    if not name:
        refuse("Say what the program is called.")
    if facts.active_from and facts.active_to and facts.active_to < facts.active_from:
        refuse("It cannot end before it begins.")
    _known_cluster(facts.cluster)
    same = Program.objects.filter(institution=row.institution, name__iexact=name, credential=facts.credential)
    if same.exclude(pk=row.pk).exists():
        refuse("{place} has a program of this name and credential already.", place=row.institution)
    names = ("cip", "cip_version", "top", "cluster", "credential", "pathway", "active_from", "active_to")
    return {"name": name} | {key: getattr(facts, key) for key in names}


@transaction.atomic
def enter_pathway(institution: Institution, facts: PathwayFacts, *, by: Person) -> Pathway:
    """Begin a pathway: programs join it one by one (D11)."""
    require(rules.can_keep(by, institution))
    row = Pathway(institution=institution, version=0)
    return kept("enter pathway", row, _checked_pathway(row, facts), by=by)


@transaction.atomic
def change_pathway(pathway: Pathway, facts: PathwayFacts, *, version: int, by: Person) -> Pathway:
    """Change a pathway, or end it."""
    row = locked(Pathway, pathway.pk, "institution")
    require(rules.can_change(by, row))
    if row.version != version:
        raise Conflict
    return kept("change pathway", row, _checked_pathway(row, facts), by=by)


def _checked_pathway(row: Pathway, facts: PathwayFacts) -> dict[str, Any]:
    name = one_line(facts.name)[:160]
    if not name:
        refuse("Say what the pathway is called.")
    _known_cluster(facts.cluster)
    if Pathway.objects.filter(institution=row.institution, name__iexact=name).exclude(pk=row.pk).exists():
        refuse("{place} has a pathway of this name already.", place=row.institution)
    skills = list(dict.fromkeys(filter(None, (one_line(one)[:120] for one in facts.skills))))
    if len(skills) > MOST_SKILLS:
        refuse("Name at most {most} skills: those that matter most.", most=MOST_SKILLS)
    words = {"name": name, "about": facts.about.strip()[:2000]}
    return asdict(facts) | words | {"occupations": list(facts.occupations), "skills": skills}


def _known_cluster(key: str) -> None:
    if key and cluster_of(key) is None:
        refuse("This cluster is in neither of the two lists. Choose another one.")
