"""Pages of the journal, of shown details and of the outbox."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from guildhall.audit.models import Access, Entry
from guildhall.lib.verdicts import require
from guildhall.outbox.models import OutgoingEmail
from guildhall.stewardship import rules
from guildhall.ui.paging import page_by_id


@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first."""
    require(rules.can_read_journal(request.user))
    rows = Entry.objects.all()
    if verb := request.GET.get("verb", "").strip():
        rows = rows.filter(verb__iexact=verb)
    if who := request.GET.get("who", "").strip():
        rows = rows.filter(actor_name__icontains=who)
    page = page_by_id(rows.prefetch_related("values"), request)
    return render(request, "stewardship/journal.html", {"page": page, "who": who, "verb": verb})


@require_safe
def accesses(request: HttpRequest) -> HttpResponse:
    """Which protected details were shown or exported, to whom (G1)."""
    require(rules.can_read_journal(request.user))
    return render(request, "stewardship/accesses.html", {"page": page_by_id(Access.objects.all(), request)})


@login_not_required
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The ledger of outgoing e-mail; in a demo it is the local mail page for everybody."""
    require(rules.can_read_outbox(request.user, demo=request.territory.demo))  # type: ignore[attr-defined]
    rows = OutgoingEmail.objects.order_by("-queued_at")[:200]
    return render(request, "stewardship/outbox.html", {"rows": rows})


@login_not_required
@require_safe
def email(request: HttpRequest, pk: str) -> HttpResponse:
    """One e-mail; sign-in links in it are readable only in a demo."""
    demo = request.territory.demo  # type: ignore[attr-defined]
    require(rules.can_read_outbox(request.user, demo=demo))
    found = get_object_or_404(OutgoingEmail, pk=pk)
    return render(request, "stewardship/email.html", {"email": found, "hidden": found.confidential and not demo})
