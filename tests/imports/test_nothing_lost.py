"""Whatever a row shows as accepted stands in the record afterwards, or the row says what was not kept and why."""

import csv
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from guildhall.employers.models import Contact, Employer
from guildhall.engagements.models import ContactLimit
from guildhall.imports.actions import applying, undoing
from guildhall.imports.columns import CONTACT_FIELDS, EMPLOYER_FIELDS
from guildhall.imports.models import Batch, Row
from tests.imports.test_importing import dump, run
from tests.sampling import THOROUGH

DRAWN = {
    "legal_name": ["", "QUILLBACK MARINE LLC"],
    "trading_name": ["", "Quillback Boats"],
    "street": ["", "410 Harbor Dr", "22 Pier St"],
    "street2": ["", "Suite 4"],
    "city": ["", "Harbor Point", "Redstone"],
    "state": ["", "CA"],
    "zip": ["", "92105", "92243"],
    "phone": ["", "(619) 555-0131", "(619) 555-0132"],
    "website": ["", "quillback.example", "www.quillback-boats.example"],
    "email": ["", "office@quillback.example", "rosa@quillback.example"],
    "ein": ["", "123456789", "987654321"],
    "license": ["", "B2020-1"],
    "naics": ["", "336612", "336611"],
    "size": ["", "25", "100-249"],
    "industry": ["", "Boats", "Boat building"],
    "tags": ["", "tours; interns", "fair"],
    "notes": ["", "met at the fair", "call after 3"],
    "contact_name": ["", "Rosa Quintero", "Rosa Quintero; Dev Patel", "Quintero"],
    "contact_title": ["", "Owner", "HR Manager"],
    "contact_email": ["", "rosa@quillback.example", "jobs@quillback.example"],
    "contact_phone": ["", "(619) 555-0141", "(619) 555-0142"],
    "do_not_contact": ["", "Do not contact"],
    "until": ["", "2025-03-01"],
    "source_id": ["", "A-17", "A-18"],
}
PERSONS = {
    "first_name": ["", "Rosa"],
    "last_name": ["Quintero", "Vega"],
    "title": ["", "Owner", "HR Manager"],
    "email": ["", "rosa@quillback.example", "rq@quillback.example", "office@quillback.example"],
    "phone": ["", "(619) 555-0141", "(619) 555-0142"],
    "employer_street": ["", "410 Harbor Dr"],
    "employer_city": ["", "Harbor Point"],
    "employer_state": ["", "CA"],
    "employer_zip": ["", "92105"],
    "employer_website": ["", "quillback.example", "other.example"],
    "employer_ein": ["", "123456789"],
    "notes": ["", "likes tours"],
    "do_not_contact": ["", "DO NOT CONTACT"],
    "until": ["", "2025-03-01"],
    "source_id": ["", "A-17"],
}


def drawn(pools):
    return st.fixed_dictionaries({key: st.sampled_from(values) for key, values in pools.items()})


@pytest.fixture
def bring_row(cast, tmp_path, settings):
    settings.FILES = tmp_path / "files"

    def bring_row(values, kind, *, where_both="", decision="link"):
        fields = EMPLOYER_FIELDS if kind == "employers" else CONTACT_FIELDS
        named = {"name" if kind == "employers" else "employer_name": "Quillback Marine", **values}
        path = tmp_path / "row.csv"
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([field.key for field in fields])
            writer.writerow([named.get(field.key, "") for field in fields])
        columns = [word for field in fields for word in ("--column", f"{field.key}={field.key}")]
        by = cast.director.email  # of whose checks none is counted
        found = run("employers", path, "--institution", cast.mesa.slug, "--by", by, "--kind", kind, *columns)
        row = Row.objects.get(batch=found["batch"])
        if row.status == "duplicate":
            row.decision, row.where_both = decision, where_both
            row.target = Employer.objects.get().pk
            row.save()
        applying.apply(Batch.objects.get(pk=found["batch"]), by=cast.director)
        row.refresh_from_db()
        return row

    return bring_row


def recorded(employer):
    """Every value that the record holds of an employer, in lower case."""
    said = [employer.name, employer.domain, employer.naics, employer.industry, str(employer.staff_count)]
    said += [n.name for n in employer.names.all()] + [t.name for t in employer.tags.all()]
    said += [i.value for i in employer.identifiers.all()] + [n.text for n in employer.notes.all()]
    for site in employer.sites.all():
        said += [site.street, site.city, site.state, site.zip, site.phone]
    for c in employer.contacts.all():
        said += [c.given_name, c.family_name, c.name, c.title, c.email, c.phone, str(c.to_date)]
    said += [limit.said for limit in ContactLimit.objects.filter(employer=employer)]
    return "\n".join(said).casefold()


def lost(row):
    """The values of a row that stand neither in the record nor among what the row says was not kept."""
    held = recorded(Employer.objects.get(pk=row.employer))
    told = {(one["field"].removeprefix("employer_"), one["value"].casefold()) for one in row.effects.get("left", [])}
    missing = []
    for key, value in row.values.items():
        parts = value.split("; ") if key in ("tags", "contact_name", "contact_title") else [value]
        for part in parts:
            bare = part.removeprefix("www.").casefold()
            if key.endswith("name") and any(field == "name" and bare in said for field, said in told):
                continue
            plain = key.removeprefix("employer_").removeprefix("contact_")
            if bare not in held and not {(plain, bare), (key, bare), (plain, part.casefold())} & told:
                missing.append((key, part))
    return missing


def begin_anew():
    Batch.objects.all().delete()
    Employer.objects.all().delete()


quick = settings(
    phases=[Phase.explicit, Phase.generate],
    max_examples=60 if THOROUGH else 8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)


@quick
@given(drawn(DRAWN), drawn(DRAWN), st.sampled_from(["", "replace", "both"]))
def test_rows_of_employers(bring_row, first, second, where_both):
    begin_anew()
    row = bring_row(first, "employers")
    assert row.status == "applied", row.errors
    assert lost(row) == []
    again = bring_row(second, "employers", where_both=where_both)
    assert again.status in ("applied", "skipped"), (again.errors, again.status)
    if again.status == "applied":
        assert lost(again) == []


@quick
@given(drawn(PERSONS), drawn(PERSONS), st.sampled_from(["", "replace", "both"]), st.sampled_from(["link", "person"]))
def test_rows_of_contacts(bring_row, first, second, where_both, decision):
    begin_anew()
    row = bring_row(first, "contacts")
    assert row.status == "applied", row.errors
    assert lost(row) == []
    again = bring_row(second, "contacts", where_both=where_both, decision=decision)
    assert again.status in ("applied", "skipped"), (again.errors, again.status)
    if again.status == "applied":
        assert lost(again) == []
        if again.decision == "person":
            assert Contact.objects.count() == 2


@quick
@given(drawn(DRAWN), drawn(DRAWN), st.sampled_from(["", "replace", "both"]))
def test_undoing_brings_back_every_value(cast, bring_row, first, second, where_both):
    begin_anew()
    bring_row(first, "employers")
    before = dump()
    row = bring_row(second, "employers", where_both=where_both)
    if row.status == "applied":
        undoing.undo(row.batch, by=cast.director)
        after = dump()
        assert {table: rows for table, rows in after.items() if rows != before[table]} == {}


def test_the_control_a_value_that_is_nowhere_is_lost(bring_row):
    row = bring_row({"industry": "Boats"}, "employers")
    Employer.objects.update(industry="")
    assert lost(row) == [("industry", "Boats")]


def test_somebody_who_left_before_the_list_came(bring_row):
    row = bring_row({"contact_name": "Rosa Quintero", "until": "2025-03-01"}, "employers")
    assert Contact.objects.get(employer=row.employer).to_date == date(2025, 3, 1)


def test_a_wish_beside_a_mailbox_alone_is_of_that_address(bring_row):
    told = {"email": "rosa@quillback.example", "do_not_contact": "Do not contact", "until": "2025-03-01"}
    row = bring_row(told, "employers")
    assert lost(row) == []
    assert ContactLimit.objects.get().contact.email == "rosa@quillback.example"
    assert [one["field"] for one in row.effects["left"]] == ["until"]
