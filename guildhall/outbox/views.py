"""What pages say of e-mail that was handed over."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from guildhall.outbox.emails import mail_leaves


def is_mailed(request: HttpRequest) -> bool:
    """Whether an e-mail reaches somebody: in a demo the page of outgoing e-mail stands in for the mailboxes."""
    return mail_leaves() or request.territory.demo  # type: ignore[attr-defined]


def say_mailed(request: HttpRequest, words: str) -> None:
    """Say what is on its way by e-mail; where no mail leaves, say that instead of a success (R8)."""
    if is_mailed(request):
        messages.success(request, words)
    else:
        kept = _("No e-mail leaves this installation: it is kept here, and nobody has it. Write or call yourself.")
        messages.warning(request, kept)
