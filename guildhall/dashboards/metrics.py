"""One function = one number = one queryset: every figure opens into its rows (B16)."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from guildhall.employers.models import Employer
from guildhall.engagements.models import ACT, Engagement
from guildhall.lib import clock
from guildhall.people.models import Person


def employers_shared(person: Person) -> QuerySet[Any]:
    """Employers that are vetted, promoted and open to the person."""
    return Employer.objects.shared_with(person)


def employers_active(person: Person) -> QuerySet[Any]:
    """Shared employers with an engagement in the last twelve months (M3)."""
    year_ago = clock.now() - timedelta(days=365)
    return Employer.objects.shared_with(person).filter(last_engaged_at__gte=year_ago)


def employers_new(person: Person) -> QuerySet[Any]:
    """Employers shared in the last ninety days."""
    return Employer.objects.shared_with(person).filter(posted_at__gte=clock.now() - timedelta(days=90))


def engagements_this_quarter(person: Person) -> QuerySet[Any]:
    """Engagements that the person's own institutions recorded in the last ninety days, acts not counted."""
    places = [post.institution for post in person.standing.posts]
    since = clock.today() - timedelta(days=90)
    rows = Engagement.objects.filter(institution__lineage__overlap=places, happened_on__gte=since)
    return rows.exclude(kind=ACT)
