"""What a list adds to what is known, and who decides over its rows."""

import pytest

from guildhall.employers.models import Employer, EmployerName, MatchKey, Note
from guildhall.imports.actions import deciding
from guildhall.imports.models import Batch
from guildhall.lib.verdicts import Refused
from tests.imports.test_importing import MESSY, bring, dump, run, several

__all__ = ["bring"]


def test_linking_adds_and_never_replaces(cast, bring):
    shared = cast.shared(
        "Tern Composites Corporation", street="8 Elm Street", city="Redstone", zip="92243", domain="tern.example"
    )
    found = bring(MESSY)
    row = next(r for r in run("rows", found["batch"])["rows"] if r["values"]["name"] == "Tern Composites")
    assert row["status"] == "duplicate"
    run("decide", found["batch"], row["line"], "link", "--employer", shared.pk, "--by", cast.mesa_wbl.email)
    run("apply", found["batch"], "--by", cast.mesa_wbl.email)
    employer = Employer.objects.get(pk=shared.pk)
    assert employer.name == "Tern Composites Corporation"
    assert EmployerName.objects.filter(employer=employer, name="Tern Composites").exists()
    assert employer.sites.count() == 1
    assert MatchKey.objects.filter(employer=employer).exists()


def test_notes_of_a_list_come_along_and_stay_with_who_brought_it(cast, bring):
    shared = cast.shared("Tern Composites", street="8 Elm Street", city="Redstone", zip="92243")
    text = (
        "Name,Street,City,Zip,Notes\nTern Composites,8 Elm St,Redstone,92243,They pay late\n"
        "Amberly Bakery,1 Oak St,Redstone,92243,Ask for Ana\n"
    )
    before = dump()
    found = bring(text, "--as", "vetted")
    run("decide", found["batch"], 2, "link", "--by", cast.mesa_wbl.email)
    run("apply", found["batch"], "--by", cast.mesa_wbl.email)
    notes = {n.text: n for n in Note.objects.all()}
    assert set(notes) == {"They pay late", "Ask for Ana"}
    assert notes["They pay late"].employer == shared.employer
    assert set(Note.objects.visible_to(cast.mesa_wbl)) == set(notes.values())
    assert not Note.objects.visible_to(cast.harbor_wbl).exists(), "a college's own remarks are its own"
    undone = run("undo", found["batch"], "--by", cast.mesa_wbl.email)
    assert undone["applied"] == 0
    assert not Note.objects.exists()
    assert dump() == before


def test_many_rows_are_decided_at_once(cast, bring, monkeypatch):
    monkeypatch.setattr(deciding, "BLOCK", 2)
    cast.shared("Amberly Bakery", street="100 Amberly St", city="Redstone", zip="92240")
    hidden = cast.prospect("Granite Solar", street="200 Granite St", city="Redstone", zip="92241")
    batch = Batch.objects.get(pk=bring("Name,Street,City,Zip,EIN\n" + several(6))["batch"])
    assert deciding.decide_many(batch, "duplicate", "link", by=cast.mesa_wbl) == (1, 1), "nobody links blindly"
    assert batch.rows.get(decision="link").target != hidden.pk
    assert deciding.decide_many(batch, "new", "skip", by=cast.mesa_wbl) == (4, 0)
    assert batch.rows.filter(status="skipped").count() == 4
    assert deciding.decide_many(batch, "duplicate", "skip", by=cast.mesa_wbl) == (1, 0)
    with pytest.raises(Refused):
        deciding.decide_many(batch, "duplicate", "ask", by=cast.mesa_wbl)
    with pytest.raises(Refused):
        deciding.decide_many(batch, "skipped", "create", by=cast.harbor_wbl)


def test_an_invisible_target_is_refused(cast, bring):
    hidden = cast.prospect("Quiet Works")
    found = bring(MESSY)
    batch = Batch.objects.get(pk=found["batch"])
    row = batch.rows.filter(status="new").first()
    with pytest.raises(Refused):
        deciding.decide(row, "link", by=cast.mesa_wbl, employer=hidden.pk)
