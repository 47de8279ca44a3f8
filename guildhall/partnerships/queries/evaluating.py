"""Measures with what they read, and what both sides think, as far as small groups may be shown (F14, F15, M17)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from guildhall.lib.mailed_links import kept
from guildhall.partnerships.models import (
    Asked,
    Conclusion,
    EvaluationRound,
    Initiative,
    Measure,
    Opinion,
    Reading,
    Side,
    Stakeholder,
)
from guildhall.partnerships.questions import CATEGORIES, HOW_IS_IT_GOING, PERSON, PROCESS, TEMPERATURE
from guildhall.people.models import Person
from guildhall.supervision.small_groups import FEWEST, Mean, shown
from guildhall.supervision.small_groups import Opinion as Counted


def measures(person: Person, initiative: Initiative) -> list[tuple[Any, list[Measure]]]:
    """The measures of an initiative by strand, each with its readings, the latest first."""
    readings = Prefetch("readings", Reading.objects.select_related("by"))
    rows = Measure.objects.visible_to(person).filter(initiative=initiative).prefetch_related(readings)
    groups: dict[str, list[Measure]] = {strand: [] for strand in Measure.Strand}
    for row in rows:
        groups[row.strand].append(row)
    return [(Measure.Strand(strand), members) for strand, members in groups.items()]


def rounds(person: Person, initiative: Initiative) -> QuerySet[Any]:
    """The evaluations of an initiative, the latest first, with how many were asked and answered."""
    rows = EvaluationRound.objects.visible_to(person).filter(initiative=initiative)
    seen = Q(asked__stakeholder=None) | Q(asked__stakeholder__in=Stakeholder.objects.visible_to(person))
    asked, answered = Count("asked", filter=seen), Count("asked", filter=seen & Q(asked__answered=True))
    return rows.annotate(count=asked, answered=answered)


def waits_for(person: Person, row: EvaluationRound) -> bool:
    """Whether somebody is asked in a round that is open and has not answered."""
    return row.is_open and Asked.objects.filter(round=row, person=person, answered=False).exists()


def opinions_held(asked: Asked, key: str) -> QuerySet[Opinion]:
    """The answer that a browser may change: the one whose key it has, of the same side of the same round."""
    rows = Opinion.objects.filter(round=asked.round_id, side=asked.side)
    return rows.filter(key_hash=kept(key).hex()) if key else rows.none()


@dataclass(frozen=True)
class Line:
    """One question: what partners and those who lead say on average, and the gap, where both may be shown."""

    category: str
    of: str
    partners: Mean | None
    leads: Mean | None

    @property
    def gap(self) -> float | None:
        """How much higher those who lead see it than the partners do."""
        return self.leads.mean - self.partners.mean if self.leads and self.partners else None


@dataclass(frozen=True)
class Results:
    """What an evaluation shows once it is over; nothing of fewer than five (N13)."""

    lines: Sequence[Line]
    asked: dict[str, tuple[int, int]]  # per side: how many answered, of how many
    fewest: int = FEWEST


def results(row: EvaluationRound, person: Person) -> Results | None:
    """What both sides think, question by question; None while it is open. Who was asked counts as far as it is seen."""
    if row.is_open:
        return None
    answers = list(Opinion.objects.filter(round=row).values_list("side", "answers"))
    if row.is_full:
        lines = [_line(answers, f"{key}_{of}", _(words), of) for key, words in CATEGORIES for of in (PROCESS, PERSON)]
    else:
        lines = [_line(answers, TEMPERATURE, _(HOW_IS_IT_GOING), "")]
    seen = Q(stakeholder=None) | Q(stakeholder__in=Stakeholder.objects.visible_to(person))
    counts = (
        Asked.objects.filter(seen, round=row)
        .values("side")
        .annotate(n=Count("pk"), answered=Count("pk", filter=Q(answered=True)))
    )
    asked = {Side(one["side"]).label: (one["answered"], one["n"]) for one in counts.order_by("-side")}
    return Results(lines, {str(label): pair for label, pair in asked.items()})


def _line(answers: Sequence[tuple[str, dict[str, int]]], code: str, category: str, of: str) -> Line:
    """Each side is a house of its own, so that neither can be worked out from the other."""
    means = {}
    for side in Side:
        rows = [Counted(side, side, given[code]) for whose, given in answers if whose == side and code in given]
        means[side] = shown(rows).groups.get(side)
    words = {PERSON: _("for the person"), PROCESS: _("of the process")}.get(of, "")
    return Line(category, words, means[Side.PARTNERS], means[Side.LEADS])


def words_said(row: EvaluationRound) -> list[str]:
    """What was written beside the answers, once it is over, of sides of which enough have answered; in no order."""
    if row.is_open:
        return []
    rows = Opinion.objects.filter(round=row)
    heard = [side for side in Side if rows.filter(side=side).count() >= FEWEST]
    return sorted(rows.filter(side__in=heard).exclude(words="").values_list("words", flat=True))


def conclusions(row: EvaluationRound) -> QuerySet[Conclusion]:
    """What was seen, and what was done about it."""
    return row.conclusions.select_related("by")
