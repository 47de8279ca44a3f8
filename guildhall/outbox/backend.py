"""Django's mail backend: whatever a library sends goes into our ledger, in the caller's transaction."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from guildhall.lib.scopes import OPEN
from guildhall.outbox.actions import queue_email


class OutboxBackend(BaseEmailBackend):
    """Hands account mail (reset links, codes) to the outbox, marked confidential."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            html = next((c for c, kind in getattr(message, "alternatives", []) if kind == "text/html"), "")
            for address in message.recipients():
                queue_email(
                    address,
                    str(message.subject),
                    str(message.body),
                    html=str(html),
                    kind="account",
                    scope=OPEN,
                    confidential=True,
                )
        return len(email_messages)
