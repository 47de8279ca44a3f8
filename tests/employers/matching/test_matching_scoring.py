"""Scores, reasons and the rules that hold a score back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guildhall.employers.matching import LIKELY, POSSIBLE, Record, compare, compare_many, same_name

HOME = {"street": "4102 Marlborough Ave", "city": "San Diego", "state": "CA", "zip": "92105"}
AWAY = {"street": "77 Harbor Dr", "city": "Chula Vista", "state": "CA", "zip": "91910"}


def northwind(**fields):
    return Record(name="Northwind Robotics, Inc.", **fields)


@pytest.mark.parametrize(
    ("shared", "reason"),
    [
        ({"phone": "6195551234"}, "same telephone"),
        ({"domain": "northwind.com"}, "same web domain"),
        ({"ein": "12-3456789"}, "same EIN"),
        (HOME, "same address"),
        ({"zip": "92105"}, "same ZIP code"),
    ],
)
def test_a_name_and_one_independent_agreement_is_likely(shared, reason):
    likeness = compare(northwind(**shared), Record(name="northwind robotics llc", **shared))
    assert likeness.score >= LIKELY
    assert reason in likeness.reasons
    assert "same name" in likeness.reasons


@pytest.mark.parametrize("place", [{}, {"city": "San Diego", "state": "CA"}, AWAY])
def test_equal_names_alone_never_link(place):
    likeness = compare(northwind(**HOME), northwind(**place))
    assert likeness.score < LIKELY
    assert "names alone never link" in likeness.against


def test_common_name_in_one_zip_code_is_not_enough():
    a, b = Record(name="First Plumbing", zip="92105"), Record(name="First Plumbing", zip="92105")
    assert compare(a, b).score < LIKELY


def test_name_typed_by_somebody_is_possible():
    likeness = compare(Record(name="northwind robotics llc"), northwind(**HOME, phone="6195551234"))
    assert POSSIBLE <= likeness.score < LIKELY
    assert likeness.reasons == ("same name",)


def test_branch_of_one_organization_is_no_duplicate():
    shared = {"domain": "northwind.com", "phone": "6195551234"}
    likeness = compare(northwind(**HOME, **shared), northwind(**AWAY, **shared))
    assert likeness.score < LIKELY
    assert {"different street address", "same organization, other site"} <= set(likeness.against)


def test_move_within_one_zip_code_keeps_the_telephone():
    moved = HOME | {"street": "9 Elm St"}
    assert compare(northwind(**HOME, phone="6195551234"), northwind(**moved, phone="6195551234")).score >= LIKELY


def test_different_ein_keeps_it_below_likely():
    likeness = compare(
        northwind(**HOME, phone="6195551234", ein="123456789"), northwind(**HOME, phone="6195551234", ein="987654321")
    )
    assert likeness.score < LIKELY
    assert "different EIN" in likeness.against


def test_shared_building_is_not_one_employer():
    likeness = compare(northwind(**HOME), Record(name="Zebra Toys", **HOME))
    assert likeness.score < LIKELY
    assert "different name" in likeness.against


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Teamsters Local 481", "Teamsters Local 542"),
        ("National University", "National University Foundation"),
        ("Mary Crane Center North", "Mary Crane Center East"),
        ("Eastlake I Association", "Eastlake III Association"),
    ],
)
def test_sister_bodies_under_one_roof_stay_apart(a, b):
    assert compare(Record(name=a, **HOME), Record(name=b, **HOME)).score < LIKELY


def test_same_street_in_another_town_is_another_address():
    a = northwind(street="100 Main St", city="Chula Vista", zip="91910")
    b = northwind(street="100 Main St", city="El Centro", zip="92243")
    likeness = compare(a, b)
    assert likeness.score < LIKELY
    assert "same address" not in likeness.reasons


def test_post_office_box_is_no_other_site():
    box = HOME | {"street": "PO Box 12"}
    likeness = compare(northwind(**HOME, phone="6195551234"), northwind(**box, phone="6195551234"))
    assert "different street address" not in likeness.against
    assert likeness.score >= LIKELY


@pytest.mark.parametrize(
    ("a", "b"), [("UCSD", "University of California San Diego"), ("North Wind Robotics", "Northwind Robotics")]
)
def test_other_spelling_with_one_telephone_is_likely(a, b):
    assert (
        compare(Record(name=a, phone="6195551234", zip="92105"), Record(name=b, phone="6195551234", zip="92105")).score
        >= LIKELY
    )


def test_known_alias():
    a = Record(name="Northwind Holdings International", other_names=("Zebra Toys",), phone="6195551234")
    likeness = compare(a, Record(name="Zebra Toys LLC", phone="6195551234"))
    assert likeness.score >= LIKELY
    assert "known alias" in likeness.reasons


def test_phone_without_area_code():
    likeness = compare(northwind(phone="6195551234"), northwind(phone="555-1234"))
    assert "same telephone" in likeness.reasons


def test_compare_many_equals_compare():
    a, others = northwind(**HOME), [northwind(**AWAY), northwind(phone="6195551234", **HOME), Record(name="Zebra")]
    assert compare_many(a, others) == [compare(a, other) for other in others]
    assert compare_many(a, []) == []


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("northwind robotics llc", "Northwind Robotics, Inc.", True),
        ("Robotics Northwind", "Northwind Robotics", True),
        ("Northwnd Robotics", "Northwind Robotics", True),
        ("Nrothwind Robotics", "Northwind Robotics", True),
        ("Northwind Robotics", "Northwind Plumbing", False),
        ("Northwind Robotics 2", "Northwind Robotics 3", False),
        ("First Bank", "First Tank", False),
        ("Zebra dba Northwind Robotics", "Northwind Robotics", True),
        ("", "", False),
    ],
)
def test_same_name(a, b, same):
    assert same_name(Record(name=a), Record(name=b)) is same
    assert same_name(Record(name=b), Record(name=a)) is same


_TEXT = st.one_of(
    st.text(max_size=25),
    st.sampled_from(["Acme Inc", "Acme dba Zebra", "1 Main St", "92105", "5551234", "acme.com", "123456789", ""]),
)
_RECORDS = st.builds(
    Record,
    name=_TEXT,
    other_names=st.lists(_TEXT, max_size=2).map(tuple),
    street=_TEXT,
    city=_TEXT,
    state=_TEXT,
    zip=_TEXT,
    phone=_TEXT,
    domain=_TEXT,
    ein=_TEXT,
)


@settings(deadline=None)
@given(_RECORDS, _RECORDS)
def test_compare_is_symmetric_and_accepts_anything(a, b):
    forth, back = compare(a, b), compare(b, a)
    assert forth.score == back.score
    assert 0 <= forth.score <= 1
    assert forth.reasons == back.reasons
    assert forth.against == back.against
    same_name(a, b)


ACRONYMS = [
    ("SDG&E", "San Diego Gas & Electric Company"),
    ("SDGE", "San Diego Gas and Electric"),
    ("UCSD", "University of California San Diego"),
    ("UC San Diego", "University of California, San Diego"),
    ("YMCA of San Diego County", "Young Men's Christian Association of San Diego County"),
    ("NOAA Weather Office", "National Oceanic and Atmospheric Administration Weather Office"),
]


@pytest.mark.parametrize(("short", "long"), ACRONYMS)
def test_an_acronym_is_read_where_something_else_agrees(short, long):
    for more in ({"domain": "acronym-test.com"}, {"phone": "619-555-0134"}, {"street": "5 Main St", "zip": "92101"}):
        assert compare(Record(name=short, **more), Record(name=long, **more)).score >= LIKELY, more


@pytest.mark.parametrize(
    ("short", "long"), [*ACRONYMS[:3], ("YMCA of Redstone", ACRONYMS[4][1]), ("SDGX", ACRONYMS[0][1])]
)
def test_but_not_where_only_the_town_agrees_or_letters_differ(short, long):
    place = {"zip": "92101", "city": "San Diego"}
    assert compare(Record(name=short, **place), Record(name=long, **place)).score < LIKELY
    if (short, long) not in ACRONYMS:
        web = {"domain": "acronym-test.com"}
        assert compare(Record(name=short, **web), Record(name=long, **web)).score < LIKELY
