"""What people type into names, signatures and addresses adds no header, no line and no second e-mail (R12)."""

import re
from email import message_from_bytes, policy

import pytest
from django.utils import timezone

from guildhall.outbox import emails
from guildhall.outbox.emails import Unwritable, written
from guildhall.outbox.models import OutgoingEmail

HEADERS = {
    "Subject", "From", "To", "Reply-To", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
    "Content-Transfer-Encoding",
}  # fmt: skip
IN_CODE = "=?utf-8?q?=0D=0ABcc=3A_evil=40x=2Eexample?="
HOSTILE = [
    "\r\nBcc: evil@x.example", "\nBcc: evil@x.example", "\rBcc: evil@x.example", "\u2028Bcc: evil@x.example",
    "\x85Bcc: evil@x.example", "\x0bBcc: evil@x.example", "\x1cBcc: evil@x.example", "\x00Bcc: evil@x.example",
    "\r\n\r\nBcc: evil@x.example", IN_CODE, "é" * 200 + IN_CODE, "=?utf-8?b?DQpCY2M6IGV2aWxAeC5leGFtcGxl?=",
    "\r\n.\r\nMAIL FROM:<evil@x.example>\r\n", "\n.\n", "\r.\r", "x" * 3000,
]  # fmt: skip


def letter(**more):
    words = {"subject": "Hello", "text": "Hello\n", "to": "ada@people.example"} | more
    return OutgoingEmail(kind="x", queued_at=timezone.now(), **words)


def read(raw):
    """The e-mail as a server and a reader understand it; what no server should be given fails."""
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n", raw), "a line break that servers read in two ways"
    assert b"\r\n.\r\n" not in raw, "the end of one e-mail, and perhaps the beginning of another"
    return message_from_bytes(raw, policy=policy.default)


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("where", ["subject", "text", "html"])
def test_what_is_typed_adds_no_header(where, typed):
    told = " ".join(f"Mesa {typed} College".split())[:300] if where == "subject" else f"Regards\n{typed}\nMesa"
    text = read(written(letter(**{where: told})))
    assert set(text.keys()) <= HEADERS
    assert text["To"] == "ada@people.example"
    assert "\n" not in text["Subject"]
    assert "\r" not in text["Subject"]


@pytest.mark.parametrize("typed", ["\r\nBcc: x", " ", "<", IN_CODE])
@pytest.mark.parametrize("where", ["to", "reply_to"])
def test_such_an_address_is_none(where, typed):
    with pytest.raises(Unwritable):
        written(letter(**{where: f"{typed}@people.example"}))


def test_a_header_that_came_in_all_the_same_is_not_sent(monkeypatch):
    """The control: a name in code adds one, and the last look finds it."""
    monkeypatch.setattr(emails, "ENCODED", "nowhere")
    with pytest.raises(Unwritable, match="read as a header"):
        written(letter(subject=IN_CODE))
