"""One equal mark is no identity: names, mailboxes, telephones and titles are weighed, and somebody is asked."""

import pytest
from django.core.management import CommandError

from guildhall.employers.actions.editing import note_departure, save_contact
from guildhall.employers.matching.people import Named, alike
from guildhall.employers.models import Contact, Employer, Tag
from guildhall.engagements.models import ContactLimit
from guildhall.imports.models import Batch
from tests.imports.test_importing import dump, run

PEOPLE = "First name,Last name,Company,Job title,E-mail,Phone,City\n"
EMPLOYERS = "Company,City,Website,E-mail,Contact,Contact email,Contact phone,Tags,Employees,Notes\n"


@pytest.fixture
def bring(cast, tmp_path, settings):
    settings.FILES = tmp_path / "files"

    def bring(head, text, *words):
        kind = "contacts" if head == PEOPLE else "employers"
        path = tmp_path / "list.csv"
        path.write_text(head + text)
        by = cast.mesa_wbl.email
        return run("employers", path, "--institution", cast.mesa.slug, "--by", by, "--kind", kind, *words)["batch"]

    return bring


def rows(batch):
    return run("rows", batch)["rows"]


def decide(cast, batch, line, decision, *words):
    return run("decide", batch, line, decision, "--by", cast.mesa_wbl.email, *words)


def apply(cast, batch):
    return run("apply", batch, "--by", cast.mesa_wbl.email)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (Named("Maria", "Garcia", "m@x.example"), Named("María", "García", "m@x.example"), "same"),
        (Named("Maria", "Garcia"), Named("Maria", "Garcia", "m@x.example"), "same"),
        (Named("Maria", "Garcia", "m@x.example"), Named("Maria", "Garcia", "m2@x.example"), "maybe"),
        (
            Named("Maria", "Garcia", "", "6195550101", "Nurse"),
            Named("Maria", "Garcia", "", "6195550102", "HR"),
            "maybe",
        ),
        (Named("Hilda", "Bran", "office@x.example"), Named("Cas", "Roe", "office@x.example"), "other"),
        (Named("Hilda", "Bran", "hilda@x.example"), Named("Cas", "Roe", "hilda@x.example"), "maybe"),
        (Named("J.", "Bell", "jbell@x.example"), Named("Jo", "Bell", "jbell@x.example"), "same"),
        (Named("", "Bell"), Named("Jo", "Bell", "jbell@x.example"), "maybe"),
        (Named("Ann", "Bell"), Named("Jo", "Bell"), "other"),
    ],
)
def test_evidence(one, other, verdict):
    assert alike(one, other)[0] == verdict
    assert alike(other, one)[0] == verdict


def test_two_who_share_a_mailbox_are_two(cast, bring):
    bring(
        PEOPLE,
        "Hilda,Bran,Roe Works,Manager,office@roe.example,,\nCas,Roe,Roe Works,Fitter,office@roe.example,,\n",
        "--apply",
    )
    assert Contact.objects.count() == 2


def test_two_of_one_name_are_asked_about(cast, bring):
    text = "Maria,Garcia,Calder Hospital,Nurse,m.g@calder.example,,\n"
    text += "Maria,Garcia,Calder Hospital,HR,mg2@calder.example,,\n"
    batch = bring(PEOPLE, text, "--apply")
    second = rows(batch)[1]
    assert second["status"] == "repeated"
    assert "another e-mail" in second["note"]
    decide(cast, batch, 3, "person")
    assert apply(cast, batch)["applied"] == 2
    assert [c.email for c in Contact.objects.order_by("email")] == ["m.g@calder.example", "mg2@calder.example"]
    assert Employer.objects.count() == 1


def test_one_person_twice_is_joined_where_somebody_says_so(cast, bring):
    batch = bring(
        PEOPLE, "Maria,Garcia,Calder Hospital,Nurse,,,\nMaria,Garcia,Calder Hospital,,m@calder.example,,\n", "--apply"
    )
    decide(cast, batch, 3, "link")
    apply(cast, batch)
    contact = Contact.objects.get()
    assert (contact.title, contact.email) == ("Nurse", "m@calder.example")


def test_a_repeated_row_waits_for_the_row_that_it_repeats(cast, bring):
    cast.shared("Calder Hospital", city="Harbor Point")
    batch = bring(PEOPLE, "Maria,Garcia,Calder Hospital,Nurse,,,\nMaria,Garcia,Calder Hospital,HR,,,\n")
    decide(cast, batch, 3, "person")
    assert apply(cast, batch)["applied"] == 0, "whose employer nobody has said yet"
    decide(cast, batch, 2, "link")
    assert apply(cast, batch)["applied"] == 2
    assert Employer.objects.count() == 1
    assert Contact.objects.count() == 2


def test_sites_of_one_website_in_several_towns_are_asked_about(cast, bring):
    text = "".join(
        f"Amberly Bakery {town},{town},amberly.example,,,,,,,\n" for town in ("Redstone", "Lakeside", "Poway")
    )
    batch = bring(EMPLOYERS, text + "Granite Solar,Poway,granite.example,,,,,,,\n", "--apply")
    assert [r["status"] for r in rows(batch)] == ["applied", "repeated", "repeated", "applied"]
    assert "another site of the employer on line 2" in rows(batch)[1]["note"]
    decide(cast, batch, 3, "link")
    decide(cast, batch, 4, "create")
    apply(cast, batch)
    assert Employer.objects.count() == 3
    assert {s.city for s in Employer.objects.get(name="Amberly Bakery Redstone").sites.all()} == {
        "Redstone",
        "Lakeside",
    }


def test_joining_fills_gaps_and_undoing_empties_them(cast, bring):
    employer = cast.shared("Kestrel Aerospace", city="Harbor Point", domain="kestrel.example").employer
    contact = save_contact(employer, {"family_name": "Frost", "given_name": "Neil"}, by=cast.director)
    before = dump()
    text = "Kestrel Aerospace,Harbor Point,kestrel.example,,Neil Frost,neil@kestrel.example,619-555-0142,tours,40,\n"
    batch = bring(EMPLOYERS, text)
    decide(cast, batch, 2, "link")
    apply(cast, batch)
    contact.refresh_from_db()
    employer.refresh_from_db()
    assert (contact.email, contact.phone, employer.staff_count) == ("neil@kestrel.example", "(619) 555-0142", 40)
    assert list(employer.tags.values_list("name", flat=True)) == ["tours"]
    run("undo", batch, "--by", cast.mesa_wbl.email)
    Tag.objects.all().delete()
    assert dump() == before


@pytest.mark.parametrize(
    ("choice", "stands", "told"), [("keep", "old@kestrel.example", True), ("replace", "new@kestrel.example", False),
                                   ("both", "old@kestrel.example", False)],
)  # fmt: skip
def test_where_both_have_a_value_somebody_chooses(cast, bring, choice, stands, told):
    employer = cast.shared("Kestrel Aerospace", city="Harbor Point", domain="kestrel.example").employer
    values = {"family_name": "Frost", "given_name": "Neil", "email": "old@kestrel.example"}
    contact = save_contact(employer, values, by=cast.director)
    batch = bring(EMPLOYERS, "Kestrel Aerospace,Harbor Point,kestrel.example,,Neil Frost,new@kestrel.example,,,,\n")
    decide(cast, batch, 2, "link", "--where-both", choice)
    apply(cast, batch)
    contact = employer.contacts.get()  # the other address does not make another person of one whom somebody looked at
    assert contact.email == stands
    (row,) = rows(batch)
    assert any("new@kestrel.example" in left["value"] for left in row["not_kept"]) == told
    assert any("new@kestrel.example" in note.text for note in employer.notes.all()) == (choice == "both")


def test_somebody_who_left_and_comes_again_with_an_old_list_is_asked_about(cast, bring):
    employer = cast.shared("Kestrel Aerospace", city="Harbor Point", domain="kestrel.example").employer
    contact = save_contact(employer, {"family_name": "Frost", "given_name": "Neil"}, by=cast.director)
    note_departure(contact, by=cast.director)
    batch = bring(PEOPLE, "Neil,Frost,Kestrel Aerospace,Buyer,neil@kestrel.example,,Harbor Point\n", "--apply")
    (row,) = rows(batch)
    assert row["status"] == "duplicate"
    assert "left on" in row["candidates"][0]["reasons"][0]
    decide(cast, batch, 2, "link")
    apply(cast, batch)
    contact.refresh_from_db()
    assert not contact.is_current
    assert contact.email == ""
    assert rows(batch)[0]["not_kept"], "and the row says so"


def test_a_wish_to_be_left_alone_is_kept_from_the_first_moment(cast, bring):
    batch = bring(EMPLOYERS, "Tern Works,Redstone,,,DO NOT CONTACT - Jo Bell,jo@tern.example,,,,\n", "--apply")
    assert rows(batch)[0]["status"] == "invalid"
    decide(cast, batch, 2, "accept")
    apply(cast, batch)
    limit = ContactLimit.objects.get()
    assert (str(limit.contact), limit.most) == ("Jo Bell", 0)
    run("undo", batch, "--by", cast.mesa_wbl.email)
    assert not ContactLimit.objects.exists()


def test_two_people_of_one_cell_come_in_with_one_press(cast, bring):
    batch = bring(EMPLOYERS, "Tern Works,Redstone,,,Lee Park / Ana Ruiz,lee@tern.example; ana@tern.example,,,,\n")
    decide(cast, batch, 2, "accept")
    apply(cast, batch)
    assert {(c.name, c.email) for c in Contact.objects.all()} == {
        ("Lee Park", "lee@tern.example"), ("Ana Ruiz", "ana@tern.example"),
    }  # fmt: skip


def test_a_list_without_a_name_stops_at_the_columns_once(cast, bring, tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("Whatsit,Town\nAmberly Loaves,Redstone\nGranite Rays,Lakeside\n")
    words = ["employers", path, "--institution", cast.mesa.slug, "--by", cast.mesa_wbl.email]
    with pytest.raises(CommandError, match="Name.*Whatsit.*--column name=") as stopped:
        run(*words)
    assert str(stopped.value).count("--column") == 2
    batch = Batch.objects.get()
    found = run("resume", batch.pk, "--by", cast.mesa_wbl.email, "--column", "name=Whatsit")
    assert found["new"] == 2
    assert run(*words, "--columns-like", batch.pk)["rows"] == 2
    with pytest.raises(CommandError, match="no column “Nonesuch”"):
        run(*words, "--column", "name=Nonesuch")
    with pytest.raises(CommandError, match="Two columns"):
        run(*words, "--column", "name=Whatsit", "--column", "name=Town")


def test_columns_of_one_field_are_joined(cast, bring):
    text = "Tern Works,Redstone,,,,,,,,likes tours\n"
    batch = bring(EMPLOYERS, text, "--column", "notes=Notes", "--column", "notes=City")
    assert rows(batch)[0]["values"]["notes"] == "likes tours\nRedstone"


def test_what_is_not_kept_tells_no_address_of_the_record(cast, bring):
    """C24: the sentence says that there is another one, not which."""
    cast.shared("Calder Hospital", city="Harbor Point", contact={
        "family_name": "Garcia", "given_name": "Maria", "email": "maria@calder.example", "phone": "(619) 555-0141",
        "title": "Nurse",
    })  # fmt: skip
    batch = bring(PEOPLE, "Maria,Garcia,Calder Hospital,HR,m.garcia@calder.example,619-555-0177,Harbor Point\n")
    decide(cast, batch, 2, "link")
    apply(cast, batch)
    left = {one["field"]: one["why"] for one in rows(batch)[0]["not_kept"]}
    assert left["email"] == left["phone"] == "The record has another one, and it was kept."
    assert left["title"] == "The record has Nurse, and it was kept."
