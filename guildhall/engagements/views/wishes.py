"""What an employer told us about being contacted, and "hold the door" (N3)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guildhall.employers.queries.standing import frame
from guildhall.employers.views.record import employer_of
from guildhall.engagements import rules
from guildhall.engagements.actions import holding
from guildhall.engagements.forms.asks import HoldForm, LimitForm
from guildhall.engagements.forms.follow_ups import WordsForm
from guildhall.engagements.models import ContactLimit, Conversation
from guildhall.engagements.views.timeline import house_of
from guildhall.lib.verdicts import require
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving


@require_http_methods(["GET", "POST"])
def limit(request: HttpRequest, pk: str, limit: str = "") -> HttpResponse:
    """Write down what an employer told us about being contacted."""
    employer = employer_of(request, pk)
    require(rules.can_set_limits(request.user, employer))
    row = get_object_or_404(employer.limits.all(), pk=limit) if limit else None
    names = ("contact", "most", "days", "paused_from", "paused_until", "quiet_months", "channel", "said", "version")
    initial = {name: getattr(row, name) for name in names} if row else {}
    form = LimitForm(request.POST or None, employer=employer, initial=initial)
    compared = None
    if form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version")
        try:
            with saving(form, read=lambda: employer.limits.get(pk=limit)) as edit:
                holding.set_limit(employer, values, limit=row, version=version, by=request.user)
        except ContactLimit.DoesNotExist:
            messages.error(request, _("It was lifted meanwhile."))
            return redirect("asks", employer.pk)
        if edit.saved:
            messages.success(request, _("It holds from now on, for every institution."))
            return redirect("asks", employer.pk)
        compared = edit.differences
    context = {"form": form, "row": row, "differences": compared, "words_form": WordsForm(initial=initial)}
    return render(request, "engagements/limit.html", frame(request.user, employer) | context)


@require_POST
def lift(request: HttpRequest, pk: str, limit: str) -> HttpResponse:
    """The employer lifted it."""
    employer = employer_of(request, pk)
    row = get_object_or_404(employer.limits.all(), pk=limit)
    form = WordsForm(request.POST)
    form.is_valid()
    require(rules.can_set_limits(request.user, employer))
    reason, version = form.cleaned_data.get("words", ""), form.cleaned_data.get("version", 0)
    with acting(request, changed=_("Somebody changed it meanwhile. Read it again.")) as act:
        holding.drop_limit(row, reason=reason, version=version, by=request.user)
    if not act.done:
        return redirect("limit-change", employer.pk, row.pk)
    messages.success(request, _("Lifted. The protocol’s budget holds again."))
    return redirect("asks", employer.pk)


# ── Hold the door ────────────────────────────────────────────────────


@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest, pk: str) -> HttpResponse:
    """Say that a conversation is under way: others see it before they knock."""
    employer = employer_of(request, pk)
    require(rules.can_plan_ask(request.user, employer))
    form = HoldForm(request.POST or None)
    if form.is_valid():
        with saving(form) as edit:
            holding.hold_door(employer, **form.cleaned_data, by=request.user, institution=house_of(request, employer))
        if edit.saved:
            messages.success(request, _("Others see now that you are talking with them."))
            return redirect("employer", employer.pk)
    return render(request, "engagements/hold.html", frame(request.user, employer) | {"form": form})


@require_POST
def let_go(request: HttpRequest, pk: str, conversation: str) -> HttpResponse:
    """The conversation has ended."""
    employer = employer_of(request, pk)
    holding.let_go(get_object_or_404(Conversation, pk=conversation, employer=employer), by=request.user)
    return redirect("employer", employer.pk)
