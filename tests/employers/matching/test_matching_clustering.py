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
