"""A number stands beside its noun in one form for one and another for many: "1 requests" is never read."""

import ast
import re
from pathlib import Path

CATALOG = Path(__file__).resolve().parents[2] / "guildhall/locale/es/LC_MESSAGES/django.po"
COUNTED = "n|all|of|most|days|seats|taken|done|left|limit|count|shown|used|heavy|d|most_steps|longest|guest_days|years"
BESIDE = re.compile(rf"(?:%(?:\((?:{COUNTED})\)[ds]|d)|\{{(?:{COUNTED})\}}) (?:\w+ )?(\w+s)\b")
VERBS = {"is", "has", "was", "needs", "still", "does", "less", "speaks", "as"}
# What is never one: fixed in the code, or said only of many.
ALWAYS_MANY = {
    "%(wanted)s by %(day)s; so far: not shown, fewer than %(n)s students",
    "This list is full: {most} lines at most.",
    # Published in tens.
    "%(n)s jobs (%(area)s)",
    "%(n)s jobs in %(area)s in all its occupations together; what is published for several of them counts once.",
    "%(seated)s of %(hosting)s that hosted students of its programs in the last %(days)s days have a seat.",
    "Name at most {most} skills: those that matter most.",
    "Not more than {n} skills of your own: an evaluation is read on a phone.",
    "Sign number {n} of this text cannot be shown. Type the text in again.",
    "This address was changed within {days} days, so a second administrator agrees.",
    "{most_steps} steps are as many as anybody reads. Make two maps of it.",
    "An exception ends after {longest} days at most: say on which day.",
    "The link works for {guest_days} days at most.",
    "At most {most} contacts leave with their addresses at once. Narrow the list down.",
    "For at most %(most)s contacts. Each is noted as shown to you; protected ones stay out.",
    "Is the year right? This day is more than {years} years ago.",
    "Is the year right? This day is more than {years} years ahead.",
    "It is shown for {n} days at most. Choose an earlier last day.",
    "Name at most %d programs, or a pathway.",
    # Small numbers of students are told in tens, or not at all.
    "fewer than %d students are there now",
    "At least %(n)s students are eligible for both.",
    "%(n)s students get it.",
    "You keep {n} searches already. Remove one first.",
    "An opportunity is offered at {n} sites at most.",
    "There are more: the %(n)s applications and the %(n)s placements that wait longest stand here. "
    "The lists have all of them.",
    "Nothing was taken: {n} copies wait to be logged already.",
    "This is {n} letters long; the record holds {most}. Shorten it.",
    # Limits of what is read of a file.
    "Line {line} is longer than {n} characters. This is probably not a list.",
    "This file has more than {n} lines.",
    "This file has more than {n} rows. Split it into smaller files.",
    "This workbook has a sheet with more than {n} rows.",
    "This workbook has more than {n} sheets.",
    "{label} {line} has a cell with more than {n} characters.",
    "{label} {line} has more than {n} columns.",
}
# Beside a list that is being read or decided, whose pages are changed apart.
LISTS = {"%(n)s rows so far", "%(done)d rows decided."}


def sentences(catalog):
    """The sentences of a catalog that have one form only."""
    for entry in catalog.split("\n\n"):
        said = re.search(r'^msgid ((?:"(?:[^"\\]|\\.)*"\n?)+)', entry, re.MULTILINE)
        if said and "msgid_plural" not in entry and "#~" not in entry:
            yield "".join(ast.literal_eval(part) for part in re.findall(r'"(?:[^"\\]|\\.)*"', said[1]))


def of_one_form(catalog):
    return (
        {text for text in sentences(catalog) if any(noun not in VERBS for noun in BESIDE.findall(text))}
        - ALWAYS_MANY
        - LISTS
    )


def test_every_number_beside_a_noun_has_two_forms():
    assert not of_one_form(CATALOG.read_text(encoding="utf-8"))


def test_one_that_has_not_is_found():
    """The control."""
    assert of_one_form('msgid "%(n)s requests waiting"\nmsgstr ""') == {"%(n)s requests waiting"}
    assert not of_one_form('msgid "%(n)s request"\nmsgid_plural "%(n)s requests"\nmsgstr[0] ""')


HIDDEN = re.compile(r'\|thousands \}\}<span class="vh"> \{% translate')


def test_a_number_has_its_noun_in_hidden_words_too():
    """ "1 people" is read aloud even where nobody sees it; the control finds one."""
    assert HIDDEN.search('{{ n|thousands }}<span class="vh"> {% translate "people" %}</span>')
    code = CATALOG.parents[3]
    wrong = [str(path) for path in code.rglob("*.html") if HIDDEN.search(path.read_text(encoding="utf-8"))]
    assert not wrong, "say it with `blocktranslate count`: " + ", ".join(wrong)
