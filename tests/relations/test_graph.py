"""Points that hold parts of a web together, against taking each one out and counting (D20)."""

import random

import pytest

from guildhall.relations.drawing import LETTERS, drawn
from guildhall.relations.graph import articulation_points, cuts_of, parts_of, web_of, without_ends


def test_a_bridge_between_two_rings_is_found():
    web = web_of([(1, 2), (2, 3), (3, 1), (3, 4), (4, 5), (5, 6), (6, 4)])
    assert articulation_points(web) == {3, 4}
    (cut,) = [one for one in cuts_of(web) if one.point == 3]
    assert cut.off == {1, 2}


def test_a_ring_holds_without_any_of_its_points():
    assert articulation_points(web_of([(1, 2), (2, 3), (3, 4), (4, 1)])) == set()


def test_two_webs_are_looked_at_apart():
    web = web_of([(1, 2), (2, 3), ("a", "b")])
    assert articulation_points(web) == {2}
    assert [len(part) for part in parts_of(web)] == [3, 2]


def test_ends_are_left_out():
    web = web_of([("acme", "ana"), ("acme", "bo"), ("bo", "bolt")])
    assert set(without_ends(web, ["ana", "bo"])) == {"acme", "bo", "bolt"}


@pytest.mark.parametrize("seed", range(30))
def test_it_agrees_with_taking_each_point_out(seed):
    """The plain way, much slower: a point holds if there are more parts without it."""
    dice = random.Random(seed)
    web = web_of((dice.randrange(14), dice.randrange(14)) for _n in range(dice.randrange(8, 26)))
    plain = {point for point in web if len(parts_of(web, without=point)) > len(parts_of(web))}
    assert articulation_points(web) == plain


def test_a_chain_of_thousands_needs_no_recursion():
    assert len(articulation_points(web_of((n, n + 1) for n in range(5_000)))) == 4_999


def test_names_are_wrapped_and_never_cut():
    name = "The Very Long Name of a Regional Hospital and Its Many Clinics, Incorporated"
    picture = drawn("Center", [("Employers", [(name, "a"), ("Short", "b")])], [("a", "b"), ("a", "gone")])
    row = next(one for one in picture.rows if one.of == "a")
    assert " ".join(line for _y, line in row.lines) == name
    assert all(len(line) <= LETTERS for _y, line in row.lines)
    assert len(picture.arcs) == 1
    ys = [y for one in picture.rows for y, _line in one.lines]
    assert ys == sorted(ys) and len(set(ys)) == len(ys), "no two lines lie on each other"
    assert picture.height > ys[-1]
