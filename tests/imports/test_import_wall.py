"""A list meets the wall as names do: blindly, and no more often (A1, N1)."""

import pytest
from django.core.management import CommandError

from guildhall.employers.models import Employer
from guildhall.imports.models import Row
from guildhall.lib.verdicts import Refused
from guildhall.prospects.actions import asking
from guildhall.prospects.actions.asking import PROBES
from guildhall.prospects.models import JoinRequest, Probe
from tests.cast import new_employer
from tests.imports.test_importing import MESSY, bring, run

__all__ = ["bring"]


def test_a_restricted_duplicate_appears_blindly_and_only_skip_and_ask_are_left(cast, bring):
    """N1 at the import's door."""
    hidden = cast.prospect("Tern Composites, Inc.", street="8 Elm Street", city="Redstone", zip="92243")
    found = bring(MESSY)
    assert found["duplicates"] == 1
    row = next(r for r in run("rows", found["batch"])["rows"] if r["status"] == "duplicate")
    assert row["candidates"] == [
        {"employer": None, "name": None, "score": None, "reasons": ["regional relationship under way"]}
    ]
    for decision in ("create", "link"):
        with pytest.raises(CommandError, match="regional relationship"):
            run("decide", found["batch"], row["line"], decision, "--employer", hidden.pk, "--by", cast.mesa_wbl.email)
    run("decide", found["batch"], row["line"], "ask", "--by", cast.mesa_wbl.email)
    assert JoinRequest.objects.get().employer_id == hidden.pk
    seen = next(r for r in run("rows", found["batch"], "--by", cast.director.email)["rows"] if r["line"] == row["line"])
    assert seen["candidates"][0]["employer"] == str(hidden.pk), "the control: a director sees it"


def test_a_row_written_twice_does_not_pass_the_wall(cast, bring):
    """N1: a repetition is as blind as the row that it repeats, of employers and of contacts."""
    cast.prospect("Tern Composites, Inc.", street="8 Elm Street", city="Redstone", zip="92243")
    employer, person = "Tern Composites,8 Elm St,Redstone,92243", "Tern Composites,8 Elm St,Redstone,92243,Ana,Ruiz"
    lists = (("employers", "Name,Street,City,Zip", employer),
             ("contacts", "Company,Street,City,Zip,First name,Last name", person))  # fmt: skip
    for kind, head, row in lists:
        found = bring(f"{head}\n{row}\n{row}\n", "--kind", kind)
        assert (found["duplicates"], found["repeated"]) == (1, 1), kind
        for decision in ("create", "link"):
            with pytest.raises(CommandError, match="regional relationship"):
                run("decide", found["batch"], 3, decision, "--by", cast.mesa_wbl.email)
        run("decide", found["batch"], 3, "skip", "--by", cast.mesa_wbl.email)
    assert Employer.objects.count() == 1


FIRST = ["Amberly", "Granite", "Osprey", "Lantern", "Quartz", "Willow", "Birch", "Cobalt", "Dover", "Ember"]
TRADES = ["Bakery", "Roofing", "Dental", "Aviation"]


def test_a_list_asks_no_more_of_the_wall_than_names_do(cast, bring):
    """N1: 30 an hour, however many rows; what came after is told by nothing."""
    names = [f"{first} {trade}" for trade in TRADES for first in FIRST]
    for name in names:
        cast.prospect(name)
    for who, most in (("mesa_wbl", PROBES.most - 1), ("director", len(names))):  # the list itself is one check
        found = bring("Name\n" + "\n".join(names), by=who, institution=cast.mesa if who == "mesa_wbl" else cast.region)
        assert found["duplicates"] == most
    rows = Row.objects.filter(batch__by=cast.mesa_wbl).exclude(status="duplicate")
    assert not any(row.candidates for row in rows)
    assert Probe.objects.get(person=cast.mesa_wbl).typed.startswith("list of 40 rows, 40 met the wall")
    with pytest.raises(Refused):
        asking.check(new_employer("Kestrel Aerospace"), by=cast.mesa_wbl, institution=cast.mesa)
