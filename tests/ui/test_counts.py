"""Counts stand on pages and in letters with commas, "2,010 events"; years, codes and keys do not."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.utils import translation

GUILDHALL = Path(__file__).resolve().parents[2] / "guildhall"
TEXT = re.compile(r"\{% blocktranslate(?P<head>.*?)%\}(?P<body>.*?)\{% endblocktranslate %\}", re.DOTALL)
WORDS = (
    "n count total tally people employers students contacts places rows running fresh employees members seats came "
    "missed others added removed changed matched"
).split()
COUNT = re.compile(rf"(?:^|[._])(?:{'|'.join(WORDS)})$")
ATTRIBUTE = re.compile(r"""="[^"]*"|='[^']*'""")
# Named like counts, and none.
NO_COUNTS = {
    "boards/templates/boards/figures.html: report.participation.students",  # `small_counts.Told` writes itself
    "bookings/templates/bookings/own/time.html: n",  # of a menu of guests, as it is sent
    "partnerships/templates/partnerships/protocol.html: protocol.changed",  # in words, what changed
    "placements/templates/placements/cell.html: people",  # words that were counted above
}


def uncounted(template, where):
    """What a template shows as a bare number though it is called like a count."""
    for said in TEXT.finditer(template):
        for name, expression in re.findall(r"(\w+)=(\S+)", said["head"]):
            if f"count {name}=" not in said["head"] and re.search(r"\{\{ *" + name + r"\b", said["body"]):
                yield from _bare(expression, where)
    for expression in re.findall(r"\{\{ *([^}]+?) *\}\}", ATTRIBUTE.sub("", TEXT.sub("", template))):
        yield from _bare(expression, where)


def _bare(expression, where):
    first, *filters = expression.split("|")
    if not filters and COUNT.search(first):
        yield f"{where}: {expression}"
    if filters == ["length"]:
        yield f"{where}: {expression}"


def test_what_is_counted_is_written_as_a_count():
    paths = [path for kind in ("html", "txt") for path in GUILDHALL.glob(f"*/templates/**/*.{kind}")]
    assert len(paths) > 500
    wrong = {one for path in paths for one in uncounted(path.read_text(), path.relative_to(GUILDHALL))}
    assert wrong - NO_COUNTS == set()


@pytest.mark.parametrize("template", [
    "{{ row.count }}", "{{ rows|length }}",
    "{% blocktranslate with n=one.total %}of {{ n }}{% endblocktranslate %}",
])  # fmt: skip
def test_one_that_is_not_is_found(template):
    """The control."""
    assert list(uncounted(template, "here"))
    assert not list(uncounted(template.replace(" }}", "|thousands }}").replace(" %}of", "|thousands %}of"), "here"))


@pytest.mark.parametrize(("language", "n", "read"), [("en", 2010, "2,010 notes"), ("en", 1, "1 note"),
                                                     ("es", 12345, "12,345")])  # fmt: skip
def test_a_text_with_two_forms_writes_its_count_with_commas(language, n, read):
    source = "{% blocktranslate count n=n %}{{ n }} note{% plural %}{{ n }} notes{% endblocktranslate %}"
    with translation.override(language):
        assert read in engines["django"].from_string(source).render({"n": n})


def test_a_year_and_a_key_stay_as_they_are():
    source = "{{ year }} {% url 'experiences' year 'job_shadow' %}"
    assert engines["django"].from_string(source).render({"year": 2026}) == "2026 /accomplishments/2026/job_shadow/"
