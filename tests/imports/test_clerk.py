"""Cells as people fill them are read as a careful clerk reads them: shown, and where it matters, asked."""

import pytest

from guildhall.imports import clerk
from guildhall.imports.addresses import in_parts
from guildhall.imports.columns import CONTACT_FIELDS, EMPLOYER_FIELDS

EMPLOYERS = frozenset(field.key for field in EMPLOYER_FIELDS)
CONTACTS = frozenset(field.key for field in CONTACT_FIELDS)


def read(**raw):
    keys = CONTACTS if "employer_name" in raw or "full_name" in raw else EMPLOYERS
    return clerk.read(raw, keys)


@pytest.mark.parametrize(
    ("cell", "name", "words"),
    [
        ("Jo Bell*", "Jo Bell", "*"),
        ("* Jo Bell", "Jo Bell", "*"),
        ("Ms. Ana Ruiz, CPA", "Ana Ruiz", "“Ms.”, “CPA”"),
        ("Dr. Lee Park, Ph.D.", "Lee Park", "Dr."),
        ("Sra. Ana Ruiz", "Ana Ruiz", "Sra."),
    ],
)
def test_stars_and_titles_are_left_out_and_told(cell, name, words):
    for key in ("contact_name", "full_name"):
        found = read(**{key: cell})
        assert found.raw[key] == name
        assert words in found.remarks[0][1]
        assert not found.doubts


@pytest.mark.parametrize(
    "cell", ["Dana Robles", "Robles, Dana", "Suharjo", "Ann-Marie O’Dowd", "Ruiz, Ana, Jr.", "J. R. Moss"]
)
def test_plain_names_stay(cell):
    found = read(full_name=cell)
    assert found.raw["full_name"] == cell
    assert not found.doubts
    assert not found.remarks


@pytest.mark.parametrize(
    "cell", ["Jack Ma", "JACK MA", "Linh Do", "Linh Thi Do", "Chris Pe", "Hon Tran", "Ing Chen", "Nguyen, Do"]
)
def test_surnames_that_are_degrees_elsewhere_stay(cell):
    for key in ("contact_name", "full_name"):
        found = read(**{key: cell})
        assert (found.raw[key], found.doubts, found.remarks) == (cell, [], [])


@pytest.mark.parametrize(
    ("cell", "rest"),
    [("Ing Wei Chen", "Wei Chen"), ("Hon Maria Lopez", "Maria Lopez"), ("LINH THI DO", "LINH THI"),
     ("Ruiz, MD", "Ruiz"), ("Jack MA", "Jack"), ("Ana Ruiz md", "Ana Ruiz"), ("Dr. Ing Wei Chen", "Wei Chen"),
     ("Dela Cruz, Ma", "Dela Cruz")],
)  # fmt: skip
def test_what_may_be_a_title_or_a_name_is_asked(cell, rest):
    found = read(full_name=cell)
    assert found.raw["full_name"] == cell, "nothing is cut before somebody says so"
    (doubt,) = found.doubts
    assert doubt.suggest == {"full_name": rest}
    assert not clerk.read({"full_name": cell}, CONTACTS, seen={"full_name": cell}).doubts
    left = clerk.read({"full_name": cell}, CONTACTS, seen={"full_name": cell}).raw["full_name"]
    assert left == cell, "seen and left as it stands"


@pytest.mark.parametrize(
    ("cell", "rest"),
    [("Jack Ma MBA", "Jack Ma"), ("Ana Ruiz MA", "Ana Ruiz"), ("Ana Ruiz, M.A.", "Ana Ruiz"), ("A Ruiz, md", "A Ruiz"),
     ("Hon. Kim Tran", "Kim Tran"), ("Ms Linh Do", "Linh Do"), ("Linh Do, DO", "Linh Do")],
)  # fmt: skip
def test_unmistakable_titles_are_left_out(cell, rest):
    assert read(full_name=cell).raw["full_name"] == rest


def test_a_last_name_alone_keeps_a_short_one():
    for name in ("Ma", "Do", "Nguyen Do", "Pe"):
        assert read(full_name="", last_name=name).raw["last_name"] == name
    assert read(full_name="", last_name="Ruiz MD").raw["last_name"] == "Ruiz"


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Lee Park / Ana Ruiz", "Lee Park; Ana Ruiz"),
        ("Lee Park & Ana Ruiz", "Lee Park; Ana Ruiz"),
        ("Lee Park and Ana Ruiz", "Lee Park; Ana Ruiz"),
        ("Lee Park, Ana Ruiz", "Lee Park; Ana Ruiz"),
        ("Lee Park\nAna Ruiz", "Lee Park; Ana Ruiz"),
        ("Ms. Lee Park / Ana Ruiz, CPA", "Lee Park; Ana Ruiz"),
    ],
)
def test_several_people_in_one_cell(cell, people):
    (doubt,) = read(contact_name=cell).doubts
    assert doubt.suggest == {"contact_name": people}
    assert not read(contact_name=people).doubts, "once taken it is plain"


@pytest.mark.parametrize(
    "cell",
    [
        "DO NOT CONTACT – Jo Bell",
        "Jo Bell (do not contact)",
        "Jo Bell - DNC",
        "Please do not call Jo Bell",
        "Jo Bell NO CONTACTAR",
    ],
)
def test_a_wish_to_be_left_alone(cell):
    (doubt,) = read(contact_name=cell).doubts
    assert doubt.suggest["contact_name"] == "Jo Bell"
    assert doubt.suggest["do_not_contact"]


@pytest.mark.parametrize(
    ("cell", "after"),
    [("Jo Bell (left 2/26 → Casey Fox)", "Casey Fox"), ("Jo Bell - left, now Casey Fox", "Casey Fox"),
     ("Jo Bell retired -> Casey Fox", "Casey Fox")],
)  # fmt: skip
def test_somebody_left_and_somebody_came(cell, after):
    (doubt,) = read(contact_name=cell, contact_email="jbell@firm.example", notes="likes tours").doubts
    assert doubt.suggest["contact_name"] == after
    assert doubt.suggest["contact_email"] == ""
    assert "likes tours" in doubt.suggest["notes"]
    assert "Jo Bell left" in doubt.suggest["notes"]
    assert "jbell@firm.example" in doubt.suggest["notes"]


def test_somebody_left_and_nobody_came():
    (doubt,) = read(contact_name="Jo Bell (left 2/26)").doubts
    assert doubt.suggest == {"contact_name": "Jo Bell", "until": "2026-02-01"}


def test_a_remark_in_the_notes():
    (doubt,) = read(contact_name="Jo Bell", notes="left 2/26 → Casey Fox").doubts
    assert doubt.suggest["contact_name"] == "Casey Fox"
    assert not read(contact_name="Jo Bell", notes="left a message, call back").doubts
    assert not read(contact_name="Jo Bell", notes="likes tours").doubts


def test_what_somebody_has_seen_raises_no_doubt_again():
    raw = {"contact_name": "Lee Park / Ana Ruiz"}
    assert not clerk.read(raw, EMPLOYERS, seen=raw).doubts
    assert clerk.read(raw, EMPLOYERS).doubts, "the control"


@pytest.mark.parametrize(
    "cell", ["a@x.example; b@x.example", "a@x.example ::: b@x.example", "a@x.example / b@x.example",
             "a@x.example, b@x.example", "mailto:a@x.example; mailto:b@x.example"],
)  # fmt: skip
def test_several_addresses_in_one_cell(cell):
    found = read(employer_name="Firm", email=cell)
    assert found.raw["email"] == "a@x.example"
    assert "b@x.example" in found.raw["notes"]
    assert "kept in the notes" in found.remarks[0][1]


def test_an_address_for_each_of_several_people():
    found = read(contact_name="Lee Park; Ana Ruiz", contact_email="l@x.example; a@x.example")
    assert found.raw["contact_email"] == "l@x.example; a@x.example"


@pytest.mark.parametrize(
    "cell", ["619-555-0155 / 619-555-0156", "(619) 555-0155 ::: 619.555.0156", "619-555-0155, 619-555-0156"]
)
def test_several_numbers_in_one_cell(cell):
    found = read(employer_name="Firm", phone=cell)
    assert "0155" in found.raw["phone"]
    assert "0156" not in found.raw["phone"]
    assert "0156" in found.raw["notes"]


@pytest.mark.parametrize("cell", ["619-555-0155 x12", "+52 664 555 0142", "6195550155"])
def test_one_number_stays_one(cell):
    assert read(employer_name="Firm", phone=cell).raw["phone"] == cell


def test_a_page_at_a_social_network_goes_to_the_notes():
    found = read(name="Firm", website="https://www.facebook.com/firm")
    assert found.raw["website"] == ""
    assert "facebook.com/firm" in found.raw["notes"]


def test_a_row_without_a_name_takes_its_other_one():
    found = read(name="", legal_name="FIRM LLC")
    assert found.raw["name"] == "FIRM LLC"


def test_marks_that_spreadsheets_need_are_taken_away():
    found = read(name="'@Bay Staffing", phone="'+52 664 555 0142", tags="a;'=b", notes="it's '90s")
    assert (found.raw["name"], found.raw["phone"]) == ("@Bay Staffing", "+52 664 555 0142")
    assert found.raw["notes"] == "it's '90s"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("12 Oak St, Santee, CA 92071", {"street": "12 Oak St", "city": "Santee", "state": "CA", "zip": "92071"}),
        ("12 Oak St Ste 4, Santee, California 92071-1201, USA",
         {"street": "12 Oak St Ste 4", "city": "Santee", "state": "CA", "zip": "92071-1201"}),
        ("12 Oak St\nSantee CA 92071", {"street": "12 Oak St", "city": "Santee", "state": "CA", "zip": "92071"}),
        ("Santee, CA", {"city": "Santee", "state": "CA"}),
        ("El Cajon, CA 92020", {"city": "El Cajon", "state": "CA", "zip": "92020"}),
        ("12 Oak St Santee CA 92071", {}), ("12 Oak St", {}), ("San Diego", {}), ("Suite 4, Building C", {}),
    ],
)  # fmt: skip
def test_an_address_in_one_cell(text, parts):
    assert in_parts(text) == parts


@pytest.mark.parametrize(
    ("cell", "name", "more"),
    [
        ("Ana Ruiz, HR Manager", "Ana Ruiz", {"title": "HR Manager"}),
        ("Ana Ruiz - General Manager", "Ana Ruiz", {"title": "General Manager"}),
        ("Ana Ruiz (HR)", "Ana Ruiz", {"title": "HR"}),
        ("HR Manager: Ana Ruiz", "Ana Ruiz", {"title": "HR Manager"}),
        ("Ruiz, Manager", "Ruiz", {"title": "Manager"}),
        ("Ana Ruiz <ana@b.example>", "Ana Ruiz", {"email": "ana@b.example"}),
        ("Ana Ruiz ana@b.example", "Ana Ruiz", {"email": "ana@b.example"}),
        ("Ana Ruiz (cell 619-555-0199)", "Ana Ruiz", {"phone": "619-555-0199"}),
        ("Ana M. Ruiz, Owner, 619-555-0199", "Ana M. Ruiz", {"title": "Owner", "phone": "619-555-0199"}),
        ("attn: Ana Ruiz", "Ana Ruiz", {}),
        ("ask for Ana Ruiz", "Ana Ruiz", {}),
        ("pregunte por Ana Ruiz", "Ana Ruiz", {}),
        ("Ana Ruiz, Owner; Lee Park, Chef", "Ana Ruiz; Lee Park", {"title": "Owner; Chef"}),
    ],
)
def test_what_stands_beside_a_name_is_asked_about_and_kept_in_its_place(cell, name, more):
    for key, prefix in (("contact_name", "contact_"), ("full_name", "")):
        found = read(**{key: cell})
        assert found.raw[key] == cell, "nothing is cut before somebody says so"
        (doubt,) = found.doubts
        assert doubt.suggest == {key: name, **{f"{prefix}{field}": value for field, value in more.items()}}


def test_what_has_its_place_already_goes_into_the_notes():
    (doubt,) = read(full_name="Ana Ruiz, Owner", title="Manager", notes="met in May").doubts
    assert doubt.suggest == {"full_name": "Ana Ruiz", "notes": "met in May\nAna Ruiz: Owner"}
    (doubt,) = read(full_name="Ana Ruiz <ana@b.example>; Lee Park", email="").doubts
    assert doubt.suggest == {"full_name": "Ana Ruiz; Lee Park", "notes": "Ana Ruiz: ana@b.example"}
    (doubt,) = read(full_name="Ana Ruiz <ana@b.example>", email="ana@b.example").doubts
    assert doubt.suggest == {"full_name": "Ana Ruiz"}


@pytest.mark.parametrize("cell", ["see https://b.example/ana → there", "Ana Ruiz 2/26 @ fair", "A1 <none>"])
def test_what_no_name_holds_is_never_taken_for_one(cell):
    for key, keys in (("full_name", CONTACTS), ("last_name", CONTACTS), ("contact_first_name", EMPLOYERS)):
        (doubt,) = clerk.read({key: cell}, keys).doubts
        assert doubt.suggest == {}
        assert not clerk.read({key: cell}, keys, seen={key: cell}).doubts, "seen and left as it stands"


def test_a_remark_in_the_place_of_a_name_is_no_name():
    (doubt,) = read(full_name="left 2/26 → Casey Fox").doubts
    assert doubt.suggest == {"full_name": "Casey Fox", "notes": "left 2/26 → Casey Fox"}
    accepted = read(full_name="Casey Fox", notes="left 2/26 → Casey Fox")
    assert accepted.doubts == [], "who came after did not leave"
    (doubt,) = read(contact_name="retired").doubts
    assert doubt.suggest == {"contact_name": "", "notes": "retired"}


def test_two_people_of_one_last_name():
    (doubt,) = read(full_name="Lee and Ana Park").doubts
    assert doubt.suggest == {"full_name": "Lee Park; Ana Park"}


def test_titles_beside_several_people_are_of_each():
    (doubt,) = read(contact_name="Lee Park / Ana Ruiz", contact_title="Owner / Manager").doubts
    assert doubt.suggest == {"contact_name": "Lee Park; Ana Ruiz", "contact_title": "Owner; Manager"}
    (doubt,) = read(contact_name="Lee Park / Ana Ruiz", contact_title="Sales / Marketing Manager / Owner").doubts
    assert doubt.suggest == {"contact_name": "Lee Park; Ana Ruiz"}
