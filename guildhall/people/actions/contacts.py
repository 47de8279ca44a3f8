"""Points of contact: whom employers and Regional Directors ask at an institution, who passes news on (B9, B10)."""

from datetime import date
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people import rules
from guildhall.people.models import ALONE, Institution, Person, PointOfContact
from guildhall.store.locking import locked

FACTS = ("person", "deputy", "away_from", "away_to")


@transaction.atomic
def name_point_of_contact(
    institution: Institution, kind: str, person: Person, *, by: Person | None, deputy: Person | None = None
) -> PointOfContact:
    """Name the person whom employers, or Regional Directors, ask for at an institution (P12, P13), or who passes the
    region's news on there (C27).

    For employers, and for news, there is exactly one: whoever was named before makes room.
    """
    if by is not None:
        require(rules.can_name_contacts(by, institution))
        require(rules.can_be_named(person, institution))
    locked(Institution, institution.pk)
    if kind in ALONE:
        PointOfContact.objects.filter(institution=institution, kind=kind).exclude(person=person).delete()
    point, _new = PointOfContact.objects.update_or_create(
        institution=institution, kind=kind, person=person, defaults={"deputy": deputy}
    )
    after = {"kind": kind, "person": text_of(person), "deputy": text_of(deputy)}
    record("name", point, by=by, after=after, institution=institution)
    return point


def _locked(point: PointOfContact, by: Person, version: int | None = None) -> PointOfContact:
    rows = PointOfContact.objects.select_for_update(of=("self",)).select_related("institution", "person")
    result = rows.get(pk=point.pk)
    if version is not None and result.version != version:
        raise Conflict
    return result


@transaction.atomic
def change_point_of_contact(
    point: PointOfContact,
    *,
    person: Person,
    deputy: Person | None,
    away_from: date | None,
    away_to: date | None,
    version: int,
    by: Person,
) -> PointOfContact:
    """Change who is named, who stands in, and when the person is away; another person is to be confirmed anew."""
    point_of_contact = _locked(point, by, version)
    require(rules.can_name_contacts(by, point_of_contact.institution))
    if person.pk != point_of_contact.person_id:
        require(rules.can_be_named(person, point_of_contact.institution))
        if PointOfContact.objects.filter(
            institution=point_of_contact.institution, kind=point_of_contact.kind, person=person
        ).exists():
            refuse("{person} is named there already.", person=person)
        point_of_contact.confirmed_on = point_of_contact.confirmed_by = None
    if deputy is not None:
        require(rules.can_be_named(deputy, point_of_contact.institution))
    if deputy == person:
        refuse("Nobody is their own deputy. Choose somebody else, or nobody.")
    before = _facts(point_of_contact)
    point_of_contact.person, point_of_contact.deputy, point_of_contact.away_from, point_of_contact.away_to = (
        person,
        deputy,
        away_from,
        away_to,
    )
    point_of_contact.version += 1
    point_of_contact.save()
    record(
        "change",
        point_of_contact,
        by=by,
        before=before,
        after=_facts(point_of_contact),
        institution=point_of_contact.institution,
    )
    return point_of_contact


def _facts(point: PointOfContact) -> dict[str, Any]:
    return {name: text_of(getattr(point, name)) for name in FACTS}


@transaction.atomic
def confirm_point_of_contact(point: PointOfContact, *, by: Person) -> None:
    """Confirm that it is still true: by whoever names them, or by the person (M24)."""
    point_of_contact = _locked(point, by)
    require(rules.can_confirm_contact(by, point_of_contact))
    point_of_contact.confirmed_on, point_of_contact.confirmed_by = clock.today(), by
    point_of_contact.version += 1
    point_of_contact.save()
    record(
        "confirm",
        point_of_contact,
        by=by,
        after={"confirmed on": point_of_contact.confirmed_on},
        institution=point_of_contact.institution,
    )


@transaction.atomic
def remove_point_of_contact(point: PointOfContact, *, by: Person) -> None:
    """Somebody is not asked any more."""
    point_of_contact = _locked(point, by)
    require(rules.can_name_contacts(by, point_of_contact.institution))
    record(
        "remove",
        point_of_contact,
        by=by,
        before=_facts(point_of_contact),
        after={},
        institution=point_of_contact.institution,
    )
    point_of_contact.delete()
