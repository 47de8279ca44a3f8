"""Who has passed the region's news on, who has not, and where nobody is named for it (C27, P3)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from guildhall.community.models import ANNOUNCES, Announcement, Delivery
from guildhall.lib import clock
from guildhall.people.models import Institution, Person, PointOfContact
from guildhall.people.permissions import Permission
from guildhall.people.queries import points_of_contact

KIND = PointOfContact.Kind.NEWS
WAITS = timedelta(days=60)  # whoever is named later does not inherit the news of years


def announcements(person: Person) -> QuerySet[Any]:
    """The news, the newest first, each with how many institutions it is for, and how many have passed it on."""
    rows = Announcement.objects.visible_to(person).select_related("institution", "by")
    passed = Count("deliveries", filter=~Q(deliveries__at=None))
    return rows.annotate(meant=Count("deliveries"), passed=passed)


@dataclass(frozen=True)
class Reach:
    """One institution that news is for: through whom it goes today, and whether it was passed on there."""

    delivery: Delivery
    contact: Person | None
    may_name: bool

    @property
    def institution(self) -> Institution:
        return self.delivery.institution


def reach(row: Announcement, person: Person) -> list[Reach]:
    """Each institution that news is for: where nobody is named first, then where it was not passed on."""
    deliveries = list(row.deliveries.visible_to(person).select_related("institution", "by"))
    named = points_of_contact([one.institution for one in deliveries], KIND)
    grants = set(person.standing.institutions(Permission.GRANT_ACCESS))
    results = []
    for one in deliveries:
        who = next(iter(named.get(one.institution_id, ())), None)
        results.append(Reach(one, who, bool(grants.intersection(one.institution.lineage))))
    return sorted(results, key=lambda one: (one.delivery.at is not None, one.contact is not None))


def to_pass_on(person: Person) -> QuerySet[Any]:
    """The news that waits for a person to pass it on: the number in the menu."""
    return Announcement.objects.visible_to(person).filter(pk__in=waiting_for(person).values("announcement"))


def waiting_for(person: Person) -> QuerySet[Any]:
    """Where news of the last 60 days waits for a person to pass it on."""
    named = PointOfContact.objects.asking(person).filter(kind=KIND, institution=OuterRef("institution"))
    rows = Delivery.objects.visible_to(person).filter(at=None, announcement__at__gte=clock.now() - WAITS)
    return rows.filter(Exists(named))


def places_to_announce(person: Person) -> QuerySet[Institution]:
    """The regions, and what stands above them, for which a person publishes news."""
    rows = Institution.objects.where(person, Permission.AGREE_PROTOCOLS).filter(kind__in=ANNOUNCES)
    return rows.order_by("lineage__len", "name")
