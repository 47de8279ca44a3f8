"""Inviting students to sign in: one from the page, many from the list."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from guildhall.lib.verdicts import require
from guildhall.outbox.views import say_mailed
from guildhall.students import queries, rules
from guildhall.students.actions.inviting import end_sign_in, invite, invite_many
from guildhall.students.views.students import registration_of
from guildhall.ui.acting import act_on, acting

MOST = 200  # invited at once


@act_on("student")
def student_invite(request: HttpRequest, pk: str) -> HttpResponse:
    """Let a student sign in, and write to them."""
    row = registration_of(request, pk)
    with acting(request) as act:
        invite(row, by=request.user)
    if act.done:
        say_mailed(request, _("%s is invited by e-mail.") % row.name)
    return redirect("student", row.pk)


@act_on("student")
def student_end_sign_in(request: HttpRequest, pk: str) -> HttpResponse:
    """The student signs in no more for what this institution holds."""
    row = registration_of(request, pk)
    with acting(request) as act:
        end_sign_in(row, by=request.user)
    if act.done:
        messages.success(request, _("The sign-in is ended."))
    return redirect("student", row.pk)


@require_http_methods(["GET", "POST"])
def students_invite(request: HttpRequest) -> HttpResponse:
    """Invite all who have an address and do not sign in yet, a few hundred at a time."""
    require(rules.can_keep(request.user))
    rows = queries.to_invite(request.user)
    if request.method == "POST":
        done = invite_many(rows[:MOST], by=request.user)
        words = ngettext("%d student is invited by e-mail.", "%d students are invited by e-mail.", done.invited)
        say_mailed(request, words % done.invited)
        return redirect("students")
    return render(request, "students/invite_many.html", {"count": rows.count(), "most": MOST, "rows": rows[:30]})
