"""Requests of colleges, the list of probes, and the employer's own confirmation by link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.people.views.mailed_links import closed_link
from guildhall.prospects import queries, rules
from guildhall.prospects.actions import asking, vetting
from guildhall.prospects.forms import ConfirmForm, ReplyForm
from guildhall.prospects.models import JoinRequest
from guildhall.ui.acting import acting


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Colleges that typed a name that is in the CRM and ask to join (J2)."""
    require(request.user.standing.sees(Permission.DEVELOP_EMPLOYERS))
    rows = JoinRequest.objects.visible_to(request.user).select_related(
        "employer", "asked_by", "institution", "answered_by", "directed_to"
    )
    waiting = [(row, queries.answer_due(row)) for row in rows.filter(state="open").order_by("asked_at")]
    context = {
        "open": waiting,
        "closed": rows.exclude(state="open").order_by("-answered_at")[:100],
        "tabs": queries.tabs(request.user),
        "form": ReplyForm(),
    }
    return render(request, "prospects/requests.html", context)


@require_POST
def reply(request: HttpRequest, pk: str) -> HttpResponse:
    """Bring a college in, or answer it."""
    join_request = get_object_or_404(JoinRequest.objects.visible_to(request.user), pk=pk)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("An answer has at most 2,000 letters."))
        return redirect("crm-requests")
    accept = request.POST.get("act") == "accept"
    with acting(request) as act:
        asking.answer_request(join_request, form.cleaned_data["answer"], accept=accept, by=request.user)
    if act.done:
        messages.success(request, _("%s has the answer.") % join_request.asked_by)
    return redirect("crm-requests")


@require_safe
def probes(request: HttpRequest) -> HttpResponse:
    """Who checked how many new names: directors watch for fishing (N1)."""
    require(rules.can_use_crm(request.user))
    return render(request, "prospects/probes.html", {"rows": queries.many_probes(), "tabs": queries.tabs(request.user)})


@login_not_required
@require_http_methods(["GET", "POST"])
def ready_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The employer's page: is it ready to work with colleges? Opening it changes nothing (A5)."""
    result = vetting.by_ready_link(secret)
    if closed := closed_link(request, secret, result, "prospects/ready_gone.html"):
        return closed
    assert result is not None
    form = ConfirmForm(request.POST or None)
    if form.is_valid():
        vetting.confirm_by_link(secret, name=form.cleaned_data["name"])
        return render(request, "prospects/ready_done.html", {"employer": result.employer})
    return render(request, "prospects/ready.html", {"employer": result.employer, "form": form})
