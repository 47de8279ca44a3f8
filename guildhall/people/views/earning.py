"""What somebody may do, and where the rest is got: seats in trainings, terms of use (N10)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.lib.verdicts import require
from guildhall.people import queries, rules
from guildhall.people.actions import earning, persons
from guildhall.people.forms.earning import TermsForm
from guildhall.people.models import Institution, Terms, TrainingSession
from guildhall.people.permissions import Permission
from guildhall.people.starter import TERMS
from guildhall.ui.editing import saving


@require_safe
def your_access(request: HttpRequest) -> HttpResponse:
    """What a person may do by their roles, what each of it lacks, and where to get it."""
    powers = queries.powers(request.user)
    context = {
        "powers": [power for power in powers if power.verdict],
        "blocked": [power for power in powers if not power.verdict],
        "courses": queries.courses_of(request.user),
        "sessions": [(s, rules.can_book(request.user, s, s.taken)) for s in queries.sessions_ahead(request.user)],
        "terms": queries.terms_to_accept(request.user),
        "offers": request.user.memberships.offered().select_related("institution"),
    }
    return render(request, "people/your_access.html", context)


@require_POST
def role_accept(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a role that another institution offers."""
    result = get_object_or_404(request.user.memberships.offered(), pk=pk)
    persons.accept_role(result, by=request.user)
    messages.success(request, _("The role is yours."))
    return redirect("your-access")


@require_POST
def role_decline(request: HttpRequest, pk: str) -> HttpResponse:
    """Decline a role that another institution offers."""
    result = get_object_or_404(request.user.memberships.offered(), pk=pk)
    persons.decline_role(result, by=request.user)
    messages.success(request, _("Declined. Nothing has changed for you."))
    return redirect("your-access")


@require_safe
def terms_list(request: HttpRequest) -> HttpResponse:
    """The terms of use that concern a person, with their versions."""
    context = {
        "rows": queries.terms_seen(request.user),
        "may_publish": rules.can_hold_trainings(request.user),
    }
    return render(request, "people/terms_list.html", context)


def terms_of(request: HttpRequest, pk: Any) -> Terms:
    """Terms that the person may read; anything else is not found."""
    rows = Terms.objects.visible_to(request.user).select_related("institution", "published_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
def terms(request: HttpRequest, pk: str) -> HttpResponse:
    """One version of the terms of use."""
    terms = terms_of(request, pk)
    context = {
        "terms": terms,
        "accepted": terms.acceptances.filter(person=request.user).first(),
        "may_accept": rules.can_accept_terms(request.user, terms),
    }
    return render(request, "people/terms.html", context)


@require_POST
def terms_accept(request: HttpRequest, pk: str) -> HttpResponse:
    """Accept the terms of use."""
    terms = terms_of(request, pk)
    earning.accept_terms(terms, by=request.user)
    messages.success(request, _("You have accepted the %s.") % terms)
    return redirect("your-access")


@require_http_methods(["GET", "POST"])
def terms_publish(request: HttpRequest) -> HttpResponse:
    """Publish the next version of the terms of use."""
    require(rules.can_hold_trainings(request.user))
    places = Institution.objects.where(request.user, Permission.HOLD_TRAININGS).order_by("lineage__len", "name")
    newest = next(iter(queries.terms_seen(request.user)), None)
    form = TermsForm(request.POST or None, places=places, initial={"text": newest.text if newest else TERMS})
    if form.is_valid():
        v = form.cleaned_data
        with saving(form) as edit:
            done = earning.publish_terms(v["institution"], v["text"], in_force_from=v["in_force_from"], by=request.user)
        if edit.saved:
            messages.success(request, _("%s is published.") % done)
            return redirect("terms", done.pk)
    return render(request, "people/terms_form.html", {"form": form, "newest": newest})


def _back(request: HttpRequest) -> HttpResponse:
    return redirect("your-access" if "from" in request.POST else "trainings")


@require_POST
def session_book(request: HttpRequest, pk: str) -> HttpResponse:
    """Book a seat in a session."""
    session = get_object_or_404(TrainingSession.objects.visible_to(request.user).select_related("course"), pk=pk)
    earning.book(session, by=request.user)
    messages.success(request, _("You have a seat in “%s”.") % session.course.title)
    return _back(request)


@require_POST
def session_give_back(request: HttpRequest, pk: str) -> HttpResponse:
    """Give a seat back."""
    session = get_object_or_404(TrainingSession.objects.visible_to(request.user).select_related("course"), pk=pk)
    earning.cancel_booking(session, by=request.user)
    messages.success(request, _("Your seat in “%s” is free again.") % session.course.title)
    return _back(request)
