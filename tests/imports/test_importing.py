"""Lists on the command line and through actions: counts that partition, blind rows, applying, undoing."""

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from guildhall.employers.actions.editing import write_note
from guildhall.employers.models import Employer
from guildhall.imports.actions import applying, comparing
from guildhall.imports.models import Batch
from guildhall.prospects.models import Prospect
from tests.sampling import THOROUGH

MESSY = """Chamber of Two Rivers,,,,
Name,Street,City,Zip,EIN
Kestrel Aero-Space Inc.,77 Pier Road,Harbor Point,92105,12-3456789
Kestrel Aerospace,77 Pier Rd,Harbor Point,92105,123456789
Ardent Machining LLC,5 Oak St,Mesa Grande,9210X,
Tern Composites,8 Elm St,Redstone,92243,
Total,,,,4
"""


WORDS = ["Amberly Bakery", "Granite Solar", "Osprey Inn", "Lantern Foods", "Quartz Aviation", "Willow Dental"]


def several(count):
    return "\n".join(f"{WORDS[n]},{n + 1}00 {WORDS[n].split()[0]} St,Redstone,9224{n}," for n in range(count))


def run(*words: object) -> dict:
    """A command with --json: one object on standard output and nothing else."""
    out = io.StringIO()
    old, sys.stdout = sys.stdout, out
    try:
        call_command("import", *map(str, words), "--json")
    finally:
        sys.stdout = old
    return json.loads(out.getvalue())


@pytest.fixture
def bring(cast, tmp_path, settings):
    """Bring a list as somebody; returns what the command line printed."""
    settings.FILES = tmp_path / "files"

    def bring(text=MESSY, *words, by="mesa_wbl", institution=None, name="list.csv"):
        path = tmp_path / name
        path.write_text(text)
        place = institution or cast.mesa
        return run("employers", path, "--institution", place.slug, "--by", cast.people[by].email, *words)

    return bring


def partition(found):
    return (
        found["new"] + found["duplicates"] + found["repeated"] + found["invalid"] + found["skipped"] + found["applied"]
    )


def test_counts_partition_the_rows_and_nothing_is_applied_yet(bring):
    found = bring()
    assert (found["rows"], found["new"], found["repeated"], found["invalid"]) == (4, 2, 1, 1)
    assert partition(found) == found["rows"]
    assert Employer.objects.count() == 0


def test_rows_say_where_they_stand_and_what_is_wrong(bring):
    rows = run("rows", bring()["batch"])["rows"]
    assert [r["line"] for r in rows] == [3, 4, 5, 6]
    wrong = rows[2]
    assert wrong["status"] == "invalid"
    assert wrong["errors"][0]["field"] == "zip"
    assert wrong["errors"][0]["value"] == "9210X"
    assert wrong["values"]["zip"] == "9210X"


def test_applying_creates_leads_and_the_rest_waits(cast, bring):
    found = bring(MESSY, "--apply")
    assert (found["new"], found["applied"], found["employers_created"]) == (0, 2, 2)
    prospects = Prospect.objects.select_related("employer")
    assert {p.employer.name for p in prospects} == {"Kestrel Aero-Space Inc.", "Tern Composites"}
    assert all(p.stage == "lead" and p.owner is None and p.employer.holder == cast.mesa for p in prospects)


def test_the_same_file_again_creates_nothing(bring):
    first = bring(MESSY, "--apply")
    again = bring(MESSY, "--apply")
    assert (again["skipped"], again["new"], again["applied"]) == (2, 0, 0)
    rows = run("rows", again["batch"])["rows"]
    assert any(r["status"] == "skipped" for r in rows)
    assert Employer.objects.count() == first["employers_created"]


def dump():
    """Every row of the tables that an import touches, but for its version: that only ever rises (R29)."""
    found = {}
    with connection.cursor() as cursor:
        for table in (
            "employers_employer",
            "employers_employername",
            "employers_site",
            "employers_contact",
            "employers_identifier",
            "prospects_prospect",
            "prospects_stageentry",
            "engagements_engagement",
        ):
            cursor.execute(f"SELECT md5((to_jsonb(t) - 'version')::text) FROM {table} t ORDER BY 1")
            found[table] = [row[0] for row in cursor]
        cursor.execute("SELECT key, employer_id::text FROM employers_matchkey ORDER BY 1, 2")
        found["keys"] = list(cursor)
    return found


def test_undo_restores_the_state_before(cast, bring):
    cast.shared(
        "Kestrel Aerospace", street="77 Pier Road", city="Harbor Point", zip="92105", identifiers=[("EIN", "123456789")]
    )
    before = dump()
    batch = bring(MESSY)
    run("decide", batch["batch"], 3, "link", "--by", cast.mesa_wbl.email)
    applied = run("apply", batch["batch"], "--by", cast.mesa_wbl.email)
    assert applied["applied"] == 2
    assert dump() != before
    undone = run("undo", batch["batch"], "--by", cast.mesa_wbl.email)
    assert undone["applied"] == 0
    assert undone["employers_created"] == 0
    assert dump() == before
    assert run("undo", batch["batch"], "--by", cast.mesa_wbl.email) == undone, "whoever was cut off asks again"
    Batch.objects.update(state=Batch.State.UNDOING)  # cut off after the last row, before that was said
    assert run("undo", batch["batch"], "--by", cast.mesa_wbl.email) == undone
    assert Batch.objects.get().state == Batch.State.UNDONE


def test_undo_keeps_what_somebody_worked_on(cast, bring):
    batch = bring(MESSY, "--apply")
    worked = Employer.objects.get(name="Tern Composites")
    write_note(worked, "They called back.", by=cast.mesa_wbl, institution=cast.mesa)
    undone = run("undo", batch["batch"], "--by", cast.mesa_wbl.email)
    assert undone["applied"] == 1
    assert Employer.objects.filter(pk=worked.pk).exists()
    assert not Employer.objects.filter(name__startswith="Kestrel").exists()


def test_vetted_shares_at_once_by_attestation(cast, bring):
    bring(MESSY, "--as", "vetted", "--apply")
    prospect = Prospect.objects.get(employer__name="Tern Composites")
    assert prospect.attested
    assert prospect.vet_again_by is not None
    assert Employer.objects.visible_to(cast.harbor_wbl).filter(pk=prospect.pk).exists()


def test_vetted_needs_permission_or_the_clause(cast, bring):
    with pytest.raises(CommandError, match="attest"):
        bring(MESSY, "--as", "vetted", by="mesa_cases")
    with pytest.raises(CommandError, match="institution|there"):
        bring(MESSY, institution=cast.harbor)


def test_an_interrupted_apply_goes_on_and_does_no_row_twice(cast, bring, monkeypatch):
    """R12: blocks of two, a crash after the first."""
    lines = several(6)
    batch = Batch.objects.get(pk=bring("Name,Street,City,Zip,EIN\n" + lines)["batch"])
    monkeypatch.setattr(applying, "BLOCK", 2)
    real, calls = applying._apply_rows, []

    def crashing(*args):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args)

    monkeypatch.setattr(applying, "_apply_rows", crashing)
    with pytest.raises(KeyboardInterrupt):
        applying.apply(batch, by=cast.mesa_wbl)
    assert Employer.objects.count() == 2
    applying.apply(batch, by=cast.mesa_wbl)
    assert Employer.objects.count() == 6
    assert batch.rows.filter(status="applied").count() == 6


def test_a_bad_row_stands_alone(cast, bring, monkeypatch):
    """A failing block is halved until the bad row is found; the others are applied."""
    lines = several(5)
    batch = Batch.objects.get(pk=bring("Name,Street,City,Zip,EIN\n" + lines)["batch"])
    bad = batch.rows.order_by("id")[3]
    bad.values = {**bad.values, "name": "x" * 400}
    bad.save()
    applying.apply(batch, by=cast.mesa_wbl)
    assert batch.rows.filter(status="applied").count() == 4
    assert batch.rows.get(status="invalid").pk == bad.pk


def test_contacts_bring_their_employers_along(cast, tmp_path, settings):
    settings.FILES = tmp_path / "files"
    shared = cast.shared("Kestrel Aerospace", city="Harbor Point")
    path = tmp_path / "people.csv"
    path.write_text(
        "Company,First name,Last name,Email\n"
        "Ostrander Biologics,Neil,Frost,neil@ostrander.example\n"
        "Ostrander Biologics,Wanda,Ostrander,wanda@ostrander.example\n"
        "Ostrander Biologics,Wanda,Ostrander,wanda@ostrander.example\n"
    )
    by = cast.mesa_wbl.email
    found = run("employers", path, "--institution", cast.mesa.slug, "--by", by, "--kind", "contacts", "--apply")
    assert (found["applied"], found["repeated"]) == (2, 1)
    assert (found["employers_created"], found["contacts_created"]) == (1, 2)
    assert Employer.objects.get(name="Ostrander Biologics").contacts.count() == 2
    assert shared.employer.contacts.count() == 0


def test_checking_again_never_touches_applied_rows(cast, bring):
    """A job that comes late must not read a list anew whose rows have been applied."""
    batch = Batch.objects.get(pk=bring(MESSY, "--apply")["batch"])
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.CHECKING)
    comparing.check_rows(batch)
    assert batch.rows.filter(status="applied").count() == 2


def test_unreadable_files_get_a_sentence(cast, tmp_path, settings):
    settings.FILES = tmp_path / "files"
    path = tmp_path / "list.xlsx"
    for content, words in ((b"%PDF-1.7 nothing of a list", "PDF"), (b"PK nothing", "damaged"), (b"", "empty")):
        path.write_bytes(content)
        with pytest.raises(CommandError, match=words):
            run("employers", path, "--institution", cast.mesa.slug, "--by", cast.mesa_wbl.email)
    with pytest.raises(CommandError, match="no file"):
        run("employers", tmp_path / "absent.csv", "--institution", cast.mesa.slug, "--by", cast.mesa_wbl.email)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)  # in one transaction the thousands of savepoints cost more than the import
def test_real_lists(cast, data_folder, tmp_path, settings):
    """The everyday list of 16,231 organizations, and 784 health facilities that overlap under other names.

    Of the long list `script/test` brings the first rows and those of the town where facilities overlap.
    """
    settings.FILES = tmp_path / "files"
    by = cast.mesa_wbl.email
    lines = (data_folder / "irs_eo_san_diego.csv").read_text().splitlines(keepends=True)
    taken = [line for n, line in enumerate(lines) if THOROUGH or n < 1_500 or "HOSPITAL" in line or "CLINIC" in line]
    (tmp_path / "list.csv").write_text("".join(taken))
    first = run("employers", tmp_path / "list.csv", "--institution", cast.mesa.slug, "--by", by, "--apply")
    count = len(taken) - 1
    assert first["rows"] == count == (16_231 if THOROUGH else count)
    assert first["applied"] + first["repeated"] + first["invalid"] == count
    assert partition(first) == count
    second = run(
        "employers",
        data_folder / "hcai_healthcare_facilities_sd_imperial.csv",
        "--institution",
        cast.harbor.slug,
        "--by",
        cast.harbor_wbl.email,
    )
    assert second["rows"] == 784
    blind = [r for r in run("rows", second["batch"])["rows"] if r["status"] == "duplicate"]
    assert blind, "some facilities are in the first list"
    assert all(c["employer"] is None for r in blind for c in r["candidates"])
