"""Lists of contacts: a row's status is the contact's; its employer is found, brought along, or left to a person."""

import pytest

from guildhall.employers.actions import editing
from guildhall.employers.models import Contact, Employer
from guildhall.imports.actions import applying, undoing
from guildhall.imports.models import Batch
from tests.imports.test_importing import dump, run

HEAD = "Company,Street,City,Zip,Website,First name,Last name,Email\n"


@pytest.fixture
def people(cast, tmp_path, settings):
    settings.FILES = tmp_path / "files"

    def people(text, *words, by="mesa_wbl"):
        path = tmp_path / "people.csv"
        path.write_text(HEAD + text)
        place = cast.mesa.slug
        mail = cast.people[by].email
        return run("employers", path, "--institution", place, "--by", mail, "--kind", "contacts", *words)

    return people


def kestrel(cast):
    where = {"street": "77 Pier Road", "city": "Harbor Point", "zip": "92105", "domain": "kestrel.example"}
    return cast.shared("Kestrel Aerospace", **where).employer


def test_a_contact_joins_the_employer_that_is_surely_theirs(cast, people):
    employer = kestrel(cast)
    before = dump()
    found = people(
        "Kestrel Aerospace Inc.,77 Pier Rd,Harbor Point,92105,,Neil,Frost,neil@kestrel.example\n"
        "KESTREL AEROSPACE,,,,www.kestrel.example,Wanda,Ost,wanda@home.example\n"
        "Kestrel Aerospace,,,,,Olga,Reed,olga@kestrel.example\n",  # an address of the employer's own domain
        "--apply",
    )
    assert (found["applied"], found["contacts_created"], found["employers_created"]) == (3, 3, 0)
    assert {str(c) for c in employer.contacts.all()} == {"Neil Frost", "Wanda Ost", "Olga Reed"}
    assert Employer.objects.filter(search="wanda").get() == employer, "found by the new contact's name"
    undoing.undo(Batch.objects.get(), by=cast.mesa_wbl)
    assert dump() == before


def test_a_name_alone_waits_for_a_person(cast, people):
    employer = kestrel(cast)
    found = people("Kestrel Aerospace,,,,,Neil,Frost,neil@elsewhere.example\n", "--apply")
    assert (found["duplicates"], found["applied"]) == (1, 0)
    row = run("rows", found["batch"])["rows"][0]
    assert row["candidates"][0]["employer"] == str(employer.pk)
    run("decide", found["batch"], row["line"], "link", "--by", cast.mesa_wbl.email)
    assert run("apply", found["batch"], "--by", cast.mesa_wbl.email)["contacts_created"] == 1


def test_another_employer_of_the_same_name_is_another(cast, people):
    """Equal names alone never merge: two bodies of one name, in one list."""
    people(
        "Harvest Church,1 Elm St,Redstone,92243,,Ana,One,\nHarvest Church,900 Oak St,Lakeside,92040,,Ben,Two,\n",
        "--apply",
    )
    assert Employer.objects.filter(name="Harvest Church").count() == 2
    assert all(e.contacts.count() == 1 for e in Employer.objects.filter(name="Harvest Church"))


def test_within_a_list_a_bare_name_means_the_only_one_of_that_name(cast, people):
    people("Harvest Church,1 Elm St,Redstone,92243,,Ana,One,\nHarvest Church,,,,,Ben,Two,\n", "--apply")
    assert Employer.objects.get(name="Harvest Church").contacts.count() == 2


def test_somebody_who_is_a_contact_already_waits(cast, people):
    employer = kestrel(cast)
    editing.save_contact(employer, {"family_name": "Frost", "given_name": "Neil"}, by=cast.director)
    found = people("Kestrel Aerospace,77 Pier Rd,Harbor Point,92105,,Neil,Frost,neil@kestrel.example\n", "--apply")
    assert (found["duplicates"], found["applied"]) == (1, 0)
    assert "same person" in run("rows", found["batch"])["rows"][0]["candidates"][0]["reasons"]
    assert employer.contacts.count() == 1


def test_a_contact_of_a_restricted_employer_tells_nothing(cast, people):
    where = {"street": "77 Pier Road", "city": "Harbor Point", "zip": "92105", "domain": "kestrel.example"}
    hidden = cast.prospect("Kestrel Aerospace", **where)
    row = "Kestrel Aerospace,77 Pier Rd,Harbor Point,92105,,Neil,Frost,neil@kestrel.example\n"
    found = people(row, "--apply")
    assert (found["duplicates"], found["applied"]) == (1, 0)
    assert run("rows", found["batch"])["rows"][0]["candidates"] == [
        {"employer": None, "name": None, "score": None, "reasons": ["regional relationship under way"]}
    ]
    assert Contact.objects.filter(employer=hidden.pk).count() == 0
    assert Employer.objects.count() == 1


def test_an_employer_that_went_out_of_sight_is_not_joined(cast, people):
    employer = kestrel(cast)
    found = people("Kestrel Aerospace,77 Pier Rd,Harbor Point,92105,,Neil,Frost,neil@kestrel.example\n")
    assert found["new"] == 1
    Employer.objects.filter(pk=employer.pk).update(posted_at=None)
    applying.apply(Batch.objects.get(), by=cast.mesa_wbl)
    assert Batch.objects.get().rows.get().status == "duplicate"
    assert employer.contacts.count() == 0


def test_contacts_of_one_employer_in_several_blocks(cast, people, monkeypatch):
    monkeypatch.setattr(applying, "BLOCK", 2)
    rows = "".join(f"Tern Works,1 Elm St,Redstone,92243,,Ana,Number{n},\n" for n in range(5))
    people(rows + "Solar Plant,2 Elm St,Redstone,92243,,Zoe,Last,\n", "--apply")
    assert Employer.objects.get(name="Tern Works").contacts.count() == 5
    assert Employer.objects.count() == 2
    undoing.undo(Batch.objects.get(), by=cast.mesa_wbl)
    assert (Employer.objects.count(), Contact.objects.count()) == (0, 0)


@pytest.mark.parametrize("decision", ["link", "person"])
def test_a_decided_row_does_not_join_an_employer_lost_from_sight_since(cast, people, decision):
    employer = kestrel(cast)
    found = people("Kestrel Aerospace,,,,,Neil,Frost,neil@elsewhere.example\n")
    line = run("rows", found["batch"])["rows"][0]["line"]
    run("decide", found["batch"], line, decision, "--by", cast.mesa_wbl.email)
    Employer.objects.filter(pk=employer.pk).update(posted_at=None)
    applying.apply(Batch.objects.get(), by=cast.mesa_wbl)
    row = Batch.objects.get().rows.get()
    assert (row.status, row.decision, row.target) == ("duplicate", "", None)
    assert "not in sight" in row.remarks[-1]["message"]
    assert employer.contacts.count() == 0


def test_a_repetition_of_such_a_row_waits_with_it(cast, people):
    employer = kestrel(cast)
    where = "Kestrel Aerospace,77 Pier Rd,Harbor Point,92105,,Neil,Frost,neil@kestrel.example\n"
    found = people(where * 2)
    assert (found["new"], found["repeated"]) == (1, 1)
    run("decide", found["batch"], run("rows", found["batch"])["rows"][1]["line"], "link", "--by", cast.mesa_wbl.email)
    Employer.objects.filter(pk=employer.pk).update(posted_at=None)
    applying.apply(Batch.objects.get(), by=cast.mesa_wbl)
    assert {(row.status, row.decision) for row in Batch.objects.get().rows.all()} == {
        ("duplicate", ""),
        ("repeated", ""),
    }
    assert Employer.objects.count() == 1
