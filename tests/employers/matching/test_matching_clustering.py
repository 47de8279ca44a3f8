"""Clusters of whole files."""

import random

import pytest

from guildhall.employers.matching import LIKELY, Record, cluster, compare, loading

SYLLABLES = ["ba", "ver", "tek", "lo", "mi", "ran", "sol", "cor", "dyn", "neo", "qua", "zen", "opt", "gra", "vel"]
TRADES = ["Plumbing", "Dental", "Roofing", "Bakery", "Manufacturing", "Construction", "Software", "Academy"]
STREETS = ["Main St", "Oak Ave", "Elm Rd", "Park Blvd", "Market Dr"]


def register(count, seed=5):
    """Employers, a third of them with a second, differently typed record; and branches of a chain."""
    rng = random.Random(seed)
    rows, truth = [], []
    for entity in range(count):
        name = "".join(rng.choices(SYLLABLES, k=3)).title() + " " + rng.choice(TRADES)
        place = {"city": f"Town {entity % 20}", "zip": f"{90000 + entity % 20}"}
        record = Record(
            name=name + " Inc",
            street=f"{rng.randrange(1, 9000)} {rng.choice(STREETS)}",
            phone=f"619{rng.randrange(2000000, 9999999)}",
            **place,
        )
        rows.append(record)
        truth.append(entity)
        if entity % 3 == 0:
            i = rng.randrange(1, len(name) - 1)
            typed = (name[:i] + name[i + 1 :]).replace("Manufacturing", "Mfg")
            rows.append(
                Record(name=typed, street=record.street + ", Suite 5", **place)
                if entity % 2
                else Record(name=typed.upper() + " LLC", phone=record.phone, **place)
            )
            truth.append(entity)
    for branch in range(10):
        rows.append(
            Record(name="Zebra Coffee", street=f"{branch}00 Harbor Dr", zip=f"{91000 + branch}", domain="zebra.com")
        )
        truth.append(count + branch)
    return rows, truth


def f1(truth, found):
    pairs = [(i, j) for i in range(len(truth)) for j in range(i)]
    true = {p for p in pairs if truth[p[0]] == truth[p[1]]}
    claimed = {p for p in pairs if found[p[0]] == found[p[1]]}
    return 2 * len(true & claimed) / (len(true) + len(claimed))


def test_generated_register():
    rows, truth = register(400)
    assert f1(truth, cluster(rows)) > 0.9


def test_order_of_rows_does_not_matter():
    rows, _ = register(150)
    order = list(range(len(rows)))
    random.Random(1).shuffle(order)
    plain, shuffled = cluster(rows), cluster([rows[i] for i in order])
    groups = {frozenset(i for i, c in enumerate(plain) if c == number) for number in set(plain)}
    again = {frozenset(order[i] for i, c in enumerate(shuffled) if c == number) for number in set(shuffled)}
    assert groups == again


def test_several_processes_give_the_same(monkeypatch):
    rows, _ = register(150)
    plain = cluster(rows, workers=1)
    monkeypatch.setattr(loading, "PARALLEL_FROM", 10)
    assert cluster(rows, workers=2) == plain


def test_columns_and_records_give_the_same():
    rows, _ = register(60)
    titles = ("name", "street", "city", "zip", "phone", "domain")
    table = {name: [getattr(row, name) for row in rows] for name in titles}
    assert cluster(table) == cluster(rows)


def test_columns_are_checked():
    with pytest.raises(ValueError, match="name"):
        cluster({"street": ["1 Main St"]})
    with pytest.raises(ValueError, match="length"):
        cluster({"name": ["a", "b"], "street": [""]})


@pytest.mark.parametrize("rows", [[], [Record(name="Acme")], [Record(name="")] * 3, [Record(name="Acme")] * 40])
def test_nothing_to_merge(rows):
    assert cluster(rows) == list(range(len(rows)))


def test_record_without_address_is_no_bridge_between_branches():
    a = Record(name="Zebra Coffee Roasters", street="12 Main St", zip="92105")
    b = Record(name="Zebra Coffee Roasters", zip="92105")
    c = Record(name="Zebra Coffee Roasters", street="990 Oak Ave", zip="92105")
    assert compare(a, b).score >= LIKELY and compare(b, c).score >= LIKELY
    found = cluster([a, b, c])
    assert found[0] != found[2]


def test_different_eins_never_meet_through_a_third():
    shared = {"name": "Zebra Coffee Roasters", "street": "12 Main St", "zip": "92105"}
    found = cluster([Record(ein="123456789", **shared), Record(**shared), Record(ein="987654321", **shared)])
    assert found[0] != found[2]


def test_numbers_are_first_rows():
    shared = {"street": "12 Main St", "zip": "92105"}
    assert cluster([Record(name="Acme"), Record(name="Zebra Toys", **shared), Record(name="Zebra Toys", **shared)]) == [
        0,
        1,
        1,
    ]


def moved(**more):
    """Two records of an employer at two addresses of a town, and a branch of its namesake elsewhere."""
    here = {"city": "Harbor Point", "zip": "92105"}
    first = Record(name="Kestrel Welding", street="77 Pier Road", phone="6195550101", **here)
    return [first, Record(**{"name": "Kestrel Welding Inc", "street": "12 Elm Street"} | here | more)]


BESIDE = [Record(name=f"Other {'abcdefgh'[n]}zen Roofing", city=f"Town {n}", zip=f"9000{n}") for n in range(8)]
CHAIN = [Record(name="Kestrel Welding", street=f"{n}00 Elm Street", city=f"Town {n}") for n in range(1, 4)]


@pytest.fixture
def large(monkeypatch):
    """Files count as large from a few rows on."""
    monkeypatch.setattr("guildhall.employers.matching.evidence.HOMES_FROM", 8)
    monkeypatch.setattr("guildhall.employers.matching.evidence.COUNT_FROM", 8)
    monkeypatch.setattr("guildhall.employers.matching.evidence.ACCIDENT", 3)


@pytest.mark.parametrize(
    "more", [{}, {"name": "Kestrel Weldin"}, {"zip": "92106"}, {"street": "", "zip": ""}, {"zip": "92107", "phone": ""}]
)
def test_who_moved_within_a_town_is_one_employer_in_a_large_file(large, more):
    a, b, *_others = cluster(moved(**more) + BESIDE)
    assert a == b


def test_a_namesake_in_several_towns_may_be_a_chain(large):
    a, b, *_others = cluster(moved() + CHAIN + BESIDE)
    assert a != b, "two branches in one town"
    a, b, *_others = cluster(moved(city="Redstone", zip="92243") + BESIDE)
    assert a != b, "another town"


def test_a_small_file_does_not_know_who_moved():
    """A school district may have two sites in a town: only a large file tells chains from moves."""
    a, b, *_others = cluster(moved() + BESIDE)
    assert a != b


def test_a_telephone_taken_along_within_a_town(large):
    a, b, *_others = cluster(moved(zip="92106", phone="6195550101") + CHAIN + BESIDE)
    assert a == b
    a, b, *_others = cluster(moved(zip="92243", city="Redstone", phone="6195550101") + CHAIN + BESIDE)
    assert a != b, "the control"
