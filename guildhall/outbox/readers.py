"""What is reported of an e-mail: that it came back (RFC 3464), that its reader complained (RFC 5965)."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

from guildhall.lib.ids import id_in
from guildhall.lib.lines import one_line

Kind = Literal["hard", "soft", "complaint"]
LARGEST = 5 * 2**20  # bytes of a report that are read
OWN = re.compile(r"\+([0-9a-f]{32})@", re.IGNORECASE)  # of the address that each e-mail has for what comes back (VERP)
MESSAGE_ID = re.compile(r"(?im)^message-id:\s*<([0-9a-f-]{36})@")
# RFC 3463: the mailbox is full, or what was in the e-mail: another one may well arrive.
SOFT = re.compile(r"^(4\.|5\.2\.2|5\.3\.4|5\.[67]\.)")


@dataclass(frozen=True, slots=True)
class Report:
    """What was said of one e-mail. `key` is the same if it is said again."""

    email: UUID
    kind: Kind
    key: str
    status: str = ""
    words: str = ""


def read_report(raw: bytes) -> Report | None:
    """The report in a message; None for what is none, such as the answer of somebody who is away.

    Anybody can write to that mailbox: what cannot be taken apart is no report, and is not tried again and again.
    """
    try:
        return _reported(raw)
    except (LookupError, ValueError, RecursionError):  # an unknown alphabet, letters that are none, parts in parts
        return None


def _reported(raw: bytes) -> Report | None:
    message = message_from_bytes(raw[:LARGEST], policy=policy.compat32)
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return None
    about = _about(message)
    parts = [part for part in message.walk() if isinstance(part, Message)]
    kinds = {part.get_content_type(): part for part in parts}
    key = sha256(raw).hexdigest()
    if about is None:
        return None
    if "message/feedback-report" in kinds:
        said = _fields(kinds["message/feedback-report"])
        return Report(about, "complaint", key, words=_plain(said.get("feedback-type", ""))[:300])
    if "message/delivery-status" in kinds:
        said = _fields(kinds["message/delivery-status"])
        if said.get("action", "").lower() != "failed":  # delayed, relayed, delivered: nothing has come back
            return None
        status = _plain(said.get("status", ""))[:20]
        words = _plain(said.get("diagnostic-code", "").partition(";")[2]) or status
        return Report(about, "soft" if SOFT.match(status) else "hard", key, status, words[:300])
    return None


def _about(message: Message) -> UUID | None:
    """Which e-mail of ours is meant: by its own address for returned mail, else by its Message-ID in what came back."""
    for name in ("Delivered-To", "X-Original-To", "To"):
        if found := OWN.search(str(message.get(name, ""))):
            return id_in(found.group(1))
    for part in message.walk():
        is_original = part.get_content_type() in ("message/rfc822", "text/rfc822-headers")
        if is_original and (found := MESSAGE_ID.search(_text(part))):
            return id_in(found.group(1))
    return None


def _fields(part: Message) -> dict[str, str]:
    """The fields of a report, of all its groups; a later one counts."""
    results = {}
    for line in re.sub(r"\r?\n[ \t]+", " ", _text(part)).splitlines():
        name, colon, value = line.partition(":")
        if colon:
            results[name.strip().lower()] = value.strip()
    return results


def _text(part: Message) -> str:
    """What stands in a part: the parser makes messages of what is like headers."""
    inside: Any = part.get_payload()
    if isinstance(inside, list):
        return "\n".join(one.as_string() for one in inside)
    content = part.get_payload(decode=True)
    return content.decode(errors="replace") if isinstance(content, bytes) else str(inside)


def report_of_event(event: Any, key: str) -> Report | None:
    """What a mail service tells of one e-mail by its webhook; None for what says nothing that we know."""
    if not isinstance(event, dict) or event.get("kind") not in ("hard", "soft", "complaint"):
        return None
    said = str(event.get("message_id", "")).strip().strip("<>").partition("@")[0]
    if (about := id_in(said)) is None:
        return None
    words, status = _plain(str(event.get("words", "")))[:300], _plain(str(event.get("status", "")))[:20]
    return Report(about, event["kind"], key, status, words)


def _plain(text: str) -> str:
    """Words of a stranger in one line, without letters that no record can hold."""
    return one_line(text.encode(errors="replace").decode())
