"""One search for everything that somebody may know of (A1, N1, N6; ADR 16)."""

import re

import pytest

from guildhall.employers.actions import editing
from guildhall.employers.queries.everything import everything
from guildhall.people.actions.persons import end_membership, enter_person, grant
from guildhall.people.permissions import Role
from tests.employers.test_key_accounts import kestrel

pytestmark = pytest.mark.django_db
__all__ = ["kestrel"]


@pytest.fixture
def town(cast, kestrel):
    """A person, a contact and employers that share words, one of them behind the wall."""
    editing.save_contact(kestrel, {"given_name": "Zoë", "family_name": "Marlow"}, by=cast.mesa_wbl)
    cast.shared("Marlow Timber", city="Redstone")
    cast.prospect("Marlow Hidden Works", contact={"family_name": "Marlowe"})
    marlow = enter_person("lena@people.example", "Lena", "Marlow", by=None)
    grant(marlow, Role.WBL_COORDINATOR, cast.harbor, by=None)
    cast.people["lena"] = marlow
    return kestrel


def found(cast, q, who="mesa_wbl"):
    result = everything(cast.people[who], q, most=9)
    return {
        name: [str(one) if not hasattr(one, "label") else one.label for one in getattr(result, name)]
        for name in ("employers", "contacts", "people", "institutions", "pages")
        if getattr(result, name)
    }


def test_every_kind_is_found_by_beginnings_accents_aside(cast, town):
    result = found(cast, "marl")
    assert sorted(result.pop("employers")) == ["Kestrel Aerospace", "Marlow Timber"], "by a contact, and by its name"
    assert result == {"contacts": ["Zoë Marlow"], "people": ["Lena Marlow"]}
    assert found(cast, "zoe mar")["contacts"] == ["Zoë Marlow"]
    assert found(cast, "harbor point")["institutions"] == ["Harbor Point College"]
    assert found(cast, "hpc")["institutions"] == ["Harbor Point College"]
    assert found(cast, "follow")["pages"] == ["Follow-ups"]
    assert found(cast, "m") == {}


def test_what_is_behind_the_wall_is_found_by_those_who_develop_it_alone(cast, town):
    for who in ("mesa_wbl", "harbor_wbl", "administrator", "mesa_instructor"):
        assert "Hidden" not in str(found(cast, "marlow", who)) and "Marlowe" not in str(found(cast, "marlow", who)), who
    assert "Marlow Hidden Works" in found(cast, "marlow", "director")["employers"]
    assert "Marlowe" in found(cast, "marlow", "director")["contacts"]


def test_pages_are_those_that_somebody_may_open(cast, town):
    assert "pages" not in found(cast, "regional crm")
    assert found(cast, "regional crm", "director")["pages"] == ["Regional CRM"]
    assert "pages" not in found(cast, "settings")


def test_only_staff_who_sign_in_are_colleagues(cast, town):
    student = enter_person("sam@people.example", "Sam", "Marlow", by=None)
    grant(student, Role.STUDENT, cast.mesa, by=None)
    assert found(cast, "marlow")["people"] == ["Lena Marlow"]
    client = cast.client(cast.mesa_wbl)
    assert client.get(f"/colleagues/{student.pk}/").status_code == 404
    assert client.get(f"/colleagues/{cast.lena.pk}/").status_code == 200
    end_membership(cast.lena.memberships.get(), reason="moved", by=cast.harbor_admin)
    assert client.get(f"/colleagues/{cast.lena.pk}/").status_code == 404


def test_a_colleagues_page_shows_what_the_reader_sees_of_their_work(cast, town):
    editing.own(town, cast.mesa_jobs, by=cast.mesa_wbl)
    hidden = cast.prospect("Tern Composites").employer
    type(hidden).objects.filter(pk=hidden.pk).update(owner=cast.mesa_jobs)
    page = cast.client(cast.harbor_wbl).get(f"/colleagues/{cast.mesa_jobs.pk}/").content.decode()
    assert page.count("Kestrel Aerospace") == 2, "looked after, and a key account"
    assert "Tern" not in page
    assert f"mailto:{cast.mesa_jobs.email}" in page, "colleagues write to each other"


def test_suggestions_are_options_of_a_list(cast, town):
    part = cast.client(cast.mesa_wbl).get("/search/suggest/?q=marlow", HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in part
    ids = re.findall(r'role="option"[^>]*? id="([^"]+)"', part, re.DOTALL)
    assert len(ids) == len(set(ids)) >= 4
    assert "Search everything for “marlow”" in part
    assert "role" not in cast.client(cast.mesa_wbl).get("/search/suggest/?q=").content.decode()


def test_the_page_works_without_script_and_leads_on(cast, town):
    client = cast.client(cast.mesa_wbl)
    page = client.get("/search/?q=marlow").content.decode()
    for words in ("Marlow Timber", "Zoë Marlow", "Lena Marlow"):
        assert words in page
    assert 'action="/search/"' in client.get("/").content.decode(), "the field on every page"
    none = client.get("/search/?q=zzyzx").content.decode()
    assert "Nothing fits" in none
    assert "/employers/add/?name=zzyzx" in none


def test_an_address_finds_nobody(cast, town):
    """N6: a guess is not confirmed."""
    assert found(cast, "ada@kestrel.example") == found(cast, "eda@kestrel.example")
