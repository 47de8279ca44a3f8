"""The directory of shared employers: search, filters, saved filters, export."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from guildhall.employers import exports, rules
from guildhall.employers.actions.bulk import MOST
from guildhall.employers.forms.lists import ExportForm
from guildhall.employers.forms.records import FilterForm, known_tags
from guildhall.employers.models import Employer
from guildhall.employers.queries.directory import Filters, counted, filtered, places, with_tags
from guildhall.employers.queries.searching import people_called, searched
from guildhall.employers.views.lists import EXPORTS, SEARCHES, save_form, tabs_of
from guildhall.lib.verdicts import YES, no, require
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.ui.answers import too_often
from guildhall.ui.menus import told_beside
from guildhall.ui.paging import Key, Page, page_by_keys, page_of_list

SORTS = {
    "name": [Key("sort_key"), Key("id")],
    "quiet": [Key("contact_key"), Key("id")],
    "recent": [Key("contact_key", descending=True), Key("id", descending=True)],
}

FIXED = (
    (gettext_lazy("All"), ""),
    (gettext_lazy("No contact in 6 months"), "contact=180&sort=quiet"),
    (gettext_lazy("Mine"), "owner=me"),
    (gettext_lazy("Never contacted"), "contact=never"),
)


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """The employers that are shared with the person's institutions (B1, B5)."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    if request.GET.get("q"):
        verdict = SEARCHES.take(request.user.pk)
        if not verdict:
            return too_often(request, verdict, wait=SEARCHES.wait)
    form = FilterForm(request.GET, person=request.user)
    filters = form.filters()
    page, count, more = (Page([]), 0, False) if form.too_long else rows_of(request, filters)
    context = {
        "form": form,
        "filters": filters,
        "page": page,
        "people": people_called(request.user, page.rows, filters.q) if filters.q else [],
        "chips": form.chips(),
        "count_words": _count_words(count, more, _order_words(filters)),
        "tabs": tabs_of(request, "employers", FIXED),
        "tags": known_tags(request.user) if not request.htmx else [],
        "save_form": save_form(request, "employers"),
        "all_count": count if not more and count <= MOST else 0,
        "places": places(request.user) if not request.htmx else [],
    }
    context |= _offered(request.user)
    template = "employers/directory.html"
    return render(request, f"{template}#results" if request.htmx else template, context)


def _offered(person: Person) -> dict[str, Any]:
    """What a person may do with the employers of the list."""
    may = {"may_export": rules.can_export(person), "may_edit_many": rules.can_edit_many(person)}
    return may | {"may_limit": person.standing.holds(Permission.USE_CRM)}


def rows_of(request: HttpRequest, filters: Filters) -> tuple[Page, int, bool]:
    """One page of the directory, with how many employers fit."""
    rows = filtered(request.user, filters)
    if filters.q:
        ids = searched(rows, filters.q)
        shown, page = page_of_list(ids, request)
        result = with_marks(Employer.objects.shared_with(request.user).filter(pk__in=shown)).in_bulk(shown)
        page = Page([result[pk] for pk in shown if pk in result], page.previous, page.next)
        return _with_next_steps(page, request.user), len(ids), len(ids) >= 300
    keys = SORTS.get(filters.sort, SORTS["name"])
    page = page_by_keys(with_marks(rows), request, keys)
    count, more = counted(rows)
    return _with_next_steps(page, request.user), count, more


def _with_next_steps(page: Page, person: Any) -> Page:
    """What is to be done next with each, as upper apps tell it."""
    steps = told_beside("employers", person, [employer.pk for employer in page.rows])
    for employer in page.rows:
        employer.next_step = steps.get(employer.pk)
    return page


def with_marks(rows: Any) -> Any:
    """Employers with what a row of the directory shows of them."""
    return with_tags(rows.with_contact_key()).select_related("owner", "last_engaged_by").defer("search")


def _count_words(count: int, more: bool, order: str) -> str:
    words = _("More than %s employers") if more else ngettext("%s employer", "%s employers", count)
    return ", ".join(part for part in (words % f"{count:,}", order) if part)


def _order_words(filters: Filters) -> str:
    """In which order the rows stand, unless it is by name."""
    if filters.q:
        return _("best match first")
    return {"quiet": _("longest without contact first"), "recent": _("newest contact first")}.get(filters.sort, "")


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Take the present filter away as a file; written down, and never with addresses of contacts (G1, C24)."""
    require(rules.can_export(request.user))
    verdict = EXPORTS.take(request.user.pk)
    if not verdict:
        return too_often(request, verdict, wait=EXPORTS.wait)
    form = ExportForm(request.POST)
    kind = form.cleaned_data["form"] if form.is_valid() else "csv"
    narrowed = FilterForm(request.GET, person=request.user)
    filters = narrowed.filters()
    require(no("The search is too long. Nothing was searched, and nothing exported.") if narrowed.too_long else YES)
    return exports.directory_file(request.user, filters, kind)
