"""No cell that somebody may send holds up the reading of a list."""

import time
from types import SimpleNamespace

import pytest

from guildhall.imports.actions.cleaning import checked_row
from guildhall.imports.columns import CONTACT_FIELDS, EMPLOYER_FIELDS
from guildhall.imports.kinds.registry import KINDS
from guildhall.imports.people_in_cells import _LEFT

HOSTILE = {
    "spaces": " ", "arrows": ">", "commas": ",", "letters": "a", "digits": "1", "dots": ".", "lines": "\n",
    "dashes": "-", "marks": "; ", "slashes": " / ", "words": "and ", "initials": "a. ", "left": "left ",
}  # fmt: skip
ASKS = [(kind, field.key) for kind, fields in (("employers", EMPLOYER_FIELDS), ("contacts", CONTACT_FIELDS))
        for field in fields]  # fmt: skip


@pytest.mark.parametrize(("kind", "key"), ASKS)
def test_a_hostile_cell_costs_little(kind, key):
    batch = SimpleNamespace(institution_id="here", kind=kind)
    named = {"name": "Ardent", "contact_name": "Jo Bell"} if kind == "employers" else {"employer_name": "Ardent"}
    for what, sign in HOSTILE.items():
        for begin, end in (("", ""), ("Jo Bell left ", " 5"), ("a@b.example", "!@")):
            cell = begin + (sign * 10_000)[:10_000] + end
            start = time.perf_counter()
            checked_row(KINDS[kind], {**named, key: cell}, batch)
            assert time.perf_counter() - start < 1, (what, begin)


@pytest.mark.parametrize("text", ["Ana Ruiz left " + ">" * 180 + " 5", "x left" + " " * 180 + "!", "left; " * 30 + "!"])
def test_the_words_for_somebody_who_left_are_read_in_one_way_only(text):
    start = time.perf_counter()
    _LEFT.search(text)
    assert time.perf_counter() - start < 0.1
