"""Message files that were written to do harm are read, or refused in words, within a moment."""

import re
import time

import pytest

from guildhall.engagements import messages
from guildhall.engagements.messages import LARGEST, Unreadable, decoded_parts, read

HEAD = b"From: ann@north.example\r\nTo: bo@south.example\r\nSubject: tours\r\n"
CHARSETS = """
    nope-8 a\x00b idna punycode base64 hex zlib bz2 uu rot13 undefined unicode_escape raw_unicode_escape mbcs utf-16
    utf-7 utf-8-sig iso-2022-jp hz cp037 koi8-r windows-1252 latin1 gb18030 palmos quopri "" %s ../../etc/passwd
""".split(" ")
MANY = {
    "heads": HEAD + b"a:\n" * 800_000 + b"\nx",
    "long heads": HEAD + b"Received: from a\n" * 250_000 + b"\nx",
    "continued heads": HEAD + b"X: a\n" + b" a\n" * 800_000 + b"\nx",
    "heads of a message inside": HEAD + b"Content-Type: message/rfc822\r\n\r\n" + b"a:\n" * 800_000 + b"\nx",
    "heads of a part": HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" + b"a:\n" * 800_000 + b"\n\n--b--",
    "parts": HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 400_000,
    "empty lines": HEAD + b"\n" * 4_000_000,
    "quoted lines": HEAD + b"\n" + b">\n" * 1_500_000,
    "quotation marks": b"From: " + b'"' * 7_900 + b" ann@north.example\n\nx",
    "brackets": b"From: ann@north.example " + b"(" * 7_900 + b"\n\nx",
    "a charset that takes hours": HEAD + b"Content-Type: text/plain; charset=punycode\n\n" + b"a-b" * 1_500_000,
}


def outcome(content: bytes) -> str:
    try:
        return read(content).body or "nothing"
    except Unreadable as refused:
        return str(refused)


@pytest.mark.parametrize("charset", [c.strip() for c in CHARSETS if c.strip()])
def test_a_hostile_charset_is_read_or_refused(charset):
    wire = charset.encode("latin-1")
    for content in (
        HEAD + b"Content-Type: text/plain; charset=" + wire + b"\r\n\r\nWe said \xff\xfe+AAA- yes",
        HEAD + b"Content-Type: text/plain; charset*=" + wire + b"''%ff%00\r\n\r\nWe said yes",
        HEAD + b"Content-Type: text/plain; charset*0*=" + wire + b"''%ff; charset*1=x\r\n\r\nWe said \xff",
        b"From: =?" + wire + b"?b?/////w==?= <ann@north.example>\r\nSubject: =?" + wire + b"?q?=ff=00?=\r\n\r\nx",
        HEAD.replace(b"Subject", b"Date: Fri, 31 Dec 9999 23:59:59 -1200\r\nSubject") + b"\r\nx",
    ):
        said = outcome(content)
        assert said
        assert "\x00" not in said
        said.encode()  # no half letters
        list(decoded_parts(content))


@pytest.mark.parametrize("name", MANY)
def test_no_message_takes_seconds(name):
    content = MANY[name]
    assert len(content) <= LARGEST
    begun = time.process_time()
    outcome(content)
    list(decoded_parts(content))
    assert time.process_time() - begun < 1.5


def seconds(content: bytes) -> float:
    begun = time.process_time()
    outcome(content)
    return time.process_time() - begun


def test_a_reader_without_limits_is_noticed(monkeypatch):
    """The control."""
    guarded = seconds(MANY["heads"])
    monkeypatch.setattr(messages, "too_involved", lambda content: False)
    assert seconds(MANY["heads"]) > 10 * guarded


def test_a_charset_that_is_none_is_read_as_what_almost_everybody_writes(monkeypatch):
    content = HEAD + b"Content-Type: text/plain; charset=hex\n\nWe said yes"
    assert outcome(content) == "We said yes"
    monkeypatch.setattr(messages, "TEXT", re.compile(".*"))  # the control: whatever Python can undo
    assert outcome(content) == "nothing"


def test_an_ordinary_message_is_read_as_before():
    said = read(HEAD + 'Content-Type: text/plain; charset="windows-1252"\r\n\r\nGr\xfc\xdfe\r\n> old'.encode("latin-1"))
    assert (said.subject, said.body, said.sender, said.others) == (
        "tours", "Grüße", "ann@north.example", ("bo@south.example",),
    )  # fmt: skip
