"""Reading an e-mail that went over the wire, with the reader of the library: we write the lines ourselves."""

import re
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime

from guildhall.outbox.emails import written
from guildhall.outbox.models import OutgoingEmail


def unstuffed(raw: bytes) -> bytes:
    """What a mail server keeps of the lines it was sent."""
    assert re.fullmatch(rb"(?:[\x00-\x09\x0b\x0c\x0e-\x7f]*\r\n)*", raw), (
        "8-bit letters, or a line break of another kind"
    )
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\r\n.\r\n" not in raw and not raw.startswith(b".\r\n")
    return re.sub(rb"(?m)^\.\.", b".", raw)


def read(email: OutgoingEmail):
    """An e-mail as its reader gets it, without a fault that the reader's program would see."""
    found = message_from_bytes(unstuffed(written(email)), policy=policy.default)
    assert not found.defects
    for part in found.walk():
        assert not part.defects, part.defects
    for name in ("Subject", "From", "To", "Date", "Message-ID", "MIME-Version"):
        assert len(found.get_all(name, [])) == 1, name
    assert found["From"].addresses[0].addr_spec and found["To"].addresses[0].addr_spec == email.to
    assert parsedate_to_datetime(found["Date"])
    return found


def lines(text: str) -> list[str]:
    """A text line by line, without the empty ones at its end."""
    return re.split(r"\r\n|\r|\n", text.rstrip("\r\n"))
