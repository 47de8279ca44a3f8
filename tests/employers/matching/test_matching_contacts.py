"""Telephone numbers, domains and EINs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildhall.employers.matching.contacts import ein_digits, phone_digits, registered_domain


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("(619) 555-1234", "6195551234"),
        ("+1 619.555.1234 ext. 12", "6195551234"),
        ("1-619-555-1234 x9", "6195551234"),
        ("555-1234", "5551234"),
        ("1-800-FLOWERS", "8003569377"),
        ("0000000000", ""),
        ("123", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_phone_digits(typed, digits):
    assert phone_digits(typed) == digits


@pytest.mark.parametrize(
    ("typed", "domain"),
    [
        ("https://www.northwind.com/jobs?x=1", "northwind.com"),
        ("jobs.northwind.co.uk", "northwind.co.uk"),
        ("hr@northwind.com", "northwind.com"),
        ("WWW.NORTHWIND.ORG", "northwind.org"),
        ("someone@gmail.com", ""),
        ("https://www.facebook.com/northwind", ""),
        ("northwind", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_registered_domain(typed, domain):
    assert registered_domain(typed) == domain


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("12-3456789", "123456789"),
        ("1234567", "001234567"),
        ("12345678", "012345678"),
        ("000000000", ""),
        ("12", ""),
        ("1234567890", ""),
        (None, ""),
    ],
)
def test_ein_digits(typed, digits):
    assert ein_digits(typed) == digits


@given(st.text(max_size=40))
def test_any_text_is_accepted(text):
    assert phone_digits(text) == "" or phone_digits(text).isdigit()
    registered_domain(text)
    ein_digits(text)
