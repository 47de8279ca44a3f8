"""The list of prospects: search, filters, order, export; and moving a card of the board."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from guildhall.employers.actions.bulk import MOST
from guildhall.employers.forms.lists import ExportForm
from guildhall.employers.queries.directory import counted
from guildhall.employers.rules import can_export
from guildhall.employers.views.lists import EXPORTS, SEARCHES, save_form, tabs_of
from guildhall.lib.verdicts import YES, no, require
from guildhall.prospects import exports, queries, rules
from guildhall.prospects.actions import developing
from guildhall.prospects.forms import MoveForm
from guildhall.prospects.forms.crm import CrmFilterForm
from guildhall.prospects.queries import crm_list
from guildhall.prospects.queries.crm_list import CrmFilters
from guildhall.prospects.views.crm import prospect_of
from guildhall.ui.acting import acting
from guildhall.ui.answers import too_often
from guildhall.ui.paging import Key, Page, page_by_keys

NEWEST = [Key("stage_since", descending=True), Key("pk")]
DUE_AGAIN = [Key("again_key"), Key("pk")]
SORTS = {
    "name": [Key("name_key"), Key("pk")],
    "due": [Key("due_key"), Key("pk")],
    "owner": [Key("unowned"), Key("owner_key"), Key("name_key"), Key("pk")],
    "oldest": [Key("stage_since"), Key("pk")],
}


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The same as the board, as a list (A7)."""
    require(rules.can_use_crm(request.user))
    if request.GET.get("q") and not (verdict := SEARCHES.take(request.user.pk)):
        return too_often(request, verdict, wait=SEARCHES.wait)
    form = filter_form(request)
    filters = CrmFilters(**form.values())
    page, count_words, all_count = (Page([]), "", 0) if form.too_long else _page(request, filters)
    context: dict[str, Any] = {
        "form": form,
        "filters": filters,
        "page": page,
        "count_words": count_words,
        "all_count": all_count,
        "view": filters.view or "all",
        "tabs": queries.tabs(request.user),
        "kept": tabs_of(request, "crm-list", ()),
        "save_form": save_form(request, "crm-list"),
        "may_export": can_export(request.user),
    }
    template = "prospects/list.html"
    return render(request, f"{template}#results" if request.htmx else template, context)


def filter_form(request: HttpRequest) -> CrmFilterForm:
    person = request.user
    lists = {"owners": crm_list.possible_owners(), "holders": crm_list.holders_seen(person)}
    return CrmFilterForm(request.GET, **lists, tags=crm_list.tags_seen(person))


def _page(request: HttpRequest, filters: CrmFilters) -> tuple[Page, str, int]:
    rows = crm_list.prospects_of(request.user, filters)
    count, more = counted(rows)
    number = f"> {count:,}" if more else f"{count:,}"
    words = ngettext("%s prospect", "%s prospects", count) % number
    usual = DUE_AGAIN if filters.view == "again" else NEWEST
    page = page_by_keys(crm_list.with_sort_keys(rows), request, SORTS.get(filters.sort, usual))
    return page, words, count if count <= MOST else 0


@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """Take the present filter away as a file; written down."""
    require(rules.can_use_crm(request.user))
    require(can_export(request.user))
    if not (verdict := EXPORTS.take(request.user.pk)):
        return too_often(request, verdict, wait=EXPORTS.wait)
    chosen = ExportForm(request.POST)
    kind = chosen.cleaned_data["form"] if chosen.is_valid() else "csv"
    narrowed = filter_form(request)
    filters = CrmFilters(**narrowed.values())
    require(no("The search is too long. Nothing was searched, and nothing exported.") if narrowed.too_long else YES)
    return exports.crm_file(request.user, filters, kind)


@require_POST
def drop(request: HttpRequest, pk: str) -> HttpResponse:
    """A card was put into another column of the board; a no stands there, beside the card where it was (A7)."""
    prospect = prospect_of(request, pk)
    require(rules.can_develop(request.user, prospect))
    form = MoveForm(request.POST)
    board = f"{reverse('crm')}?view={request.POST.get('view', 'mine')[:12]}"
    if not form.is_valid():
        messages.error(request, _("This card cannot be put there."))
        return redirect(board)
    values = form.cleaned_data
    with acting(request, changed=_("Somebody moved this card meanwhile. Look where it is now.")) as act:
        developing.move(prospect, values["stage"], by=request.user, version=values["version"])
    if act.done:
        words = _("%(employer)s is moved to “%(stage)s”.")
        stage = dict(MoveForm.base_fields["stage"].choices)[values["stage"]]  # type: ignore[attr-defined]
        messages.success(request, words % {"employer": prospect.employer.name, "stage": stage})
    return redirect(board)
