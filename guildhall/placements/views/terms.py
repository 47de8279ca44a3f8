"""Which terms are to be attested, how far each is, and saying so of another one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guildhall.lib.verdicts import require
from guildhall.placements import rules
from guildhall.placements.actions.terms import drop_term, set_term
from guildhall.placements.forms.figures import DueTermForm
from guildhall.placements.queries.attesting import institutions_to_attest
from guildhall.placements.queries.terms import attested_by, own_terms, terms_for, to_attest
from guildhall.placements.views.figures import tabs_for
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving


@require_http_methods(["GET", "POST"])
def terms_due(request: HttpRequest) -> HttpResponse:
    """What is not attested yet, by term and institution; and a term that is to be attested (N17)."""
    require(rules.can_attest(request.user))
    form = DueTermForm(request.POST or None, places=institutions_to_attest(request.user))
    if form.is_valid():
        with saving(form) as edit:
            set_term(**form.cleaned_data, by=request.user)
        if edit.saved:
            messages.success(request, _("Whoever attests is reminded before that day."))
            return redirect("terms-due")
    terms = terms_for(request.user)
    own = set(institutions_to_attest(request.user).values_list("pk", flat=True))
    context: dict[str, Any] = {
        "form": form, "lines": to_attest(terms, attested_by(request.user)), "own": own,
        "terms": [one for one in terms if one.institution_id in own],
    }  # fmt: skip
    return render(request, "placements/terms.html", context | tabs_for(request.user))


@require_POST
def term_drop(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask no more that a term be attested."""
    row = get_object_or_404(own_terms(request.user), pk=pk)
    with acting(request) as act:
        drop_term(row, by=request.user)
    if act.done:
        messages.success(request, _("This term is not asked for any more."))
    return redirect("terms-due")
