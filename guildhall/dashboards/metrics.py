"""One function = one number = one queryset: every figure opens into its rows (B16)."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from guildhall.employers.models import Employer
from guildhall.engagements.models import AvoidedContact, Engagement, Participant, Touch
from guildhall.engagements.querysets import EngagementQuerySet
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
    """What the person may read of what their own institutions recorded in the last ninety days, acts not counted."""
    return _recorded_by_ours(person, Engagement.objects.visible_to(person))


def engagements_for_anyone_here(person: Person) -> QuerySet[Any]:
    """Of these, what everybody with the same roles and places reads too."""
    seen = Engagement.objects.filter(employer__in=Employer.objects.visible_to(person))
    return _recorded_by_ours(person, seen.standing().filter(seen.open_condition(person, by_name=False)))


def engagements_by_name(person: Person) -> QuerySet[Any]:
    """Of these, what is open to the person by name alone: few, whatever the territory's size."""
    rows, since = Engagement.objects.visible_to(person), clock.today() - timedelta(days=90)
    by_me = Engagement.objects.filter(by=person.pk, happened_on__gte=since).exclude(visibility="region").values("pk")
    with_me = Participant.objects.filter(person=person.pk, engagement__happened_on__gte=since).values("engagement")
    named = rows.filter(pk__in=by_me.union(with_me)).exclude(rows.open_condition(person, by_name=False))
    return _recorded_by_ours(person, named)


def _recorded_by_ours(person: Person, rows: EngagementQuerySet) -> QuerySet[Any]:
    places, since = [post.institution for post in person.standing.posts], clock.today() - timedelta(days=90)
    return rows.contacts().filter(institution__lineage__overlap=places, happened_on__gte=since)


def contact_load(person: Person) -> QuerySet[Any]:
    """Shared employers that were contacted in the last ninety days, with how often and by how many (M5).

    `in_30` and `in_90` count occasions: one mailing to three contacts is one. `to_people` counts it three times.
    What an employer began itself does not count.
    """
    today = clock.today()
    since = {30: today - timedelta(30), 90: today - timedelta(90)}
    of_one = Touch.objects.made().filter(employer=OuterRef("pk"), on__gt=since[90], on__lte=today).order_by()
    details = {
        "in_30": Count("occasion", distinct=True, filter=Q(on__gt=since[30])),
        "in_90": Count("occasion", distinct=True),
        "to_people": Count("pk"),
        "institutions": Count("institution", distinct=True, filter=Q(on__gt=since[30])),
    }
    number = IntegerField()
    columns = {
        name: Coalesce(Subquery(of_one.values("employer").annotate(n=count).values("n"), output_field=number), 0)
        for name, count in details.items()
    }
    touched = Touch.objects.made().filter(on__gt=since[90], on__lte=today).values("employer")
    return Employer.objects.shared_with(person).filter(pk__in=touched).annotate(**columns).defer("search")


def made_in_90() -> QuerySet[Any]:
    """The contacts that we made in the last ninety days."""
    today = clock.today()
    return Touch.objects.made().filter(on__gt=today - timedelta(90), on__lte=today)


def contacts_in_90(person: Person, *columns: str) -> QuerySet[Any]:
    """The shared employers that were contacted in the last ninety days, each with its occasions as `n` (M5, N5)."""
    rows = made_in_90().filter(employer__in=Employer.objects.shared_with(person)).order_by()
    return rows.values("employer", *columns).annotate(n=Count("occasion", distinct=True))


def contacts_avoided(person: Person) -> QuerySet[Any]:
    """Contacts of the last twelve months that were not made: budget, key account or a joint ask stood between (M27)."""
    since = clock.today() - timedelta(365)
    return AvoidedContact.objects.filter(employer__in=Employer.objects.shared_with(person), on__gt=since)
