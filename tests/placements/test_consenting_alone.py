"""A student who decides on the own record gives a consent without being asked: reads it, signs it, revokes it (R5)."""

import re
from datetime import timedelta

import pytest

from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.people.actions.institutions import found
from guildhall.placements.actions.disclosing import may_be_named
from guildhall.placements.models import Application
from guildhall.students.actions import own
from guildhall.students.actions.entering import StudentFacts, register
from guildhall.students.actions.inviting import invite
from guildhall.students.models import Consent
from guildhall.students.wording import digest_of
from tests.opportunities.offers import posted
from tests.placements.placed import referred
from tests.placements.test_own_door import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(cast):
    """A student of a college who applied somewhere, at a browser of her own."""
    row = register(cast.mesa, StudentFacts("Ana", "Zamora", email="ana@mesa.example"), by=cast.mesa_wbl)
    login = invite(row, by=cast.mesa_wbl)
    row.refresh_from_db()
    return row, login, browser(login)


def said(**more):
    return {
        "parts": ["name", "program"], "use": "place", "employer": "", "expires_on": str(clock.today() + timedelta(90)),
    } | more  # fmt: skip


def test_it_is_read_before_it_is_signed_and_counts_at_once(cast, ana):
    row, _login, client = ana
    made = referred(cast, row, posted(cast, cast.shared("Kestrel Aerospace").employer))
    path = f"/student/record/{row.pk}/consents/give/"
    page = client.get(path).content.decode()
    assert made.employer.name in page and path in client.get("/student/record/").content.decode()
    words = client.post(path, said(employer=str(made.employer_id))).content.decode()
    assert f"To whom: {made.employer.name}." in words and not Consent.objects.exists(), "nothing is signed yet"
    read = re.search(r'name="read" value="(\w+)"', words).group(1)
    signed = said(employer=str(made.employer_id), read=read)
    assert "Ana Zamora" in client.post(path, signed | {"name": "Bo Quist"}).content.decode(), (
        "another name is asked about"
    )
    assert client.post(path, signed | {"name": "Ana Zamora"}).status_code == 302
    assert client.post(path, signed | {"name": "Ana Zamora"}).status_code == 302
    consent = Consent.objects.get()
    assert (consent.means, consent.signer, consent.by, consent.use) == ("signed_in", "student", None, "place")
    assert consent.parts == ["name", "program"] and digest_of(consent.wording) == read
    assert may_be_named(Application.objects.get(pk=made.pk), by=cast.mesa_wbl)["name"] == "Ana Zamora"
    own.revoke_own(consent.pk, version=consent.version, by=ana[1])
    with pytest.raises(Refused):
        may_be_named(Application.objects.get(pk=made.pk), by=cast.mesa_wbl)


def test_words_that_were_not_read_are_not_signed(cast, ana):
    row, login, client = ana
    path = f"/student/record/{row.pk}/consents/give/"
    page = client.post(path, said(read="0" * 64, name="Ana Zamora")).content.decode()
    assert "has changed since you opened" in page and not Consent.objects.exists()
    page = client.post(path, said(parts=[])).content.decode()
    assert 'name="read"' not in page
    given = own.Given(["name"], "place", clock.today() - timedelta(1))
    with pytest.raises(Refused, match="has passed"):
        own.consent_oneself(row.pk, given, name="Ana Zamora", read="", by=login)


def test_only_who_decides_and_only_on_the_own_record(cast, ana):
    school = found("Mesa Grande High", "school", parent=cast.mesa, by=None, code="MGH")
    cast.mesa_wbl.forget_standing()
    born = clock.today() - timedelta(365 * 16)
    young = register(school, StudentFacts("Noor", "Haddad", born, email="noor@school.example"), by=cast.mesa_wbl)
    login = invite(young, by=cast.mesa_wbl)
    assert browser(login).get(f"/student/record/{young.pk}/consents/give/").status_code == 403
    assert "consents/give" not in browser(login).get("/student/record/").content.decode()
    assert ana[2].get(f"/student/record/{young.pk}/consents/give/").status_code == 404
    given = own.Given(["name"], "place", clock.today())
    for who, by in ((young, login), (young, ana[1])):
        with pytest.raises(Refused):
            own.consent_oneself(who.pk, given, name="Noor Haddad", read="", by=by)


def test_no_employer_of_others_is_offered(cast, ana):
    other = register(cast.mesa, StudentFacts("Bo", "Quist", email="bo@mesa.example"), by=cast.mesa_wbl)
    theirs = referred(cast, other, posted(cast, cast.shared("Kestrel Aerospace").employer))
    path = f"/student/record/{ana[0].pk}/consents/give/"
    assert theirs.employer.name not in ana[2].get(path).content.decode()
    page = ana[2].post(path, said(employer=str(theirs.employer_id))).content.decode()
    assert 'name="read"' not in page and theirs.employer.name not in page
