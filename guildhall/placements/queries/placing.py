"""Applications and placements for pages: lists, one of them, whose turn it is, and those of an employer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.context import Keeper, keeping
from guildhall.employers.models import Employer, Site
from guildhall.lib import clock
from guildhall.lib.small_counts import FEWEST
from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Institution, Person
from guildhall.placements.models import Application, GroupExperience, Placement, Question, Step
from guildhall.placements.parties import Side
from guildhall.placements.queries.turns import Turn, state_mark, turn_of
from guildhall.placements.querysets import places_of
from guildhall.students.models import Registration

RELATED = ("registration", "institution", "employer", "coordinator")
MOST_TURNS = 120  # records that the board looks at, the oldest first
OUTCOME_DAYS = 120  # after the end, that the board asks what came of it


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of placements is narrowed to."""

    words: str = ""
    state: str = ""  # a state; or "open", "stale", "fresh", "begun", "hired", "ended"; of applications "ours": our turn
    kind: str = ""
    mine: bool = False


def applications_of(person: Person, wanted: Wanted) -> QuerySet[Application]:
    """The applications of the person's students."""
    rows = Application.objects.visible_to(person).select_related(*RELATED, "opportunity")
    if wanted.state == "ours":
        rows = rows.filter(pk__in=to_put_forward(person))
    elif wanted.state == "open":
        rows = rows.open()
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    return _narrowed(rows, person, wanted).annotate(asked=_asked("application"))


def to_put_forward(person: Person) -> QuerySet[Application]:
    """The applications of the person's students of which the institution has to ask the employer: to meet them or
    offer a place, or, once they want to meet, to offer it. As `turns.turn_of` says it.
    """
    rows = Application.objects.visible_to(person).filter(state__in=("applied", "referred", "shortlisted"))
    return rows.exclude(_asked("application"))


def placements_of(person: Person, wanted: Wanted) -> QuerySet[Placement]:
    """The placements of the person's students."""
    rows = Placement.objects.visible_to(person).select_related(*RELATED, "opportunity")
    if wanted.state == "open":
        rows = rows.open()
    elif wanted.state == "stale":
        rows = rows.stale()
    elif wanted.state == "fresh":
        rows = rows.running().exclude(pk__in=rows.stale().values("pk"))
    elif wanted.state == "begun":
        rows = rows.filter(started_on__gte=clock.today() - timedelta(365))
    elif wanted.state == "hired":
        rows = rows.filter(outcome="hired", outcome_on__gte=clock.today() - timedelta(365))
    elif wanted.state == "ended":
        rows = rows.exclude(state__in=Placement.OPEN)
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    return _narrowed(rows, person, wanted)


def _narrowed(rows: Any, person: Person, wanted: Wanted) -> Any:
    if wanted.mine:
        rows = rows.filter(coordinator=person.pk)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    for word in wanted.words.split()[:6]:
        names = Q(registration__given_name__icontains=word)
        names |= Q(registration__family_name__icontains=word) | Q(registration__number__iexact=word)
        rows = rows.filter(names | Q(employer__name__icontains=word) | Q(title__icontains=word))
    return rows


def _asked(what: str) -> Exists:
    """Whether a question to the employer waits for its answer."""
    rows = Question.objects.filter(answered_at=None, until__gte=clock.today(), **{what: OuterRef("pk")})
    return Exists(rows)


@dataclass(frozen=True)
class Line:
    """One record in a list: its state as it is shown, and whose turn it is."""

    row: Any
    turn: Turn
    mark: tuple[str, str]

    @property
    def page(self) -> str:
        return "placement" if isinstance(self.row, Placement) else "application"


def lines(rows: Iterable[Any]) -> list[Line]:
    """Records with their next steps."""
    return [Line(row, turn_of(row, getattr(row, "asked", False)), state_mark(row)) for row in rows]


@dataclass(frozen=True)
class Board:
    """What waits for whom, side by side; `most` where there are more records than the board looks at, of each kind."""

    columns: Sequence[tuple[Any, list[Line]]]
    most: int | None = None


def board(person: Person, *, mine: bool) -> Board:
    """What waits for whom: for the institution, for students, for employers; what is late stands first."""
    wanted = Wanted(state="open", mine=mine)
    since = clock.today() - timedelta(OUTCOME_DAYS)
    ended = Q(state__in=("completed", "ended_early"), outcome="", ended_on__gte=since)
    base = Placement.objects.visible_to(person).filter(Q(state__in=Placement.OPEN) | ended)
    placements = _narrowed(base.select_related(*RELATED), person, Wanted(mine=mine))
    read = [list(rows.order_by("since")[: MOST_TURNS + 1]) for rows in (applications_of(person, wanted), placements)]
    found = [line for rows in read for line in lines(rows[:MOST_TURNS])]
    by_side: dict[str, list[Line]] = defaultdict(list)
    for line in sorted(found, key=lambda one: not one.turn.late):
        by_side[line.turn.side].append(line)
    columns = [(side, by_side[side]) for side in (Side.STAFF, Side.STUDENT, Side.EMPLOYER)]
    return Board(columns, MOST_TURNS if any(len(rows) > MOST_TURNS for rows in read) else None)


@dataclass(frozen=True)
class Dossier:
    """One application or placement with its history and what the employer was asked."""

    steps: Sequence[Step]
    questions: Sequence[Question]
    turn: Turn
    mark: tuple[str, str]
    waits: bool = False  # for an answer of the employer


def dossier_of(row: Application | Placement, person: Person) -> Dossier:
    """The history of a record, and of the application that a placement came from."""
    steps = Step.objects.visible_to(person).select_related("by")
    questions = Question.objects.visible_to(person).select_related("contact", "by")
    if isinstance(row, Placement):
        of = Q(placement=row.pk) | Q(application=row.application_id, application__isnull=False)
    else:
        of = Q(application=row.pk)
    found = list(questions.filter(of))
    waits = any(one.answered_at is None and one.until >= clock.today() for one in found)
    return Dossier(list(steps.filter(of)), found, turn_of(row, waits), state_mark(row), waits)


def of_student(registration: Registration, person: Person) -> list[Line]:
    """What a student applied for, and where they are or were, the newest first."""
    applications = Application.objects.visible_to(person).filter(registration=registration)
    waiting = applications.exclude(state=Application.State.ACCEPTED).annotate(asked=_asked("application"))
    placements = Placement.objects.visible_to(person).filter(registration=registration)
    found: list[Any] = [*waiting.select_related(*RELATED), *placements.select_related(*RELATED)]
    return lines(sorted(found, key=lambda row: row.created_at, reverse=True))


def of_opportunity(opportunity: Opportunity, person: Person) -> list[Line]:
    """Who of the person's students wants a place of an opportunity, or has one."""
    applications = Application.objects.visible_to(person).filter(opportunity=opportunity)
    waiting = applications.exclude(state=Application.State.ACCEPTED).annotate(asked=_asked("application"))
    placements = Placement.objects.visible_to(person).filter(opportunity=opportunity)
    found: list[Any] = [*waiting.select_related(*RELATED), *placements.select_related(*RELATED)]
    return lines(sorted(found, key=lambda row: row.created_at, reverse=True))


# ── At one employer ──────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Hosted:
    """How many students of one institution an employer has had: None where they are few, and of another one."""

    institution: Institution
    now: int | None
    ever: int | None


@dataclass(frozen=True)
class AtEmployer:
    """What stands on an employer's tab: the person's own students, numbers of all institutions, and groups."""

    own: Sequence[Line] = ()
    hosted: Sequence[Hosted] = ()
    groups: Sequence[GroupExperience] = field(default=())


def of_employer(employer: Employer, person: Person) -> AtEmployer:
    """Placements at one employer: one's own by name, those of others as numbers that name nobody (F20, B16)."""
    own = list(places_of(person))
    rows = Placement.objects.visible_to(person).filter(employer=employer).select_related(*RELATED)
    groups = GroupExperience.objects.visible_to(person).filter(employer=employer).select_related("institution")
    return AtEmployer(lines(rows.order_by("-created_at")[:200]), _hosted(employer, own), list(groups[:50]))


def _hosted(employer: Employer, own: Sequence[UUID]) -> list[Hosted]:
    with keeping(Keeper.RECOUNT, "numbers of placements at an employer, which name nobody"):
        rows = Placement.objects.filter(employer=employer, started_on__isnull=False).order_by()
        counted = rows.values("institution").annotate(
            ever=Count("student", distinct=True), now=Count("student", distinct=True, filter=Q(state="started"))
        )
        by_place = {one["institution"]: (one["now"], one["ever"]) for one in counted}
    places = Institution.objects.in_bulk(by_place)
    told = [
        Hosted(places[pk], *(n if pk in own or n == 0 or n >= FEWEST else None for n in numbers))
        for pk, numbers in by_place.items()
    ]
    return sorted(told, key=lambda one: (one.institution.pk not in own, one.institution.name))


def hosted_in(
    employer: Employer, first: date, last: date, *, kinds: Sequence[str] = (), institutions: Sequence[UUID] = ()
) -> int:
    """How many students began at an employer in a period: what "host 6 interns by June" counts by itself (N14).

    Different students, of some kinds or all, of some institutions or all; whoever withdrew or never came is none.
    """
    with keeping(Keeper.RECOUNT, "how many students an employer hosted, which names nobody"):
        rows = Placement.objects.filter(employer=employer, started_on__range=(first, last))
        rows = rows.filter(kind__in=kinds) if kinds else rows
        rows = rows.filter(institution__in=institutions) if institutions else rows
        return rows.aggregate(n=Count("student", distinct=True))["n"] or 0


def hosting_in_words(employers: Iterable[UUID]) -> Mapping[UUID, str]:
    """The same in words that single out nobody: fewer than ten are told as that (R6)."""
    words = {}
    for pk, n in hosting_now(employers).items():
        few = _("fewer than %d students are there now") % FEWEST
        words[pk] = few if n < FEWEST else ngettext("%d student is there now", "%d students are there now", n) % n
    return words


def hosting_now(employers: Iterable[UUID]) -> Mapping[UUID, int]:
    """How many students are at some employers now, whatever institution they are of; numbers that name nobody."""
    with keeping(Keeper.RECOUNT, "numbers of placements at employers, which name nobody"):
        rows = Placement.objects.running().filter(employer__in=list(employers)).order_by()
        return dict(rows.values_list("employer").annotate(n=Count("student", distinct=True)))


# ── Choosing ─────────────────────────────────────────────────────────


def sites_of(opportunity: Opportunity) -> QuerySet[Site]:
    """The sites where an opportunity is offered, to whoever sees it."""
    return Site.objects.filter(pk__in=opportunity.at.values("site"))


def students_to_refer(person: Person, opportunity: Opportunity) -> QuerySet[Registration]:
    """Whom a person may put forward for an opportunity: their students who are not put forward for it yet."""
    places = places_of(person)
    taken = Application.objects.visible_to(person).open().filter(opportunity=opportunity)
    rows = Registration.objects.visible_to(person).filter(institution__in=places)
    rows = rows.exclude(pk__in=taken.values("registration")).select_related("institution")
    return rows.order_by("family_name", "given_name")


def opportunities_for(registration: Registration, person: Person, words: str) -> list[Opportunity]:
    """What a student may be put forward for: open, for students, and open to their institution; by some words."""
    rows = Opportunity.objects.open_to(person).open_at(registration.institution).exclude(kind="teacher_externship")
    for word in words.split()[:6]:
        rows = rows.filter(Q(title__icontains=word) | Q(listed_as__icontains=word) | Q(occupation__icontains=word))
    rows = rows.select_related("employer", "holder").prefetch_related("at__site")
    return list(rows.defer("search", "description").order_by("expires_on")[:50])
