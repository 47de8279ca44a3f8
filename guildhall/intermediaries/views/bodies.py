"""Chambers and associations: the list, and the tab of each employer (D1)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.employers.queries.standing import frame
from guildhall.employers.views.record import employer_of
from guildhall.engagements.queries.follow_ups import possible_owners
from guildhall.intermediaries import rules
from guildhall.intermediaries.actions import bodies as actions
from guildhall.intermediaries.forms.bodies import DescribeForm, HeldForm
from guildhall.intermediaries.models import Affiliation, Intermediary
from guildhall.intermediaries.queries import bodies as queries
from guildhall.intermediaries.queries.bodies import Wanted
from guildhall.lib.verdicts import require
from guildhall.people.models import Institution
from guildhall.people.permissions import Permission
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving, version_of
from guildhall.ui.paging import Key, page_by_keys

MEANWHILE = gettext_lazy("Somebody changed it meanwhile. Read it again.")


@require_safe
def intermediaries(request: HttpRequest) -> HttpResponse:
    """The chambers and associations that somebody sees: their members, our seats, their next meeting."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    view = request.GET.get("view", "")
    words = request.GET.get("q", "").strip()[:100]
    wanted = Wanted(view if view in queries.VIEWS else "all", words, request.GET.get("level", ""),
                    request.GET.get("kind", ""))  # fmt: skip
    page = page_by_keys(queries.bodies_of(request.user, wanted), request, [Key("sort_key"), Key("id")])
    for row in page:
        row.expected = None if row.next_on else queries.expected_on(row, row.last_on)
    context = {
        "page": page,
        "wanted": wanted,
        "levels": Intermediary.Level.choices,
        "kinds": Intermediary.Kind.choices,
        "waiting": list(queries.to_see_to(request.user).select_related("body").defer("body__search")[:20]),
        "ending": list(queries.seats_ending(request.user)[:20]),
    }
    return render(request, "intermediaries/intermediaries.html", context)


@require_safe
def of_employer(request: HttpRequest, pk: str) -> HttpResponse:
    """What an employer is a member of; of a chamber its members, our seats, its meetings and stories."""
    employer = employer_of(request, pk)
    tab = queries.tab_of(request.user, employer)
    context = frame(request.user, employer) | {
        "tab": tab,
        "may_describe": rules.can_describe(request.user, employer),
        "may_hold": rules.can_hold(request.user, employer),
        "ours": request.user.below(rules.RECORD),
        "members": queries.members_of(request.user, employer).order_by("sort_key", "pk")[:10] if tab.row else [],
        "member_count": queries.members_of(request.user, employer).count() if tab.row else 0,
    }
    return render(request, "intermediaries/of_employer.html", context)


@require_http_methods(["GET", "POST"])
def describe(request: HttpRequest, pk: str) -> HttpResponse:
    """Say that an employer is a chamber or association."""
    employer = employer_of(request, pk)
    require(rules.can_describe(request.user, employer))
    row = Intermediary.objects.visible_to(request.user).filter(employer=employer).first()
    form = DescribeForm(request.POST or None, row=row)
    context: dict[str, Any] = frame(request.user, employer) | {"form": form, "row": row}
    if form.is_valid():
        with saving(form, row) as edit:
            version = form.cleaned_data["version"]
            actions.describe(employer, form.said(), version=version, by=request.user)
        if edit.saved:
            messages.success(request, _("Saved. Name its members, and note what your institution holds there."))
            return redirect("employer-memberships", employer.pk)
        context["differences"] = edit.differences
    return render(request, "intermediaries/describe.html", context)


@act_on("employer-memberships")
def undescribe(request: HttpRequest, pk: str) -> HttpResponse:
    """Take back that an employer is a chamber or association."""
    employer = employer_of(request, pk)
    row = get_object_or_404(Intermediary.objects.visible_to(request.user), employer=employer)
    with acting(request, changed=MEANWHILE) as act:
        actions.undescribe(row, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("It is an employer like any other again."))
    return redirect("employer-memberships", employer.pk)


# ── What our institutions hold there ─────────────────────────────────


@require_http_methods(["GET", "POST"])
@once_only("employer-memberships")
def seat_add(request: HttpRequest, pk: str) -> HttpResponse:
    """Note a membership or seat of ours."""
    employer = employer_of(request, pk)
    require(rules.can_hold(request.user, employer))
    places = Institution.objects.where(request.user, rules.RECORD)
    form = HeldForm(request.POST or None, places=places, people=possible_owners(request.user, employer))
    if form.is_valid():
        with saving(form) as edit:
            actions.hold(employer, form.held(), institution=form.cleaned_data["institution"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("employer-memberships", employer.pk)
    context = frame(request.user, employer) | {"form": form}
    return render(request, "intermediaries/seat.html", context)


def _seat(request: HttpRequest, pk: str) -> Affiliation:
    rows = Affiliation.objects.visible_to(request.user).select_related("body", "institution", "person")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def seat(request: HttpRequest, pk: str) -> HttpResponse:
    """Correct a membership or seat, or note its end."""
    row = _seat(request, pk)
    require(rules.can_change_affiliation(request.user, row))
    employer = employer_of(request, row.body_id)
    form = HeldForm(request.POST or None, row=row, people=possible_owners(request.user, employer))
    context: dict[str, Any] = frame(request.user, employer) | {"form": form, "row": row}
    if form.is_valid():
        with saving(form, row) as edit:
            actions.change_held(row, form.held(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("employer-memberships", employer.pk)
        context["differences"] = edit.differences
    return render(request, "intermediaries/seat.html", context)


@act_on("chamber-seat")
def seat_remove(request: HttpRequest, pk: str) -> HttpResponse:
    """Take out a membership or seat that was noted by mistake."""
    row = _seat(request, pk)
    with acting(request, changed=MEANWHILE) as act:
        actions.remove_held(row, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("Taken out."))
    return redirect("employer-memberships", row.body_id)
