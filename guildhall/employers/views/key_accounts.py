"""Key accounts and touch points of an employer, and whom its details were shown."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.employers import rules
from guildhall.employers.actions import contesting
from guildhall.employers.actions import key_accounts as act
from guildhall.employers.forms.key_accounts import AccountForm, EndForm, TouchPointForm
from guildhall.employers.models import Contest, Employer, KeyAccount, TouchPoint
from guildhall.employers.queries.key_accounts import (
    accounts_of,
    operates,
    read_contacts,
    readings_of,
    touch_points_of,
)
from guildhall.employers.queries.standing import frame
from guildhall.employers.views.record import employer_of
from guildhall.lib.verdicts import require
from guildhall.people.models import Institution
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving
from guildhall.ui.paging import page_by_id

MOST_PLACES = 40  # institutions offered to somebody who works for a whole region


def _places(request: HttpRequest) -> list[Institution]:
    """Where the person may name key accounts, the own institution first."""
    rows = Institution.objects.where(request.user, Permission.EDIT_EMPLOYERS).open()
    home = home_institution(request.user, Permission.EDIT_EMPLOYERS)
    matches = list(rows.order_by("name")[:MOST_PLACES])
    return sorted(matches, key=lambda place: place != home)


@require_safe
def accounts(request: HttpRequest, pk: str) -> HttpResponse:
    """Who is asked first for an employer, and who answers for which topic (C9, C13)."""
    employer, person = employer_of(request, pk), request.user
    rows = list(accounts_of(employer))
    operated = any(person.pk in (a.operator_id, a.deputy_id) for a in rows)
    places = person.may(Permission.EDIT_EMPLOYERS)
    context = frame(person, employer) | {
        "accounts": [
            (a, rules.can_change_account(person, a), rules.can_contest(person, a), rules.can_settle(person, a))
            for a in rows
        ],
        "points": [(p, rules.can_change_touch_point(person, p)) for p in touch_points_of(employer)],
        "may_ask": person.may(Permission.RECORD_ENGAGEMENTS),
        "may_name": places and rules.can_edit(person, employer),
        "may_mark": rules.can_mark_doors(person, employer, protected=bool(rows)),
        "may_see_readings": rules.can_see_readings(person, employer, operates=operated),
        "end_form": EndForm(),
    }
    return render(request, "employers/accounts.html", context)


def account_of(request: HttpRequest, employer: Employer, pk: Any) -> KeyAccount:
    """A key account of an employer that the person sees; anything else is not found."""
    rows = KeyAccount.objects.visible_to(request.user).select_related("institution", "operator", "deputy")
    result = get_object_or_404(rows, pk=pk, employer=employer)
    result.employer = employer
    return result


@require_http_methods(["GET", "POST"])
def account_form(request: HttpRequest, pk: str, account: str | None = None) -> HttpResponse:
    """Open a key account or change one."""
    employer = employer_of(request, pk)
    key_account = account_of(request, employer, account) if account else None
    places = [] if key_account else _places(request)
    require(
        rules.can_change_account(request.user, key_account) if key_account else _may_open(request, employer, places)
    )
    form = AccountForm(request.POST or None, employer=employer, places=places, account=key_account)
    context: dict[str, Any] = {"form": form, "employer": employer, "account": key_account}
    if form.is_valid():
        with saving(form, key_account, fresh=lambda saved: AccountForm(None, employer=employer, account=saved)) as edit:
            _keep(request, employer, key_account, form)
        if edit.saved:
            messages.success(request, _("The key account is saved."))
            return redirect("employer-accounts", employer.pk)
        context["differences"] = edit.differences
    return render(request, "employers/account_form.html", context)


def _may_open(request: HttpRequest, employer: Employer, places: list[Institution]) -> Any:
    if not places:
        return request.user.may(Permission.EDIT_EMPLOYERS)
    return rules.can_open_account(request.user, employer, places[0])


def _keep(request: HttpRequest, employer: Employer, found: KeyAccount | None, form: AccountForm) -> None:
    values = dict(form.cleaned_data)
    version, contacts = values.pop("version"), list(values.pop("contacts"))
    if found:
        act.change_key_account(found, values, contacts=contacts, version=version, by=request.user)
    else:
        act.open_key_account(employer, values.pop("institution"), contacts=contacts, by=request.user, **values)


@require_POST
def account_end(request: HttpRequest, pk: str, account: str) -> HttpResponse:
    """End a key account."""
    employer = employer_of(request, pk)
    key_account = account_of(request, employer, account)
    require(rules.can_change_account(request.user, key_account))
    with acting(request) as ending:
        act.end_key_account(key_account, reason=request.POST.get("reason", ""), by=request.user)
    if ending.done:
        messages.success(request, _("The key account has ended. Nobody has to ask for its contacts any more."))
    return redirect("employer-accounts", employer.pk)


@require_POST
def account_contest(request: HttpRequest, pk: str, account: str) -> HttpResponse:
    """Say why a key account should not stand."""
    employer = employer_of(request, pk)
    key_account = account_of(request, employer, account)
    require(rules.can_contest(request.user, key_account))
    place = home_institution(request.user, Permission.EDIT_EMPLOYERS) or employer.holder
    with acting(request) as act_:
        contesting.contest(key_account, request.POST.get("why", ""), by=request.user, institution=place)
    if act_.done:
        messages.success(request, _("It is contested. The operator and the region are told."))
    return redirect("employer-accounts", employer.pk)


@require_POST
def contest_settle(request: HttpRequest, pk: str, contest: str) -> HttpResponse:
    """Uphold a contested key account, or end it."""
    employer = employer_of(request, pk)
    row = get_object_or_404(
        Contest.objects.filter(account__in=KeyAccount.objects.visible_to(request.user)).select_related(
            "account__institution", "account__employer"
        ),
        pk=contest,
        account__employer=employer,
    )
    require(rules.can_settle(request.user, row.account))
    uphold = request.POST.get("act") != "end"
    with acting(request) as act_:
        contesting.settle(row, request.POST.get("words", ""), uphold=uphold, by=request.user)
    if act_.done:
        messages.success(request, _("It is settled. Both sides are told."))
    return redirect("employer-accounts", employer.pk)


@require_POST
def doors(request: HttpRequest, pk: str) -> HttpResponse:
    """Say that an employer has several touch points, or that it has not (C13)."""
    employer = employer_of(request, pk)
    act.mark_doors(employer, many=request.POST.get("many") == "yes", by=request.user)
    return redirect("employer-accounts", employer.pk)


@require_http_methods(["GET", "POST"])
def point_form(request: HttpRequest, pk: str, point: str | None = None) -> HttpResponse:
    """Name who answers for a topic or site, or change it."""
    employer = employer_of(request, pk)
    rows = TouchPoint.objects.visible_to(request.user).select_related("institution")
    result = get_object_or_404(rows, pk=point, employer=employer) if point else None
    require(_may_point(request, employer, result))
    form = TouchPointForm(request.POST or None, employer=employer, places=_places(request), point=result)
    context: dict[str, Any] = {"form": form, "employer": employer, "point": result}
    if form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version")
        with saving(form, result) as edit:
            act.save_touch_point(employer, values, by=request.user, point=result, version=version)
        if edit.saved:
            return redirect("employer-accounts", employer.pk)
        context["differences"] = edit.differences
    return render(request, "employers/point_form.html", context)


def _may_point(request: HttpRequest, employer: Employer, found: TouchPoint | None) -> Any:
    if found:
        found.employer = employer
        return rules.can_change_touch_point(request.user, found)
    return rules.can_edit(request.user, employer)


@require_POST
def point_end(request: HttpRequest, pk: str, point: str) -> HttpResponse:
    """Nobody in particular answers for it any more."""
    employer = employer_of(request, pk)
    act.end_touch_point(
        get_object_or_404(TouchPoint.objects.visible_to(request.user), pk=point, employer=employer), by=request.user
    )
    return redirect("employer-accounts", employer.pk)


@require_safe
def shown(request: HttpRequest, pk: str) -> HttpResponse:
    """Who was shown the details of an employer's contacts: a list that the employer may be given (N6)."""
    employer = employer_of(request, pk)
    require(rules.can_see_readings(request.user, employer, operates=operates(request.user, employer)))
    page = page_by_id(readings_of(employer), request)
    context = frame(request.user, employer) | {"page": page, "readings": read_contacts(page.rows)}
    return render(request, "employers/shown.html", context)
