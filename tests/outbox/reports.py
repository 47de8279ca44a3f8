"""Reports as mail servers write them (RFC 3464, RFC 5965), about one e-mail of ours."""

NOBODY = "550 5.1.1 No such user"
HEAD = """From: MAILER-DAEMON@mx.mail.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="B"

--B
Content-Type: text/plain

This is the mail system. Your message could not be delivered.

"""
STATUS = """--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.mail.example
Arrival-Date: Tue, 1 Dec 2026 10:00:00 +0000

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {words}

"""
FEEDBACK = """--B
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1

"""
ORIGINAL = """--B
Content-Type: text/rfc822-headers

Subject: Career day
Message-ID: <{pk}@region.example>

--B--
"""
AWAY = """From: ada@mail.example
To: {to}
Subject: Out of office
Auto-Submitted: auto-replied

I am back on Monday.
"""


def came_back(email, *, status="5.1.1", action="failed", words=NOBODY, to="postmaster@region.example"):
    """A mail server could not deliver an e-mail."""
    said = HEAD.format(to=to, kind="delivery-status")
    said += STATUS.format(address=email.to, action=action, status=status, words=words)
    return _wire(said + ORIGINAL.format(pk=email.pk))


def complaint(email):
    """A reader marked an e-mail as unwanted."""
    return _wire(HEAD.format(to="fbl@region.example", kind="feedback-report") + FEEDBACK + ORIGINAL.format(pk=email.pk))


def away(to="postmaster@region.example"):
    """Somebody is out of office: that is no report."""
    return _wire(AWAY.format(to=to))


def _wire(text):
    return text.replace("\n", "\r\n").encode()
