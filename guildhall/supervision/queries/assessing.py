"""How both sides find working together: figures that show nobody's answer (D18, D19, N13)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from guildhall.employers.models import Employer
from guildhall.lib.mailed_links import kept
from guildhall.people.models import Institution, Person
from guildhall.placements.models import Placement
from guildhall.supervision.models import RelationshipAssessment
from guildhall.supervision.questions_of_both import QUESTIONS
from guildhall.supervision.small_groups import Mean, Opinion, Shown, shown

Side = RelationshipAssessment.Side


@dataclass(frozen=True, slots=True)
class Both:
    """One question: the means of the two sides, where either may be shown."""

    question: str
    ours: Mean | None
    theirs: Mean | None

    @property
    def gap(self) -> float | None:
        """By how much the institution finds it better than the employers do; None where a side is not shown."""
        return self.ours.mean - self.theirs.mean if self.ours and self.theirs else None


@dataclass(frozen=True)
class Picture:
    """The answers of a school year: of all employers together, and of each that has enough of them."""

    whole: list[Both]
    employers: dict[Any, list[Both]]
    asked: int
    answered: int


def picture_of(rows: Iterable[RelationshipAssessment]) -> Picture:
    """What may be shown of some answers. Whom nobody may be told from is not told."""
    order: dict[str, list[RelationshipAssessment]] = defaultdict(list)
    rows = list(rows)
    for row in sorted((row for row in rows if row.answered_at), key=lambda one: (one.answered_at, one.pk)):
        order[row.side].append(row)
    sides = {(side, code): _shown(order[side], code) for side in Side.values for code, _label in QUESTIONS}
    ours, theirs = Side.INSTITUTION.value, Side.EMPLOYER.value
    whole = [Both(label, sides[ours, code].whole, sides[theirs, code].whole) for code, label in QUESTIONS]
    names = {row.employer_id: row.employer for row in rows}
    employers = {}
    for pk, employer in names.items():
        both = [
            Both(label, sides[ours, code].groups.get(pk), sides[theirs, code].groups.get(pk))
            for code, label in QUESTIONS
        ]
        if any(one.ours or one.theirs for one in both):
            employers[employer] = both
    return Picture(whole, employers, len(rows), sum(map(len, order.values())))


def _shown(rows: list[RelationshipAssessment], code: str) -> Shown:
    return shown(Opinion(row.institution_id, row.employer_id, row.answers[code]) for row in rows if code in row.answers)


def assessments_of(person: Person, year: str, place: Institution | None = None) -> QuerySet[RelationshipAssessment]:
    """The answers of a school year that somebody's pictures are made of."""
    rows = RelationshipAssessment.objects.visible_to(person).filter(year=year).select_related("employer")
    return rows.filter(institution__lineage__contains=[place.pk]) if place else rows


def asked_of(person: Person, year: str) -> QuerySet[Any]:
    """By employer, how many were asked and how many answered: numbers of people, not what they said."""
    rows = RelationshipAssessment.objects.visible_to(person).filter(year=year).values("employer", "employer__name")
    counted: Any = rows.annotate(asked=Count("pk"), answered=Count("pk", filter=~Q(answered_at=None)))
    return counted.order_by("employer__name")  # type: ignore[no-any-return]


def own_open(person: Person) -> QuerySet[RelationshipAssessment]:
    """What somebody of the staff is asked about working with employers and has not answered."""
    rows = RelationshipAssessment.objects.visible_to(person).filter(person=person, answered_at=None)
    return rows.select_related("employer", "institution")


def assessment_by_link(secret: str) -> RelationshipAssessment | None:
    """What a contact is asked by a link; it opens nothing once somebody else may read that mailbox."""
    rows = RelationshipAssessment.objects.filter(secret_hash=kept(secret).hex())
    row = rows.select_related("employer", "institution", "contact").first()
    return row if row and row.contact and row.contact.reads_mail else None


def hosts_of(person: Person) -> QuerySet[Employer]:
    """The employers that have had placements of somebody's students: whom one may ask about."""
    rows = Placement.objects.visible_to(person).order_by().values("employer")
    return Employer.objects.visible_to(person).filter(pk__in=rows).defer("search").order_by("name")
