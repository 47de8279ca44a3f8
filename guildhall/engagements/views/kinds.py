"""The region's list of kinds of engagements."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guildhall.engagements import rules
from guildhall.engagements.actions import kinds as act
from guildhall.engagements.forms.asks import KindForm
from guildhall.engagements.models import Kind
from guildhall.engagements.models.engagements import kinds as all_kinds
from guildhall.lib.verdicts import require
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving


@require_http_methods(["GET", "POST"])
def kinds(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The list, and a form to add a kind or change one."""
    require(rules.can_change_kinds(request.user))
    row = get_object_or_404(Kind, pk=slug) if slug else None
    initial = {name: getattr(row, name) for name in (*act.FIELDS, "version")} if row else {"touches": True}
    form = KindForm(request.POST or None, initial=initial)
    compared = None
    if form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version")
        with saving(form, read=lambda: get_object_or_404(Kind, pk=slug)) as edit:
            act.save_kind(values, kind=row, version=version, by=request.user)
        if edit.saved:
            messages.success(request, _("The list is changed."))
            return redirect("kinds")
        compared = edit.differences
    context = {"rows": list(all_kinds().values()), "row": row, "form": form, "differences": compared}
    return render(request, "engagements/kinds.html", context)


@require_POST
def retire(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a kind out of use, or bring it back."""
    require(rules.can_change_kinds(request.user))
    row = get_object_or_404(Kind, pk=slug)
    on = request.POST.get("on") == "yes"
    with acting(request) as retiring:
        act.retire_kind(row, on=on, by=request.user)
    if retiring.done:
        messages.success(request, (_("%s is out of use.") if on else _("%s is in use again.")) % row)
    return redirect("kinds")
