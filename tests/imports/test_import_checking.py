"""Cleaned values and sentences about what is wrong."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guildhall.imports.checking import Problem, check, extra_cells
from guildhall.imports.columns import CONTACT_FIELDS, EMPLOYER_FIELDS


def clean(key: str, value: str) -> str | None:
    values, problems = check({"name": "Ardent", key: value}, EMPLOYER_FIELDS)
    assert not problems
    return values.get(key)


def problem(key: str, value: str) -> str:
    values, (found,) = check({"name": "Ardent", key: value}, EMPLOYER_FIELDS)
    assert key not in values
    assert (found.field, found.value) == (key, value)
    assert found.message[0].isupper() or found.message[0] == "“"
    assert found.message[-1] in ".?"
    return found.message


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("name", "  ACME \u200b\ufeff\u202e  TOOLS\u00a0INC ", "ACME TOOLS INC"),
        ("name", "Cafe\u0301\tNorte", "Café Norte"),
        ("name", "3M", "3M"),
        ("name", "None", "None"),
        ("notes", "one\r\n two  words \n\n\n\nend ", "one\ntwo words\n\nend"),
        ("ein", "12-3456789", "123456789"),
        ("ein", "2296179", "002296179"),
        ("ein", "123456789.0", "123456789"),
        ("ein", "n/a", None),
        ("zip", "92105-1462", "92105-1462"),
        ("zip", "92243.000000000000000", "92243"),
        ("zip", "2134", "02134"),
        ("zip", "921051462", "92105-1462"),
        ("zip", "92105 1462", "92105-1462"),
        ("zip", "92105-", "92105"),
        ("zip", " ", None),
        ("state", "ca", "CA"),
        ("state", "California", "CA"),
        ("state", "Calif.", "CA"),
        ("state", "D.C.", "DC"),
        ("state", "new  york", "NY"),
        ("phone", "6195550142", "(619) 555-0142"),
        ("phone", "+1 619.555.0142", "(619) 555-0142"),
        ("phone", "619-555-0142 x12", "(619) 555-0142 ext. 12"),
        ("phone", "555-0142", "555-0142"),
        ("phone", "+52 686 555 0123", "+52 686 555 0123"),
        ("phone", "6195550142.0", "(619) 555-0142"),
        ("phone", "(619) 555-0142 (cell)", "(619) 555-0142"),
        ("phone", "Tel. 619-555-0142", "(619) 555-0142"),
        ("website", "https://WWW.Ardent.example/about?x=1", "www.ardent.example"),
        ("website", "ardent.example", "ardent.example"),
        ("website", "http:/ardent.example:8080", "ardent.example"),
        ("website", "www.atcsd.edu/", "www.atcsd.edu"),
        ("website", "peña.example", "peña.example"),
        ("email", "Info@Ardent.EXAMPLE", "Info@ardent.example"),
        ("email", "a@b.test", "a@b.test"),
        ("email", "Ann Lee <ann@b.example>", "ann@b.example"),
        ("email", "mailto:ann@b.example;", "ann@b.example"),
        ("email", "josé@b.example", "josé@b.example"),
        ("naics", "332710", "332710"),
        ("naics", "332710.0", "332710"),
        ("naics", "31-33", "31-33"),
        ("naics", "332710 - Machine Shops", "332710"),
        ("size", "1,200", "1200"),
        ("size", "250.0", "250"),
        ("size", "50 employees", "50"),
        ("size", "100-249", "100-249"),
        ("size", "500+", "500+"),
        ("size", "100 to 249 employees", "100 to 249 employees"),
        ("tags", "health; nursing,Health , ", "health; nursing"),
        ("license", "90000004.000000000000000", "90000004"),
        ("license", "A-12.0", "A-12.0"),
        ("source_id", "007", "007"),
    ],
)
def test_cleaned(key: str, value: str, expected: str | None) -> None:
    assert clean(key, value) == expected


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("name", "---!", "at least one letter or digit"),
        ("name", "Ard\x07ent", "Sign number 4"),
        ("name", "Ard\x9dent", "cannot be shown"),
        ("ein", "1234567890", "this one has 10"),
        ("ein", "12345", "this one has 5"),
        ("ein", "000000000", "zeros"),
        ("ein", "12-345678O", "Did you mean 123456780?"),
        ("ein", "EIN 12-3456789", "Did you mean 12-3456789?"),
        ("ein", "9.5E+08", "last digits are lost"),
        ("zip", "921O5", "Did you mean 92105?"),
        ("zip", "CA 92105", "Did you mean 92105?"),
        ("zip", "abc", "five digits"),
        ("state", "Californa", "Did you mean CA?"),
        ("state", "Baja California Norte", "is not a state"),
        ("phone", "6.19234E+12", "last digits are lost"),
        ("phone", "61947466070", "this one has 11"),
        ("phone", "call us", "not a telephone number"),
        ("until", "2199-06-30", "has not come yet"),
        ("website", "ardent machining.example", "no spaces. Did you mean ardentmachining.example?"),
        ("website", "ardent,example", "needs a dot"),
        ("website", "www.ardent,com", "Did you mean www.ardent.com?"),
        ("website", "info@ardent.example", "e-mail address"),
        ("website", "a.example; b.example", "more than one"),
        ("email", "ann@gmial.com", "Did you mean ann@gmail.com?"),
        ("email", "ann@firm.con", "Did you mean ann@firm.com?"),
        ("email", "ann.b.example", "needs an @ sign"),
        ("email", "ann at b.example", "Did you mean ann@b.example?"),
        ("email", "ann lee@b.example", "no spaces. Did you mean annlee@b.example?"),
        ("email", "a@b.example, c@b.example", "more than one"),
        ("email", "a@b,example", "Did you mean a@b.example?"),
        ("email", "ann@", "not an e-mail address"),
        ("naics", "33271O", "The last sign is a letter O. Did you mean 332710?"),
        ("naics", "3327101", "this one has 7"),
        ("naics", "hospital", "two to six digits"),
        ("size", "about 50", "Did you mean 50?"),
        ("size", "large", "a number or a range"),
        ("size", "99999999999", "No employer has"),
    ],
)
def test_problems(key: str, value: str, words: str) -> None:
    assert words in problem(key, value)


def test_missing_name_and_other_values_survive() -> None:
    values, problems = check({"name": " ", "city": "Brawley"}, EMPLOYER_FIELDS)
    assert values == {"city": "Brawley"}
    assert problems == [Problem("name", " ", "Name is missing.")]


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        ({"first_name": "Ann", "last_name": "Lee"}, []),
        ({"full_name": "Ann Lee"}, []),
        ({"first_name": "Ann"}, []),  # many people have one name
        ({"last_name": "Lee"}, []),
        ({"title": "Front desk"}, []),
        ({"email": "office@firm.example"}, []),
        ({"email": "ann@firm.example"}, ["full_name"]),
        ({}, ["full_name"]),
        ({"full_name": "..."}, ["full_name"]),
    ],
)
def test_contacts_need_a_name(row: dict[str, str], missing: list[str]) -> None:
    _, problems = check({"employer_name": "Ardent", **row}, CONTACT_FIELDS)
    assert [found.field for found in problems] == missing


def test_contacts_need_an_employer() -> None:
    _, problems = check({"full_name": "Ann Lee", "employer_zip": "9x"}, CONTACT_FIELDS)
    assert [found.field for found in problems] == ["employer_zip", "employer_name"]


def test_extra_cells() -> None:
    assert extra_cells(("a", "b", " "), 2) == []
    (found,) = extra_cells(("a", "b", "c", "d"), 2)
    assert found.value == "c; d"
    assert "Cells in this row: 4; in the header: 2" in found.message


@settings(database=None, deadline=None)
@given(st.dictionaries(st.sampled_from([f.key for f in EMPLOYER_FIELDS]), st.text(max_size=40)))
def test_any_text_gives_values_or_problems(row: dict[str, str]) -> None:
    values, problems = check(row, EMPLOYER_FIELDS)
    assert not set(values) & {found.field for found in problems}
    again, none = check(values, EMPLOYER_FIELDS)
    if "name" in values:
        assert (again, none) == (values, [])


@pytest.mark.parametrize("key", [field.key for field in EMPLOYER_FIELDS])
@pytest.mark.parametrize("sign", list("a0 .,-@(/<:;_+O") + ["a.", "0,", "at ", "é"])
def test_long_values_are_quick(key: str, sign: str) -> None:
    start = time.perf_counter()
    check({"name": "Ardent", key: (sign * 10_000)[:10_000]}, EMPLOYER_FIELDS)
    check({"name": "Ardent", key: (sign * 10_000)[:9_999] + "!"}, EMPLOYER_FIELDS)
    assert time.perf_counter() - start < 0.5
