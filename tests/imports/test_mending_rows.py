"""A row is mended in place, and judged as if it had come that way."""

import pytest

from guildhall.employers.models import Employer, Site
from guildhall.imports.actions import applying, mending, repeating
from guildhall.imports.kinds.registry import KINDS
from guildhall.imports.models import Batch, Row
from guildhall.prospects.actions.asking import PROBES, may_probe
from guildhall.prospects.models import Probe
from tests.imports.test_importing import bring, run

__all__ = ["bring"]


def test_a_row_is_mended_in_place(cast, bring):
    batch = Batch.objects.get(pk=bring()["batch"])
    row = batch.rows.get(status="invalid")
    fixed = mending.mend(row, {"zip": "92105"}, by=cast.mesa_wbl)
    assert fixed.status == Row.Status.NEW
    applying.apply(batch, by=cast.mesa_wbl)
    assert Site.objects.filter(zip="92105", employer__name="Ardent Machining LLC").exists()


def test_a_mended_row_repeats_another_one_of_its_list(cast, bring):
    """It was left out when the rows were compared with each other; two employers must not come of it."""
    head = "Name,Street,City,State,ZIP,Phone\n"
    rows = "Ardent Machining LLC,9 Elm St,Redstone,CA,not one,619-555-0101\n"
    rows += "Ardent Machining,9 Elm Street,Redstone,CA,92243,619-555-0101\nOther Works,1 Oak St,Redstone,CA,9,\n"
    batch = Batch.objects.get(pk=bring(head + rows)["batch"])
    first, second, third = batch.rows.order_by("line")
    assert [row.status for row in (first, second, third)] == ["invalid", "new", "invalid"]
    mended = mending.mend(first, {"zip": "92243"}, by=cast.mesa_wbl)
    assert (mended.status, mended.repeats_id, mended.note) == ("repeated", second.pk, "the same as line 3")
    assert mending.mend(third, {"zip": "92243"}, by=cast.mesa_wbl).status == "new", "nothing like it in the list"
    applying.apply(batch, by=cast.mesa_wbl)
    assert Employer.objects.filter(name__startswith="Ardent").count() == 1


def test_rows_that_fit_several_clues_take_no_place_of_others(cast, bring, monkeypatch):
    """There are only so many rows that are looked at: each of them once."""
    monkeypatch.setattr(repeating, "MOST_ALIKE", 2)
    head = "Name,Street,City,State,ZIP,Phone\n"
    rows = "Alder Holdings,1 Oak St,Redstone,CA,92105,619-555-0101\n"  # the telephone, and a word of the name
    rows += "Alder Manufacturing Group,9 Elm Street,Redstone,CA,92243,\n"
    rows += "Manufacturing Alder Group,9 Elm St,Redstone,CA,not one,619-555-0101\n"
    batch = Batch.objects.get(pk=bring(head + rows)["batch"])
    row = mending.mend(batch.rows.get(status="invalid"), {"zip": "92243"}, by=cast.mesa_wbl)
    others = repeating._like(row, KINDS[batch.kind])
    assert [one.line for one, _normal in others] == [2, 3]


@pytest.mark.parametrize("other", [
    "Alder Mfg,9 Elm Street,Redstone,CA,92243,",  # a word shortened, the same place
    "Alder Manufacturing Group,,,,,619-555-0101",  # the same telephone
    "The Alder Manufacturing Co.,9 Elm St,Redstone,CA,92243,",
])  # fmt: skip
def test_a_mended_row_meets_another_spelling_in_its_list(cast, bring, other):
    """As the rows of a list meet each other when all of them are in order."""
    head = "Name,Street,City,State,ZIP,Phone\n"
    faulty = "Alder Manufacturing,9 Elm St,Redstone,CA,not one,619-555-0101\n"
    whole = Batch.objects.get(pk=bring(head + other + "\n" + faulty.replace("not one", "92243"))["batch"])
    assert whole.rows.filter(status="repeated").exists(), "the control: in order from the beginning"
    batch = Batch.objects.get(pk=bring(head + other + "\n" + faulty)["batch"])
    assert mending.mend(batch.rows.get(status="invalid"), {"zip": "92243"}, by=cast.mesa_wbl).status == "repeated"


def test_a_mended_contact_joins_the_employer_of_its_list(cast, bring, tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("First name,Last name,Company,City,E-mail\nAnn,Bell,Alder Works,Redstone,ann@x\n"
                    "Bo,Cole,Alder Works,Redstone,bo@alder.example\n"
                    "Bo,Cole,Alder Works,Redstone,nobody@\n")  # fmt: skip
    by = cast.mesa_wbl
    words = ("--institution", cast.mesa.slug, "--by", by.email, "--kind", "contacts")
    batch = Batch.objects.get(pk=run("employers", path, *words)["batch"])
    ann, bo, again = batch.rows.order_by("line")
    assert [row.status for row in (ann, bo, again)] == ["invalid", "new", "invalid"]
    mended = mending.mend(ann, {"email": "ann@alder.example"}, by=by)
    assert (mended.status, mended.together) == ("new", bo.pk)
    assert mending.mend(again, {"email": "bo@alder.example"}, by=by).status == "repeated"
    applying.apply(batch, by=by)
    assert Employer.objects.filter(name="Alder Works").count() == 1


def test_mending_counts_as_asking(cast, bring):
    """Otherwise a row could be mended again and again to learn which names lie behind the wall (N1)."""
    hidden = cast.prospect("Quiet Works", street="9 Elm Street", city="Redstone", zip="92243")
    row = Batch.objects.get(pk=bring()["batch"]).rows.get(status="invalid")
    asked = Probe.objects.count()
    place = {"street": "9 Elm Street", "city": "Redstone", "zip": "92243"}
    fixed = mending.mend(row, {"name": "Quiet Works", **place}, by=cast.mesa_wbl)
    assert fixed.status == Row.Status.DUPLICATE
    assert Probe.objects.filter(matched=True).count() == 1
    for _n in range(PROBES.most - asked - 1):
        assert mending.mend(row, {"name": "Quiet Works", **place}, by=cast.mesa_wbl).status == Row.Status.DUPLICATE
    told_no_more = mending.mend(row, {"name": hidden.employer.name, **place}, by=cast.mesa_wbl)
    assert told_no_more.status == Row.Status.NEW
    assert told_no_more.candidates == []
    assert Probe.objects.filter(matched=True).count() == PROBES.most - asked + 1, "the directors see that it was asked"


def test_a_list_with_many_faults_is_put_right_in_one_hour(cast, bring):
    """What meets no wall asks nothing: more corrections than names may be checked in an hour, and names after them."""
    lines = "".join(f"Works {n},{n} Pine St,Redstone,CA,9,\n" for n in range(PROBES.most + 5))
    batch = Batch.objects.get(pk=bring("Name,Street,City,State,ZIP,Phone\n" + lines)["batch"])
    for row in batch.rows.filter(status="invalid"):
        assert mending.mend(row, {"zip": "92243"}, by=cast.mesa_wbl).status != Row.Status.INVALID
    assert may_probe(cast.mesa_wbl)
