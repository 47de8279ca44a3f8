"""Whoever decides about a row sees what it tells beside what the record holds, and no address of anybody (N6)."""

import html
import re

import pytest

from guildhall.employers.actions import key_accounts
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.imports.actions import applying, comparing, reading
from guildhall.lib import clock
from guildhall.people.models import Person
from tests.imports.test_past_engagements import bring as bring_past

pytestmark = pytest.mark.django_db
ROSA = {"family_name": "Quintero", "given_name": "Rosa", "title": "Owner", "email": "rosa@tern.example",
        "phone": "(619) 555-0141"}  # fmt: skip
LIST = """Name,City,Website,Industry,Employees,Tags,Notes,Contact name,Contact title,Contact email,Contact phone
Tern Works,Redstone,tern.example,Boat building,25,tours,Met at the fair,{who},HR Manager,{email},(619) 555-0142
"""


@pytest.fixture
def tern(cast):
    employer = cast.shared("Tern Works", contact=ROSA, city="Redstone", domain="tern.example").employer
    employer.industry, employer.staff_count = "Boats", 40
    employer.save()
    return employer


@pytest.fixture
def bring(cast, tmp_path, settings):
    settings.FILES = tmp_path / "files"

    def bring(text):
        path = tmp_path / "list.csv"
        path.write_text(text)
        with path.open("rb") as file:
            batch = reading.start_import(file, "l.csv", institution=cast.mesa, by=cast.mesa_wbl, kind="employers")
        reading.match_columns(batch, batch.columns, by=cast.mesa_wbl, in_background=False)
        return comparing.check_rows(batch)

    return bring


def sides(cast, batch, show="duplicate"):
    """What the page shows of the first row: label -> (in the list, in the record)."""
    text = cast.client(cast.mesa_wbl).get(f"/imports/{batch.pk}/?show={show}").content.decode()
    body = text.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in body.split("</tr>")[:-1]]
    plain = [[" ".join(html.unescape(re.sub(r"<br>", " | ", cell)).split()) for cell in row] for row in rows]
    return {label: (told, had) for label, told, had in plain}


def test_both_sides_of_a_row_are_shown(cast, tern, bring):
    seen = sides(cast, bring(LIST.format(who="Rosa Quintero", email="rq@tern.example")))
    assert seen["Industry"] == ("Boat building", "Boats")
    assert seen["Number of employees"] == ("25", "40")
    assert seen["Tags"] == ("tours", "—")
    assert seen["Notes"] == ("Met at the fair", "It comes beside the notes there.")
    assert seen["Contact person"] == ("Rosa Quintero", "Rosa Quintero")
    assert seen["Job title"] == ("HR Manager", "Owner")
    assert seen["E-mail"] == ("rq@tern.example", "another one")
    assert seen["Telephone"][1] == "another one"


def test_a_person_who_is_not_there_stands_beside_those_who_are(cast, tern, bring):
    seen = sides(cast, bring(LIST.format(who="Dev Patel", email="dev@tern.example")))
    assert seen["Contact person"] == ("Dev Patel", "nobody of this name | Rosa Quintero, Owner")
    assert seen["E-mail"] == ("dev@tern.example", "—")


def test_no_address_of_the_record_is_shown_and_no_guess_confirmed(cast, tern, bring):
    """Right and wrong are answered alike for a contact whom a key account protects (N6)."""
    rosa = tern.contacts.get()
    key_accounts.open_key_account(
        tern, cast.harbor, operator=cast.harbor_wbl, deputy=None, contacts=[rosa], by=cast.harbor_wbl
    )
    found = [sides(cast, bring(LIST.format(who="Rosa Quintero", email=guess)))["E-mail"][1]
             for guess in (ROSA["email"], "wrong@tern.example")]  # fmt: skip
    assert found == ["protected by a key account"] * 2


def test_of_a_contact_that_nobody_protects_the_address_is_not_written_out(cast, tern, bring):
    batch = bring(LIST.format(who="Rosa Quintero", email="rq@tern.example"))
    text = cast.client(cast.mesa_wbl).get(f"/imports/{batch.pk}/?show=duplicate").content.decode()
    assert ROSA["email"] not in text
    assert "0141" not in text


def test_what_happened_on_the_day_stands_beside_a_row_of_the_past(cast, tern, tmp_path, settings):
    settings.FILES = tmp_path / "files"
    day = clock.today()
    record_engagement(tern, Happening("call", "About June", day), by=cast.mesa_jobs, institution=cast.mesa)
    secret = Happening("call", "Kept at Harbor", day, visibility="institution")
    record_engagement(tern, secret, by=cast.harbor_wbl, institution=cast.harbor)
    lines = f"Employer,City,Date,Type,Subject,Spoke with\nTern Works,Redstone,{day},Call,Two interns,Rosa Quintero\n"
    batch = bring_past(cast, tmp_path, lines)
    seen = sides(cast, batch, batch.rows.get().status)
    assert seen["Date"] == (str(day), f"Call, About June, {cast.mesa_jobs}")
    assert seen["In one line"] == ("Two interns", "—")
    assert seen["With whom"] == ("Rosa Quintero", "Rosa Quintero")


def test_a_repeated_row_stands_beside_the_one_that_it_repeats(cast, bring):
    batch = bring("Name,City,Phone\nAlder Works,Redstone,(619) 555-0141\nAlder Works LLC,Redstone,(619) 555-0141\n")
    assert batch.rows.filter(status="repeated").count() == 1
    seen = sides(cast, batch, "repeated")
    assert {label: seen[label] for label in ("Name", "Phone")} == {
        "Name": ("Alder Works LLC", "Alder Works"), "Phone": ("(619) 555-0141", "(619) 555-0141"),
    }  # fmt: skip


def test_a_list_of_the_past_with_an_unknown_employer_says_that_it_is_a_lead(cast, tern, tmp_path, settings):
    settings.FILES = tmp_path / "files"
    batch = bring_past(cast, tmp_path, "Employer,Date,Subject\nNever Heard Inc,2024-01-02,Talk\n")
    page = cast.client(cast.mesa_wbl).get(f"/imports/{batch.pk}/").content.decode()
    assert "onto the timelines" in page
    applying.apply(batch, by=cast.mesa_wbl)
    page = cast.client(cast.mesa_wbl).get(f"/imports/{batch.pk}/").content.decode()
    assert "are leads" in page
    assert "Every institution sees them" not in page


def test_why_something_is_not_kept_is_said_in_the_language_of_the_reader(cast, tern, bring):
    batch = bring(LIST.format(who="Rosa Quintero", email="rq@tern.example"))
    batch.rows.update(decision="link", target=tern.pk)
    applying.apply(batch, by=cast.mesa_wbl)
    Person.objects.filter(pk=cast.mesa_wbl.pk).update(language="es")
    page = html.unescape(cast.client(cast.mesa_wbl).get(f"/imports/{batch.pk}/?show=applied").content.decode())
    assert "El registro tiene Boats y se conservó." in page
    assert "The record has" not in page


def test_a_contact_who_left_is_shown_as_such(cast, tern, bring):
    tern.contacts.update(to_date=clock.today().replace(year=clock.today().year - 1, day=1))
    seen = sides(cast, bring(LIST.format(who="Rosa Quintero", email="rq@tern.example")))
    assert "left on" in seen["Contact person"][1]
