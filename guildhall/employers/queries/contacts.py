"""Contacts of many employers at once."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from guildhall.employers.models import Contact
from guildhall.store.blocks import among


def people_of(employers: Iterable[UUID]) -> dict[UUID, tuple[set[str], set[str]]]:
    """Names and e-mail addresses of the present contacts of employers, letter case folded.

    The addresses of protected contacts are left out: a list must not tell whether one was guessed (N6).
    """
    by_key: dict[UUID, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    rows = Contact.objects.current().filter(employer__in=among(employers))
    columns = ("employer", "given_name", "family_name", "email", "starred")
    for employer, given, family, email, protected in rows.values_list(*columns).iterator(2_000):
        names, mails = by_key[employer]
        names.add(f"{given} {family}".strip().casefold())
        if email and not protected:
            mails.add(email.casefold())
    return by_key
