"""Who may report what became of e-mail."""

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping

from django.conf import settings

from guildhall.lib.verdicts import YES, Verdict, no

TOLERANCE = 300  # seconds between the clocks of the mail service and ours


def can_report(headers: Mapping[str, str], body: bytes) -> Verdict:
    """Whoever signs with the secret of this installation, just now (Standard Webhooks: id, timestamp, signature)."""
    if not settings.MAIL_WEBHOOK_SECRET:
        return no("No mail service reports to this installation.")
    number, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not number or not at.isascii() or not at.isdigit() or abs(time.time() - int(at)) > TOLERANCE:
        return no("The report has no identifier, or is too old.")
    right = signature(settings.MAIL_WEBHOOK_SECRET, number, at, body)
    given = headers.get("webhook-signature", "").split()
    if any(hmac.compare_digest(right.encode(), one.encode()) for one in given):
        return YES
    return no("The signature does not fit.")


def signature(secret: str, number: str, stamp: str, body: bytes) -> str:
    """What a report is signed with: the first version of Standard Webhooks."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = hmac.new(key, f"{number}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(signed).decode()
