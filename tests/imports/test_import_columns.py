"""Which column holds what."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.utils.translation import gettext, override

from guildhall.employers.exports import CONTACT_HEADINGS
from guildhall.imports.columns import CONTACT_FIELDS, EMPLOYER_FIELDS, Field, propose
from guildhall.imports.columns.titles import words
from guildhall.prospects.exports import HEADINGS as CRM_HEADINGS
from tests.imports import headings


def named(header: Sequence[str], fields: Sequence[Field] = EMPLOYER_FIELDS, *sample: Sequence[str]) -> dict[str, str]:
    return {key: header[index] for key, index in propose(header, fields, sample).items()}


def test_words() -> None:
    assert words("DBA_ADDRESS1") == "dba address 1"
    assert words("# Employees") == "number employees"
    assert words("CompanyName") == "company name"
    assert words("  E-Mail ") == "e mail"


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("EIN", "ein"), ("Tax ID", "ein"), ("FEIN", "ein"), ("FACILITY_NAME", "name"),
        ("INSTNM", "name"), ("Company", "name"), ("Organization", "name"), ("Employer", "name"),
        ("Business Name", "name"), ("Account Name", "name"), ("Name of Business", "name"),
        ("Hospital Name", "name"), ("DBA_ADDRESS1", "street"), ("ADDR", "street"),
        ("Mailing Address", "street"), ("Address 2", "street2"), ("Suite", "street2"),
        ("DBA_CITY", "city"), ("Town", "city"), ("STABBR", "state"), ("ST", "state"),
        ("DBA_ZIP_CODE", "zip"), ("ZIP CODE", "zip"), ("Postal", "zip"), ("Zip/Postal Code", "zip"),
        ("LICENSE_NUM", "license"), ("License #", "license"), ("LEGAL NAME", "name"),
        ("Web", "website"), ("URL", "website"), ("WEBADDR", "website"), ("Home Page", "website"),
        ("Tel", "phone"), ("Telephone", "phone"), ("GENTELE", "phone"), ("Main phone no.", "phone"),
        ("E-Mail", "email"), ("email_address", "email"), ("# Employees", "size"),
        ("No. of Employees", "size"), ("Employee Count", "size"), ("NAICS code", "naics"),
        ("NAICS_2022", "naics"), ("Sector", "industry"), ("Contact Person", "contact_name"),
        ("Contact Email", "contact_email"), ("Contact Phone", "contact_phone"),
        ("Contact Title", "contact_title"), ("UNITID", "source_id"), ("Comments", "notes"),
        ("Tags", "tags"), ("Empresa", "name"), ("Teléfono", "phone"), ("Código Postal", "zip"),
        ("Owner's cell", "contact_phone"), ("Business owner", "contact_name"), ("Dueño", "contact_name"),
        ("Your number", "contact_phone"), ("Where do you work?", "name"), ("¿Dónde trabaja?", "name"),
    ],
)  # fmt: skip
def test_titles(title: str, key: str) -> None:
    assert named([title]) == {key: title}


def test_names_among_names() -> None:
    header = ["LEGAL NAME", "DOING BUSINESS AS NAME"]
    assert named(header) == {"name": header[1], "legal_name": header[0]}
    header = ["Company", "Legal name", "DBA"]
    assert named(header) == {"name": "Company", "legal_name": "Legal name", "trading_name": "DBA"}


def test_values_speak_louder_than_titles() -> None:
    header = ["Firm", "How to write to them", "Reach them at", "Where"]
    sample = [["A", f"x{n}@a.example", f"(619) 555-01{n:02}", f"www.a{n}.com"] for n in range(10)]
    assert named(header, EMPLOYER_FIELDS, *sample) == {
        "name": "Firm", "email": header[1], "phone": header[2], "website": header[3],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("NAME", "12345"), ("NAME", "a@b.example"), ("STATE", "7"), ("ZIP", "Main Street"),
        ("EIN", "pending"), ("Phone", "Monday"), ("Website", "yes"), ("Email", "no"),
        ("NAICS", "Hospital"), ("City", "92243"), ("ORGANIZATION", "2"), ("Contact", "3"),
    ],
)  # fmt: skip
def test_contradicted_titles(title: str, value: str) -> None:
    assert named([title], EMPLOYER_FIELDS, *[[value]] * 5).keys() <= {"email"}


def test_a_plain_title_keeps_its_column_though_many_values_are_wrong() -> None:
    """So that the wrong ones are shown, each with its line, instead of being left out unseen."""
    mostly_wrong = [["92243"], ["9210X"], ["none yet"], ["see file"], ["9224"], ["?"], ["n.n."], ["92105"]]
    assert named(["ZIP"], EMPLOYER_FIELDS, *mostly_wrong) == {"zip": "ZIP"}
    assert named(["Phone"], EMPLOYER_FIELDS, ["call the office"]) == {"phone": "Phone"}


@pytest.mark.parametrize(
    "title",
    ["License status", "FACILITY_STATUS_DATE", "Zip code type", "County code", "Fax", "LATITUDE",
     "License description", "Email opt-in date"],
)  # fmt: skip
def test_titles_about_something_else(title: str) -> None:
    assert named([title]) == {}


def test_each_column_once_and_the_better_one() -> None:
    header = ["Phone", "Phone (2)", "Email", "Contact email", "Contact"]
    sample = [["", "6195550142", "a@b.example", "c@b.example", "Ann Lee"]]
    found = propose(header, EMPLOYER_FIELDS, sample)
    assert len(set(found.values())) == len(found)
    assert found["email"] == 2
    assert found["contact_email"] == 3


def test_contacts() -> None:
    header = [
        "First Name",
        "Last Name",
        "Company",
        "Job Title",
        "Work Email",
        "Mobile",
        "City",
        "ZIP",
    ]
    assert named(header, CONTACT_FIELDS) == {
        "employer_name": "Company", "first_name": "First Name", "last_name": "Last Name",
        "title": "Job Title", "email": "Work Email", "phone": "Mobile", "employer_city": "City",
        "employer_zip": "ZIP",
    }  # fmt: skip
    assert named(["Name", "Employer", "Company address"], CONTACT_FIELDS) == {
        "full_name": "Name", "employer_name": "Employer", "employer_street": "Company address",
    }  # fmt: skip


def test_list_without_header() -> None:
    header = [f"Column {number}" for number in range(1, 7)]
    row = ["Acme Inc", "12 Main St", "Brawley", "CA", "92227", "info@acme.example"]
    assert propose(header, EMPLOYER_FIELDS, [row] * 3) == {
        "name": 0, "street": 1, "city": 2, "state": 3, "zip": 4, "email": 5,
    }  # fmt: skip


def test_fields() -> None:
    assert [field.key for field in EMPLOYER_FIELDS] == (
        "name legal_name trading_name street street2 city state zip phone website email ein "
        "license naics size industry tags notes contact_name contact_first_name contact_last_name contact_title "
        "contact_email contact_phone do_not_contact until source_id"
    ).split()
    assert [field.key for field in CONTACT_FIELDS] == (
        "employer_name first_name last_name full_name title email phone employer_street "
        "employer_city employer_state employer_zip employer_website employer_ein notes do_not_contact until "
        "source_id"
    ).split()
    for field in (*EMPLOYER_FIELDS, *CONTACT_FIELDS):
        assert field.label


def test_short_and_empty_samples() -> None:
    assert propose([], EMPLOYER_FIELDS, []) == {}
    assert propose(["Name", "City"], EMPLOYER_FIELDS, [[], ["A"]]) == {"name": 0, "city": 1}


@pytest.mark.parametrize("language", ["en", "es"])
def test_our_own_empty_list_is_known_whoever_reads_it(language: str) -> None:
    with override(language):
        header = [gettext(field.label) for field in EMPLOYER_FIELDS]
    assert propose(header, EMPLOYER_FIELDS, []) == {field.key: at for at, field in enumerate(EMPLOYER_FIELDS)}


PAST = ["2024-03-01"] * 6


@pytest.mark.parametrize("title", ["Until", "Left on", "Date left", "Last day", "Contact left on", "Hasta"])
def test_the_day_on_which_somebody_left(title: str) -> None:
    assert named([title], CONTACT_FIELDS, *[[day] for day in PAST]) == {"until": title}


@pytest.mark.parametrize(
    "title", ["Member until", "Available until", "Valid until", "Until when can you host?", "Left"]
)
def test_the_last_day_of_something_else_is_nobodys(title: str) -> None:
    assert named([title], CONTACT_FIELDS, *[[day] for day in PAST]) == {}
    assert named(["Until"], CONTACT_FIELDS, *[["we move"]] * 6) == {}


def test_our_own_files_come_back_with_who_has_left() -> None:
    line = ["Ruiz", "Ana", "HR", "Acme Co", "", "2020-01-01", "2024-03-01", "call first", "", "yes", "http://g/e/1"]
    found = named(CONTACT_HEADINGS, CONTACT_FIELDS, *[line] * 6)
    assert found == {
        "employer_name": "Employer", "first_name": "First name", "last_name": "Last name", "title": "Position",
        "until": "Until",
    }  # fmt: skip
    line = ["Acme Co", "acme.example", "Machines", "10", "Redstone", "Mesa Grande College", "Lead", "2026-01-01",
            "Ruth Abara", "Call", "2026-02-01", "3 of 7", "Internships", "http://g/employers/1"]  # fmt: skip
    assert named(CRM_HEADINGS, EMPLOYER_FIELDS, *[line] * 6) == {
        "name": "Employer", "website": "Website", "industry": "Industry", "size": "Staff", "city": "City",
        "tags": "Tags",
    }  # fmt: skip


def scored(name: str) -> tuple[float, float, float]:
    """Of invented lists: the share of fields right, of names right, and of columns wrongly filled."""
    fields = right = names = names_right = wrong = 0
    for one in headings.read(name):
        employers = one.kind == "employers"
        found = propose(one.header, EMPLOYER_FIELDS if employers else CONTACT_FIELDS, one.rows)
        wanted = dict(one.expected)
        if "trading_name" in wanted and found.get("name") == wanted["trading_name"]:  # either may be the name
            wanted["name"], wanted["legal_name"] = wanted.pop("trading_name"), wanted["name"]
        for key, at in wanted.items():
            fields, right = fields + 1, right + (found.get(key) == at)
            if key.endswith("name") and key not in ("legal_name", "trading_name"):
                names, names_right = names + 1, names_right + (found.get(key) == at)
        wrong += sum(wanted.get(key) != at for key, at in found.items())
    return right / fields, names_right / names, wrong / fields


@pytest.mark.parametrize("name", ["invented.txt", "unseen.txt"])
def test_lists_as_people_send_them(name: str) -> None:
    fields, names, wrong = scored(name)
    assert fields >= 0.97
    assert names >= 0.98
    assert wrong <= 0.01


def test_headers_of_real_lists() -> None:
    path = Path(os.environ.get("GUILDHALL_DATA", "")) / "headers" / "headers.jsonl"
    if not os.environ.get("GUILDHALL_DATA") or not path.exists():
        pytest.skip("GUILDHALL_DATA names no folder with headers")
    total = right = 0
    for line in path.read_text().splitlines():
        one = json.loads(line)
        employers = one["kind"] == "employers"
        found = propose(one["header"], EMPLOYER_FIELDS if employers else CONTACT_FIELDS, one["rows"])
        wanted = one["expected"]
        if "trading_name" in wanted and found.get("name") == wanted["trading_name"]:
            wanted["name"], wanted["legal_name"] = wanted.pop("trading_name"), wanted["name"]
        total, right = total + len(wanted), right + sum(found.get(key) == at for key, at in wanted.items())
    assert right / total >= 0.98


def test_a_wide_register_of_health_care() -> None:
    """Two addresses, a mailing one and that of the practice; the official is the contact; questions are no names."""
    header = [
        "NPI", "Provider Organization Name (Legal Business Name)", "Provider Last Name (Legal Name)",
        "Provider Other Organization Name", "Provider First Line Business Mailing Address",
        "Provider Business Mailing Address City Name", "Provider First Line Business Practice Location Address",
        "Provider Business Practice Location Address City Name",
        "Provider Business Practice Location Address State Name",
        "Provider Business Practice Location Address Postal Code",
        "Provider Business Practice Location Address Telephone Number", "Authorized Official Last Name",
        "Authorized Official First Name", "Authorized Official Title or Position",
        "Authorized Official Telephone Number", "Is Organization Subpart",
    ]  # fmt: skip
    row = ["1999000000", "SABLE CREEK DENTAL GROUP INC", "", "SABLE CREEK DENTAL", "PO BOX 9", "SAN DIEGO", "12 OAK ST",
           "SANTEE", "CA", "920711234", "6195550188", "ORTEGA", "ANA", "OWNER", "6195550189", "N"]  # fmt: skip
    assert named(header, EMPLOYER_FIELDS, row) == {
        "name": header[3], "legal_name": header[1], "street": header[6], "city": header[7], "state": header[8],
        "zip": header[9], "phone": header[10], "contact_first_name": header[12], "contact_last_name": header[11],
        "contact_title": header[13], "contact_phone": header[14], "source_id": "NPI",
    }  # fmt: skip


def test_the_page_of_a_person_is_not_the_website_of_the_employer() -> None:
    header = ["First Name", "Last Name", "URL", "Company", "Position"]
    row = ["Ines", "Quarterman", "https://www.linkedin.com/in/ines-q", "Bluefin Rigging Works", "Manager"]
    assert "employer_website" not in propose(header, CONTACT_FIELDS, [row] * 3)
    assert "website" not in propose(["Firm", "Website"], EMPLOYER_FIELDS, [["A", "facebook.com/a"]] * 6)
