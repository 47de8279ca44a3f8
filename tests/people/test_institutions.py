"""Institutions of the tree: their numbers elsewhere, and public lists of them (B1)."""

import io

import pytest

from guildhall.people.actions.institutions import found
from guildhall.people.models import ExternalIdentifier, Institution

pytestmark = pytest.mark.django_db
SCHOOLS = (
    "CDSCode,NCESDist,NCESSchool,StatusType,District,School\n"
    "37680230000000,0601,,Active,Mesa Unified,\n37680233730000,0601,00123,Active,Mesa Unified,Mesa High\n"
    "37680233730999,0601,00999,Closed,Mesa Unified,Old High\n"
)


def load(cast, text, name="list.csv"):
    file = io.BytesIO(text.encode() if isinstance(text, str) else text)
    file.name = name
    values = {"file": file, "parent": str(cast.region.pk)}
    return cast.client(cast.administrator).post("/institutions/load/", values)


def test_schools_come_under_their_districts_and_once(cast):
    before = Institution.objects.count()
    assert load(cast, SCHOOLS).status_code == 302
    school = Institution.objects.get(name="Mesa High")
    assert (school.parent.name, school.parent.parent) == ("Mesa Unified", cast.region)
    assert {str(i) for i in school.identifiers.all()} == {"CDS 37680233730000", "NCES 060100123"}
    assert Institution.objects.count() == before + 2, "the closed one is left out"
    assert load(cast, SCHOOLS).status_code == 302
    assert Institution.objects.count() == before + 2


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "", b"\x00\xff\x00\xff" * 50, "UNITID\n1\n"])
def test_another_file_gets_a_sentence_and_enters_nothing(cast, text):
    before = Institution.objects.count()
    page = load(cast, text)
    assert page.status_code == 200
    assert any(words in page.content.decode() for words in ("This is neither the IPEDS list", "empty"))
    assert Institution.objects.count() == before


def test_numbers_elsewhere_can_be_changed_and_stay_unique(cast):
    ExternalIdentifier.objects.create(institution=cast.harbor, scheme="IPEDS", value="1")
    values = {"name": cast.mesa.name, "kind": "college", "code": "MGC", "parent": str(cast.region.pk), "version": 1}
    client = cast.client(cast.administrator)
    address = f"/institutions/{cast.mesa.slug}/"
    assert client.post(address, values | {"known_as": "IPEDS 2\nOPEID 77"}).status_code == 302
    assert {str(i) for i in cast.mesa.identifiers.all()} == {"IPEDS 2", "OPEID 77"}
    taken = client.post(address, values | {"known_as": "IPEDS 1", "version": 2})
    assert "already belongs to" in taken.content.decode()
    assert {str(i) for i in cast.mesa.identifiers.all()} == {"IPEDS 2", "OPEID 77"}
    assert client.post(address, values | {"known_as": "", "version": 2}).status_code == 302
    assert not cast.mesa.identifiers.exists()


def test_a_name_like_a_page_gets_an_address_of_its_own(cast):
    assert found("Load", "college", parent=cast.region, by=None).slug == "load-2"


def test_the_public_lists_themselves(cast, data_folder):
    with (data_folder / "cde_public_schools_sd_imperial_2018.csv").open("rb") as file:
        assert load(cast, file.read()).status_code == 302
    schools = Institution.objects.filter(kind="school")
    assert schools.count() > 700
    without = schools.exclude(parent__kind="district").values_list("name", flat=True)
    assert list(without) == ["San Diego Continuing Education"], "its district is in no row of its own"
