"""Bringing a list: upload, columns."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from guildhall.imports import rules
from guildhall.imports.actions import matching, reading
from guildhall.imports.forms import BringForm, ColumnsForm
from guildhall.imports.kinds.registry import KINDS
from guildhall.imports.models import Batch
from guildhall.imports.queries import with_body
from guildhall.intermediaries.queries.bodies import bodies_to_describe
from guildhall.lib.ids import id_in
from guildhall.lib.verdicts import Conflict, require
from guildhall.people.actions.allowances import Limit
from guildhall.people.models import Institution
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.ui.answers import too_often
from guildhall.ui.editing import saving, version_of

UPLOADS = Limit("lists brought", 30, 3600)


@require_http_methods(["GET", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """The lists that were brought, and the form to bring one."""
    require(request.user.may(Permission.IMPORT_LISTS))
    places = Institution.objects.where(request.user, Permission.IMPORT_LISTS)
    home = home_institution(request.user, Permission.IMPORT_LISTS)
    initial = {"institution": home.pk if home else None, "members_of": id_in(request.GET.get("members_of", ""))}
    bodies = bodies_to_describe(request.user)
    form = BringForm(request.POST or None, request.FILES or None, places=places, bodies=bodies, initial=initial)
    if form.is_valid():
        verdict = UPLOADS.take(request.user.pk)
        if not verdict:
            return too_often(request, verdict, wait=UPLOADS.wait)
        values = dict(form.cleaned_data)
        file = values.pop("file")
        with saving(form) as edit:
            batch = reading.start_import(file, file.name, by=request.user, **values)
        if edit.saved:
            return redirect("import-columns", batch.pk)
    rows = with_body(Batch.objects.visible_to(request.user), request.user).select_related("by", "institution")[:100]
    return render(request, "imports/lists.html", {"form": form, "rows": rows})


def batch_of(request: HttpRequest, pk: Any) -> Batch:
    """A list that the person's institutions brought."""
    rows = Batch.objects.visible_to(request.user).select_related("by", "institution", "clause__protocol")
    return get_object_or_404(with_body(rows, request.user), pk=pk)


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, pk: str) -> HttpResponse:
    """Match the columns of a list with what the record knows."""
    batch = batch_of(request, pk)
    require(rules.can_work_on(request.user, batch))
    fields = KINDS[batch.kind].fields
    forms = [ColumnsForm(request.POST or None, batch=batch, sheet=s, fields=fields) for s in batch.headers]
    context: dict[str, Any] = {"batch": batch, "sheets": list(zip(batch.headers, forms, strict=True))}
    if request.method == "POST" and all(form.is_valid() for form in forms):
        by_key = {s["name"] or "": form.columns() for s, form in zip(batch.headers, forms, strict=True)}
        used = {name: chosen for name, chosen in by_key.items() if chosen}
        if not (verdict := matching.may_match(batch, used)):
            forms[0].add_error(None, verdict.reason)
        elif (compared := _matched(request, batch, used, forms)) is None:
            return redirect("import", batch.pk)
        else:
            context["differences"] = compared
    return render(request, "imports/columns.html", context)


def _matched(request: HttpRequest, batch: Batch, used: Any, forms: Any) -> list[tuple[str, str, str]] | None:
    """Save the columns; where somebody else has meanwhile, what they said and what was said here (R29)."""
    try:
        reading.match_columns(batch, used, by=request.user, version=version_of(request))
    except Conflict:
        batch.refresh_from_db()
        return [line for form in forms for line in form.compared_with(batch)] or None  # they say the same
    return None
