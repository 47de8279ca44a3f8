"""Versions only ever rise, whatever a list changes and takes back: a form that was open never wins (R29)."""

import pytest

from guildhall.employers.actions.editing import save_contact
from guildhall.employers.models import Contact, Employer, Site
from guildhall.imports.actions import undoing
from guildhall.imports.models import Batch
from tests.imports.test_importing import dump, run

HEAD = "Company,Street,City,Zip,Website,Phone,Contact name,Contact title,Contact email\n"
WHERE = "Kestrel Aerospace,77 Pier Road,Harbor Point,92105"


@pytest.fixture
def bring(cast, tmp_path, settings):
    settings.FILES = tmp_path / "files"

    def bring(*lines):
        path = tmp_path / "list.csv"
        path.write_text(HEAD + "\n".join(lines) + "\n")
        mail = cast.director.email
        found = run("employers", path, "--institution", cast.mesa.slug, "--by", mail, "--kind", "employers")
        for row in run("rows", found["batch"], "--by", mail)["rows"]:
            if row["status"] in ("duplicate", "repeated"):
                more = ["--employer", row["candidates"][0]["employer"]] if row["status"] == "duplicate" else []
                run("decide", found["batch"], row["line"], "link", *more, "--by", mail)
        run("apply", found["batch"], "--by", mail)
        return Batch.objects.get(pk=found["batch"])

    return bring


def versions():
    return [Model.objects.get().version for Model in (Employer, Site, Contact)]


def test_applying_and_undoing_raise_versions(cast, bring):
    where = {"street": "77 Pier Road", "city": "Harbor Point", "zip": "92105"}
    cast.shared("Kestrel Aerospace", **where, contact={"family_name": "Frost", "given_name": "Neil"})
    before, at_first = dump(), versions()
    batch = bring(f"{WHERE},kestrel.example,619-555-0142,Neil Frost,Pilot,")
    applied = versions()
    assert all(now > then for now, then in zip(applied, at_first, strict=True))
    undoing.undo(batch, by=cast.director)
    assert all(now > then for now, then in zip(versions(), applied, strict=True))
    assert dump() == before


def test_what_one_list_added_and_another_changed_and_put_back_goes(cast, bring):
    cast.shared("Kestrel Aerospace", domain="kestrel.example")
    before = dump()
    one = bring(f"{WHERE},kestrel.example,,Neil Frost,,")
    other = bring(f"{WHERE},kestrel.example,619-555-0142,Neil Frost,Pilot,neil@kestrel.example")
    undoing.undo(other, by=cast.director)
    contact = Contact.objects.get()
    assert (contact.title, contact.version) == ("", 3)
    undoing.undo(one, by=cast.director)
    assert not Contact.objects.exists()
    assert dump() == before


def test_the_control_a_contact_that_somebody_changed_stays(cast, bring):
    employer = cast.shared("Kestrel Aerospace", domain="kestrel.example").employer
    batch = bring(f"{WHERE},kestrel.example,,Neil Frost,,")
    contact = Contact.objects.get()
    values = {"family_name": "Frost", "given_name": "Neil", "title": "Captain"}
    save_contact(employer, values, by=cast.director, contact=contact, version=contact.version)
    undoing.undo(batch, by=cast.director)
    assert Contact.objects.get().title == "Captain"


def test_an_employer_that_two_rows_of_a_list_made_goes_with_it(cast, bring):
    before = dump()
    batch = bring(f"{WHERE},,,,,", f"{WHERE},kestrel.example,,,,")
    assert (Employer.objects.get().domain, Employer.objects.get().version) == ("kestrel.example", 2)
    undoing.undo(batch, by=cast.director)
    assert dump() == before


def test_the_control_one_that_somebody_changed_besides_stays(cast, bring):
    batch = bring(f"{WHERE},,,,,", f"{WHERE},kestrel.example,,,,")
    Employer.objects.update(version=3)
    undoing.undo(batch, by=cast.director)
    assert Employer.objects.get().version > 3
