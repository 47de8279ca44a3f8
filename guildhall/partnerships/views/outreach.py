"""Writing to a stakeholder, and the page behind the link in the message (E11, E12, E14, N20)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.lib.verdicts import ReasonNeeded, require
from guildhall.partnerships import rules
from guildhall.partnerships.actions import outreach as actions
from guildhall.partnerships.forms.outreach import OutreachForm, ReplyForm
from guildhall.partnerships.models import Outreach, Stakeholder
from guildhall.partnerships.queries.initiatives import lacking
from guildhall.partnerships.readiness import in_words
from guildhall.partnerships.views.record import frame, stakeholder_of
from guildhall.people.views.mailed_links import closed_link
from guildhall.people.views.once_only import once_only
from guildhall.ui.editing import saving


def _first_words(row: Stakeholder) -> dict[str, str]:
    """What a message begins with: what is written already of the initiative and their part."""
    initiative = row.initiative
    return {
        "way": Outreach.Way.MAIL,
        "subject": initiative.title,
        "rationale": initiative.purpose,
        "role": row.responsibilities,
        "benefit": row.benefit,
        "dates": initiative.timing,
    }


@require_http_methods(["GET", "POST"])
@once_only("stakeholder")
def write(request: HttpRequest, pk: str) -> HttpResponse:
    """Write to a stakeholder; what is missing is named first, and goes only with a reason."""
    row = stakeholder_of(request, pk)
    require(rules.can_reach_out(request.user, row))
    form = OutreachForm(request.POST or None, asks_why=request.method == "POST", initial=_first_words(row))
    context = frame(request, row.initiative) | {"form": form, "row": row, "lacking": in_words(lacking(row.initiative))}
    if form.is_valid():
        try:
            with saving(form) as edit:
                because = form.cleaned_data["because"]
                made = actions.reach_out(row, form.message(), because=because, by=request.user)
        except ReasonNeeded as needed:
            return render(request, "partnerships/outreach_form.html", context | {"needed": needed.verdict})
        if edit.saved:
            by_mail = made.way == Outreach.Way.MAIL
            messages.success(request, _("Sent.") if by_mail else _("Noted."))
            return redirect("stakeholder", row.pk)
    return render(request, "partnerships/outreach_form.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """What a stakeholder is asked to take on; yes or no without an account. Opening it changes nothing."""
    made = actions.outreach_of(secret)
    if closed := closed_link(request, secret, made, "partnerships/link_gone.html"):
        return closed
    assert made is not None
    form = ReplyForm(request.POST or None)
    if form.is_valid():
        values = form.cleaned_data
        with saving(form) as edit:
            row = actions.answer_by_link(secret, accepted=values["answer"] == "accepted", words=values["words"])
        if edit.saved:
            done = {"row": row, "initiative": row.initiative, "choose": actions.link_to_choose(row)}
            return render(request, "partnerships/replied.html", done)
    context = {"made": made, "row": made.stakeholder, "initiative": made.stakeholder.initiative, "form": form}
    return render(request, "partnerships/reply.html", context)
