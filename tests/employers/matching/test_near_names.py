"""What people type for a name that they know otherwise meets it; other names do not (N1)."""

import random
from collections import Counter

import pytest

from guildhall.demo.companies import Maker
from guildhall.demo.vocabulary import TOWNS
from guildhall.employers.matching import may_be_meant, name_words, normal_name

PLACES = frozenset(word for town in TOWNS for word in name_words(town))
RNG = random.Random(7)
NAMES = [company.new.name for company in Maker(random.Random(1), [], []).many(330)]
HIDDEN, UNRELATED = NAMES[:60], NAMES[60:]


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("Northwind", "Northwind Robotics, Inc."),
        ("North Wind Robotics", "Northwind Robotics, Inc."),
        ("Northwind Robotics of Mesa Grande", "Northwind Robotics, Inc."),
        ("Bluegate Semi", "Bluegate Semiconductors"),
        ("Pinecrest Data", "Pinecrest Data Center"),
        ("Zenith Ceramics", "Zenith Advanced Ceramics"),
        ("Northwnd Robotics", "Northwind Robotics"),
    ],
)
def test_what_people_type_meets_the_name(typed, known):
    assert may_be_meant(typed, known, PLACES)


@pytest.mark.parametrize(
    ("typed", "known"),
    [("Harbor Bakery", "Harbor Dental"), ("Harbor", "Harbor Dental"), ("City of Redstone", "City of Alder Creek"),
     ("", "Harbor Dental"), ("\u0000", "x")],
)  # fmt: skip
def test_other_names_do_not(typed, known):
    assert not may_be_meant(typed, known, PLACES)


def variants(name):
    """A name as others write it: without its last word, shortened, with a place, joined, parted, with a slip."""
    words = name.replace(",", "").split()
    while len(words) > 1 and normal_name(" ".join(words)) == normal_name(" ".join(words[:-1])):
        words = words[:-1]
    whole = " ".join(words)
    at = RNG.randrange(1, len(whole))
    half = max(2, len(words[0]) // 2)
    yield "short", " ".join(words[:-1]) or whole
    yield "trade", " ".join([*words[:-1], words[-1][: max(4, len(words[-1]) // 2)]])
    yield "place", f"{whole} of {RNG.choice(list(TOWNS))}"
    yield "joined", "".join(words[:2]) + " " + " ".join(words[2:])
    yield "parted", f"{words[0][:half]} {words[0][half:]} " + " ".join(words[1:])
    yield "slip", whole[:at] + whole[at + 1 :]


def test_nine_of_ten_variants_meet_the_wall_and_hardly_any_other_name():
    tried, met = Counter(), Counter()
    for name in HIDDEN:
        for kind, typed in variants(name):
            tried[kind] += 1
            met[kind] += may_be_meant(typed, name, PLACES)
    assert sum(tried.values()) >= 200
    assert sum(met.values()) >= 0.9 * sum(tried.values()), {kind: met[kind] / tried[kind] for kind in tried}
    wrong = {other for other in UNRELATED for name in HIDDEN if may_be_meant(other, name, PLACES)}
    assert len(wrong) <= 0.02 * len(UNRELATED), sorted(wrong)


def test_equal_names_alone_are_not_enough_of_a_check():
    """The control: by equal normal names half of the variants would pass the wall."""
    rows = [(typed, name) for name in HIDDEN for _kind, typed in variants(name)]
    assert sum(normal_name(typed) == normal_name(name) for typed, name in rows) < 0.5 * len(rows)
