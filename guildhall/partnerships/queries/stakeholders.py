"""Who has a part in an initiative, and whether the voices suffice (E1–E10, F9, N15)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.employers.models import Employer
from guildhall.partnerships import coverage
from guildhall.partnerships.coverage import Finding, Voice
from guildhall.partnerships.kinds import Consideration, Role
from guildhall.partnerships.models import Candidate, Category, CoverageRule, Evidence, Initiative, Stakeholder
from guildhall.people.models import Institution, Person

State = Stakeholder.State
GONE = (State.DECLINED, State.REPLACED)
VIEWS = ("all", "accepted", "waiting", "gone")
RELATED = ("initiative", "category", "employer", "institution", "contact", "person", "recorded_by")
WHO = ("employer", "institution", "contact", "person")


def all_categories() -> QuerySet[Category]:
    """Every sector, those out of use as well."""
    return Category.objects.all()


def categories() -> QuerySet[Category]:
    """The sectors that are in use, in their order."""
    return Category.objects.filter(retired_on=None)


def stakeholders(person: Person, initiative: Initiative, view: str = "all") -> QuerySet[Any]:
    """The stakeholders of an initiative that somebody sees; `waiting` are those who have not answered."""
    rows = Stakeholder.objects.visible_to(person).filter(initiative=initiative).select_related(*RELATED)
    rows = rows.defer("employer__search").prefetch_related(*beside(person))
    by_view = {
        "accepted": rows.filter(state=State.ACCEPTED),
        "waiting": rows.filter(state__in=(State.LISTED, State.ASKED)),
        "gone": rows.filter(state__in=GONE),
    }
    return by_view.get(view, rows.exclude(state=State.REPLACED))


def beside(person: Person) -> list[Prefetch]:
    """What stands beside stakeholders: evidence, and others whom the reader sees (A1)."""
    others = Stakeholder.objects.visible_to(person).select_related(*WHO).defer("employer__search")
    evidence = Prefetch("evidence", Evidence.objects.order_by("pk"))
    return [evidence, Prefetch("works_for", others), Prefetch("replaced_by", others)]


def by_category(rows: Iterable[Stakeholder]) -> list[tuple[Category, list[Stakeholder]]]:
    """Stakeholders sector by sector, in the order of the list; a sector nobody speaks for stays, to be seen (E1)."""
    groups: dict[Any, list[Stakeholder]] = {one.pk: [] for one in categories()}
    names = {one.pk: one for one in categories()}
    for row in rows:
        groups.setdefault(row.category_id, []).append(row)
        names.setdefault(row.category_id, row.category)
    return [(names[key], members) for key, members in groups.items()]


# ── Coverage ─────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Line:
    """One rule in one sector, with what it says and who could be added."""

    finding: Finding
    words: str
    add: Sequence[str]


@dataclass(frozen=True)
class Considered:
    """One consideration of document 002, and who meets it."""

    key: str
    label: str
    rows: Sequence[Stakeholder]


@dataclass(frozen=True)
class Coverage:
    """Whether the voices suffice: per sector and over all, and what was thought of."""

    sectors: Sequence[tuple[Category, Sequence[Line]]]
    overall: Sequence[Line]
    considerations: Sequence[Considered]

    @property
    def lacking(self) -> int:
        """How many rules are not met."""
        return sum(not line.finding.met for line in [*self.overall, *(x for _c, lines in self.sectors for x in lines)])


def least() -> dict[str, int]:
    """How many of what an initiative needs, as the territory has it."""
    return coverage.LEAST | dict(CoverageRule.objects.values_list("key", "least"))


def coverage_of(person: Person, initiative: Initiative) -> Coverage:
    """Each rule red or green in words, with whom to add: over the stakeholders that the reader sees (E6, N15)."""
    rows = [row for row in stakeholders(person, initiative) if row.state not in GONE]
    voices, sectors = [_voice(row) for row in rows], list(categories())
    findings = coverage.judge(voices, [one.pk for one in sectors], least())
    candidates = _candidates(person, initiative)
    names: dict[Any, Category] = {one.pk: one for one in sectors}
    lines: dict[Any, list[Line]] = {one.pk: [] for one in sectors}
    for one in findings:
        if one.sector is not None:
            lines[one.sector].append(_line(one, names[one.sector], rows, candidates.get(one.sector, [])))
    overall = [_line(one, None, rows, []) for one in findings if one.sector is None]
    by_key = {row.pk: row for row in rows}
    met = coverage.considered(voices, [str(one) for one in Consideration])
    thought = [Considered(k, str(Consideration(k).label), [by_key[v.key] for v in some]) for k, some in met]
    return Coverage([(one, lines[one.pk]) for one in sectors], overall, thought)


def _voice(row: Stakeholder) -> Voice:
    met = frozenset(one.consideration for one in row.evidence.all())
    return Voice(row.pk, row.category_id, frozenset(row.roles), row.head, row.state == State.ACCEPTED, met)


def _candidates(person: Person, initiative: Initiative) -> dict[Any, list[str]]:
    rows = Candidate.objects.visible_to(person).filter(profile__initiative=initiative, state="considered")
    by_sector: dict[Any, list[str]] = {}
    for row in rows.select_related("profile", "employer", "institution", "contact", "person"):
        by_sector.setdefault(row.profile.category_id, []).append(row.person_name or row.body_name)
    return by_sector


def _line(one: Finding, sector: Category | None, rows: Sequence[Stakeholder], candidates: Sequence[str]) -> Line:
    return Line(one, words_of(one), [] if one.met else _whom_to_add(one, sector, rows, candidates))


def words_of(one: Finding) -> str:
    """A rule and how far it is met: "1 decision maker; at least 1 is needed"."""
    n, have = one.least, one.have
    said = {
        coverage.DECIDERS: ngettext("%d decision maker", "%d decision makers", have) % have,
        coverage.DOERS: ngettext("%d doer", "%d doers", have) % have,
        coverage.CONNECTORS: ngettext("%d connector", "%d connectors", have) % have,
        coverage.CHAMPIONS: ngettext("%d champion", "%d champions", have) % have,
        coverage.HEADS: ngettext("%d head of an organization", "%d heads of organizations", have) % have,
    }[one.rule]
    needed = ngettext("at least %d is needed", "at least %d are needed", n) % n
    return _("%(have)s; %(needed)s") % {"have": said, "needed": needed}


def _whom_to_add(
    one: Finding, sector: Category | None, rows: Sequence[Stakeholder], candidates: Sequence[str]
) -> list[str]:
    """Whom to ask: those in the sector without that role, then candidates, then groups that belong to it."""
    role = coverage.ROLE_OF.get(one.rule)
    near = [row for row in rows if sector is None or row.category_id == sector.pk]
    near = [row for row in near if (role not in row.roles if role else not row.head)]
    names = [*dict.fromkeys(row.person_name or row.body_name for row in near), *candidates]
    return (names or (sector.examples if sector else []))[:4]


# ── Gaps and the chart ───────────────────────────────────────────────


def gaps(person: Person, initiative: Initiative) -> list[Stakeholder]:
    """Stakeholders of whom something is written that they still need (E10)."""
    return [row for row in stakeholders(person, initiative) if row.lacks and row.state not in GONE]


@dataclass(frozen=True)
class Branch:
    """One stakeholder in the chart, with those who work for them (F9)."""

    row: Stakeholder
    staff: Sequence["Branch"]


def chart(rows: Sequence[Stakeholder]) -> list[Branch]:
    """Who works for whom: everybody once, those first who work for nobody; a circle is broken where it begins."""
    below: dict[Any, list[Stakeholder]] = {}
    known = {row.pk for row in rows}
    for row in rows:
        below.setdefault(row.works_for_id if row.works_for_id in known else None, []).append(row)
    placed: set[Any] = set()

    def grow(row: Stakeholder) -> Branch:
        placed.add(row.pk)
        return Branch(row, [grow(one) for one in below.get(row.pk, []) if one.pk not in placed])

    tops = [grow(row) for row in below.get(None, [])]
    return tops + [grow(row) for row in rows if row.pk not in placed]


def deciders_without_staff(rows: Iterable[Stakeholder]) -> list[Stakeholder]:
    """Champions and decision makers who have named nobody to do the work (E7)."""
    rows = [row for row in rows if row.state not in GONE]
    served = {row.works_for_id for row in rows}
    leaders = {Role.CHAMPION.value, Role.DECISION_MAKER.value}
    return [
        row for row in rows if leaders.intersection(row.roles) and Role.DOER not in row.roles and row.pk not in served
    ]


# ── Whom to choose ───────────────────────────────────────────────────


def employers_called(person: Person, q: str) -> QuerySet[Employer]:
    """Shared employers whose name holds the words: those that the reader sees."""
    rows = Employer.objects.visible_to(person).filter(name__icontains=q, posted_at__isnull=False)
    return rows.defer("search").order_by("sort_key")[:10]


def institutions_called(person: Person, q: str) -> QuerySet[Institution]:
    """Institutions of ours whose name holds the words."""
    return Institution.objects.visible_to(person).open().filter(name__icontains=q).order_by("name")[:10]
