"""Who of our colleagues works at employers as well (D10)."""

from typing import Any

from guildhall.employers.models import Contact
from guildhall.pathways.models import Program
from guildhall.people.models import Membership, Person
from guildhall.people.permissions import VISITORS, Permission
from guildhall.relations.models import Affiliation


def affiliations_of(person: Person, contact: Contact) -> list[Affiliation]:
    """Which colleague a contact is, as somebody said."""
    return list(Affiliation.objects.visible_to(person).filter(contact=contact).select_related("person"))


def colleagues_near(person: Person) -> Any:
    """The colleagues at one's own institutions and below them."""
    posts = Membership.objects.in_force().filter(institution__in=person.below(Permission.SEE_DIRECTORY))
    staff = posts.exclude(role__in=VISITORS).values("person")
    return Person.objects.filter(is_active=True, pk__in=staff).order_by("family_name", "given_name")


def in_the_field(person: Person, program: Program) -> list[Affiliation]:
    """The colleagues at a program's institution, and above and below it, who work at an employer as well (D10).

    Those whose position at the employer has ended are not told of.
    """
    place = program.institution
    near = Membership.objects.in_force().filter(institution__lineage__overlap=[place.pk])
    above = Membership.objects.in_force().filter(institution__in=place.lineage)
    rows = Affiliation.objects.visible_to(person).filter(
        person__in=(near | above).values("person"), contact__in=Contact.objects.current()
    )
    found: Any = rows.select_related("person", "contact__employer").defer("contact__employer__search")
    return list(found.order_by("person__family_name", "pk")[:50])
