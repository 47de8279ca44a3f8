"""Whom a list of past engagements tells of, and whom it alarms: what was, as it was then (C5, C11)."""

from datetime import timedelta

import pytest

from guildhall.audit.models import Entry
from guildhall.employers.actions import key_accounts
from guildhall.employers.models import ContactGrant, KeyAccount
from guildhall.engagements.models import Engagement, Touch
from guildhall.lib import clock
from guildhall.people.models import Notice
from tests.imports.test_past_engagements import CONTACT, applied, bring, link_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def kestrel(cast):
    """Its contact is protected by a college since ten days."""
    employer = cast.shared("Kestrel Aerospace", contact=CONTACT, city="Mesa Grande", domain="kestrel.example").employer
    people = {"operator": cast.harbor_wbl, "deputy": cast.harbor_admin}
    contacts = list(employer.contacts.all())
    key_accounts.open_key_account(employer, cast.harbor, **people, contacts=contacts, by=cast.harbor_wbl)
    KeyAccount.objects.update(since=clock.today() - timedelta(10))
    Notice.objects.all().delete()
    return employer


def listed(cast, kestrel, tmp_path, days, who=""):
    day = clock.today() - timedelta(days)
    text = f"Employer,Date,Type,Spoke with,Subject,Who\nKestrel Aerospace,{day},Call,Marisol Ortega,Talk,{who}\n"
    batch = bring(cast, tmp_path, text)
    link_all(batch, kestrel)
    applied(cast, batch)
    return Engagement.objects.get(summary="Talk")


def told():
    return set(Notice.objects.filter(event="contacted anyway").values_list("person", flat=True))


@pytest.mark.parametrize(("days", "hears"), [(400, False), (11, False), (10, True), (2, True)])
def test_only_what_happened_since_the_protection_began_is_told(cast, kestrel, tmp_path, days, hears):
    """The last two are the control."""
    listed(cast, kestrel, tmp_path, days)
    assert told() == ({cast.harbor_wbl.pk, cast.harbor_admin.pk} if hears else set())


def test_who_operates_the_account_is_not_told_of_what_they_did(cast, kestrel, tmp_path):
    KeyAccount.objects.update(institution=cast.mesa, operator=cast.mesa_jobs, deputy=cast.mesa_cases)
    listed(cast, kestrel, tmp_path, 2, who=cast.mesa_jobs.email)
    assert told() == set()


def test_who_had_the_word_of_the_operator_alarms_nobody(cast, kestrel, tmp_path):
    ContactGrant.objects.create(
        employer=kestrel, contact=kestrel.contacts.get(), account=KeyAccount.objects.get(), person=cast.mesa_jobs,
        granted_at=clock.now() - timedelta(8), until=clock.today() - timedelta(1),
    )  # fmt: skip
    listed(cast, kestrel, tmp_path, 4, who=cast.mesa_jobs.email)
    assert told() == set()


def test_the_colleague_was_in_touch_and_who_brings_the_list_acted(cast, kestrel, tmp_path):
    engagement = listed(cast, kestrel, tmp_path, 2, who=cast.mesa_jobs.email)
    assert engagement.by == cast.mesa_jobs
    assert Touch.objects.get(engagement=engagement).by == cast.mesa_jobs
    assert cast.mesa_jobs.name in str(Notice.objects.filter(event="contacted anyway")[0].__dict__)
    entry = Entry.objects.filter(verb="record", object_id=str(engagement.pk)).get()
    assert entry.actor == cast.mesa_wbl.pk
