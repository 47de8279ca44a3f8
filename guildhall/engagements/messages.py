"""A message file (.eml) read for what the log asks: who wrote to whom, when, about what."""

import email
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from email import policy
from email.utils import getaddresses, parsedate_to_datetime

from guildhall.lib import clock

LARGEST = 5 * 2**20  # bytes
MOST_WORDS = 4_000
READ, LONGEST_HEAD, OTHER_HEAD = {"from", "to", "cc", "subject", "date"}, 8_000, 500  # characters
MOST_PARTS = 100
QUOTED = re.compile(r"(?m)^(>.*|On .{5,120} wrote:)$")


@dataclass(frozen=True)
class Message:
    """What of a message the log can use."""

    subject: str
    body: str
    sender: str
    others: tuple[str, ...]
    day: date | None
    at: time | None


class Unreadable(Exception):
    """Something that is no message."""


class Short(policy.EmailPolicy):
    """Heads cut to what the log can use before they are parsed: a long one takes seconds otherwise."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        most = LONGEST_HEAD if name.lower() in READ else OTHER_HEAD
        return name, value[:most]


def read(content: bytes) -> Message:
    """Read a message file; raises `Unreadable` for what is none."""
    if content.lower().count(b"content-type:") > MOST_PARTS:
        raise Unreadable("This message has too many parts to be read. Save it without its attachments.")
    try:
        return _read(content)
    except RecursionError as error:
        raise Unreadable("This message is nested too deeply to be read. Copy its text instead.") from error


def _read(content: bytes) -> Message:
    found = email.message_from_bytes(content, policy=Short())
    try:
        sender = [a.lower() for _n, a in getaddresses([str(found.get("from", ""))]) if "@" in a]
        heads = [str(found.get(name, "")) for name in ("to", "cc")]
        others = tuple(a.lower() for _n, a in getaddresses(heads) if "@" in a)
        subject = " ".join(str(found.get("subject", "")).split())[:200]
    except (ValueError, LookupError, IndexError, AttributeError) as error:
        raise Unreadable("The head of this message cannot be read.") from error
    if not sender:
        raise Unreadable("This is no message file: nobody is named as its sender.")
    when = None
    try:
        when = parsedate_to_datetime(str(found["date"])) if found["date"] else None
    except (ValueError, TypeError):
        when = None
    day, at = _day_and_time(when) if when else (None, None)
    return Message(subject, _body(found), sender[0], others, day, at)


def _day_and_time(when: datetime) -> tuple[date, time]:
    """By the region's clocks; a message that names no zone was dated by the clock of whoever wrote it."""
    if when.tzinfo is None:
        when = clock.moment_of(when, when.time())
    return clock.day_of(when), clock.local(when).time()


def _body(found: email.message.EmailMessage) -> str:
    try:
        part = found.get_body(preferencelist=("plain",))
        text = part.get_content() if part else ""
    except (LookupError, ValueError, KeyError, AttributeError):
        text = ""
    kept = QUOTED.split(text.replace("\r\n", "\n"))[0].replace("\x00", "")
    return kept.strip()[:MOST_WORDS]
