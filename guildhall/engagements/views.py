"""The timeline of an employer, and logging on it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.employers.models import Employer
from guildhall.employers.queries.merging import survivor_of
from guildhall.employers.queries.standing import frame
from guildhall.employers.views.record import employer_of
from guildhall.engagements import rules
from guildhall.engagements.actions import record_engagement
from guildhall.engagements.forms import EngagementForm
from guildhall.engagements.queries import timeline
from guildhall.lib.verdicts import Refused
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.ui.editing import add_refusal


@require_http_methods(["GET", "POST"])
def employer(request: HttpRequest, pk: str) -> HttpResponse:
    """An employer's page: what happened with it, across all institutions, and the quick log (C1, C5)."""
    try:
        found = employer_of(request, pk)
    except Http404:
        return _survivor_page(request, pk)
    may_record = rules.can_record(request.user, found)
    form = EngagementForm(request.POST or None, employer=found)
    if request.method == "POST" and form.is_valid():
        needed = Permission.RECORD_ENGAGEMENTS if found.posted_at else Permission.DEVELOP_EMPLOYERS
        institution = home_institution(request.user, needed) or found.holder
        try:
            record_engagement(found, form.happening(), by=request.user, institution=institution)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("It is on the timeline."))
            return redirect("employer", found.pk)
    page = timeline(request.user, found, older_than=request.GET.get("older", ""), kind=request.GET.get("kind", ""))
    context = frame(request.user, found) | {
        "page": page,
        "form": form,
        "may_record": may_record,
        "open_form": request.method == "POST" or "log" in request.GET,
    }
    return render(request, "engagements/employer.html", context)


@require_safe
def engagement(request: HttpRequest, pk: str, engagement: str) -> HttpResponse:
    """One engagement, in full."""
    found = employer_of(request, pk)
    rows = found.engagements.open_to(request.user).select_related("by", "institution", "contact")
    entry = get_object_or_404(rows, pk=engagement)
    return render(request, "engagements/engagement.html", frame(request.user, found) | {"entry": entry})


def _survivor_page(request: HttpRequest, pk: Any) -> HttpResponse:
    """Lead on from a merged record to what it is part of now, where the person sees that."""
    survivor = survivor_of(pk)
    if survivor == pk or request.method == "POST":
        raise Http404
    return redirect("employer", get_object_or_404(Employer.objects.visible_to(request.user), pk=survivor).pk)
