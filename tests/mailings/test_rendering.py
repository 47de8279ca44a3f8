"""A letter as it is sent is read in a real browser: narrow and wide, light and dark (C18)."""

from email import policy
from email.parser import BytesParser

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from guildhall.mailings.letters import as_html, page_of
from guildhall.outbox.emails import written
from guildhall.outbox.models import Content, OutgoingEmail

pytestmark = pytest.mark.slow
SOURCE = """# Career day in the harbor

Hello, we invite you to meet our students: welders, nurses and those who want to know what a pilot does all day.

- Thursday from nine to noon
- A_word_that_is_far_too_long_for_a_telephone_and_that_nobody_would_write_except_as_an_address_of_something

![Students at a lathe](https://guildhall.example/picture.png)

[All of it](https://guildhall.example/a/long/address/that/goes/on/and/on/and/on/and/on/and/on/and/on/and/on/) or
https://guildhall.example/another/long/address/that/is/written/out/and/goes/on/and/on/and/on/and/on/and/on/
"""
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
        page.route("**/*", lambda route: route.abort())  # nothing is fetched, as most readers do at first
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


def test_a_letter_that_does_not_fit_is_found(chromium):
    """The control."""
    pale = '<p style="width:700px;color:#ddd;background:#fff">Hardly to be read</p>'
    wrong = f'<html><body>{pale}<img src="a.png"></body></html>'
    violations, (wide, window), _color = look(chromium, wrong, 320, "dark")
    assert set(violations) == {"color-contrast", "image-alt", "html-has-lang"}
    assert wide > window
