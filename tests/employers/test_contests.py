"""Key accounts rest on work together, are told of, and can be contested (C9, C11, C13)."""

import pytest

from guildhall.employers.actions import contesting, editing, key_accounts
from guildhall.employers.models import Contest
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.people.models import Notice
from guildhall.protocols.actions import Draft, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def kestrel(cast):
    employer = cast.shared("Kestrel Aerospace", contact={"family_name": "Ortega"}).employer
    said = Happening("visit", "A tour", clock.today())
    record_engagement(employer, said, by=cast.harbor_wbl, institution=cast.harbor)
    return employer


def opened(cast, employer):
    people = {"operator": cast.mesa_jobs, "deputy": cast.mesa_cases, "contacts": list(employer.contacts.all())}
    return key_accounts.open_key_account(employer, cast.mesa, by=cast.mesa_jobs, **people)


def told(event):
    return set(Notice.objects.filter(event=event).values_list("person", flat=True))


def test_it_rests_on_as_much_work_as_the_clause_says(cast, kestrel):
    rule = [Draft("4.6", "Key accounts", "At least two engagements.", "key_account", {"engagements": 2})]
    publish(cast.region, "Rules of accounts", rule, in_force_from=clock.today(), text="", by=None)
    said = Happening("visit", "A tour", clock.today())
    for _n in range(2):
        with pytest.raises(Refused, match="rests on work"):
            opened(cast, kestrel)
        record_engagement(kestrel, said, by=cast.mesa_wbl, institution=cast.mesa)
    assert opened(cast, kestrel)


def test_without_a_clause_it_rests_on_nothing(cast, kestrel):
    """The control."""
    assert opened(cast, kestrel)


def test_the_region_and_those_in_touch_lately_are_told(cast, kestrel):
    opened(cast, kestrel)
    assert told("key account opened") == {cast.second.pk, cast.harbor_wbl.pk}


def test_contacts_protected_later_rest_on_the_same_and_are_told_of_too(cast, kestrel):
    account = opened(cast, kestrel)
    Notice.objects.all().delete()
    values = {"operator": cast.mesa_jobs, "deputy": cast.mesa_cases, "note": ""}

    def keep(contacts):
        account.refresh_from_db()
        details = {"contacts": contacts, "version": account.version, "by": cast.mesa_jobs}
        return key_accounts.change_key_account(account, values, **details)

    everybody = list(kestrel.contacts.all())
    keep(everybody)
    assert not told("key account opened"), "the control: nobody more is protected"
    more = editing.save_contact(kestrel, {"family_name": "Nova"}, by=cast.mesa_jobs)
    keep([*everybody, more])
    assert told("key account opened") == {cast.second.pk, cast.harbor_wbl.pk}
    rule = [Draft("4.6", "Key accounts", "At least two engagements.", "key_account", {"engagements": 2})]
    publish(cast.region, "Rules of accounts", rule, in_force_from=clock.today(), text="", by=None)
    one_more = editing.save_contact(kestrel, {"family_name": "Vega"}, by=cast.mesa_jobs)
    with pytest.raises(Refused, match="rests on work"):
        keep([*everybody, more, one_more])


def test_nobody_is_told_of_an_employer_that_they_do_not_see(cast):
    held = cast.prospect("Hidden Works", holder=cast.mesa, by=cast.mesa_wbl).employer
    opened(cast, held)
    assert cast.harbor_wbl.pk not in told("key account opened")


def test_several_touch_points_are_told_of_too(cast, kestrel):
    key_accounts.mark_doors(kestrel, many=True, by=cast.mesa_jobs)
    assert told("touch points") == {cast.second.pk, cast.harbor_wbl.pk}


def test_whoever_works_with_them_contests_and_a_director_settles(cast, kestrel):
    account = opened(cast, kestrel)
    row = contesting.contest(account, "We have worked with them for years", by=cast.harbor_wbl, institution=cast.harbor)
    assert {cast.mesa_jobs.pk, cast.second.pk} <= told("account contested")
    with pytest.raises(Refused, match="contested it already"):
        contesting.contest(account, "again", by=cast.harbor_admin, institution=cast.harbor)
    for who in ("harbor_wbl", "mesa_jobs", "mesa_admin"):
        with pytest.raises(Refused):
            contesting.settle(row, "no", uphold=False, by=cast.people[who])
    with pytest.raises(Refused, match="Say why"):
        contesting.settle(row, " ", uphold=True, by=cast.director)
    contesting.settle(row, "Both work with them", uphold=False, by=cast.director)
    account.refresh_from_db()
    assert (bool(account.ended_at), account.ended_because) == (True, "Both work with them")
    assert told("contest settled") >= {cast.harbor_wbl.pk, cast.mesa_jobs.pk}
    assert not kestrel.contacts.filter(starred=True).exists()


def test_one_that_is_upheld_stands(cast, kestrel):
    account = opened(cast, kestrel)
    row = contesting.contest(account, "Why you?", by=cast.harbor_wbl, institution=cast.harbor)
    contesting.settle(row, "They built it", uphold=True, by=cast.director)
    account.refresh_from_db()
    assert account.ended_at is None
    page = cast.client(cast.harbor_wbl).get(f"/employers/{kestrel.pk}/accounts/").content.decode()
    assert "They built it" in page


def test_the_operator_contests_nothing(cast, kestrel):
    with pytest.raises(Refused, match="does not contest"):
        contesting.contest(opened(cast, kestrel), "mine", by=cast.mesa_jobs, institution=cast.mesa)
    assert not Contest.objects.exists()


def test_a_new_contact_is_protected_by_who_may_change_the_account(cast, kestrel):
    account = opened(cast, kestrel)
    ada = editing.save_contact(kestrel, {"family_name": "Nova"}, by=cast.mesa_jobs)
    values = {"operator": cast.mesa_jobs, "deputy": cast.mesa_cases, "note": ""}
    with pytest.raises(Refused):
        key_accounts.change_key_account(account, values, contacts=[ada], version=account.version, by=cast.harbor_wbl)


@pytest.mark.parametrize("why", ["", "  ", "\u200b\u202e"])
def test_a_reason_that_nobody_can_read_is_none(cast, kestrel, why):
    """Whatever door it comes in by: signs that are not seen, or turn letters around, are left out."""
    account = opened(cast, kestrel)
    with pytest.raises(Refused, match="Say why"):
        contesting.contest(account, why, by=cast.harbor_wbl, institution=cast.harbor)
    row = contesting.contest(account, "It is\n\u202eours", by=cast.harbor_wbl, institution=cast.harbor)
    assert row.why == "It is ours"
    with pytest.raises(Refused, match="Say why"):
        contesting.settle(row, why, uphold=True, by=cast.director)
    with pytest.raises(Refused, match="Say why"):
        key_accounts.end_key_account(account, reason=why, by=cast.mesa_jobs)
