"""The check list of the law on a pathway (WIOA section 3(7))."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.lib.verdicts import require
from guildhall.pathways import rules
from guildhall.pathways.actions.checking import note_evidence
from guildhall.pathways.elements import BY_LETTER
from guildhall.pathways.forms.credit import ElementForm
from guildhall.pathways.models import ElementEvidence
from guildhall.pathways.queries.aligned import elements_of
from guildhall.pathways.views.pathways import pathway_of
from guildhall.ui.editing import saving


@require_safe
def check_list(request: HttpRequest, pk: str) -> HttpResponse:
    """The seven elements of a career pathway, each with what shows it."""
    row = pathway_of(request, pk)
    found = elements_of(request.user, row)
    context = {"row": row, "elements": found, "met": sum(one.is_met for one in found)}
    return render(request, "pathways/check_list.html", context | {"may_change": rules.can_change(request.user, row)})


@require_http_methods(["GET", "POST"])
def element(request: HttpRequest, pk: str, letter: str) -> HttpResponse:
    """Say whether a pathway has an element, and what shows it."""
    row = pathway_of(request, pk)
    if letter not in BY_LETTER:
        raise Http404
    require(rules.can_change(request.user, row))
    known = ElementEvidence.objects.visible_to(request.user).filter(pathway=row, element=letter)
    form = ElementForm(request.POST or None, row=known.first())
    context: dict[str, Any] = {"form": form, "row": row, "element": BY_LETTER[letter]}
    if form.is_valid():
        values = form.cleaned_data
        said = (letter, values["state"], values["shown_by"], values["link"])
        with saving(form, read=known.get, fresh=lambda now: ElementForm(row=now)) as edit:
            note_evidence(row, *said, version=values["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("pathway-check", row.pk)
        context["differences"] = edit.differences
    return render(request, "pathways/element_form.html", context)
