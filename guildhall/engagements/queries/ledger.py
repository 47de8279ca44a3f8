"""What was counted against an employer's touch budget, occasion by occasion: the rows behind the load (N3, N5, M5)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from guildhall.employers.models import Contact, Employer
from guildhall.engagements.models import Engagement, Touch
from guildhall.lib import clock
from guildhall.people.models import Person

NEWEST = 60  # on the page of an employer's asks; the rest stands on a page of its own


def ledger(person: Person, employer: Employer) -> list[Touch]:
    """The newest touches of an employer within a year and those to come, one for each occasion."""
    rows = Touch.objects.counted().filter(employer=employer, on__gt=clock.today() - timedelta(365))
    return readable(person, occasions(rows).order_by("-on", "-id")[:NEWEST])


def contacts_made(employer: Employer, days: int) -> QuerySet[Any]:
    """The touches of an employer in the days up to today, one row for each occasion: as many as its load (M5)."""
    return occasions(_made(employer, days))


def occasions(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Touches with one row for each occasion: a touch of two contacts is one touch of the employer."""
    earlier = Touch.objects.filter(occasion=OuterRef("occasion"), employer=OuterRef("employer"), pk__lt=OuterRef("pk"))
    earlier = earlier.filter(state=OuterRef("state"))
    return rows.filter(~Exists(earlier)).select_related("by", "institution", "contact", "engagement", "ask")


def readable(person: Person, rows: Iterable[Touch]) -> list[Touch]:
    """Touches as a person may read them.

    That a contact counted is open to everybody who sees the employer; of an engagement kept from the person there is
    no more: neither its contact nor why it was made over the budget, nor a way to it.
    """
    matches = list(rows)
    mine = Engagement.objects.filter(pk__in=[row.engagement_id for row in matches if row.engagement_id]).open_to(person)
    open_to_person = set(mine.values_list("pk", flat=True))
    for row in matches:
        if row.engagement_id and row.engagement_id not in open_to_person:
            row.engagement = row.contact = None
            row.over_because = _("kept to those who were there") if row.over_because else ""
    return matches


def by_contact(person: Person, employer: Employer, days: int) -> list[tuple[Contact, int]]:
    """How often each contact of an employer was contacted in the days up to today, the most often first (M5).

    Engagements that are kept from the person are not in it: they would tell who was there.
    """
    private = Engagement.objects.filter(pk=OuterRef("engagement")).exclude(Engagement.objects.open_condition(person))
    rows = _made(employer, days).exclude(contact=None).filter(~Exists(private)).order_by().values("contact")
    loads = dict(rows.annotate(n=Count("occasion", distinct=True)).values_list("contact", "n"))
    people = Contact.objects.visible_to(person).filter(pk__in=loads, employer=employer).order_by(F("family_name"))
    return sorted(((one, loads[one.pk]) for one in people), key=lambda pair: -pair[1])


def _made(employer: Employer, days: int) -> QuerySet[Any]:
    today = clock.today()
    return Touch.objects.made().filter(employer=employer, on__gt=today - timedelta(days), on__lte=today)
