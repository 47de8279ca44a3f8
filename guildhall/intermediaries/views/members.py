"""Who is a member of a chamber or association (D1)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.employers.models import Employer
from guildhall.employers.queries.standing import frame
from guildhall.employers.views.lists import SEARCHES
from guildhall.employers.views.record import employer_of
from guildhall.engagements.queries.timeline import employers_to_log
from guildhall.intermediaries import rules
from guildhall.intermediaries.actions import members as actions
from guildhall.intermediaries.forms.bodies import MemberForm, MembershipForm
from guildhall.intermediaries.models import Member
from guildhall.intermediaries.queries import bodies as queries
from guildhall.intermediaries.views.bodies import MEANWHILE
from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on, acting
from guildhall.ui.answers import too_often
from guildhall.ui.editing import saving, version_of
from guildhall.ui.paging import Key, page_by_keys


@require_safe
def members(request: HttpRequest, pk: str) -> HttpResponse:
    """The members of a chamber, as far as one sees them; those of before stand below."""
    employer = employer_of(request, pk)
    rows = queries.members_of(request.user, employer)
    context = frame(request.user, employer) | {
        "page": page_by_keys(rows, request, [Key("sort_key"), Key("id")]),
        "count": rows.count(),
        "former": list(queries.former_members(request.user, employer)[:50]),
        "may_describe": rules.can_describe(request.user, employer),
        "may_import": request.user.may(Permission.IMPORT_LISTS),
    }
    return render(request, "intermediaries/members.html", context)


@require_safe
def pick(request: HttpRequest, pk: str) -> HttpResponse:
    """Which employer is a member? Those one was in touch with lately stand first; others are searched."""
    employer = employer_of(request, pk)
    require(rules.can_describe(request.user, employer))
    q = request.GET.get("q", "").strip()[:100]
    if q and not (verdict := SEARCHES.take(request.user.pk)):
        return too_often(request, verdict, wait=SEARCHES.wait)
    context = frame(request.user, employer) | {"q": q, "rows": employers_to_log(request.user, q)}
    context["may_import"] = request.user.may(Permission.IMPORT_LISTS)
    return render(request, "intermediaries/member_pick.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: str, employer: str) -> HttpResponse:
    """Since when an employer is a member of a chamber."""
    body = employer_of(request, pk)
    found = get_object_or_404(Employer.objects.visible_to(request.user).defer("search"), pk=employer)
    require(rules.can_add_member(request.user, body, found))
    form = MemberForm(request.POST or None)
    if form.is_valid():
        with saving(form) as edit:
            actions.add_member(body, found, from_date=form.cleaned_data["from_date"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("members", body.pk)
    context = frame(request.user, body) | {"form": form, "member": found}
    return render(request, "intermediaries/member_add.html", context)


@require_http_methods(["GET", "POST"])
@once_only("employer-memberships")
def join(request: HttpRequest, pk: str) -> HttpResponse:
    """Of which chamber an employer is a member."""
    employer = employer_of(request, pk)
    require(rules.can_describe(request.user, employer))
    bodies = queries.bodies_to_describe(request.user).exclude(pk=employer.pk)
    form = MembershipForm(request.POST or None, bodies=bodies)
    if form.is_valid():
        values = form.cleaned_data
        with saving(form) as edit:
            actions.add_member(values["body"], employer, from_date=values["from_date"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("employer-memberships", employer.pk)
    context = frame(request.user, employer) | {"form": form, "none_yet": not bodies.exists()}
    return render(request, "intermediaries/join.html", context)


def _member(request: HttpRequest, pk: str) -> Member:
    rows = Member.objects.visible_to(request.user).select_related("body", "employer")
    return get_object_or_404(rows.defer("body__search", "employer__search"), pk=pk)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Since when, or until when, an employer is a member."""
    row = _member(request, pk)
    require(rules.can_change_member(request.user, row))
    form = MemberForm(request.POST or None, row=row)
    context: dict[str, Any] = frame(request.user, employer_of(request, row.body_id)) | {"form": form, "row": row}
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("from_date", "to_date", "version")}
        with saving(form, row) as edit:
            actions.change_member(row, **values, by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("members", row.body_id)
        context["differences"] = edit.differences
    return render(request, "intermediaries/member.html", context)


@act_on("member")
def remove(request: HttpRequest, pk: str) -> HttpResponse:
    """Take out a member that was named by mistake."""
    row = _member(request, pk)
    with acting(request, changed=MEANWHILE) as act:
        actions.remove_member(row, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("Taken out."))
    return redirect("members", row.body_id)
