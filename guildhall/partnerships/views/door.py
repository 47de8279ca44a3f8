"""An employer's own front door: what it has a part in, what is asked of it, and how often it hears (N19, H14)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.lib.verdicts import require
from guildhall.partnerships import rules
from guildhall.partnerships.actions.at_door import answer_at_door
from guildhall.partnerships.actions.following import choose_at_door
from guildhall.partnerships.forms.outreach import ReplyForm
from guildhall.partnerships.forms.updates import ChooseForm
from guildhall.partnerships.queries import door as queries
from guildhall.ui.editing import saving
from guildhall.visitors.views.pages import visitors_only


@visitors_only("employer")
@require_safe
def initiatives(request: HttpRequest) -> HttpResponse:
    """What the employer has a part in, or is asked to."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    return render(request, "partnerships/door/initiatives.html", {"parts": list(queries.parts_of(me)[:100])})


@visitors_only("employer")
@require_http_methods(["GET", "POST"])
def initiative(request: HttpRequest, pk: str) -> HttpResponse:
    """One part: the purpose, the role, what is asked, the own lines of the plan, what was told and how often."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    if (found := queries.one_of(me, pk)) is None:
        raise Http404
    may = rules.can_answer_at_door(me, found.part)
    if request.method == "POST":
        require(may)
    reply = ReplyForm(request.POST if "reply" in request.POST else None)
    choose = ChooseForm(request.POST if "choose" in request.POST else None, initial={"how": found.choice.how})
    if _done(request, found, reply, choose, me):
        return redirect("portal-initiative", found.part.pk)
    context = {"me": me, "found": found, "row": found.part, "initiative": found.part.initiative, "may": may}
    return render(request, "partnerships/door/initiative.html", context | {"reply": reply, "choose": choose})


def _done(request: HttpRequest, found: queries.Own, reply: ReplyForm, choose: ChooseForm, me: Any) -> bool:
    """Keep what one of the two forms says; whether it was kept."""
    if reply.is_valid():
        values = reply.cleaned_data
        with saving(reply) as edit:
            answer_at_door(found.part, accepted=values["answer"] == "accepted", words=values["words"], by=me)
        if edit.saved:
            messages.success(request, _("Thank you. Those who lead it are told."))
        return edit.saved
    if choose.is_valid():
        with saving(choose) as edit:
            choose_at_door(found.part, choose.cleaned_data["how"], by=me)
        if edit.saved:
            messages.success(request, _("Kept. You may choose otherwise here at any time."))
        return edit.saved
    return False
