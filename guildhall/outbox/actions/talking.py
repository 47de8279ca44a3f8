"""The talk with the mail server: one connection for many e-mails, and for each one what the server said of it."""

import smtplib
import socket
import ssl

from django.conf import settings

STEP, ANSWER = 15, 120  # seconds for a step of the talk with the mail server, and for its answer to a whole e-mail


def connect() -> smtplib.SMTP:
    """A connection to the mail server. Raises `OSError`, of which `smtplib`'s errors are kinds."""
    smtp = settings.SMTP or {}
    place, trusted = (smtp["EMAIL_HOST"], int(smtp["EMAIL_PORT"] or 25)), ssl.create_default_context()
    if smtp.get("EMAIL_USE_SSL"):
        link: smtplib.SMTP = smtplib.SMTP_SSL(*place, timeout=STEP, context=trusted)
    else:
        link = smtplib.SMTP(*place, timeout=STEP)
    if smtp.get("EMAIL_USE_TLS"):
        link.starttls(context=trusted)
    if smtp.get("EMAIL_HOST_USER"):
        link.login(smtp["EMAIL_HOST_USER"], smtp["EMAIL_HOST_PASSWORD"])
    link.ehlo_or_helo_if_needed()
    if link.sock:  # the dot that ends a text is not kept back until the text is acknowledged
        link.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return link


def leave(link: smtplib.SMTP) -> None:
    """Say farewell, if anybody still listens."""
    try:
        link.quit()
    except OSError:
        link.close()


READY = 354
GOOD = ((250,), (250, 251), (READY,))  # what a server says to the three steps where it goes on


class Talk:
    """The steps of one e-mail, so that it is known whether the server may have taken it."""

    def __init__(self, link: smtplib.SMTP) -> None:
        self.link = link
        self.may_be_taken = False

    def hand(self, sender: str, to: str, body: bytes) -> tuple[int, str]:
        """Hand one e-mail to the server: its last word. Raises `OSError` where it says none."""
        link = self.link
        if (refused := self._announce(f"MAIL FROM:<{sender}>", f"RCPT TO:<{to}>", "DATA")) is not None:
            code, words = refused
            return (code if code >= 400 else 451), words.decode(errors="replace")
        link.send(body)
        self.may_be_taken = True
        if link.sock:
            link.sock.settimeout(ANSWER)
        link.send(b".\r\n")
        code, words = link.getreply()
        if link.sock:
            link.sock.settimeout(STEP)
        return (250 if 200 <= code < 300 else code), words.decode(errors="replace")

    def _announce(self, *steps: str) -> tuple[int, bytes] | None:
        """Say from whom and to whom, in one go where the server takes that (RFC 2920); what it refused, if anything."""
        link, together = self.link, self.link.has_extn("pipelining")
        if together:
            link.send("".join(f"{step}\r\n" for step in steps))
        refused, code = None, 0
        for step, good in zip(steps, GOOD, strict=True):
            code, words = link.getreply() if together else link.docmd(step)
            if code not in good and refused is None:
                refused = code, words
                if not together:
                    break
        if refused and code == READY:  # for nobody: it has to be ended, and is thrown away
            link.docmd(".")
        return refused

    def begin_anew(self) -> bool:
        """Whether the server is ready for the next e-mail after a refusal."""
        try:
            return self.link.rset()[0] == 250
        except OSError:
            return False


def words_of(error: OSError) -> str:
    """What is written down of an error: the server's own words where it said any."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"[:300]
    return (str(error) or type(error).__name__)[:300]
