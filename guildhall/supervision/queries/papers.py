"""Papers for pages: what a placement needs, what is missing for whom, one paper with its history."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from guildhall.lib import clock
from guildhall.lib.child_labor import HAZARDS
from guildhall.people.models import Person
from guildhall.placements.models import Placement
from guildhall.students.models.students import Enrolment
from guildhall.supervision.models import Link, Paper, PaperType, Signature, Signer, TrainingPlan
from guildhall.supervision.queries import needs
from guildhall.supervision.starters import BY_COVERED
from guildhall.ui.dates import in_words

LATE_DAYS = 30  # after a first day, in which missing papers are told of
MOST_LATE = 200  # placements that the board looks at for what has begun without its papers
LATE_SHOWN = 50  # of these, the longest ago
RELATED = (
    "institution", "employer", "registration__institution", "site", "supervisor", "coordinator", "program",
    "training_plan", "opportunity",
)  # fmt: skip


@dataclass
class Line:
    """One paper that a placement needs, or has: its version that holds, and whose signatures are missing."""

    type: PaperType
    signers: tuple[str, ...]
    paper: Paper | None = None
    signatures: list[Signature] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    wanted: bool = True
    asked: str = ""  # what the employer asks for, where the institution has no paper for it yet

    @property
    def title(self) -> str:
        """What the paper is called; a starter's in the language of whoever reads it."""
        return gettext(BY_COVERED[self.asked].title) if self.asked else self.type.title

    @cached_property
    def missing(self) -> list[str]:
        """Whose signature is missing; all of them where there is no paper yet, or it has expired."""
        if self.paper is None or self.paper.is_expired:
            return list(self.signers)
        signed = {one.signer for one in self.signatures}
        return [one for one in self.paper.signers if one not in signed]

    @property
    def missing_in_words(self) -> list[str]:
        return [str(Signer(one).label) for one in self.missing]

    @property
    def is_done(self) -> bool:
        return self.paper is not None and not self.missing


def plan_of(placement: Placement) -> TrainingPlan | None:
    """The training plan of a placement that was read with it."""
    return getattr(placement, "training_plan", None)


def placements_of(person: Person) -> QuerySet[Placement]:
    """The placements whose papers somebody sees, with what their pages show."""
    return Placement.objects.visible_to(person).select_related(*RELATED)


def types_for(placements: Iterable[Placement]) -> dict[Any, list[PaperType]]:
    """By institution, the paper types in use there: its own, and those of what stands above it."""
    lineages = {one.institution_id: one.institution.lineage for one in placements}
    wanted = {pk for lineage in lineages.values() for pk in lineage}
    rows = PaperType.objects.in_use().filter(institution__in=wanted)
    by_place: dict[Any, list[PaperType]] = defaultdict(list)
    for row in rows:
        by_place[row.institution_id].append(row)
    return {key: [row for pk in lineage for row in by_place[pk]] for key, lineage in lineages.items()}


def lines_of(placements: Sequence[Placement]) -> dict[Any, list[Line]]:
    """By placement, what it needs and has: however many placements, the same few questions."""
    types = types_for(placements)
    papers = Paper.objects.current().filter(placement__in=placements).select_related("type")
    links = Link.objects.live().filter(used_at=None, purpose=Link.Purpose.SIGN)
    papers = papers.prefetch_related("signatures", Prefetch("links", links, to_attr="open_links"))
    by_placement: dict[Any, dict[Any, Paper]] = defaultdict(dict)
    for paper in papers:
        by_placement[paper.placement_id][paper.type_id] = paper
    results = {}
    for one in placements:
        have = dict(by_placement[one.pk])
        lines = []
        for row in needs.wanted(types[one.institution_id], one, plan_of(one)):
            lines.append(_line(row.type, row.signers, have.pop(row.type.pk, None), asked=row.asked))
        lines += [_line(paper.type, tuple(paper.signers), paper, wanted=False) for paper in have.values()]
        results[one.pk] = lines
    return results


@dataclass(frozen=True)
class Lacking:
    """A placement on the board: what it needs, and how many signatures are missing."""

    row: Placement
    lines: Sequence[Line]
    missing: int


def on_board(placements: Sequence[Placement]) -> list[Lacking]:
    """Some placements with what is missing of their papers."""
    lines = lines_of(placements)
    return [Lacking(one, lines[one.pk], sum(len(line.missing) for line in lines[one.pk])) for one in placements]


def begun_without(person: Person) -> list[Lacking]:
    """Placements whose first day has passed in the last month with papers missing, the longest ago first."""
    today = clock.today()
    days = (today - timedelta(LATE_DAYS), today - timedelta(1))
    ahead = Q(state__in=Placement.AHEAD, starts_on__range=days)
    begun = Q(state=Placement.State.STARTED, started_on__range=days)
    rows = placements_of(person).filter(ahead | begun).order_by(Coalesce("started_on", "starts_on"), "pk")
    return [one for one in on_board(list(rows[:MOST_LATE])) if one.missing]


def _line(
    kind: PaperType, signers: tuple[str, ...], paper: Paper | None, *, wanted: bool = True, asked: str = ""
) -> Line:
    if paper is None:
        return Line(kind, signers, asked=asked)
    links: list[Link] = paper.open_links  # type: ignore[attr-defined]
    return Line(kind, signers, paper, list(paper.signatures.all()), links, wanted)


def values_for(placement: Placement) -> dict[str, str]:
    """What the fields of a paper's text become for a placement."""
    plan = plan_of(placement)
    site = placement.site
    program = placement.program.name if placement.program else _program_of(placement)
    hazards = [HAZARDS[n] for n in (plan.hazards if plan else []) if n in HAZARDS]
    return {
        "student": placement.registration.name,
        "institution": placement.institution.name,
        "program": program,
        "employer": placement.employer.name,
        "site": (site.address or site.name) if site else "",
        "supervisor": placement.supervisor.name if placement.supervisor else "",
        "coordinator": placement.coordinator.name if placement.coordinator else "",
        "kind": str(placement.kind_label),
        "title": placement.title,
        "begins": in_words(placement.first_day) if placement.first_day else "",
        "ends": in_words(placement.last_day) if placement.last_day else "",
        "hours": f"{placement.hours_planned.normalize():f}" if placement.hours_planned else "",
        "pay": _pay(placement),
        "tasks": plan.tasks if plan else "",
        "hazards": "; ".join(f"{_(one.title)} ({one.number})" for one in hazards),
    }


def _program_of(placement: Placement) -> str:
    newest = Enrolment.objects.filter(registration=placement.registration_id).exclude(program=None)
    row = newest.select_related("program").first()
    return row.program.name if row else ""


def _pay(placement: Placement) -> str:
    if placement.wage is not None:
        return f"${placement.wage} {placement.get_wage_per_display()}".strip()
    if placement.paid is None:
        return ""
    return _("paid") if placement.paid else _("unpaid")


def papers_of(person: Person) -> QuerySet[Paper]:
    """The papers that somebody sees."""
    rows = Paper.objects.visible_to(person)
    return rows.select_related("type", "by", *(f"placement__{name}" for name in RELATED))


def history_of(paper: Paper) -> list[Paper]:
    """All versions of a paper of a placement, the newest first, with their signatures."""
    rows = Paper.objects.filter(placement=paper.placement_id, type=paper.type_id).order_by("-number")
    return list(rows.select_related("by").prefetch_related("signatures__person"))


def everything_of(placement: Placement) -> list[Paper]:
    """Every paper of a placement that holds, with its signatures: for the one document."""
    rows = Paper.objects.current().filter(placement=placement)
    return list(rows.select_related("type").prefetch_related("signatures"))


def types_of(person: Person) -> QuerySet[PaperType]:
    """The paper types that somebody's institutions use."""
    return PaperType.objects.visible_to(person).in_use().select_related("institution")
