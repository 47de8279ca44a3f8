"""Searches that students keep: their list, a new one, how to hear of it; and the link that stops one (B1)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.opportunities.actions import keeping_searches, stopping
from guildhall.opportunities.forms.for_students import ChangeSearchForm, KeepSearchForm
from guildhall.opportunities.models import KeptSearch
from guildhall.opportunities.queries.kept_searches import searches_of
from guildhall.people.views.mailed_links import closed_link
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving, version_of
from guildhall.visitors.views.pages import visitors_only


@visitors_only("student")
@require_safe
def searches(request: HttpRequest) -> HttpResponse:
    """The searches that a student keeps, each with what it found of late."""
    return render(request, "opportunities/student_searches.html", {"searches": searches_of(request.visitor)})  # type: ignore[attr-defined]


@visitors_only("student")
@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a search under a name."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    form = KeepSearchForm(request.POST or None, initial={"query": request.GET.urlencode()[:500]})
    if form.is_valid():
        with saving(form) as edit:
            keeping_searches.keep_search(form.cleaned_data["query"], form.kept(), by=me)
        if edit.saved:
            messages.success(request, _("The search is kept."))
            return redirect("student-searches")
    query = form["query"].value() or ""
    return render(request, "opportunities/student_search_keep.html", {"form": form, "query": query})


@visitors_only("student")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Call a search otherwise, or hear of it in another way."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    row = get_object_or_404(KeptSearch.objects.of_login(me), pk=pk)

    def form_of(now: KeptSearch, data: Any = None) -> ChangeSearchForm:
        return ChangeSearchForm(data, initial={"name": now.name, "how": now.how, "version": now.version})

    form = form_of(row, request.POST or None)
    context: dict[str, Any] = {"row": row, "form": form}
    if form.is_valid():
        with saving(form, row, fresh=form_of) as edit:
            keeping_searches.change_search(row.pk, form.kept(), version=form.cleaned_data["version"], by=me)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("student-searches")
        context["differences"] = edit.differences
    return render(request, "opportunities/student_search_change.html", context)


@visitors_only("student")
@require_POST
def drop(request: HttpRequest, pk: str) -> HttpResponse:
    """Keep a search no longer."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    row = get_object_or_404(KeptSearch.objects.of_login(me), pk=pk)
    with acting(request, changed=_("It was changed meanwhile. Look again.")) as act:
        keeping_searches.drop_search(row.pk, version=version_of(request), by=me)
    if act.done:
        messages.success(request, _("The search is removed; what it found is all still there."))
    return redirect("student-searches")


@login_not_required
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, secret: str) -> HttpResponse:
    """The page that a link in an e-mail about a search opens: hear of it no more. Opening it changes nothing."""
    name = stopping.name_by_link(secret)
    if closed := closed_link(request, secret, name, "engagements/link_gone.html"):
        return closed
    if request.method == "POST":
        with acting(request) as act:
            stopping.stop_by_link(secret)
        return render(request, "opportunities/stop_search.html", {"name": name, "done": act.done})
    return render(request, "opportunities/stop_search.html", {"name": name, "done": False})
