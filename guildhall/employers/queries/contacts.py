"""Contacts of many employers at once."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from guildhall.employers.models import Contact


def people_of(employers: Iterable[UUID]) -> dict[UUID, tuple[set[str], set[str]]]:
    """Names and e-mail addresses of the present contacts of employers, letter case folded."""
    found: dict[UUID, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    rows = Contact.objects.current().filter(employer__in=list(employers))
    for employer, given, family, email in rows.values_list("employer", "given_name", "family_name", "email"):
        names, mails = found[employer]
        names.add(f"{given} {family}".strip().casefold())
        if email:
            mails.add(email.casefold())
    return found
