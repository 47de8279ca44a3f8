"""What no template holds: styles and scripts in the page (R20), components that nobody knows, lines nobody reads."""

import re

from guildhall.ui.icons import DRAWINGS
from tests.architecture.sources import CODE, short, templates

STYLE = re.compile(r"<[^>]*\sstyle\s*=", re.I)
SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.I)
HANDLER = re.compile(r"<[^>]*\s(on[a-z]+)\s*=", re.I)
COMPONENT = re.compile(r"<c-([\w.-]+)")
LONGEST_LINE = 160
ICON = re.compile(r"\{%\s*icon\s+\"([\w-]+)\"")


def found(pattern: re.Pattern[str], text: str) -> list[int]:
    return [text.count("\n", 0, m.start()) + 1 for m in pattern.finditer(text)]


def _everywhere(pattern: re.Pattern[str]) -> list[str]:
    return [f"{short(p)}:{n}" for p in templates() if p.suffix == ".html" for n in found(pattern, p.read_text())]


JOINED = re.compile(r"\{% for [^%]*%\}·[^\n]*\{% endfor %\}")


def test_what_stands_in_a_row_keeps_its_distance():
    """A dot that begins each turn of a loop stands right behind the last letter of the turn before."""
    assert not _everywhere(JOINED)
    assert found(JOINED, "{% for one in all %}· {{ one }}{% endfor %}"), "the control"
    assert not found(JOINED, "{% for one in all %} · {{ one }}{% endfor %}")


def test_no_style_attribute():
    assert not _everywhere(STYLE)


def test_no_script_in_a_page():
    assert not _everywhere(SCRIPT)


def test_no_handler_in_an_attribute():
    assert not _everywhere(HANDLER)


def test_they_would_be_found():
    assert found(STYLE, '<p\n style="color:red">')
    assert found(SCRIPT, "<script>alert(1)</script>")
    assert not found(SCRIPT, '<script src="x.js" defer></script>')
    assert found(HANDLER, '<a onclick="x()">')


def long_lines(text: str) -> list[int]:
    return [n for n, line in enumerate(text.splitlines(), 1) if len(line) > LONGEST_LINE]


def test_no_line_is_longer_than_a_window_is_wide():
    """The formatter joins what fits, so a long line is broken where white space does not show."""
    wrong = [f"{short(p)}:{n}" for p in templates() if p.suffix == ".html" for n in long_lines(p.read_text())]
    assert not wrong, "\n".join(wrong)


def test_a_long_line_would_be_found():
    assert long_lines("<p>\n" + "x" * 161) == [2]
    assert not long_lines("x" * 160)


def test_every_component_is_there():
    """A component with a slip in its name would reach the reader as an unknown tag."""
    known = {p.stem.replace("_", "-") for p in (CODE / "ui/templates/cotton").rglob("*.html")} | {"vars", "slot"}
    wrong = [
        f"{short(p)}: <c-{name}>" for p in templates() for name in COMPONENT.findall(p.read_text()) if name not in known
    ]
    assert not wrong, "\n".join(wrong)


def test_every_icon_is_drawn():
    wrong = [f"{short(p)}: {n}" for p in templates() for n in ICON.findall(p.read_text()) if n not in DRAWINGS]
    assert not wrong, "\n".join(wrong)


BLANK = re.compile(r"<c-blank\b([^>]*(?:%\}[^>]*)*)>(.*?)</c-blank>", re.S)


def speechless(text: str) -> list[str]:
    """Empty lists that do not say why they are empty or what comes next."""
    return [m[1].strip() for m in BLANK.finditer(text) if "<p" not in m[2]]


def test_an_empty_list_says_what_comes_next():
    wrong = [f"{short(p)}: {head}" for p in templates() for head in speechless(p.read_text())]
    assert not wrong, "\n".join(wrong)


def test_a_speechless_one_would_be_found():
    assert speechless("<c-blank title=\"{% translate 'Nothing here' %}\">\n</c-blank>")
    assert not speechless('<c-blank title="Nothing here" act="Go" href="/">\n<p>That is fine.</p></c-blank>')


def test_every_template_is_used():
    """A page that nothing renders is taken away, or leads nowhere."""
    texts = [p.read_text() for p in [*CODE.rglob("*.py"), *templates()]]
    everything = "\n".join(texts)
    wrong = []
    for path in templates():
        name = str(path).split("/templates/")[1]
        if name.startswith(("cotton/", "allauth/", "account/", "mfa/", "usersessions/")):
            continue
        stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        if name not in everything and f'"{stem}"' not in everything:
            wrong.append(name)
    assert not wrong, "\n".join(wrong)


# ── Drafts ───────────────────────────────────────────────────────────

# No draft is kept of codes, passwords and files, nor at a door that keeps its own taps, nor where nobody is signed in.
NO_DRAFTS = {
    "account/password_reset.html", "mfa/totp/activate_form.html", "people/welcome.html", "people/photograph.html",
    "visitors/code.html", "visitors/enter.html", "visitors/sign_in.html", "portal/register.html",
    "imports/lists.html", "imports/people_list.html", "imports/people_lists.html", "people/institutions_load.html",
    "events/calendars.html", "bookings/door.html", "bookings/door_walk_ins.html", "employers/list_keep.html",
    "bookings/how_form.html", "bookings/why_form.html", "engagements/guest.html", "engagements/link.html",
    "engagements/temperature_link.html", "prospects/ready.html", "students/consent_link.html",
    "students/own/claim.html", "placements/question.html", "meetings/link.html", "meetings/code.html",
    "meetings/join.html", "meetings/phone_turn.html", "meetings/papers.html", "employers/ask_why.html",
    "employers/contact_address.html", "supervision/approve_link.html",
}  # fmt: skip


def without_draft(text: str) -> list[str]:
    """Forms in which somebody types and of which no draft is kept; fields may stand in a part that is included."""
    posts = [part.partition("</form>")[0] for part in text.split("<form")[1:] if 'method="post"' in part]
    return [part for part in posts if TYPED.search(whole(part)) and not DRAFT.search(part.partition("csrf_token")[0])]


def whole(text: str) -> str:
    """A part of a page with all that it includes."""
    return INCLUDED.sub(lambda m: whole(PARTS[m[1]].read_text()) if m[1] in PARTS else "", text)


PARTS = {short(path).partition("/templates/")[2]: path for path in templates() if path.suffix == ".html"}
INCLUDED = re.compile(r"\{%\s*include \"([^\"]+)\"[^%]*%\}")
TYPED = re.compile(r"<c-field\b|<textarea|<input(?![^>]*\btype=)[^>]*\bname=")
DRAFT = re.compile(r"\bdata-(guard|draft)\b")


def test_what_is_typed_survives_the_end_of_a_session():
    """Every form with fields keeps a draft, or is named above with why not."""
    wrong = [name for name, path in PARTS.items() if name not in NO_DRAFTS and without_draft(path.read_text())]
    assert not wrong, f"Write <form … data-draft>, or data-guard where leaving it should be asked about: {wrong}"
    assert set(NO_DRAFTS) <= set(PARTS), "a page of the list is gone"
    assert without_draft('<form method="post"><c-field :field="form.words" /></form>'), "the control"
    assert without_draft('<form method="post">{% include "supervision/evaluation_fields.html" %}</form>'), "and a part"
    assert without_draft('<form method="post"><input class="input" name="why"></form>'), "and a field of its own"
