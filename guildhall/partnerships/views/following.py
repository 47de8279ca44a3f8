"""Who hears of an initiative and how often: chosen by themselves, by a link, or told to us (H14)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.lib.verdicts import require
from guildhall.outbox.views import is_mailed
from guildhall.partnerships import rules
from guildhall.partnerships.actions import following as actions
from guildhall.partnerships.forms.updates import ChooseForm, FollowForm, HowOftenForm
from guildhall.partnerships.queries import updates as queries
from guildhall.partnerships.queries.figures import figures_of
from guildhall.partnerships.queries.initiatives import public
from guildhall.partnerships.views.record import frame, initiative_of, stakeholder_of
from guildhall.people.views.mailed_links import closed_link
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving

SHOWN = 12  # updates behind a link


@require_safe
def readers(request: HttpRequest, pk: str) -> HttpResponse:
    """Everybody who hears of updates, how often, and what waits (H14)."""
    row = initiative_of(request, pk)
    require(rules.can_lead(request.user, row))
    found = queries.readers(request.user, row)
    context = {"readers": found, "counts": queries.by_how_often(found)}
    return render(request, "partnerships/update_readers.html", frame(request, row) | context)


@act_on("initiative-updates")
def follow(request: HttpRequest, pk: str) -> HttpResponse:
    """A colleague chooses how often they hear."""
    row = initiative_of(request, pk)
    require(rules.can_follow(request.user, row))
    with acting(request) as act:
        actions.follow(row, request.POST.get("how", ""), by=request.user)
    if act.done:
        messages.success(request, _("Kept. You may choose otherwise here at any time."))
    return redirect("initiative-updates", row.pk)


@require_http_methods(["GET", "POST"])
def of_stakeholder(request: HttpRequest, pk: str) -> HttpResponse:
    """Write down how often a stakeholder told us that they want to hear."""
    row = stakeholder_of(request, pk)
    require(rules.can_lead(request.user, row.initiative))
    known = queries.choice_of(row)
    form = HowOftenForm(request.POST or None, initial={"how": known.how, "version": known.version})
    context: dict[str, Any] = frame(request, row.initiative) | {"form": form, "row": row, "known": known}
    if form.is_valid():
        with saving(form, read=lambda: queries.choice_of(row)) as edit:
            values = form.cleaned_data
            actions.note_choice(row, values["how"], version=values["version"], by=request.user)
        if edit.saved:
            return redirect("stakeholder", row.pk)
        context["differences"] = edit.differences
    return render(request, "partnerships/how_often.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """What was published, for whoever got a letter, and how often the next one comes. Opening it changes nothing."""
    row = actions.opened(secret)
    if closed := closed_link(request, secret, row, "partnerships/link_gone.html"):
        return closed
    assert row is not None
    form = ChooseForm(request.POST or None, initial={"how": row.how})
    context: dict[str, Any] = {"row": row, "initiative": row.initiative, "form": form}
    if form.is_valid():
        with saving(form) as edit:
            context["row"] = actions.choose_by_link(secret, form.cleaned_data["how"])
        context["kept"] = edit.saved
    context["updates"] = [(one, figures_of(one)) for one in queries.told(row)[:SHOWN]]
    return render(request, "partnerships/update_link.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask to hear of a public initiative by e-mail. The answer is the same whoever asks."""
    row = get_object_or_404(public(), pk=pk)
    form = FollowForm(request.POST or None, initial={"how": "monthly"})
    context: dict[str, Any] = {"initiative": row, "form": form}
    if form.is_valid():
        with saving(form) as edit:
            actions.ask_to_follow(row, form.cleaned_data["email"], form.cleaned_data["how"])
        if edit.saved:
            return render(request, "partnerships/follow_asked.html", context | {"mailed": is_mailed(request)})
    return render(request, "partnerships/follow.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Confirm an address by the mailed link: opening it changes nothing, its button does."""
    found = actions.asked_to_follow(secret)
    if closed := closed_link(request, secret, found, "partnerships/link_gone.html"):
        return closed
    assert found is not None
    wish, row = found
    context = {"wish": wish, "initiative": row, "done": False}
    if request.method == "POST":
        with acting(request) as act:
            actions.confirm_follow(secret)
        context["done"] = act.done
    return render(request, "partnerships/follow_confirm.html", context)
