from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from guildhall.audit.recording import change, record, record_block
from guildhall.lib.verdicts import refuse, require
from guildhall.people import rules
from guildhall.people.actions.institutions import found, new_institution, settle_territory, taken_names
from guildhall.people.actions.persons import enter_person, grant
from guildhall.people.loading import Listed
from guildhall.people.models import ExternalIdentifier, Institution, Person, Territory
from guildhall.people.permissions import Role


@transaction.atomic
def load_institutions(listed: Iterable[Listed], *, parent: Institution, by: Person | None) -> int:
    """Enter the institutions of a public list under a parent, schools under their districts; known ones stay.

    Returns how many are new.
    """
    if by is not None:
        require(rules.can_stand_under(by, parent))
    known = {(i.scheme, i.value): i.institution for i in ExternalIdentifier.objects.select_related("institution")}
    taken, stamps = taken_names()
    districts: dict[str, Institution] = {}
    new: list[Institution] = []
    numbers: list[ExternalIdentifier] = []
    for one in sorted(listed, key=lambda x: x.kind != "district"):
        there = next((known[pair] for pair in one.identifiers if pair in known), None)
        if there is None:
            above = districts.get(one.district, parent)
            there = new_institution(one.name, one.kind, parent=above, taken=taken, stamps=stamps)
            # Campuses of one body share a tax number, which then tells nothing.
            pairs = dict.fromkeys(pair for pair in one.identifiers if pair[0] != "EIN")
            numbers += [ExternalIdentifier(institution=there, scheme=s, value=v) for s, v in pairs]
            known |= dict.fromkeys(pairs, there)
            new.append(there)
        if one.kind == "district":
            districts[one.name] = there
    Institution.objects.bulk_create(new, batch_size=1_000)
    ExternalIdentifier.objects.bulk_create(numbers, batch_size=1_000)
    changes = [change(one, None, {"name": one.name, "kind": one.kind}) for one in new]
    record_block("load institutions", parent, changes, by=by)
    return len(new)


@transaction.atomic
def set_up(
    *,
    territory: str,
    office: str,
    institutions: Iterable[str],
    listed: Iterable[Listed] = (),
    given_name: str,
    family_name: str,
    email: str,
    password: str,
    **more: Any,
) -> Person:
    """The first act in an empty installation: the territory, its institutions and its first administrator.

    `more` are further settings of the territory, such as its time zone.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7261002)")  # two browsers at once: one sets up
    if Territory.objects.exists():
        refuse("Guildhall has been set up already. Sign in instead.")
    root = found(office, Institution.Kind.REGION, parent=None, by=None)
    for name in institutions:
        if name.strip():
            found(name.strip()[:200], Institution.Kind.COLLEGE, parent=root, by=None)
    load_institutions(listed, parent=root, by=None)
    person = enter_person(email, given_name, family_name, by=None, password=password)
    grant(person, Role.REGION_ADMINISTRATOR, root, by=None)
    found_territory = settle_territory(territory, root, by=person, **more)
    record("set up", found_territory, by=person)
    return person
