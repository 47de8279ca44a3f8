"""Deleting many rows at once does what deleting them one by one does."""

import pytest
from django.db import IntegrityError, transaction

from guildhall.employers.actions import editing
from guildhall.employers.models import Contact, Employer, MatchKey, Site
from guildhall.engagements.models import Engagement
from guildhall.people.models import Person
from guildhall.prospects.models import Prospect, StageEntry
from guildhall.store.deleting import delete_rows
from tests.employers.merging_cases import log


def test_everything_that_hangs_on_a_row_goes_with_it(cast):
    gone, stays = cast.prospect("Tern Composites", city="Redstone", tags=["solar"]), cast.prospect("Kestrel Aerospace")
    contact = editing.save_contact(gone.employer, {"family_name": "Doyle"}, by=cast.director)
    log(cast, gone.employer, "They called", contact=contact)
    delete_rows(Employer, [gone.pk])
    assert list(Employer.objects.all()) == [stays.employer]
    for model in (Contact, Site, Engagement, MatchKey):
        assert not model.objects.filter(employer=gone.pk).exists(), model
    assert not Prospect.objects.filter(pk=gone.pk).exists()
    assert not StageEntry.objects.filter(prospect=gone.pk).exists()
    assert MatchKey.objects.filter(employer=stays.pk).exists(), "the control: others keep theirs"


def test_what_may_stay_is_let_go_of_and_what_is_protected_refuses(cast):
    contact = editing.save_contact(cast.prospect("Tern").employer, {"family_name": "Doyle"}, by=cast.director)
    engagement = log(cast, contact.employer, "They called", contact=contact)
    delete_rows(Contact, [contact.pk])
    engagement.refresh_from_db()
    assert engagement.contact is None
    with pytest.raises(IntegrityError), transaction.atomic():
        delete_rows(type(cast.region), [cast.region.pk])
    assert Person.objects.exists()
