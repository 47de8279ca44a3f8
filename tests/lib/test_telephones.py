"""Telephone numbers in what somebody wrote, whatever digits stand beside them."""

import pytest

from guildhall.lib.telephones import numbers_in
from guildhall.opportunities.queries.for_students import says_address, without

OWN = "6195550142"
BESIDE = [
    "Call {} today", "Call {} 8-5", "2026-12-01 {}", "{} 2026-12-01", "619-555-0199 / {}", "{} / 619-555-0199",
    "Room 12 {} 7", "{}\n92101 San Diego",
]  # fmt: skip
WRITTEN = ["(619) 555-0142", "619.555.0142", "+1 619 555 0142", "1-619-555-0142", "6195550142", "619 5550142"]


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("written", WRITTEN)
def test_a_number_is_found_whatever_stands_beside_it(beside, written):
    text = beside.format(written)
    assert OWN in {number.digits for number in numbers_in(text)}
    told = without(text, (), {OWN})
    assert "0142" not in told and "ask your career center" in told
    assert told.replace("(ask your career center)", "") == beside.format("")
    assert says_address(text)


@pytest.mark.parametrize("text", ["", "2026", "1,200 hours", "from 2026-12-01 until 2027-01-15", "8-5", "24 555 0142"])
def test_what_is_none_stays(text):
    assert without(text, (), {OWN}) == text
    assert OWN not in {number.digits for number in numbers_in(text)}
    assert not says_address(text)


def test_the_local_part_of_a_number_elsewhere_is_no_number_of_its_own():
    assert "5550142" not in {number.digits for number in numbers_in("480 555 0142")}
    assert "5550142" in {number.digits for number in numbers_in("Dial 555-0142 8-5")}
