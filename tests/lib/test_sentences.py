"""Sentences that are kept are said to each reader in their language, also when they were kept in English (G6)."""

import json

from guildhall.imports import cleaners
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


def test_a_sentence_is_its_english():
    assert pattern("{n} of {all}", n=2, all=3) == "2 of 3"
    assert isinstance(pattern("One.").then(pattern("Two.")), Sentence)
