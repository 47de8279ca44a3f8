"""Normal names: what is ignored, what is kept, and that the form is stable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildhall.employers.matching.names import (
    is_common,
    is_distinctive,
    marks,
    name_forms,
    name_words,
    normal_name,
    sort_key,
    telling,
)
from guildhall.employers.matching.vocabulary import ABBREVIATIONS


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("Northwind Robotics, Inc.", "northwind robotics"),
        ("northwind robotics llc", "northwind robotics"),
        ("NORTHWIND ROBOTICS L.L.C.", "northwind robotics"),
        ("The Northwind Robotics Company", "northwind robotics"),
        ("Walgreens #7055", "walgreens"),
        ("Walgreens Store #7055", "walgreens"),
        ("Smith & Jones Mfg Co.", "smith jones manufacturing"),
        ("Smith and Jones Manufacturing", "smith jones manufacturing"),
        ("Café Olé", "cafe ole"),
        ("St. Mary's Hosp", "saint marys hospital"),
        ("Saint Marys Hospital", "saint marys hospital"),
        ("Univ. of Calif", "university california"),
        ("Palomar Med Ctr", "palomar medical center"),
        ("El Valor Corporation-Carlos Cantu", "el valor carlos cantu"),
        ("Agendia (United States)", "agendia"),
        ("Bell Heating & Cooling", "bell hvac"),
        ("A.B.C. Learning", "abc learning"),
        ("Johnson & Sons", "johnson"),
        ("Group Inc", "group"),
        ("", ""),
        ("&&", ""),
        (None, ""),
    ],
)
def test_normal_name(typed, normal):
    assert normal_name(typed) == normal


def test_legal_form_alone_stays():
    assert normal_name("The Company") == "company"


@pytest.mark.parametrize(
    "typed",
    [
        "Acme Robotics dba Zebra Toys",
        "Acme Robotics, d/b/a Zebra Toys LLC",
        "Acme Robotics (DBA: Zebra Toys)",
        "ACME ROBOTICS doing business as Zebra Toys",
    ],
)
def test_second_name_is_split_off(typed):
    assert name_forms(typed) == ("acme robotics", "zebra toys")


def test_words_keep_their_order():
    assert name_words("Robotics of Northwind") == ["robotics", "northwind"]


def test_sort_key_drops_a_leading_the_only():
    assert sort_key("The Élan  Group") == "elan group"
    assert sort_key("Theater West") == "theater west"
    assert sort_key("The") == "the"


def test_telling_words():
    assert telling("northwind plumbing") == "northwind"
    assert is_common("construciton")  # misspelled, still a common word
    assert not is_common("northwind")
    assert is_distinctive("northwind robotics")
    assert not is_distinctive("first plumbing")


def test_marks_tell_sisters_apart():
    assert marks("teamsters local 481") == {"481"}
    assert marks("mary crane north") == {"north"}


def test_no_canonical_word_is_a_variant():
    assert not set(ABBREVIATIONS.values()) & set(ABBREVIATIONS)


@given(st.text(max_size=60))
def test_normal_name_is_idempotent_on_any_text(text):
    once = normal_name(text)
    assert normal_name(once) == once
    sort_key(text)


_PIECES = st.sampled_from(
    [
        "dba",
        "Inc",
        "L.L.C.",
        "of",
        "California",
        "&",
        "the",
        "day",
        "care",
        "Acme",
        "#12",
        "(USA)",
        "d/b/a",
        "co",
        "St.",
        "children's",
        "business",
        "as",
        "doing",
        "known",
        "also",
        "Ctr",
        "and",
        "Sons",
        "A.",
        "B.",
        "-",
        "/",
        "7",
    ]
)


@given(st.lists(_PIECES, max_size=9))
def test_normal_name_is_idempotent_on_name_like_text(pieces):
    once = normal_name(" ".join(pieces))
    assert normal_name(once) == once
