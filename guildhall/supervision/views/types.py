"""Which papers an institution asks for."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.people.views.once_only import once_only
from guildhall.students.queries import places_to_keep
from guildhall.supervision import rules
from guildhall.supervision.actions.types import adopt_starters, change_type, end_type, enter_type
from guildhall.supervision.forms.papers import PaperTypeForm, StartersForm
from guildhall.supervision.merge_fields import FIELDS
from guildhall.supervision.models import PaperType
from guildhall.supervision.queries import papers as queries
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving, version_of


@require_http_methods(["GET", "POST"])
def paper_types(request: HttpRequest) -> HttpResponse:
    """The papers that one's institutions ask for, and taking some of the starter set over."""
    require(rules.can_see(request.user))
    places, may_keep = places_to_keep(request.user), rules.can_keep_types(request.user)
    initial = {"institution": home_institution(request.user, Permission.KEEP_STUDENTS)}
    form = StartersForm(request.POST or None, places=places, initial=initial) if may_keep else None
    if request.method == "POST":
        require(may_keep)
        if form is not None and form.is_valid():
            with saving(form) as edit:
                made = adopt_starters(form.cleaned_data["institution"], form.cleaned_data["starters"], by=request.user)
            if edit.saved:
                words = ngettext("%d paper was taken over.", "%d papers were taken over.", len(made))
                messages.success(request, words % len(made))
                return redirect("paper-types")
    rows = list(queries.types_of(request.user))
    return render(request, "supervision/paper_types.html", {"rows": rows, "form": form})


@require_http_methods(["GET", "POST"])
@once_only("paper-types")
def paper_type_add(request: HttpRequest) -> HttpResponse:
    """Enter a paper that an institution asks for."""
    require(rules.can_keep_types(request.user))
    initial = {"institution": home_institution(request.user, Permission.KEEP_STUDENTS), "kept_years": 5}
    form = PaperTypeForm(request.POST or None, places=places_to_keep(request.user), initial=initial)
    if form.is_valid():
        with saving(form) as edit:
            row = enter_type(form.cleaned_data["institution"], form.facts(), by=request.user)
        if edit.saved:
            messages.success(request, _("%s is entered.") % row.title)
            return redirect("paper-types")
    return render(request, "supervision/paper_type_form.html", {"form": form, "fields": FIELDS})


def _type_of(request: HttpRequest, pk: Any) -> PaperType:
    return get_object_or_404(queries.types_of(request.user), pk=pk)


@require_http_methods(["GET", "POST"])
def paper_type_change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change a paper type."""
    row = _type_of(request, pk)
    require(rules.can_keep_types(request.user, row.institution))
    form = PaperTypeForm(request.POST or None, row=row)
    context: dict[str, Any] = {"form": form, "row": row, "fields": FIELDS}
    if form.is_valid():
        with saving(form, row, fresh=lambda now: PaperTypeForm(row=now)) as edit:
            change_type(row, form.facts(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved. Papers that were made before stay as they are."))
            return redirect("paper-types")
        context["differences"] = edit.differences
    return render(request, "supervision/paper_type_form.html", context)


@act_on("paper-type-change")
def paper_type_end(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask for a paper no more."""
    row = _type_of(request, pk)
    with acting(request, changed=_("Somebody else was quicker.")) as act:
        end_type(row, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("This paper is not asked for any more."))
    return redirect("paper-types")
