"""Asking for a consent by a link, and the page that the link opens."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.employers.models import Employer
from guildhall.lib.ids import id_in
from guildhall.lib.verdicts import require
from guildhall.outbox.views import say_mailed
from guildhall.people.permissions import Permission
from guildhall.people.views.mailed_links import closed_link
from guildhall.people.views.once_only import once_only
from guildhall.students import queries, rules
from guildhall.students.actions import asking
from guildhall.students.forms.consents import AnswerForm, AskForm
from guildhall.students.models import Consent, ConsentRequest, Part, Use
from guildhall.students.views.students import registration_of
from guildhall.students.wording import digest_of
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving, version_of
from guildhall.ui.paging import Key, page_by_keys

NEWEST = [Key("sent_at", descending=True), Key("id", descending=True)]


@require_safe
def consents_asked(request: HttpRequest) -> HttpResponse:
    """The consents that were asked for and nobody has answered, of all students whom one serves."""
    require(request.user.standing.sees(Permission.SEE_STUDENTS))
    rows = queries.outstanding(request.user)
    return render(request, "students/consents_asked.html", {"page": page_by_keys(rows, request, NEWEST)})


@require_http_methods(["GET", "POST"])
@once_only("student")
def consent_ask(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask the student, or a parent where one signs, for a consent."""
    row = registration_of(request, pk)
    require(rules.can_change(request.user, row))
    guardians = row.guardians.exclude(email="") if rules.needs_guardian(row) else None
    employers = queries.employers_for(request.user)
    known = _suggested(request, employers)
    form = AskForm(request.POST or None, employers=employers, guardians=guardians, initial=known)
    if form.is_valid():
        with saving(form) as edit:
            asked = asking.ask_for_consent(row, form.wanted(), by=request.user)
        if edit.saved:
            say_mailed(request, _("%s is asked by e-mail.") % asked.name)
            return redirect("student", row.pk)
    context = {"form": form, "row": row, "needs_guardian": guardians is not None}
    return render(request, "students/consent_ask.html", context | {"nobody": guardians is not None and not guardians})


def _suggested(request: HttpRequest, employers: QuerySet[Employer]) -> dict[str, Any]:
    """What the page that leads here knows already: for a place at which employer, or for a success story."""
    if request.GET.get("for") == "story":
        parts = [Part.NAME, Part.INSTITUTION, Part.PROGRAM, Part.EXPERIENCE]
        return {"use": Use.STORY, "parts": parts, "purpose": _("the story of your placement")}
    named = employers.filter(pk=id_in(request.GET.get("employer", ""))).first()
    return {"employer": named.name, "parts": [Part.NAME, Part.PROGRAM], "use": Use.PLACE} if named else {}


@require_http_methods(["GET", "POST"])
def request_withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a question for a consent back; an address that is opened leads to the student."""
    rows = ConsentRequest.objects.visible_to(request.user).select_related("institution")
    row: Any = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        with acting(request, changed=_("It was answered meanwhile.")) as act:
            asking.withdraw_request(row, version=version_of(request), by=request.user)
        if act.done:
            messages.success(request, _("The question is taken back. Its link opens nothing any more."))
    return redirect("student", row.registration_id)


@login_not_required
@require_http_methods(["GET", "POST"])
def consent_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The page of whoever may sign: opening it changes nothing; the first answer counts, and can be revoked here."""
    row = asking.request_of(secret)
    if closed := closed_link(request, secret, row, "students/link_gone.html"):
        return closed
    assert row is not None
    guardian = row.signer == Consent.Signer.GUARDIAN
    form = AnswerForm(request.POST if "answer" in request.POST else None, guardian=guardian, known_as=row.name)
    if request.method == "POST" and "revoke" in request.POST:
        asking.revoke_by_link(secret)
        return redirect("consent-link", secret)
    if form.is_valid():
        values = form.cleaned_data
        with saving(form) as edit:
            if values["answer"] == "yes":
                read = request.POST.get("read", "")
                asking.sign_by_link(secret, values["name"], values.get("relationship", ""), read=read)
            else:
                asking.decline_by_link(secret)
        if edit.saved:
            return redirect("consent-link", secret)
    words = asking.words_of(row)
    context = {"row": row, "form": form, "words": words, "read": digest_of(words)}
    return render(request, "students/consent_link.html", context)
