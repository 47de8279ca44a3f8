"""A letter begins as letters in English do: the first sentence after the greeting with a capital."""

import re

from tests.architecture.sources import short, templates

GREETING = re.compile(r"\b(?:Hello|Good morning)\b[^\n]*\n+")
BRANCH = r"^(?:\{% if[^%]*%\}(?:[^\n]*?\{% (?:elif|else)[^%]*%\})??)?"
SMALL = re.compile(BRANCH + r"(?:\{% (?:blocktranslate[^%]*%\}\s*|translate \"))?[a-z]")


def begins_small(letter: str) -> bool:
    greeting = GREETING.search(letter)
    return greeting is not None and bool(SMALL.match(letter[greeting.end() :]))


def test_the_first_sentence_has_a_capital():
    letters = {p: p.read_text() for p in templates() if p.suffix == ".txt" and p.parent.name == "email"}
    assert len([text for text in letters.values() if GREETING.search(text)]) > 100
    wrong = [short(p) for p, text in letters.items() if begins_small(text)]
    assert not wrong, "\n".join(wrong)


def test_a_small_letter_would_be_found():
    """The control."""
    greeting = "{% blocktranslate %}Hello {{ name }},{% endblocktranslate %}\n\n"
    assert begins_small(greeting + '{% if a %}{% translate "one" %}{% endif %}')
    assert begins_small(greeting + '{% if a %}{% translate "One" %}{% else %}{% translate "two" %}{% endif %}')
    assert begins_small(greeting + "{% blocktranslate trimmed %}\n  something{% endblocktranslate %}")
    assert not begins_small(greeting + '{% if a %}{% translate "One" %}{% else %}{% translate "Two" %}{% endif %}')
