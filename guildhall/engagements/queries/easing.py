"""What is taken off employers' hands, and what of it runs out (F22)."""

from datetime import timedelta
from typing import Any

from django.db.models import F, QuerySet

from guildhall.employers.models import Employer
from guildhall.engagements.models import RedTape
from guildhall.engagements.models.easing import SOON
from guildhall.engagements.querysets import houses_of
from guildhall.lib import clock
from guildhall.people.models import Person


def red_tape_of(employer: Employer) -> list[RedTape]:
    """What institutions take off an employer's hands, what runs out first at the head of its kind (F22)."""
    rows = RedTape.objects.open().filter(employer=employer).select_related("person", "institution", "employer")
    return list(rows.order_by("kind", F("until").asc(nulls_last=True), "made_at"))


def running_out(person: Person) -> QuerySet[Any]:
    """What a person sees to for employers and what runs out soon, or has (F22)."""
    return RedTape.objects.run_out_by(clock.today() + timedelta(SOON)).visible_to(person).filter(person=person)


def own_running_out(person: Person) -> list[RedTape]:
    """The same with whom it is for, the first to run out first."""
    rows = running_out(person).select_related("employer", "person", "institution").defer("employer__search")
    return list(rows.order_by("until", "pk"))


def running_out_at_home(person: Person, *, most: int = 40) -> list[RedTape]:
    """What runs out soon, or has, of what the institutions where a person works see to (F22)."""
    rows = RedTape.objects.run_out_by(clock.today() + timedelta(SOON)).visible_to(person)
    rows = rows.filter(institution__in=houses_of(person)).select_related("employer", "person", "institution")
    return list(rows.defer("employer__search").order_by("until", "pk")[:most])
