"""Telephones and ZIP codes are asked for in one way, and nonsense is refused beside the field."""

import pytest
from django import forms

from guildhall.ui.fields import PhoneField, ZipField


class Asked(forms.Form):
    phone, zip = PhoneField(), ZipField()


@pytest.mark.parametrize(
    "typed", ["", "555-1234", "(707) 555-0100", "+1 707.555.0100 ext. 12", "+49 30/1234567", "7075550100x3"]
)
def test_telephones_as_people_write_them(typed):
    form = Asked({"phone": typed})
    assert form.is_valid() and form.cleaned_data["phone"] == typed


@pytest.mark.parametrize("typed", ["abc", "12", "call me", "1" * 20, "555-1234 or mail"])
def test_what_is_no_telephone(typed):
    assert "at least seven digits" in str(Asked({"phone": typed}).errors["phone"])


@pytest.mark.parametrize(
    ("typed", "fits"), [("", True), ("95501", True), ("95501-1234", True), ("ABC", False), ("955", False)]
)
def test_zip_codes(typed, fits):
    assert Asked({"zip": typed}).is_valid() is fits
