"""Whom an initiative looks for, who is considered, and who could introduce us (F5–F8, H12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from guildhall.employers.models import Employer
from guildhall.engagements.models import ACT, Engagement
from guildhall.partnerships.models import Candidate, Initiative, Profile, Stakeholder
from guildhall.people.models import Person

RELATED = ("profile__initiative", "profile__category", "employer", "institution", "contact", "person", "introducer")


def profiles(person: Person, initiative: Initiative) -> list[Profile]:
    """The profiles of an initiative, each with `filled` and, for those who lead it, its candidates as `considered`."""
    own = Candidate.objects.visible_to(person).select_related(*RELATED).defer("employer__search")
    rows = Profile.objects.visible_to(person).filter(initiative=initiative).select_related("category")
    seen = Q(candidates__employer=None) | Q(candidates__employer__in=Employer.objects.visible_to(person))
    filled = Count("candidates", filter=Q(candidates__state="chosen") & seen)
    return list(rows.annotate(filled=filled).prefetch_related(Prefetch("candidates", own, to_attr="considered")))


def candidates(person: Person) -> QuerySet[Any]:
    """The candidates that somebody may read about."""
    return Candidate.objects.visible_to(person).select_related(*RELATED, "decided_by", "stakeholder")


@dataclass(frozen=True)
class Introducer:
    """A colleague who knows an employer: how often they were in touch, and when last."""

    person: Person
    times: int
    last_on: date


def introducers(person: Person, employer: Employer | None) -> list[Introducer]:
    """Who of the staff knows an employer best: the engagements that the reader sees (H12)."""
    if employer is None:
        return []
    rows = Engagement.objects.visible_to(person).filter(employer=employer, by__is_active=True)
    rows = rows.exclude(kind=ACT)
    known = rows.order_by().values("by").annotate(n=Count("pk"), last=Max("happened_on")).order_by("-n", "-last")[:5]
    people = Person.objects.in_bulk([row["by"] for row in known])
    return [Introducer(people[row["by"]], row["n"], row["last"]) for row in known]


def partners_there(person: Person, initiative: Initiative, employer: Employer | None) -> Sequence[Stakeholder]:
    """Stakeholders of the same organization who could open the door."""
    if employer is None:
        return []
    rows = Stakeholder.objects.visible_to(person).filter(employer=employer, state="accepted")
    return list(rows.select_related("initiative", "contact", "person", "employer", "institution")[:5])
