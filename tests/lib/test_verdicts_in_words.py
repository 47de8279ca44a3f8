"""Refusals are put into the reader's language, then the names take their places (G6)."""

import pytest
from django.utils import translation

from guildhall.lib import verdicts
from guildhall.lib.verdicts import Refused, no, refuse


def test_words_take_their_places():
    assert no("{person} has it already.", person="Ada {x}").reason == "Ada {x} has it already."
    assert no("100 {sure}").reason == "100 {sure}"  # without words nothing is filled in
    assert no("").reason == ""
    with pytest.raises(Refused, match="Version 3"):
        refuse("Version {number} is older.", number=3)


def test_the_sentence_is_translated_before_the_names(monkeypatch):
    monkeypatch.setattr(verdicts, "translate", {"{person} is away.": "{person} no está."}.__getitem__)
    assert no("{person} is away.", person="Ada").reason == "Ada no está."


def test_the_application_translates_refusals():
    with translation.override("es"):
        assert no("Cancel").reason == "Cancelar"
    assert no("Cancel").reason == "Cancel"
