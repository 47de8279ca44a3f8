"""A student's own pages: what is next, what the institutions hold, what reached whom, how to be reached."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.queue import enqueue
from guildhall.students import rules
from guildhall.students.actions import own
from guildhall.students.actions.asking import words_of
from guildhall.students.forms.consents import AnswerForm
from guildhall.students.forms.own import TelephoneForm
from guildhall.students.models import Registration
from guildhall.students.queries import of_login, own_consents, own_record, own_requests, to_do
from guildhall.students.wording import digest_of
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving, version_of
from guildhall.ui.menus import blocks_of
from guildhall.visitors.actions import ask_to_sign_in
from guildhall.visitors.doors import door_of
from guildhall.visitors.forms import AddressForm
from guildhall.visitors.views.pages import at_door, visitors_only


@visitors_only("student")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A student's home: what is next."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    rows = of_login(me)
    context = {"rows": rows, "to_do": to_do(me), "blocks": blocks_of("student door", me)}
    return render(request, "students/own/home.html", context)


@visitors_only("student")
@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """What each college or school holds of the student, the consents, and what reached whom (FERPA)."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    return render(request, "students/own/record.html", {"records": own_record(me, rules.may_decide)})


def _own_row(request: HttpRequest, pk: Any) -> Registration:
    return get_object_or_404(of_login(request.visitor), pk=pk)  # type: ignore[attr-defined]


@visitors_only("student")
@require_http_methods(["GET", "POST"])
def reach(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How one institution reaches the student."""
    row = _own_row(request, pk)
    form = TelephoneForm(request.POST or None, initial={"phone": row.phone, "version": row.version})
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, row) as edit:
            own.say_telephone(row.pk, values["phone"], version=values["version"], by=request.visitor)  # type: ignore[attr-defined]
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("student-record")
        context["differences"] = edit.differences
    return render(request, "students/own/reach.html", context)


@visitors_only("student")
@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A consent that the student is asked for: what, to whom, for what, until when; the first answer counts."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    row: Any = get_object_or_404(own_requests(me), pk=pk)
    form = AnswerForm(
        request.POST if request.method == "POST" else None, guardian=False, known_as=row.registration.name
    )
    if form.is_valid():
        values = form.cleaned_data
        with saving(form) as edit:
            read = request.POST.get("read", "")
            own.answer_own_request(row.pk, consents=values["answer"] == "yes", name=values["name"], read=read, by=me)
        if edit.saved:
            messages.success(request, _("Thank you. Your answer is kept in your record."))
            return redirect("student-record")
    words = words_of(row)
    context = {"row": row, "form": form, "words": words, "read": digest_of(words)}
    return render(request, "students/own/consent.html", context)


@visitors_only("student")
@require_POST
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Revoke a consent in one tap."""
    get_object_or_404(own_consents(request.visitor), pk=pk)  # type: ignore[attr-defined]
    with acting(request, changed=_("It was revoked already.")) as act:
        own.revoke_own(pk, version=version_of(request), by=request.visitor)  # type: ignore[attr-defined]
    if act.done:
        messages.success(request, _("Revoked. Nothing more is told on its ground."))
    return redirect("student-record")


@visitors_only("student")
@require_POST
def opt_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Opt out of directory information, or take that back."""
    row = _own_row(request, pk)
    with acting(request, changed=_("It was changed meanwhile.")) as act:
        details: dict[str, Any] = {"version": version_of(request), "by": request.visitor}  # type: ignore[attr-defined]
        own.opt_out_oneself(row.pk, out=row.opted_out_on is None, **details)
    if act.done:
        messages.success(request, _("Saved. It holds from now on."))
    return redirect("student-record")


@at_door("student")
@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest) -> HttpResponse:
    """Sign in for the first time, with the address that the college or school has. The answer is always the same."""
    form = AddressForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"]
        asked = ask_to_sign_in(door_of("student"), email, path=reverse("student-home"))
        enqueue("students.claim", sign_in=str(asked))
        return redirect(f"{reverse('student-sign-in-code')}?{urlencode({'mail': asked})}")
    return render(request, "students/own/claim.html", {"form": form})
