from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from guildhall.lib.once import once
from guildhall.people.models import Institution, Membership, Person, PointOfContact, Territory
from guildhall.people.permissions import GRANTS, Permission, Role
from guildhall.people.querysets import MembershipQuerySet


def territory() -> Territory | None:
    """Whose installation this is, or None before set-up."""
    return once("territory", lambda: Territory.objects.select_related("root", "contact").first())


def contact_for_colleges() -> Person | None:
    """The person whom colleges ask about regional relationships: a setting of the territory (N1).

    Where that person may not answer them any more, the director who has been one for longest.
    """
    found = territory()
    if found and found.contact and found.contact.is_active and found.contact.may(Permission.USE_CRM):
        return found.contact
    return longest_with(Permission.USE_CRM)


def possible_contacts() -> QuerySet[Person]:
    """Who may be the contact for colleges: those who may answer about regional relationships."""
    return Person.objects.filter(is_active=True, pk__in=_members(Permission.USE_CRM).values("person"))


def people_with(permission: Permission, institution: Institution) -> QuerySet[Person]:
    """The active people whose membership grants a permission at an institution."""
    members = _members(permission).filter(institution__in=institution.lineage)
    return Person.objects.filter(is_active=True, pk__in=members.values("person"))


def longest_with(permission: Permission, institution: Institution | None = None) -> Person | None:
    """The active person whose membership has granted a permission for longest, at an institution or anywhere."""
    rows = _members(permission).filter(person__is_active=True).select_related("person")
    if institution:
        rows = rows.filter(institution__in=institution.lineage)
    found = rows.order_by("from_date", "pk").first()
    return found.person if found else None


def _members(permission: Permission) -> MembershipQuerySet:
    roles = [role.value for role, granted in GRANTS.items() if permission in granted]
    return Membership.objects.in_force().filter(role__in=roles)


def director_for_sector(sector: str, institution: Institution) -> Person | None:
    """The Regional Director whose membership carries a sector, near an institution."""
    found = (
        Membership.objects.in_force()
        .filter(role=Role.REGIONAL_DIRECTOR, institution__in=institution.lineage, sectors__contains=[sector])
        .filter(person__is_active=True)
        .select_related("person")
        .order_by("from_date")
        .first()
    )
    return found.person if found else None


def points_of_contact(institutions: Iterable[Institution], kind: str) -> dict[Any, list[Person]]:
    """Per institution, the people named for employers or for Regional Directors (P12, P13)."""
    rows = PointOfContact.objects.filter(institution__in=list(institutions), kind=kind, person__is_active=True)
    found: dict[Any, list[Person]] = {}
    for row in rows.select_related("person"):
        found.setdefault(row.institution_id, []).append(row.person)
    return found


def colleges() -> QuerySet[Institution]:
    """The institutions that work with employers of their own: colleges and districts."""
    return Institution.objects.open().filter(kind__in=[Institution.Kind.COLLEGE, Institution.Kind.DISTRICT])


def home_institution(person: Person, permission: Permission) -> Institution | None:
    """Where a person acts when nothing else is said: the first institution whose post grants the permission."""
    places = person.standing.institutions(permission)
    return (
        next((post.institution for post in person.posts if post.institution_id == places[0]), None) if places else None
    )
