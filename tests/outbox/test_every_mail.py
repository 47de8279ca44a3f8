"""Whatever stands in an e-mail arrives whole; what other servers would not pass on is found."""

import pytest

from guildhall.outbox.models import Content, OutgoingEmail
from tests.outbox.reading import lines, read, unstuffed

pytestmark = pytest.mark.django_db
SENDER = "Zoë’s “Office”, Inc <o@x.example>"
ODD = [
    "", "\n", ".", "..\n.\n", "a" * 3000, "é" * 500, "tab\tand  two spaces \nends in spaces   \n", "=3D=\n=\n",
    "From the start\nFrom again\n", "\u2028\u0085\x0b\x0c", "--=_a\n", "Zoë, 日本語, العربية, 🙂\r\nand\rreturns",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_arrive_whole(text):
    content = Content(
        subject="x", text="{{words}}", html="<pre>{{words}}</pre>", sender="Zoë’s “Office”, Inc <o@x.example>"
    )
    email = OutgoingEmail(to="ada@mail.example", subject="x", kind="x", content=content, values={"words": text})
    found = read(email)
    assert lines(found.get_body(["plain"]).get_content()) == lines(text)
    assert found.get_body(["html"]).get_content().startswith("<pre>")
    assert found.get_content_type() == "multipart/alternative"


@pytest.mark.parametrize(
    "subject", ["Grüße aus 日本 " * 12, "a" * 290, "“Quoted”, (bracketed): and; more", "x" * 60 + " é"]
)
def test_long_and_foreign_subjects_arrive_whole(subject):
    email = OutgoingEmail(to="ada@mail.example", subject=subject.strip(), kind="x", text="x")
    assert read(email)["Subject"] == subject.strip()


def test_a_fault_would_be_seen():
    """The control: lines with another break, and letters that not every server passes on."""
    for wrong in (b"Subject: x\n\nx\r\n", "Subject: é\r\n\r\n".encode(), b"x" * 1200 + b"\r\n", b"a\r\n.\r\nb\r\n"):
        with pytest.raises(AssertionError):
            unstuffed(wrong)
