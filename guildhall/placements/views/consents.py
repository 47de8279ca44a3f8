"""A consent that a student gives without being asked: chosen, read, then signed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.lib.verdicts import require
from guildhall.placements.forms.consents import GiveForm
from guildhall.placements.queries.own import employers_of
from guildhall.students import rules
from guildhall.students.actions import own
from guildhall.students.queries import of_login
from guildhall.students.wording import digest_of
from guildhall.ui.editing import saving
from guildhall.visitors.views.pages import visitors_only


@visitors_only("student")
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose what, to whom, for what and until when; read it as it is kept; sign it. Only the last one changes
    anything.
    """
    me: Any = request.visitor  # type: ignore[attr-defined]
    row = get_object_or_404(of_login(me), pk=pk)
    require(rules.may_decide(row))
    signing = "read" in request.POST and "again" not in request.POST
    data = request.POST if request.method == "POST" else None
    form = GiveForm(data, employers=employers_of(row), known_as=row.name, signing=signing)
    context: dict[str, Any] = {"row": row, "form": form}
    if form.is_valid() and signing:
        with saving(form) as edit:
            name, read = form.cleaned_data["name"], request.POST["read"]
            own.consent_oneself(row.pk, form.given(), name=name, read=read, by=me)
        if edit.saved:
            messages.success(request, _("Thank you. It is kept in your record, and you can revoke it there."))
            return redirect("student-record")
    if data is not None and "again" not in data and not set(form.errors) & {"parts", "use", "employer", "expires_on"}:
        words = own.words_of_given(row, form.given())
        context |= {"words": words, "read": digest_of(words)}
    return render(request, "placements/own/consent_give.html", context)
