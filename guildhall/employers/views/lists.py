"""What all lists share: filters kept as tabs, and the present filter without its page."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guildhall.employers.actions import filters as saved
from guildhall.employers.forms.lists import SaveFilterForm
from guildhall.employers.models import SavedFilter
from guildhall.people.actions.allowances import Limit
from guildhall.ui.acting import acting

SEARCHES = Limit("searches of the directory", 3_000, 60, reading=True)  # a person types far less; a script is slowed
EXPORTS = Limit("exports", 20, 3600)
MOST_TABS = 20


def query_of(request: HttpRequest) -> str:
    """The present filter, as it stands in the address."""
    kept = request.GET.copy()
    for key in ("after", "before", "form"):
        kept.pop(key, None)
    for key in [key for key, value in kept.items() if value == ""]:
        kept.pop(key)
    return kept.urlencode()


def tabs_of(request: HttpRequest, page: str, fixed: Sequence[tuple[Any, str]]) -> list[dict[str, Any]]:
    """The tabs of a list: everything, the filters that everybody wants, and those that the person keeps."""
    here = query_of(request)
    tabs: list[dict[str, Any]] = [{"label": label, "query": query} for label, query in fixed]
    for own in SavedFilter.objects.filter(person=request.user, page=page)[:MOST_TABS]:
        tabs.append({"label": own.name, "query": own.query, "pk": own.pk})
    for tab in tabs:
        tab["url"] = reverse(page) + (f"?{tab['query']}" if tab["query"] else "")
        tab["current"] = here == tab["query"]
    return tabs


def save_form(request: HttpRequest, page: str) -> SaveFilterForm:
    """The form that keeps the present filter of a list."""
    return SaveFilterForm(initial={"query": query_of(request), "page": page})


@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep the present filter as a tab."""
    form = SaveFilterForm(request.POST)
    valid = form.is_valid()
    page = form.cleaned_data.get("page") or "employers"
    if valid:
        values = form.cleaned_data
        saved.save_filter(values["name"], values["query"], page=page, by=request.user)
        messages.success(request, _("The filter is kept as a tab."))
    else:
        messages.error(request, _("Give the filter a name of at most 60 letters."))
    return redirect(f"{reverse(page)}?{form.data.get('query', '')}")


@require_POST
def drop_filter(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a saved filter away."""
    kept = get_object_or_404(SavedFilter, pk=pk, person=request.user)
    saved.drop_filter(kept, by=request.user)
    messages.success(request, _("The filter is gone; what it showed is all still here."))
    return redirect(kept.page)


@require_POST
def rename_filter(request: HttpRequest, pk: str) -> HttpResponse:
    """Call a saved filter otherwise."""
    kept = get_object_or_404(SavedFilter, pk=pk, person=request.user)
    with acting(request) as act:
        saved.rename_filter(kept, request.POST.get("name", ""), by=request.user)
    if act.done:
        messages.success(request, _("The filter has its new name."))
    return redirect(reverse(kept.page) + (f"?{kept.query}" if kept.query else ""))
