"""What pages say of e-mail that was handed over; and where a mail service reports what became of it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from guildhall.outbox.actions.returning import take_reports
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


@csrf_exempt  # a program posts here: its signature stands for it
@login_not_required
@require_POST
def returned(request: HttpRequest) -> HttpResponse:
    """A mail service reports e-mail that came back, or that somebody complained of."""
    if not settings.MAIL_WEBHOOK_SECRET:
        raise Http404
    take_reports(request.headers, request.body)
    return HttpResponse(status=204)
