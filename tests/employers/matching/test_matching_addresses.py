"""Streets taken apart, ZIP codes and cities."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildhall.employers.matching.addresses import Street, city_name, split_street, zip5


@pytest.mark.parametrize(
    ("typed", "street"),
    [
        ("221 E. 51st St.", Street(221, "e", "51")),
        ("221 East 51st Street, Suite 300", Street(221, "e", "51")),
        ("4102 Marlborough Ave", Street(4102, "", "marlborough")),
        ("4102 Marlborough Avenue #12", Street(4102, "", "marlborough")),
        ("360-364 E. 61st", Street(360, "e", "61")),
        ("10810 S. Ave. H", Street(10810, "s", "avenueh")),
        ("10810 Ave. H", Street(10810, "", "avenueh")),
        ("7312 S SAINT LAWRENCE AVE", Street(7312, "s", "saintlawrence")),
        ("7312 S. St. Lawrence", Street(7312, "s", "saintlawrence")),
        ("4410 S. LaPorte", Street(4410, "s", "laporte")),
        ("14424 Wentworth Ave Riverdale, IL 60827", Street(14424, "", "wentworth")),
        ("P.O. Box 123", Street(123, "", "pobox")),
        ("PO BOX #123", Street(123, "", "pobox")),
        ("7n86 Krueger St", Street(786, "", "krueger")),
        ("100 Main St N", Street(100, "n", "main")),
        ("Broadway", Street(0, "", "broadway")),
        ("", Street(0, "", "")),
        (None, Street(0, "", "")),
    ],
)
def test_split_street(typed, street):
    assert split_street(typed) == street


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("92105", "92105"),
        ("92105-1234", "92105"),
        ("921051234", "92105"),
        ("2139", "02139"),
        ("2139.0", "02139"),
        ("CA 92105", "92105"),
        ("00000", ""),
        ("", ""),
        ("n/a", ""),
    ],
)
def test_zip5(typed, code):
    assert zip5(typed) == code


def test_city_name():
    assert city_name("St. Louis") == city_name("SAINT LOUIS") == "saint louis"


@given(st.text(max_size=40))
def test_any_text_is_accepted(text):
    street = split_street(text)
    assert street.house >= 0
    assert len(zip5(text)) in (0, 5)
    city_name(text)
