"""Blocking keys: their form, their number, and that duplicates share one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildhall.employers.matching import Record, keys, normal_record, weighted_keys
from guildhall.employers.matching.keys import text_keys

FULL = Record(
    name="Northwind Robotics, Inc.",
    street="4102 Marlborough Ave",
    city="San Diego",
    state="CA",
    zip="92105",
    phone="(619) 555-1234",
    domain="www.northwind.com",
    ein="123456789",
)


def test_documented_keys():
    found = text_keys(normal_record(FULL))
    assert {
        "e:123456789",
        "d:northwind.com",
        "p:6195551234",
        "n:northwind robotics",
        "j:northwindrobotics",
        "a:4102 marlborough:92105",
    } <= found
    assert len(found) <= 18
    assert len(keys(FULL)) == len(found)
    assert set(weighted_keys(normal_record(FULL))) == keys(FULL), "what is looked up is what is stored"


@pytest.mark.parametrize(
    "other",
    [
        Record(name="robotics northwind"),
        Record(name="Northwnd Robotics"),
        Record(name="Nrothwind Robotics LLC"),
        Record(name="Northwind Robotcs"),
        Record(name="NORTH-WIND Robotics LLC"),
        Record(name="North Wind Robotics"),
        Record(name="Zebra", phone="555-1234"),
        Record(name="Zebra", street="4102 Marlborough Avenue, Ste 5"),
        Record(name="Zebra", street="4102 Malborough Ave", zip="92105"),
        Record(name="Zebra dba Northwind Robotics"),
    ],
)
def test_variants_share_a_key(other):
    assert keys(FULL) & keys(other)


def test_strangers_share_none():
    assert not keys(FULL) & keys(Record(name="Zebra Toys", street="9 Elm St", zip="92103", phone="6195559999"))


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=12))
def test_any_text_is_accepted(name, street, other):
    found = keys(Record(name=name, street=street, zip=other, phone=other, domain=other, ein=other))
    assert len(found) <= 18
    assert all(-(2**31) <= key < 2**31 for key in found)
