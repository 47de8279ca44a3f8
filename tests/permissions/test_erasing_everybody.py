"""Everybody who stands in any personal column is erased, retired and erased again after a restore (G7, R27).

The world has a row of every kind; a new column that names somebody is in it, or a walk of the world says so.
"""

from datetime import timedelta

import pytest
from django.test import TestCase

from guildhall.employers.models import Contact
from guildhall.lib import clock
from guildhall.people.models import Institution, Person
from guildhall.stewardship.actions import erasing, repeating, retiring
from guildhall.stewardship.actions.erasing_students import erase_at
from guildhall.stewardship.queries.education import is_of_education
from guildhall.stewardship.queries.subjects import Subject, declarations
from guildhall.students.models import Consent, Guardian, Registration
from guildhall.supervision.models import Signature
from tests.permissions.test_retention import age, loosened
from tests.permissions.world import World, undone

pytestmark = pytest.mark.django_db


def everybody() -> Subject:
    """All of them at once: every account, every position, every address in a column of its own."""
    people, contacts = Person.objects.in_bulk(), Contact.objects.in_bulk()
    return Subject({one for one in repeating._addresses() if one}, people, contacts)


def test_everybody_is_erased_by_the_region_and_by_each_institution(world: World) -> None:
    with undone():
        drawn = Signature.objects.first()
        Signature.objects.filter(pk=drawn.pk).update(way="drawn", drawing="M1 1L2 2", email="signer@x.example")
        erasing.erase_subject(everybody(), by=None, everywhere=False)
        assert not Contact.objects.exclude(email="").exists()
        assert not Person.objects.exclude(email__endswith="@erased.invalid").exists()
        assert Registration.objects.exclude(email="").exists(), "each institution decides about its own"
        for place in Institution.objects.all():
            for address in sorted(repeating._addresses()):
                erase_at(place, address, by=None)
        assert not Registration.objects.exclude(email="").exists()
        assert not Guardian.objects.exclude(email="").exists()
        drawn.refresh_from_db()
        assert (drawn.drawing, drawn.signed_by, bool(drawn.erased_at)) == ("", "", True)


def test_everybody_is_erased_again_after_a_restore(world: World, settings, tmp_path) -> None:
    settings.HOME = tmp_path
    with undone():
        since = clock.now() - timedelta(1)
        known = sorted(repeating._addresses())
        student = Registration.objects.exclude(email="").select_related("institution").first()
        contact = Contact.objects.exclude(email="").first()
        with TestCase.captureOnCommitCallbacks(execute=True):
            repeating.note_erasure(student.email, student.institution)
            repeating.note_erasure(contact.email)
        assert repeating.erase_again(since) >= 2
        left = repeating._addresses()
        assert contact.email.lower() not in left
        student.refresh_from_db()
        assert (student.email, student.number, student.born_on) == ("", "", None)
        assert len(left) > len(known) - 10, "the control: others stay"


def test_what_was_erased_retires_as_well(world: World) -> None:
    with undone():
        loosened()  # before anything is written
        erasing.erase_subject(everybody(), by=None, everywhere=False)
        age(3650)
        retiring.retire()
        assert retiring.retire() == {}


@pytest.mark.always
def test_the_region_changes_nothing_in_education_records(world: World) -> None:
    """The control is above: the institutions do."""

    def held() -> dict[str, list[object]]:
        models = [model for model in declarations() if is_of_education(model)]
        return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}

    with undone():
        before = held()
        assert Consent.objects.exists() and Signature.objects.exists()
        erasing.erase_subject(everybody(), by=None, everywhere=False)
        assert held() == before
