"""A letter as it is sent is read in a real browser: narrow and wide, light and dark (C18)."""

import io
from email import policy
from email.parser import BytesParser

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from guildhall.lib import clock
from guildhall.mailings.actions import merging, selecting, sending
from guildhall.mailings.actions.attaching import attach
from guildhall.mailings.letters import as_html, page_of
from guildhall.outbox.emails import written
from guildhall.outbox.models import Content, OutgoingEmail
from tests.boards.seated import founded, program, sits
from tests.mailings.test_together import fair
from tests.mailings.written import drafted, employer, fresh, monday, scheduled, trained

pytestmark = pytest.mark.slow
SOURCE = """# Career day in the harbor

Hello, we invite you to meet our students: welders, nurses and those who want to know what a pilot does all day.

- Thursday from nine to noon
- A_word_that_is_far_too_long_for_a_telephone_and_that_nobody_would_write_except_as_an_address_of_something

![Students at a lathe](https://guildhall.example/picture.png)

[All of it](https://guildhall.example/a/long/address/that/goes/on/and/on/and/on/and/on/and/on/and/on/and/on/) or
https://guildhall.example/another/long/address/that/is/written/out/and/goes/on/and/on/and/on/and/on/and/on/
"""
_drawn = io.BytesIO()
Image.new("RGB", (1200, 300), "green").save(_drawn, "PNG")
PICTURE = _drawn.getvalue()
SOURCE_OF_MAILING = SOURCE.replace("![Students at a lathe](https://guildhall.example/picture.png)\n\n", "")
WIDE = "() => [document.documentElement.scrollWidth, innerWidth]"
COLOR = """() => { const probe = document.createElement('canvas').getContext('2d');
  probe.fillStyle = getComputedStyle(document.body).color; return probe.fillStyle }"""


def html_of(source: str) -> str:
    """The HTML part as a reader takes it out of the e-mail that went over the wire."""
    content = Content(subject="News", text="News", html=page_of("News for {{name}}", as_html(source)))
    email = OutgoingEmail(to="ada@mail.example", subject="News", kind="x", content=content, values={"name": "Ada"})
    found = BytesParser(policy=policy.default).parsebytes(written(email).replace(b"\r\n..", b"\r\n."))
    return found.get_body(["html"]).get_content()


def look(chromium, html: str, width: int, scheme: str) -> tuple[list[str], tuple[int, int], str]:
    """What axe finds, how wide it is in which window, and the color of its words."""
    context = chromium.new_context(viewport={"width": width, "height": 700}, color_scheme=scheme)
    page = context.new_page()
    try:
        page.route("**/*", lambda route: route.abort())  # nothing is fetched from elsewhere
        page.route("**/mail-files/**", lambda route: route.fulfill(body=PICTURE, content_type="image/png"))
        page.set_content(html)
        page.evaluate("document.documentElement.style.background = 'Canvas'")  # axe takes it for white otherwise
        page.evaluate(AXE_SCRIPT)
        options = {"runOnly": {"type": "rule", "values": ["color-contrast", "image-alt", "link-name", "html-has-lang"]}}
        result = page.evaluate("options => axe.run(document, options)", options)
        return [one["id"] for one in result["violations"]], page.evaluate(WIDE), page.evaluate(COLOR)
    finally:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 600])
def test_a_letter_is_read_in_every_window(chromium, width, scheme):
    violations, (wide, window), color = look(chromium, html_of(SOURCE), width, scheme)
    assert not violations
    assert wide <= window
    assert color == ("#000000" if scheme == "light" else "#ffffff"), "it follows the reader"


@pytest.fixture
def all_kinds(cast):
    """A letter of every kind as it went into the ledger: with files and a picture, with what others have on, with a
    mailing that travels along, to a member of a board; with names that are far too long for a telephone.
    """
    trained(cast)
    for n in range(2):
        employer(cast, f"Kestrel{'sandfalcons' * 9}{n}", f"One {n}", topics=["events"])
    for subject in ("First", "Second"):
        row = drafted(cast, subject=f"{subject} {{employer}}", body=f"Dear {{employer}},\n\n{SOURCE_OF_MAILING}")
        attach(row, SimpleUploadedFile(f"{'plan_of_the_place_' * 6}.txt", b"x"), by=cast.mesa_wbl)
        attach(row, SimpleUploadedFile("a.png", PICTURE), shows="Students at a lathe", by=cast.mesa_wbl)
        merging.carry(row, event=fair(cast, title="Harbor fair " * 9), by=cast.mesa_wbl)
        if subject == "Second":
            merging.offer_merge(fresh(row), cast.first, version=fresh(row).version, by=cast.mesa_wbl)
            selecting.select_recipients(fresh(row), by=cast.mesa_wbl)
        cast.first = scheduled(cast, fresh(row), at=monday())
    board = founded(cast, program(cast))
    sits(cast, board, "Olu Obi", email="olu@home.example")
    to_board = drafted(cast, topic="boards", whole=False, subject="Board", body=SOURCE_OF_MAILING)
    selecting.add_source(to_board, "board", label="Board", key=board.pk, by=cast.mesa_wbl)
    scheduled(cast, to_board, at=monday())
    with clock.at(monday(11)):
        sending.send_due()
    return list(OutgoingEmail.objects.filter(kind="mailing").select_related("content"))


def read_by_somebody_else(email):
    """The parts as an independent reader takes them out of what went over the wire."""
    found = BytesParser(policy=policy.default).parsebytes(written(email).replace(b"\r\n..", b"\r\n."))
    assert not found.defects
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return found.get_body(["plain"]).get_content(), found.get_body(["html"]).get_content()


@pytest.mark.django_db
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 600])
def test_every_kind_of_letter_is_read_in_every_window(chromium, all_kinds, width, scheme):
    parts = [read_by_somebody_else(email) for email in all_kinds]
    told = "\n".join(text for text, _html in parts)
    for words in ("Also of interest", "Files", "you sit on", "you agreed to", ": Second"):
        assert words in told, f"no letter says {words}, so this looks at less than every kind"
    assert sum(html.count("<img") for _text, html in parts) >= 4
    for _text, html in parts:
        violations, (wide, window), _color = look(chromium, html, width, scheme)
        assert (violations, wide <= window) == ([], True)


def test_a_letter_that_does_not_fit_is_found(chromium):
    """The control."""
    pale = '<p style="width:700px;color:#ddd;background:#fff">Hardly to be read</p>'
    wrong = f'<html><body>{pale}<img src="a.png"></body></html>'
    violations, (wide, window), _color = look(chromium, wrong, 320, "dark")
    assert set(violations) == {"color-contrast", "image-alt", "html-has-lang"}
    assert wide > window
