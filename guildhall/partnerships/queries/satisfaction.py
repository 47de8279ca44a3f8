"""How satisfied those with a part in an initiative are, evaluation by evaluation (M16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from guildhall.lib import clock
from guildhall.partnerships import satisfaction
from guildhall.partnerships.models import Asked, Category, EvaluationRound, Initiative, Opinion, Side, Stakeholder
from guildhall.partnerships.satisfaction import Answer, Rated, Satisfaction
from guildhall.people.models import Person
from guildhall.supervision.small_groups import FEWEST

ROUNDS = 12


@dataclass(frozen=True)
class Sector:
    """A sector: what its stakeholders say, and how many of those asked have answered."""

    name: str
    rated: Rated
    answered: int
    asked: int


@dataclass(frozen=True)
class Shown:
    """How satisfied stakeholders were in one evaluation, as far as small groups may be shown."""

    whole: Rated
    sectors: Sequence[Sector]
    others: Rated | None
    answered: int
    asked: int
    fewest: int = FEWEST


def found_in(row: EvaluationRound) -> Satisfaction | None:
    """What the answers of partners come to: each stakeholder's one answer of this evaluation; None while it is open."""
    if row.is_open:
        return None
    answers = Opinion.objects.filter(round=row, side=Side.PARTNERS).order_by("pk").values_list("sector", "answers")
    return satisfaction.of([Answer(sector, list(given.values())) for sector, given in answers])


def satisfaction_in(row: EvaluationRound, person: Person) -> Shown | None:
    """How satisfied stakeholders were, with the response rate, by sector (M16). Who was asked counts as far as seen."""
    found = found_in(row)
    if found is None:
        return None
    counts = _response(row, person)
    names = Category.objects.in_bulk([key for key in found.sectors if isinstance(key, int)])
    sectors = [Sector(str(names[key]), rated, *counts.get(key, (0, 0))) for key, rated in found.sectors.items()]
    answered = sum(one for one, _all in counts.values())
    asked = sum(every for _one, every in counts.values())
    return Shown(found.whole, sorted(sectors, key=lambda one: one.name), found.others, answered, asked)


def satisfaction_by_round(person: Person, initiative: Initiative) -> list[tuple[EvaluationRound, Rated]]:
    """How satisfied stakeholders were in each of the last evaluations that are over, the latest first (M16)."""
    rows = EvaluationRound.objects.visible_to(person).filter(initiative=initiative, until__lt=clock.today())
    rows = rows.order_by("-until", "-pk")[:ROUNDS]
    answers: dict[Any, list[Answer]] = {row.pk: [] for row in rows}
    given = Opinion.objects.filter(round__in=answers, side=Side.PARTNERS).order_by("pk")
    for key, sector, said in given.values_list("round", "sector", "answers"):
        answers[key].append(Answer(sector, list(said.values())))
    found = [(row, satisfaction.of(answers[row.pk])) for row in rows]
    return [(row, one.whole) for row, one in found if one]


@dataclass(frozen=True)
class OfInitiative:
    """The last evaluation of an initiative that is over: what its partners said, and how many of them answered."""

    round: EvaluationRound
    rated: Rated | None
    answered: int
    asked: int


def latest_of_each(person: Person, only: Initiative | None = None) -> list[OfInitiative]:
    """The last evaluation that is over of each initiative that somebody sees, or of one: three statements (M16)."""
    over = EvaluationRound.objects.visible_to(person).filter(until__lt=clock.today())
    over = over.filter(initiative=only) if only else over
    rows = list(over.order_by("initiative_id", "-until", "-pk").distinct("initiative_id").select_related("initiative"))
    answers: dict[Any, list[Answer]] = {row.pk: [] for row in rows}
    given = Opinion.objects.filter(round__in=answers, side=Side.PARTNERS).order_by("pk")
    for key, sector, said in given.values_list("round", "sector", "answers"):
        answers[key].append(Answer(sector, list(said.values())))
    seen = Q(stakeholder=None) | Q(stakeholder__in=Stakeholder.objects.visible_to(person))
    asked = Asked.objects.filter(seen, round__in=answers, side=Side.PARTNERS).order_by().values_list("round")
    counted = asked.annotate(answered=Count("pk", filter=Q(answered=True)), n=Count("pk"))
    response = {key: (answered, n) for key, answered, n in counted}
    found = [(row, satisfaction.of(answers[row.pk]), response.get(row.pk, (0, 0))) for row in rows]
    shown = [OfInitiative(row, one.whole if one else None, *counts) for row, one, counts in found]
    return sorted(shown, key=lambda one: one.round.initiative.title.casefold())


def together(rows: Sequence[OfInitiative]) -> Rated | None:
    """What is shown of several evaluations as one: a sum of numbers that are shown each for itself tells nothing more.

    Who has a part in two initiatives stands in both, since answers know no author.
    """
    told = [one.rated for one in rows if one.rated]
    if not told:
        return None
    ratings = sum(one.ratings for one in told)
    mean = sum(one.mean * one.ratings for one in told) / ratings
    return Rated(sum(one.answers for one in told), mean, sum(one.top for one in told), ratings)


def _response(row: EvaluationRound, person: Person) -> dict[Any, tuple[int, int]]:
    seen = Q(stakeholder=None) | Q(stakeholder__in=Stakeholder.objects.visible_to(person))
    rows = Asked.objects.filter(seen, round=row, side=Side.PARTNERS).order_by().values_list("stakeholder__category")
    counted = rows.annotate(answered=Count("pk", filter=Q(answered=True)), n=Count("pk"))
    return {sector: (answered, n) for sector, answered, n in counted}


def latest_over(initiative: Initiative) -> EvaluationRound | None:
    """The last evaluation that is over."""
    rows = EvaluationRound.objects.filter(initiative=initiative, until__lt=clock.today())
    return rows.order_by("-until", "-pk").first()


def sector_of(asked: Asked) -> Category | None:
    """The sector that is kept with an answer: only where so many of it were asked that it names nobody."""
    if asked.side != Side.PARTNERS or asked.stakeholder is None:
        return None
    sector = asked.stakeholder.category
    same = Asked.objects.filter(round=asked.round_id, side=Side.PARTNERS, stakeholder__category=sector)
    return sector if same.count() >= FEWEST else None
