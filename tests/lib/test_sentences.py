"""Sentences that are kept are said to each reader in their language, also when they were kept in English (G6)."""

import json
import re
from itertools import chain

import pytest
from django.utils import translation
from django.utils.translation import gettext

from guildhall.employers.actions.joining import HAD_THERE
from guildhall.employers.matching import people as matching_people
from guildhall.employers.matching import scoring
from guildhall.imports import cleaners, readers, within
from guildhall.lib import sentences
from guildhall.lib.sentences import Sentence, kept, spoken

pattern = sentences.said  # by another name: these are not collected for translation
SPANISH = {
    "“{value}” is not a state of the United States.": "“{value}” no es un estado de los Estados Unidos.",
    "Did you mean {suggestion}?": "¿Quiso decir {suggestion}?",
    "{label} is missing.": "Falta: {label}.",
    "City": "Ciudad",
}


def translate(text: str) -> str:
    return SPANISH.get(text, text)


def test_what_was_kept_is_said_in_another_language():
    try:
        cleaners.state("Califronia")
    except cleaners.Doubt as doubt:
        row = json.loads(json.dumps(kept(doubt.sentence)))
    assert row["message"] == "“Califronia” is not a state of the United States. Did you mean CA?"
    assert spoken(row, translate) == "“Califronia” no es un estado de los Estados Unidos. ¿Quiso decir CA?"


def test_words_of_our_own_are_translated_with_it():
    assert spoken(kept(pattern("{label} is missing.", label="City")), translate) == "Falta: Ciudad."


def test_what_was_kept_before_is_said_as_it_stands():
    assert spoken({"field": "zip", "message": "A ZIP code has {5} digits."}, translate) == "A ZIP code has {5} digits."
    assert kept("as it is") == {"message": "as it is"}


@pytest.mark.parametrize(
    ("content", "english", "spanish"),
    [
        (b"%PDF-1.7", "This file is a PDF document, not a list.", "Este archivo es un documento PDF, no una lista."),
        (b"{" + b'"a": ["b"]}', "such as [{“employer”", "tal como [{“employer”"),
        (b"a,b\n" + b"x" * 10_001 + b",1\n", "Line 2 has a cell with more", "Línea 2 tiene una celda de más"),
    ],
)
def test_why_a_file_is_no_list_is_said_in_the_language_of_its_reader(tmp_path, content, english, spanish):
    """Whoever reads it may be somebody else than who brought it, with another language (G6)."""
    path = tmp_path / "list"
    path.write_bytes(content)
    with pytest.raises(readers.Unreadable, match=re.escape(english)) as caught:
        list(chain.from_iterable(readers.rows(path, sheet) for sheet in readers.sheets(path)))
    row = json.loads(json.dumps(kept(caught.value.sentence)))
    more = {
        "This file is {label}, not a list. Send a CSV or XLSX file.": "Este archivo es {label}, no una lista.",
        "a PDF document": "un documento PDF",
        "This JSON file is no list of records, such as [{“employer”: “…”, “date”: “…”}].": "No, tal como [{“employer”.",
        "{label} {line} has a cell with more than {n} characters.": "{label} {line} tiene una celda de más de {n}.",
        "Line": "Línea",
    }
    assert spanish in spoken(row, lambda text: more[text])


def test_a_sentence_is_its_english():
    assert pattern("{n} of {all}", n=2, all=3) == "2 of 3"
    assert isinstance(pattern("One.").then(pattern("Two.")), Sentence)


def test_a_phrase_that_was_kept_is_recognized_with_what_stands_in_it():
    """Reasons of a likeness and notes on rows are kept in English alone."""
    spanish = {
        matching_people.SAME_EMAIL: "mismo correo",
        within.MAY_BE: "puede ser la persona de la línea {line}: {label}",
        scoring.SIMILAR_NAME: "nombre parecido ({likeness})",
    }
    say = lambda text: spanish.get(text, text)  # noqa: E731
    note = within.MAY_BE.format(line=7, label=matching_people.SAME_EMAIL)
    assert sentences.recognized(note, say) == "puede ser la persona de la línea 7: mismo correo"
    assert sentences.recognized("similar name (91%)", say) == "nombre parecido (91%)"
    assert sentences.recognized("Casey (left)", say) == "Casey (left)"


def test_of_two_phrases_that_fit_the_one_that_says_more_is_recognized():
    """What a list did not keep is said by one of several that begin alike."""
    there = sentences.recognized(HAD_THERE.format(had="Boats"), lambda pattern: f"{pattern}!")
    assert there == "The record has Boats there, and it was kept.!"
    for text in ("The record has Boats there, and it was kept.", "The record has Boats, and it was kept.",
                 "The record has another one, and it was kept.", "The record has Rosa Vega.",
                 "Rosa Vega left on 2025-03-01, says the record."):  # fmt: skip
        found = sentences.recognized(text, lambda pattern: f"({pattern})")
        assert found == f"({text})"


def test_every_phrase_is_in_spanish():
    with translation.override("es"):
        assert [words for words in sentences._PHRASES if gettext(words) == words] == []
