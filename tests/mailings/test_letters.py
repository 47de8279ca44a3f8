"""What a letter is made of: fields are filled in once, and nothing is ever evaluated (issue 14's corpus)."""

from html.parser import HTMLParser

import pytest

from guildhall.lib.verdicts import Refused
from guildhall.mailings.actions import writing
from guildhall.mailings.letters import as_html, as_text, as_words, links_of, page_of, problems_of, without_picture
from guildhall.mailings.merge_fields import FIELDS, filled, needed_fields, unknown_fields
from tests.mailings.written import sender, trained

VALUES = {"first_name": "Ana", "employer": "Kestrel & Sons", "city": ""}
# What languages of expressions, shells, templates and databases would evaluate. None of it is anything here.
CORPUS = [
    "{{ first_name }}", "{{ 7*7 }}", "{% if 1 %}x{% endif %}", "{% load os %}", "${7*7}", "#{7*7}", "<%= 7*7 %>",
    "{first_name.__class__}", "{first_name!r}", "{first_name:>100}", "{0}", "{}", "{self}", "{settings.SECRET_KEY}",
    "{{ choices }}", "{first_name|upper}|lower", "{first_name()}",
    "{__import__('os').system('id')}", "%(first_name)s", "%s%n", "$(id)",
    "`id`", "'; DROP TABLE people_person; --", "{employer['name']}", "{*choices*}", "{first_name|{employer}}",
    "{first_name\n}", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)",
    "[x](javascript:alert(1))", "[x](data:text/html,1)", "![x](x\" onerror=\"alert(1))", "]]>", "\u202e{first_name}",
]  # fmt: skip


class Reader(HTMLParser):
    """An independent reader of what was made: its tags with their attributes, and its words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags, self.words = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)


def read(html):
    reader = Reader()
    reader.feed(html)
    return reader


@pytest.mark.always
@pytest.mark.parametrize("attack", CORPUS)
def test_nothing_in_a_text_is_evaluated(attack):
    text, html = filled(as_text(attack), VALUES), filled(as_html(attack), VALUES)
    assert "49" not in text + html
    reader = read(html)
    assert {tag for tag, _attrs in reader.tags} <= {"p", "h2", "ul", "li", "a", "img", "br"}
    for _tag, attrs in reader.tags:
        assert not [name for name in attrs if name.startswith("on")]
        assert attrs.get("href", "https://").startswith(("https://", "http://"))
        assert attrs.get("src", "https://").startswith("https://")


@pytest.mark.always
@pytest.mark.parametrize("attack", [*CORPUS, "{employer}", "{first_name|there}", "a\nBcc: x@y.example"])
def test_what_a_value_brings_is_never_read_as_a_field_or_as_markup(attack):
    values = VALUES | {"first_name": attack}
    assert filled("Dear {first_name}.", values) == f"Dear {attack}."
    from html import escape

    html = filled(as_html("Dear {first_name}."), values, as_written=escape)
    assert not [tag for tag, _attrs in read(html).tags if tag != "p"]


def test_fields_are_a_closed_list_and_a_fallback_is_said():
    assert filled("{first_name}, {city|your city}, {employer}", VALUES) == "Ana, your city, Kestrel & Sons"
    assert unknown_fields("{first_name} {salary} {first_name|x}") == ["salary"]
    assert needed_fields("{first_name|you} {city} {employer}") == ["city", "employer"]
    assert filled("{First name}, {Last  name|friend}", VALUES) == filled("{first_name}, {last_name|friend}", VALUES)
    assert all(unknown_fields("{" + name + "}") == [] for name in FIELDS)


def test_an_unknown_field_and_a_picture_without_words_are_refused(cast):
    trained(cast)
    own = sender(cast)
    for body, why in (
        ("Hello {salary}", "{salary} is not a field"),
        ("![](https://a.example/x.png)", "A picture needs words"),
        ("![A pixel](https://tracker.example/x.png?ana)", "would tell its server who reads"),
        ("[here](http://a.example)", "begins with https://"),
    ):
        with pytest.raises(Refused) as refused:
            writing.write_mailing(writing.Draft(own, "events", "Hi", body), institution=cast.mesa, by=cast.mesa_wbl)
        assert why in str(refused.value.verdict.reason)


def test_the_same_source_becomes_text_and_a_page():
    source = "# Come\n\nTo [the fair](https://fair.example/a?b=1&c=2).\nSecond line\n\n- one\n- two\n\n![A tent](https://i.example/t.png)"
    assert as_text(source) == (
        "Come\n\nTo the fair (https://fair.example/a?b=1&c=2).\nSecond line\n\n- one\n- two\n\n[A tent]"
    )
    reader = read(page_of("Come", as_html(source)))
    tags = [tag for tag, _attrs in reader.tags]
    assert tags.count("li") == 2
    assert ("img", "A tent") in [(tag, attrs.get("alt")) for tag, attrs in reader.tags]
    assert any(attrs.get("name") == "color-scheme" and attrs["content"] == "light dark" for _t, attrs in reader.tags)
    assert not [1 for _tag, attrs in reader.tags if "background" in attrs.get("style", "")], "a dark reader stays dark"
    assert "style=" not in as_html(source, styled=False), "our own pages hold no styles"
    assert links_of(source) == ["https://fair.example/a?b=1&c=2"], "a picture leads nowhere"
    assert problems_of(source, ["https://i.example/t.png"]) == []
    assert without_picture(source, "https://i.example/t.png").endswith("- two")


def test_an_address_in_the_words_of_others_stays_text():
    """A title is no link, bare or dressed as one; the same words of the author are the control."""
    title = "Fair https://bad.example/x [here](https://bad.example) {first_name}"
    html, text = as_html(f"- {as_words(title)}"), as_text(f"- {as_words(title)}")
    assert "<a " not in html and "https://bad.example/x" in html
    assert "https://bad.example/x" in text and "\u2060" not in html + text
    assert "<a " in as_html("- Fair https://bad.example/x")
