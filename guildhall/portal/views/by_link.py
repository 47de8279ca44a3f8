"""What people of an employer do by a mailed link, without an account: put an offer right, know a colleague (N19)."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from guildhall.opportunities import rules
from guildhall.opportunities.actions import revising
from guildhall.opportunities.models import Opportunity
from guildhall.people.views.mailed_links import closed_link
from guildhall.portal.actions import vouching
from guildhall.portal.forms.offers import OwnOfferForm
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving
from guildhall.visitors.views.pages import at_door


@login_not_required
@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, secret: str) -> HttpResponse:
    """Put right what was refused, or offer again what has ended; opening it changes nothing, and it works once."""
    link = revising.link_of(secret)
    if closed := closed_link(request, secret, link, "engagements/link_gone.html"):
        return closed
    assert link is not None  # else the link was closed
    row = link.opportunity
    context: dict[str, Any] = {"row": row, "form": None, "used": link.used_at}
    if link.used_at or not rules.can_answer_by_link(row):
        return render(request, "portal/offer_by_link.html", context)

    def form_of(now: Opportunity, data: Any = None) -> OwnOfferForm:
        again = now if now.state == Opportunity.State.CLOSED else None  # without the days of then
        return OwnOfferForm(data, employer=now.employer, row=now, again=again)

    form = context["form"] = form_of(row, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with saving(form, row, fresh=form_of) as edit:
            revising.change_by_link(secret, form.offer(row), version=form.cleaned_data["version"])
        if edit.saved:
            return redirect("offer-link", secret)
        context["differences"] = edit.differences
    return render(request, "portal/offer_by_link.html", context)


@at_door("employer")
@require_http_methods(["GET", "POST"])
def colleague(request: HttpRequest, secret: str) -> HttpResponse:
    """Whether somebody who asks to sign in is a colleague: a press says so, once."""
    question = vouching.question_of(secret)
    if closed := closed_link(request, secret, question, "engagements/link_gone.html"):
        return closed
    assert question is not None  # else the link was closed
    if request.method == "POST":
        if (answer := request.POST.get("answer")) in ("yes", "no"):
            with acting(request):
                vouching.answer_by_link(secret, knows=answer == "yes")
        return redirect("portal-colleague-link", secret)
    return render(request, "portal/colleague_by_link.html", {"question": question, "row": question.registration})
