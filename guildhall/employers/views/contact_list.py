"""The contacts of all employers that somebody sees: search, filters, export."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from guildhall.employers import exports, rules
from guildhall.employers.forms.lists import ContactFilterForm, ExportForm
from guildhall.employers.queries.contact_list import ContactFilters, contacts_of, with_sort_keys
from guildhall.employers.queries.directory import counted, places
from guildhall.employers.views.lists import EXPORTS, SEARCHES, save_form, tabs_of
from guildhall.lib.verdicts import YES, no, require
from guildhall.people.permissions import Permission
from guildhall.ui.answers import too_often
from guildhall.ui.paging import Key, Page, page_by_keys

NAMES = [Key("family_name"), Key("given_name"), Key("id")]
SORTS = {"": NAMES, "employer": [Key("employer_key"), *NAMES], "newest": [Key("id", descending=True)]}
FIXED = (
    (gettext_lazy("All"), ""),
    (gettext_lazy("Ask first"), "guarded=yes"),
    (gettext_lazy("Open to students' e-mail"), "agreed=email"),
    (gettext_lazy("E-mail came back"), "standing=returned"),
    (gettext_lazy("Former"), "standing=former"),
)


@require_safe
def contact_list(request: HttpRequest) -> HttpResponse:
    """The contacts of the employers that the person sees; their addresses are shown one by one, on their pages."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    if request.GET.get("q") and not (verdict := SEARCHES.take(request.user.pk)):
        return too_often(request, verdict, wait=SEARCHES.wait)
    form = ContactFilterForm(request.GET)
    filters = ContactFilters(**form.values())
    page, count_words = (Page([]), "") if form.too_long else _page(request, filters)
    context: dict[str, Any] = {
        "form": form,
        "filters": filters,
        "page": page,
        "count_words": count_words,
        "tabs": tabs_of(request, "contacts", FIXED),
        "save_form": save_form(request, "contacts"),
        "may_export": rules.can_export(request.user),
        "may_take_addresses": rules.can_export_addresses(request.user),
        "places": places(request.user) if not request.htmx else [],
        "most_addresses": exports.MOST_ADDRESSES,
    }
    template = "employers/contact_list.html"
    return render(request, f"{template}#results" if request.htmx else template, context)


def _page(request: HttpRequest, filters: ContactFilters) -> tuple[Page, str]:
    rows = contacts_of(request.user, filters)
    count, more = counted(rows)
    shown = with_sort_keys(rows).select_related("employer", "site").defer("employer__search")
    number = f"{count:,}"
    words = ngettext("%s contact", "%s contacts", count) % (f"> {number}" if more else number)
    return page_by_keys(shown, request, SORTS.get(filters.sort, NAMES)), words


@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """Take the present filter away as a file; written down, and so is each address in it (G1, C24)."""
    require(rules.can_export(request.user))
    if not (verdict := EXPORTS.take(request.user.pk)):
        return too_often(request, verdict, wait=EXPORTS.wait)
    form = ExportForm(request.POST)
    valid = form.is_valid()
    kind, addresses = form.cleaned_data.get("form") or "csv", valid and form.cleaned_data["addresses"]
    if addresses:
        require(rules.can_export_addresses(request.user))
    narrowed = ContactFilterForm(request.GET)
    filters = ContactFilters(**narrowed.values())
    require(no("The search is too long. Nothing was searched, and nothing exported.") if narrowed.too_long else YES)
    return exports.contacts_file(request.user, filters, kind, addresses=addresses, why=form.cleaned_data.get("why", ""))
