"""A list of past engagements comes onto the timelines, once, and off them again (C5)."""

import csv
import json
from datetime import timedelta

import pytest

from guildhall.employers.models import Employer
from guildhall.engagements.models import Engagement
from guildhall.imports.actions import applying, comparing, reading, undoing
from guildhall.imports.columns import ENGAGEMENT_FIELDS, propose
from guildhall.imports.kinds.registry import KINDS
from guildhall.imports.models import Batch
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused

pytestmark = pytest.mark.django_db
CONTACT = {"family_name": "Ortega", "given_name": "Marisol", "email": "marisol@kestrel.example"}
LIST = """Company,Date,Type,Spoke with,Notes,Logged by
Kestrel Aerospace,2/28/2024,Site visit,Marisol Ortega,Saw the composites line,{who}
Kestrel Aerospace,2024-03-04,Phone,Jo Beck,"Two interns for June
Needs dates by May",Pat Elsewhere
"""


@pytest.fixture
def kestrel(cast):
    return cast.shared("Kestrel Aerospace", contact=CONTACT, city="Mesa Grande", domain="kestrel.example").employer


def bring(cast, tmp_path, text, name="past.csv", **more):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with path.open("rb") as file:
        batch = reading.start_import(
            file, name, institution=cast.mesa, by=cast.mesa_wbl, kind="engagements", entering="prospects"
        )
    reading.match_columns(batch, batch.columns, by=cast.mesa_wbl, in_background=False)
    return comparing.check_rows(Batch.objects.get(pk=batch.pk))


def link_all(batch, employer):
    batch.rows.filter(status="duplicate").update(decision="link", target=employer.pk)


def applied(cast, batch):
    return applying.apply(batch, by=cast.mesa_wbl)


def test_what_a_list_tells_stands_on_the_timeline(cast, kestrel, tmp_path):
    batch = bring(cast, tmp_path, LIST.format(who=cast.mesa_jobs.email))
    link_all(batch, kestrel)
    batch = applied(cast, batch)
    assert batch.created["engagements"] == 2
    visit, call = Engagement.objects.filter(employer=kestrel).exclude(kind="act").order_by("happened_on")
    assert (visit.kind, visit.summary, str(visit.happened_on)) == ("visit", "Saw the composites line", "2024-02-28")
    assert (visit.contact.email, visit.by) == (CONTACT["email"], cast.mesa_jobs)
    assert (call.kind, call.summary, call.by, call.contact) == ("call", "Two interns for June", cast.mesa_wbl, None)
    assert call.body.splitlines() == ["Needs dates by May", "With: Jo Beck", "By: Pat Elsewhere"]
    told = {one["field"]: one["why"] for row in batch.rows.all() for one in row.effects["left"]}
    assert set(told) == {"with_whom", "who"}
    kestrel.refresh_from_db()
    assert str(clock.day_of(kestrel.last_engaged_at)) == "2024-03-04"


def test_the_same_list_again_adds_nothing(cast, kestrel, tmp_path):
    for _time in range(2):
        batch = bring(cast, tmp_path, LIST.format(who=""))
        batch.rows.update(status="duplicate")
        link_all(batch, kestrel)
        batch = applied(cast, batch)
    assert Engagement.objects.filter(employer=kestrel).exclude(kind="act").count() == 2
    assert all(row.effects["left"][0]["why"].startswith("The same stands") for row in batch.rows.all())


@pytest.mark.parametrize(
    ("first", "second"),
    [("Call,Marisol Ortega,,", "Call,,,"), ("Call,Jo Beck,,", "Call,Ann Lee,,"), ("Call,,Interns,", "Call,,A tour,"),
     ("Call,Jo Beck,Talk,A", "Call,Jo Beck,Talk,B"), ("Call,Jo Beck,Talk,", "Visit,Jo Beck,Talk,")],
)  # fmt: skip
def test_two_of_one_day_are_two(cast, kestrel, tmp_path, first, second):
    text = "Employer,Date,Type,Spoke with,Subject,Notes\n"
    text += "".join(f"Kestrel Aerospace,2024-03-04,{line}\n" for line in (first, second))
    batch = bring(cast, tmp_path, text)
    link_all(batch, kestrel)
    batch = applied(cast, batch)
    assert Engagement.objects.filter(employer=kestrel).exclude(kind="act").count() == 2
    assert not any(one["field"] == "summary" for row in batch.rows.all() for one in row.effects["left"])


def test_undone_the_timeline_is_as_before(cast, kestrel, tmp_path):
    before = Employer.objects.get(pk=kestrel.pk).last_engaged_at
    batch = bring(cast, tmp_path, LIST.format(who=""))
    link_all(batch, kestrel)
    batch = applied(cast, batch)
    undoing.undo(batch, by=cast.mesa_wbl)
    assert not Engagement.objects.filter(employer=kestrel).exclude(kind="act").exists()
    assert Employer.objects.get(pk=kestrel.pk).last_engaged_at == before


def test_what_somebody_changed_since_stays(cast, kestrel, tmp_path):
    batch = bring(cast, tmp_path, LIST.format(who=""))
    link_all(batch, kestrel)
    batch = applied(cast, batch)
    Engagement.objects.filter(kind="visit").update(version=2)
    undoing.undo(batch, by=cast.mesa_wbl)
    assert [e.kind for e in Engagement.objects.filter(employer=kestrel).exclude(kind="act")] == ["visit"]


def test_an_unknown_employer_becomes_a_lead_with_its_history_and_goes_again(cast, tmp_path):
    batch = bring(cast, tmp_path, "Employer,Date,Subject\nGranite Solar,1/15/2024,First talk\n")
    batch = applied(cast, batch)
    lead = Employer.objects.get(name="Granite Solar")
    assert lead.posted_at is None
    assert lead.engagements.exclude(kind="act").get().summary == "First talk"
    undoing.undo(batch, by=cast.mesa_wbl)
    assert not Employer.objects.filter(name="Granite Solar").exists()


@pytest.mark.parametrize("guess", [CONTACT["email"], "wrong@kestrel.example"])
def test_a_guessed_address_is_not_confirmed(cast, kestrel, tmp_path, guess):
    """Right and wrong are answered alike (N6)."""
    batch = bring(cast, tmp_path, f"Employer,Date,Subject,Spoke with\nKestrel Aerospace,2024-01-02,Talk,{guess}\n")
    link_all(batch, kestrel)
    row = applied(cast, batch).rows.get()
    assert Engagement.objects.get(summary="Talk").contact is None
    assert [one["field"] for one in row.effects["left"]] == ["with_whom"]


def test_bad_rows_say_what_is_wrong(cast, tmp_path):
    ahead = clock.today() + timedelta(2)
    lines = [f"A Works,{ahead},Call,x", "B Works,last spring,Call,x", "C Works,2024-01-02,Séance,x", "D Works,,Call,x"]
    batch = bring(cast, tmp_path, "\n".join(["Employer,Date,Type,Subject", *lines]))
    words = [row.errors[0]["message"] for row in batch.rows.order_by("line")]
    assert [row.status for row in batch.rows.all()] == ["invalid"] * 4
    assert "day is ahead" in words[0]
    assert "not a date" in words[1]
    assert "Visit, Call" in words[2]
    assert words[3] == "Date is missing."


def test_json_is_a_list_as_well(cast, kestrel, tmp_path):
    rows = [{"employer": "Kestrel Aerospace", "date": "2024-05-06", "kind": "Meeting", "words": "Plans", "who": None}]
    batch = bring(cast, tmp_path, json.dumps(rows), name="past.json")
    link_all(batch, kestrel)
    applied(cast, batch)
    assert kestrel.engagements.get(kind="meeting").summary == "Plans"


ROW = '"employer": "Kestrel Aerospace", "date": "2024-05-06"'


@pytest.mark.parametrize(
    "text",
    [
        '[{%s, "notes": "a\\u0000b"}]',
        '[{%s, "notes": "a\\udfffb"}]',
        '[{%s, "x\\u0000y": "b"}]',
        '[{%s, "x\\udfffy": "b"}]',
        '[{%s, "notes": NaN, "outcome": 1e999, "": "c"}]',
    ],
)
def test_signs_that_no_text_has_end_in_a_sentence(cast, kestrel, tmp_path, text):
    """JSON may spell signs that no database keeps, in values and in names; and numbers that are none."""
    try:
        batch = bring(cast, tmp_path, text % ROW, name="past.json")
    except Refused as refused:
        assert refused.verdict.reason.endswith(".")
    else:
        assert batch.state == Batch.State.REVIEW
        assert cast.client(cast.mesa_wbl).get(f"/imports/{batch.pk}/").status_code == 200


def test_an_empty_list_to_fill_in_is_read_whole(cast):
    for kind in KINDS:
        answer = cast.client(cast.mesa_wbl).get(f"/imports/empty/{kind}/")
        header = next(csv.reader([answer.content.decode("utf-8-sig")]))
        columns = propose(header, KINDS[kind].fields, [])
        assert columns == {field.key: at for at, field in enumerate(KINDS[kind].fields)}, kind


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("Employer,Date,Contact,Kind,Words,Who", "employer_name happened_on with_whom what body who"),
        ("Fecha,Empresa,Tipo,Contacto,Notas", "happened_on employer_name what with_whom body"),
        ("Meeting Date,Company Name,Topic,Next steps,Staff", "happened_on employer_name summary outcome who"),
        ("Business,City,Visit date,Met with,Themes", "employer_name employer_city happened_on with_whom themes"),
    ],
)
def test_columns_by_their_titles(header, wanted):
    columns = propose(header.split(","), ENGAGEMENT_FIELDS, [])
    assert columns == {key: at for at, key in enumerate(wanted.split())}
