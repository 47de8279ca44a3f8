"""Whoever answers for a protected contact agrees that somebody asks it: until when that holds."""

import pytest

from guildhall.employers.actions import key_accounts
from guildhall.employers.models import KeyAccount
from guildhall.employers.queries.key_accounts import why_open
from guildhall.lib import clock
from tests.employers.test_key_accounts import kestrel, may, open_account
from tests.moments import days_from_now

pytestmark = pytest.mark.django_db

__all__ = ["kestrel"]


def test_an_agreement_ends_with_its_day(cast, kestrel, monkeypatch):
    grant = agreed(cast, kestrel)
    assert may(cast.harbor_wbl, kestrel.ada)
    assert not may(cast.mesa_wbl, kestrel.ada), "it is one person's"
    with clock.at(days_from_now(1)):
        assert not may(cast.harbor_wbl, kestrel.ada)
    assert grant.until == clock.today()


def agreed(cast, kestrel):
    values = {"account": kestrel.account, "until": clock.today(), "reason": "a visit", "by": cast.mesa_jobs}
    return key_accounts.grant_contact(kestrel.ada, cast.harbor_wbl, **values)


def test_an_agreement_ends_with_the_account_for_which_it_was_given(cast, kestrel):
    """N6: under a later account nobody has asked its operator."""
    agreed(cast, kestrel)
    assert may(cast.harbor_wbl, kestrel.ada)
    assert why_open(kestrel.ada, cast.harbor_wbl) == "a visit"
    key_accounts.end_key_account(kestrel.account, reason="she moved", by=cast.mesa_jobs)
    assert may(cast.mesa_wbl, kestrel.ada), "nobody protects her"
    open_account(cast, kestrel, [kestrel.ada], operator="mesa_wbl")
    assert not may(cast.harbor_wbl, kestrel.ada)
    assert not why_open(kestrel.ada, cast.harbor_wbl)


def test_an_agreement_ends_when_its_account_lets_the_contact_go(cast, kestrel):
    agreed(cast, kestrel)
    both = {"operator": "mesa_wbl", "by": "mesa_jobs", "deputy": None}
    open_account(cast, kestrel, [kestrel.ada], **both)
    assert may(cast.harbor_wbl, kestrel.ada), "the control: one of two agreed"
    values = {"operator": cast.mesa_jobs, "deputy": cast.mesa_cases, "note": ""}
    account = KeyAccount.objects.get(pk=kestrel.account.pk)
    key_accounts.change_key_account(account, values, contacts=[], version=account.version, by=cast.mesa_jobs)
    assert not may(cast.harbor_wbl, kestrel.ada)
