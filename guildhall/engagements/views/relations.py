"""How relationships fare: temperature, endings, guests, what is kept at hand, where more could be done."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.employers.models import Employer
from guildhall.employers.queries.standing import frame
from guildhall.employers.views.record import employer_of
from guildhall.engagements import rules
from guildhall.engagements.actions import relating
from guildhall.engagements.actions.asking import NotNow
from guildhall.engagements.forms.relations import EndForm, GuestForm, GuestWordForm, TemperatureForm
from guildhall.engagements.models import GuestLink, TemperatureCheck
from guildhall.engagements.queries import relations as queries
from guildhall.engagements.queries.easing import own_running_out, red_tape_of, running_out_at_home
from guildhall.engagements.queries.timeline import timeline_for_guest
from guildhall.engagements.views.timeline import engagement_of, house_of
from guildhall.engagements.views.whom import whom, whom_form
from guildhall.lib.numbers import number_in
from guildhall.lib.verdicts import require
from guildhall.outbox.views import say_mailed
from guildhall.people.permissions import Permission
from guildhall.people.views.mailed_links import closed_link
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import acting
from guildhall.ui.dates import in_words
from guildhall.ui.editing import saving, version_of
from guildhall.ui.menus import with_told_beside
from guildhall.ui.paging import Key, page_by_keys


@require_safe
def relationship(request: HttpRequest, pk: str) -> HttpResponse:
    """How the relationship fares: temperature, endings with their lessons, guests."""
    employer = employer_of(request, pk)
    context = frame(request.user, employer) | {
        "temperature": queries.temperature_of(employer),
        "whom": whom_form(request.user, employer),
        "endings": [(row, rules.can_resume(request.user, row)) for row in queries.endings_of(employer)],
        "red_tape": [(row, rules.can_change_red_tape(request.user, row)) for row in red_tape_of(employer)],
        "guests": _guests(request, employer),
        "may": rules.can_plan_ask(request.user, employer),
        "may_bring_in": rules.can_bring_in(request.user, employer, None),
    }
    return render(request, "engagements/relationship.html", context)


@require_POST
def take_temperature(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask one contact how it is going."""
    employer = employer_of(request, pk)
    require(rules.can_plan_ask(request.user, employer))
    contact = whom(request, employer, employer.contacts.all())
    if contact is None:
        return redirect("employer-relationship", employer.pk)
    with acting(request):
        try:
            relating.take_temperature(employer, contact, by=request.user, institution=house_of(request, employer))
            say_mailed(request, _("%s is asked by e-mail.") % contact)
        except NotNow as refused:
            if refused.answer.next_free:
                messages.info(request, _("Next free day: %s.") % in_words(refused.answer.next_free))
            raise
    return redirect("employer-relationship", employer.pk)


@login_not_required
@require_http_methods(["GET", "POST"])
def temperature_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The employer's page: one question, from 1 to 5. Opening it changes nothing; the first answer counts."""
    check = relating.check_of(secret)
    if closed := closed_link(request, secret, check, "engagements/link_gone.html"):
        return closed
    form = TemperatureForm(request.POST or None)
    score = number_in(request.POST.get("score", ""), longest=1)
    if request.method == "POST" and form.is_valid():
        with saving(form) as edit:
            first = relating.answer_temperature(secret, score, form.cleaned_data["words"])
        if edit.saved:
            return render(request, "engagements/temperature_done.html", {"first": first})
    context = {"check": check, "form": form, "scores": TemperatureCheck.SCORES, "chosen": score}
    return render(request, "engagements/temperature_link.html", context)


@require_safe
def temperatures(request: HttpRequest) -> HttpResponse:
    """The employers whose temperature is red, and how many were never asked (M19)."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    unasked = queries.NEVER_ASKED.of(request.user)
    context = {"rows": queries.alarms(request.user), "unasked": unasked.value, "at": unasked.at}
    return render(request, "engagements/temperatures.html", context)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: str) -> HttpResponse:
    """Note that the relationship has ended, and the lesson."""
    employer = employer_of(request, pk)
    require(rules.can_plan_ask(request.user, employer))
    form = EndForm(request.POST or None)
    if form.is_valid():
        with saving(form) as edit:
            relating.end_relationship(employer, form.said(), by=request.user, institution=house_of(request, employer))
        if edit.saved:
            messages.success(request, _("Noted. Whoever begins anew reads the lesson first."))
            return redirect("employer-relationship", employer.pk)
    return render(request, "engagements/end.html", frame(request.user, employer) | {"form": form})


@require_POST
def resume(request: HttpRequest, pk: str, ending: str) -> HttpResponse:
    """Take the relationship up again."""
    employer = employer_of(request, pk)
    row = get_object_or_404(employer.endings.all(), pk=ending)
    require(rules.can_resume(request.user, row))
    with acting(request, changed=_("Somebody took it up again already.")) as act:
        relating.resume(row, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("Taken up again. The lesson stays readable."))
    return redirect("employer-relationship", employer.pk)


@require_safe
def endings(request: HttpRequest) -> HttpResponse:
    """Ended relationships with what we learned."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    keys = [Key("ended_on", descending=True), Key("id", descending=True)]
    return render(
        request, "engagements/endings.html", {"page": page_by_keys(queries.endings(request.user), request, keys)}
    )


# ── Guests ───────────────────────────────────────────────────────────


@require_http_methods(["GET", "POST"])
@once_only("employer-relationship")
def bring_in(request: HttpRequest, pk: str, engagement: str = "") -> HttpResponse:
    """Bring in a colleague without an account, by a link to one engagement or to the employer (B11)."""
    employer = employer_of(request, pk)
    entry = engagement_of(request, employer, engagement) if engagement else None
    require(rules.can_bring_in(request.user, employer, entry))
    form = GuestForm(request.POST or None)
    if form.is_valid():
        with saving(form) as edit:
            relating.bring_in(
                employer, form.invitation(), engagement=entry, by=request.user, institution=house_of(request, employer)
            )
        if edit.saved:
            say_mailed(request, _("%s has the link by e-mail.") % form.cleaned_data["name"])
            return redirect("employer-relationship", employer.pk)
    context = frame(request.user, employer) | {"form": form, "entry": entry}
    return render(request, "engagements/bring_in.html", context)


def _guests(request: HttpRequest, employer: Employer) -> list[GuestLink]:
    links = queries.guests_of(request.user, employer)
    for link in links:
        link.employer = employer
        link.may_close = bool(rules.can_close_link(request.user, link))  # type: ignore[attr-defined]
    return links


@require_POST
def revoke(request: HttpRequest, pk: str, link: str) -> HttpResponse:
    """Close a guest's link."""
    employer = employer_of(request, pk)
    relating.revoke(get_object_or_404(queries.guest_links(request.user, employer), pk=link), by=request.user)
    messages.success(request, _("The link opens nothing any more."))
    return redirect("employer-relationship", employer.pk)


@login_not_required
@require_http_methods(["GET", "POST"])
def guest(request: HttpRequest, secret: str) -> HttpResponse:
    """What a guest reads: one engagement, or what happened lately; no addresses, and a place to answer."""
    link = relating.guest_link(secret)
    if closed := closed_link(request, secret, link, "engagements/link_gone.html"):
        return closed
    assert link is not None
    form = GuestWordForm(request.POST or None)
    if form.is_valid():
        with saving(form) as edit:
            relating.say_as_guest(secret, form.cleaned_data["text"])
        if edit.saved:
            return redirect("guest", secret)
    entries = [link.engagement] if link.engagement else timeline_for_guest(link.employer)
    context: dict[str, Any] = {"guest": link, "entries": entries, "words": list(link.words.all()), "form": form}
    return render(request, "engagements/guest.html", context)


# ── One's own arrangement, and what could be next ────────────────────


@require_POST
def pin(request: HttpRequest, pk: str) -> HttpResponse:
    """Keep an employer at hand, or not any more (C2)."""
    employer = employer_of(request, pk)
    relating.pin(employer, by=request.user, on=request.POST.get("on") == "yes")
    return redirect("employer", employer.pk)


@require_safe
def next_opportunities(request: HttpRequest) -> HttpResponse:
    """Employers with whom more could be done: themes others share with them, and the long quiet ones (C28)."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    if "mine" in request.GET:
        return render(request, "engagements/runs_out.html", {"red_tape": own_running_out(request.user)})
    chances = queries.next_opportunities(request.user)
    context = {
        "chances": with_told_beside("next-opportunities", request.user, chances),
        "quiet": queries.long_quiet(request.user),
        "red_tape": running_out_at_home(request.user),
    }
    return render(request, "engagements/next.html", context)
