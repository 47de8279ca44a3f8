"""An e-mail of the ledger as it goes over the wire."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import formatdate, parseaddr

from django.conf import settings

from guildhall.outbox.models import OutgoingEmail


def mail_leaves() -> bool:
    """Whether a mail server is set up; without one every e-mail is kept here, and reaches nobody."""
    return settings.SMTP is not None


# Begins a word in code: the library decodes it in whatever is given to it, also when a name spells it, line breaks too.
ENCODED = "=?"


class Unwritable(Exception):
    """An e-mail that no mail server could be given, whatever the server."""


def wire_address(address: str) -> str:
    """An address in the letters that every mail server knows."""
    local, _, domain = address.rpartition("@")
    try:
        wire = f"{local}@{domain.encode('idna').decode()}"
        wire.encode("ascii")
    except UnicodeError as error:
        raise Unwritable(f"The address {address} cannot be written to: {error}") from error
    if not local or ENCODED in wire or re.search(r"[\s<>\x00-\x1f\x7f]", wire):
        raise Unwritable(f"{address} is not an e-mail address.")
    return wire


def message(email: OutgoingEmail) -> EmailMessage:
    """The e-mail with a Message-ID that stays the same if a person sends it again."""
    out = EmailMessage()
    subject = email.subject.replace(ENCODED, "= ?")
    out["Subject"], out["From"], out["To"] = subject, settings.DEFAULT_FROM_EMAIL, wire_address(email.to)
    if email.reply_to:
        out["Reply-To"] = wire_address(email.reply_to)
    out["Date"] = formatdate(email.queued_at.timestamp())
    out["Message-ID"] = f"<{email.pk}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2]}>"
    out["Auto-Submitted"] = "auto-generated"
    out.set_content(email.text)
    if email.html:
        out.add_alternative(email.html, subtype="html")
    if email.calendar:
        entry = email.calendar.encode()
        out.add_attachment(
            entry, maintype="text", subtype="calendar", filename="event.ics", params={"charset": "utf-8"}
        )
    return out


def written(email: OutgoingEmail) -> bytes:
    """The lines for the mail server, all but the dot that ends them; raises `Unwritable`."""
    try:
        out = message(email)
        body = out.as_bytes(policy=policy.SMTP)
        if message_from_bytes(body).keys() != out.keys():  # whatever the way: no name adds a header
            raise Unwritable("This e-mail cannot be written: something in it would be read as a header.")
    except (ValueError, LookupError) as error:  # an encoding, or a line break in a header
        raise Unwritable(f"This e-mail cannot be written: {error}") from error
    body = re.sub(rb"(?m)^\.", b"..", body)
    return body if body.endswith(b"\r\n") else body + b"\r\n"
