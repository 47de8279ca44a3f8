"""An e-mail of the ledger as it goes over the wire."""

import re
from binascii import b2a_qp
from email import message_from_bytes, policy
from email.header import Header
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from functools import lru_cache

from django.conf import settings

from guildhall.outbox.merging import filled
from guildhall.outbox.models import OutgoingEmail


def mail_leaves() -> bool:
    """Whether a mail server is set up; without one every e-mail is kept here, and reaches nobody."""
    return settings.SMTP is not None


# Begins a word in code: the library decodes it in whatever is given to it, also when a name spells it, line breaks too.
ENCODED = "=?"
PLAIN = re.compile(r"[\x20-\x7e]*")  # what stands in a header as it is, where it is short
LONGEST_LINE = 78
FOLDING = policy.SMTP
EOL = "\r\n"


class Unwritable(Exception):
    """An e-mail that no mail server could be given, whatever the server."""


def wire_address(address: str) -> str:
    """An address in the letters that every mail server knows."""
    local, _, domain = address.rpartition("@")
    try:
        wire = f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"
        wire.encode("ascii")
    except UnicodeError as error:
        raise Unwritable(f"The address {address} cannot be written to: {error}") from error
    if not local or not domain or ENCODED in wire or re.search(r"[\s<>\x00-\x1f\x7f]", wire):
        raise Unwritable(f"{address} is not an e-mail address.")
    return wire


@lru_cache(maxsize=8)
def _address(named: str) -> str:
    """The address alone of a name with its address."""
    return parseaddr(named)[1]


def sender_of(email: OutgoingEmail) -> str:
    """Where what comes back goes: an address of its own for each e-mail where returned mail is read (VERP)."""
    if not settings.BOUNCE_ADDRESS:
        return _address(settings.DEFAULT_FROM_EMAIL)
    name, _at, domain = settings.BOUNCE_ADDRESS.partition("@")
    return f"{name}+{email.pk.hex}@{domain}"


def words_of(email: OutgoingEmail) -> tuple[str, str]:
    """The text and the HTML of an e-mail, where its words are those of a sending with its own values."""
    if email.content is None:
        return email.text, email.html
    return filled(email.content.text, email.values), filled(email.content.html, email.values, html=True)


def message(email: OutgoingEmail) -> EmailMessage:
    """The e-mail as a reader gets it."""
    result = message_from_bytes(_lines(email), policy=policy.default)
    assert isinstance(result, EmailMessage)
    return result


def written(email: OutgoingEmail) -> bytes:
    """The lines for the mail server, all but the dot that ends them; raises `Unwritable`."""
    try:
        lines = _lines(email)
        return re.sub(rb"(?m)^\.", b"..", lines) if b"\n." in lines else lines
    except (ValueError, LookupError) as error:  # an encoding, or a line break in a header
        raise Unwritable(f"This e-mail cannot be written: {error}") from error


def _lines(email: OutgoingEmail) -> bytes:
    """The e-mail by RFC 5322. Written here, because the library takes a millisecond for each; it folds what is long."""
    names, lines = [], []
    for name, value in _headers(email):
        names.append(name)
        lines.append(_header(name, value))
    head = "".join(lines)
    if re.findall(r"(?m)^([^\s:]+):", head) != names or "\r\n\r\n" in head:  # whatever the way: no name adds a header
        raise Unwritable("This e-mail cannot be written: something in it would be read as a header.")
    return head.encode("ascii") + _body(email)


def _headers(email: OutgoingEmail) -> list[tuple[str, str]]:
    """Its headers. The Message-ID stays the same if a person sends it again."""
    content = email.content
    sender = (content.sender if content else "") or settings.DEFAULT_FROM_EMAIL
    results = [("Subject", email.subject), ("From", sender), ("To", wire_address(email.to))]
    if reply_to := email.reply_to or (content.reply_to if content else ""):
        results.append(("Reply-To", wire_address(reply_to)))
    results.append(("Date", formatdate()))
    results.append(("Message-ID", f"<{email.pk}@{_address(settings.DEFAULT_FROM_EMAIL).rpartition('@')[2]}>"))
    if not content:
        results.append(("Auto-Submitted", "auto-generated"))
    if email.unsubscribe:  # RFC 8058
        results.append(("List-Unsubscribe", f"<{email.unsubscribe}>"))
        results.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    return [*results, ("MIME-Version", "1.0")]


def _header(name: str, value: str) -> str:
    value = value.replace(ENCODED, "= ?")
    if PLAIN.fullmatch(value) and "=?" not in value and len(name) + 2 + len(value) <= LONGEST_LINE:
        return f"{name}: {value}\r\n"
    return _folded(name, value)


@lru_cache(maxsize=256)
def _folded(name: str, value: str) -> str:
    if name == "Subject" and not value.isascii():  # the policy writes a space twice where it folds
        return f"{name}: {Header(value, 'utf-8', header_name=name).encode(linesep=EOL)}{EOL}"
    return FOLDING.fold(name, FOLDING.header_factory(name, value))


def _body(email: OutgoingEmail) -> bytes:
    text, html = words_of(email)
    part = _part("text/plain", text)
    if html:
        part = _joined("alternative", f"=_a{email.pk.hex}", [part, _part("text/html", html)])
    if email.calendar:
        more = 'Content-Disposition: attachment; filename="event.ics"\r\n'
        part = _joined("mixed", f"=_m{email.pk.hex}", [part, _part("text/calendar", email.calendar, more)])
    return part


def _part(kind: str, text: str, more: str = "") -> bytes:
    """One part in letters that every server passes on; a text is read line by line, whatever its line breaks."""
    lines = re.sub(r"\r\n?", "\n", text).rstrip("\n").replace("\n", "\r\n") + "\r\n"
    head = f'Content-Type: {kind}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n{more}\r\n'
    return head.encode("ascii") + b2a_qp(lines.encode("utf-8"), istext=True)


def _joined(how: str, boundary: str, parts: list[bytes]) -> bytes:
    """Several parts: the boundary holds a sign that stands in no line of quoted-printable."""
    mark = f"--{boundary}".encode("ascii")
    head = f'Content-Type: multipart/{how}; boundary="{boundary}"\r\n\r\n'.encode("ascii")
    return head + b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--\r\n"
