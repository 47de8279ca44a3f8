"""A message file (.eml) read for what the log asks: who wrote to whom, when, about what."""

import codecs
import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from email import policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any

from guildhall.engagements.message_words import from_html, from_tnef, own_words
from guildhall.lib import clock

LARGEST = 5 * 2**20  # bytes
MOST_WORDS = 4_000
READ, LONGEST_HEAD, OTHER_HEAD = {"from", "to", "cc", "subject", "date"}, 4_000, 500  # characters
MOST_PARTS, MOST_EDGES = 100, 1_000
MOST_LINES = 200_000  # ends of lines, of which many messages have two a line; 5 MB that were packed have 70,000 lines
EDGE = re.compile(rb"(?:\A|[\r\n])--")
OF_A_PART = 2**18  # bytes of a part that are decoded: more than the log takes
UNREAD = "The words of this message could not be read. Copy them out of your mail program."
# Python knows more than ways to write text: some of these take hours for what a message may hold.
TEXT = re.compile(
    r"(ascii|latin_?1|iso8859_\d+|iso2022\w+|utf_(7|8|16|32)(_sig|_le|_be)?|cp\d+|koi8_\w+|mac_\w+|gb\w+|hz|big5\w*"
    r"|euc_\w+|shift_?jis\w*|johab|tis_620|viscii)"
)


@dataclass(frozen=True)
class Message:
    """What of a message the log can use."""

    subject: str
    body: str
    sender: str
    others: tuple[str, ...]
    day: date | None
    at: time | None
    notice: str = ""  # what could not be read


class Unreadable(Exception):
    """Something that is no message."""


class Short(policy.EmailPolicy):
    """Heads cut to what the log can use before they are parsed: a long one takes seconds otherwise."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        most = LONGEST_HEAD if name.lower() in READ else OTHER_HEAD
        return name, value[:most]


def read(content: bytes) -> Message:
    """Read a message file; raises `Unreadable` for what is none, whatever it holds."""
    if too_involved(content):
        raise Unreadable("This message has too many parts to be read. Save it without its attachments.")
    try:
        return _read(email.message_from_bytes(content, policy=Short()))
    except Unreadable:
        raise
    except RecursionError as error:
        raise Unreadable("This message is nested too deeply to be read. Copy its text instead.") from error
    except Exception as error:  # the library has no list of what it raises on a hostile message
        raise Unreadable("The head of this message cannot be read.") from error


def too_involved(content: bytes) -> bool:
    """Whether reading would take seconds: by its parts, the lines that could part it, and all of its lines."""
    if content.lower().count(b"content-type:") > MOST_PARTS or content.count(b"\n") + content.count(b"\r") > MOST_LINES:
        return True
    return sum(1 for _ in EDGE.finditer(content)) > MOST_EDGES


def decoded_parts(content: bytes) -> Iterator[bytes]:
    """What the parts of a message hold, each undone from how it was packed; nothing of one that cannot be read."""
    if too_involved(content):
        return
    try:
        for part in email.message_from_bytes(content, policy=policy.compat32).walk():
            if not part.is_multipart():
                yield part.get_payload(decode=True) or b""  # type: ignore[misc]
    except Exception:  # as above; what it holds as it stands is looked through by whoever asks
        return


def forwarded(content: bytes) -> bytes:
    """The message that another one carries as a file (forwarded as an attachment); the message itself otherwise."""
    if too_involved(content):
        return content
    try:
        for part in email.message_from_bytes(content, policy=policy.compat32).walk():
            if part.get_content_type() == "message/rfc822":
                return part.get_payload(0).as_bytes()  # type: ignore[union-attr, arg-type]
    except Exception:  # as above; the outer message is of use without it
        return content
    return content


def _read(found: EmailMessage) -> Message:
    sender = [a.lower() for _n, a in getaddresses([str(found.get("from", ""))]) if "@" in a]
    heads = [str(found.get(name, "")) for name in ("to", "cc")]
    others = tuple(a.lower() for _n, a in getaddresses(heads) if "@" in a)
    subject = " ".join(str(found.get("subject", "")).split())[:200]
    if not sender:
        raise Unreadable("This is not a message file: nobody is named as its sender.")
    try:
        when = parsedate_to_datetime(str(found["date"])) if found["date"] else None
        day, at = _day_and_time(when) if when else (None, None)
    except (ValueError, TypeError, OverflowError):
        day, at = None, None
    body = writable(own_words(_words(found), subject)).strip()[:MOST_WORDS]
    return Message(writable(subject), body, sender[0], others, day, at, "" if body else UNREAD)


def _day_and_time(when: datetime) -> tuple[date, time]:
    """By the region's clocks; a message that names no zone was dated by the clock of whoever wrote it."""
    if when.tzinfo is None:
        when = clock.moment_of(when, when.time())
    return clock.day_of(when), clock.local(when).time()


def _words(found: EmailMessage) -> str:
    """The text of a message; else that of its page, or of Outlook's winmail.dat."""
    try:
        for kind in ("plain", "html"):
            part = found.get_body(preferencelist=(kind,))
            text = _text(part) if part else ""
            text = from_html(text) if kind == "html" else text
            if text.strip():
                return text
        for part in found.walk():
            if part.get_content_type() == "application/ms-tnef" or str(part.get_filename()).lower() == "winmail.dat":
                return from_tnef(bytes(part.get_payload(decode=True) or b"")[:LARGEST])  # type: ignore[arg-type]
    except Exception:  # as above; the rest of the message is of use without it
        return ""
    return ""


def _text(part: Any) -> str:
    """The text of a part; under a name that is no way to write text, as what almost everybody writes."""
    packed = part.get_payload(decode=True)
    try:
        name = codecs.lookup(str(part.get_content_charset() or "utf-8")).name.replace("-", "_")
    except (LookupError, ValueError):
        name = ""
    return bytes(packed or b"")[:OF_A_PART].decode(name if TEXT.fullmatch(name) else "utf-8", errors="replace")


def writable(text: str) -> str:
    """Without what no database takes: zeros, and halves of letters."""
    return text.replace("\x00", "").encode("utf-8", errors="replace").decode()
