"""Asking first: the request, the list of them, the answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.employers.models import Contact, Employer, TouchPoint
from guildhall.employers.queries.key_accounts import guards_of
from guildhall.employers.views.record import employer_of
from guildhall.engagements import rules
from guildhall.engagements.actions import liaising
from guildhall.engagements.forms.liaisons import AgreeForm, AskForm, WordsForm
from guildhall.engagements.models import Liaison
from guildhall.engagements.queries import liaisons as queries
from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.ui.acting import act_on
from guildhall.ui.editing import saving

SHOWN = 50


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask the operator of a key account, or whoever answers for a topic, before contacting an employer (C11, C13)."""
    employer = employer_of(request, pk)
    require(rules.can_ask_first(request.user, employer))
    closed = Contact.objects.visible_to(request.user).current().with_closed(request.user)
    closed = closed.filter(employer=employer, closed=True).select_related("employer__holder")
    points = TouchPoint.objects.visible_to(request.user).standing().filter(employer=employer).select_related("site")
    initial = {name: request.GET.get(name, "") for name in ("contact", "point")}
    form = AskForm(request.POST or None, employer=employer, contacts=closed, points=points, initial=initial)
    named = request.POST.get("contact", initial["contact"])
    chosen = next((c for c in closed if str(c.pk) == named), None)
    if form.is_valid():
        with saving(form) as edit:
            liaison = _asked(request, employer, form.cleaned_data)
        if edit.saved:
            messages.success(request, _("Your request is on its way."))
            return redirect("liaison", liaison.pk)
    context = {"form": form, "employer": employer, "closed": closed, "guards": guards_of(chosen) if chosen else ()}
    if chosen:
        context["waiting"] = queries.open_request(request.user, chosen)
    return render(request, "engagements/liaison_ask.html", context)


def _asked(request: HttpRequest, employer: Employer, values: dict[str, Any]) -> Liaison:
    home = home_institution(request.user, Permission.RECORD_ENGAGEMENTS) or employer.holder
    if employer.many_doors:
        details = {"by": request.user, "institution": home, "point": values["point"]}
        return liaising.ask_touch_point(employer, values["topic"], values["why"], **details)
    return liaising.ask_first(values["contact"], values["why"], by=request.user, institution=home)


@require_safe
def liaisons(request: HttpRequest) -> HttpResponse:
    """The requests that wait for the person, those that they asked, and those that they answered."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    related = ("employer", "contact", "asked_by", "institution", "holder", "answered_by")
    context = {
        "waiting": queries.waiting_for(request.user).select_related(*related)[:SHOWN],
        "asked": queries.asked_liaisons(request.user).select_related(*related)[:SHOWN],
        "answered": queries.answered_liaisons(request.user).select_related(*related)[:SHOWN],
    }
    return render(request, "engagements/liaisons.html", context)


def liaison_of(request: HttpRequest, pk: Any) -> Liaison:
    """A request that the person asked or answers; anything else is not found."""
    return get_object_or_404(Liaison.objects.visible_to(request.user).select_related(*queries.RELATED), pk=pk)


@require_safe
def liaison(request: HttpRequest, pk: str) -> HttpResponse:
    """One request: who asks what and why, and the answer. Opening it changes nothing."""
    return _show(request, liaison_of(request, pk))


def _show(request: HttpRequest, found: Liaison, **forms: Any) -> HttpResponse:
    steps = list(found.steps.select_related("person"))
    put_to = any(step.person_id == request.user.pk for step in steps)
    context = {
        "liaison": found,
        "employer": found.employer,
        "steps": steps,
        "may_answer": rules.can_answer_liaison(request.user, found, put_to=put_to),
        "may_withdraw": rules.can_withdraw_liaison(request.user, found),
        "days": queries.patience(found),
        "citation": queries.citation(found),
        "agree_form": AgreeForm(),
        "words_form": WordsForm(),
    }
    return render(request, "engagements/liaison.html", context | forms)


@act_on("liaison")
def liaison_answer(request: HttpRequest, pk: str) -> HttpResponse:
    """Agree, decline, answer on behalf, or take the request back."""
    found, act = liaison_of(request, pk), request.POST.get("act", "")
    form: Any = AgreeForm(request.POST) if act == "agree" else WordsForm(request.POST)
    if act == "withdraw":
        liaising.withdraw(found, by=request.user)
        return redirect("liaison", found.pk)
    if form.is_valid():
        _answered(request, found, act, form)
        messages.success(request, _("%s is told.") % found.asked_by)
        return redirect("liaison", found.pk)
    return _show(request, found, acted=act, **{"agree_form" if act == "agree" else "words_form": form})


def _answered(request: HttpRequest, found: Liaison, act: str, form: Any) -> None:
    words = form.cleaned_data["words"]
    if act == "agree":
        liaising.agree(found, until=form.until(), words=words, by=request.user)
    elif act == "decline":
        liaising.decline(found, words=words, by=request.user)
    else:
        liaising.answer_on_behalf(found, words=words, by=request.user)
