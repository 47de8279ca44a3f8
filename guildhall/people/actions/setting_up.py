from collections.abc import Iterable

from django.db import connection, transaction

from guildhall.audit.recording import record
from guildhall.lib.verdicts import refuse
from guildhall.people.actions.institutions import found, settle_territory
from guildhall.people.actions.persons import enter_person, grant
from guildhall.people.loading import Listed
from guildhall.people.models import ExternalIdentifier, Institution, Person, Territory
from guildhall.people.permissions import Role


@transaction.atomic
def load_institutions(listed: Iterable[Listed], *, parent: Institution, by: Person | None) -> int:
    """Enter the institutions of a public list under a parent, schools under their districts; known ones stay."""
    districts: dict[str, Institution] = {}
    entered = 0
    known = {(i.scheme, i.value): i.institution for i in ExternalIdentifier.objects.select_related("institution")}
    for one in sorted(listed, key=lambda x: x.kind != "district"):
        there = next((known[pair] for pair in one.identifiers if pair in known), None)
        if there is None:
            above = districts.get(one.district, parent)
            free = {s: v for s, v in one.identifiers if s != "EIN"}  # campuses of one body share a tax number
            there = found(one.name, one.kind, parent=above, by=by, identifiers=free)
            known |= dict.fromkeys(free.items(), there)
            entered += 1
        if one.kind == "district":
            districts[one.name] = there
    return entered


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
) -> Person:
    """The first act in an empty installation: the territory, its institutions and its first administrator."""
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
    found_territory = settle_territory(territory, root, by=person)
    record("set up", found_territory, by=person)
    return person
