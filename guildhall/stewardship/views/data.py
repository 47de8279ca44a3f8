"""What is kept about people: the list for everybody, the answer for one person, and the requests to work through."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.lib import clock
from guildhall.lib.verdicts import require
from guildhall.outbox.views import say_mailed
from guildhall.people.actions.allowances import Limit
from guildhall.people.views.mailed_links import closed_link
from guildhall.stewardship import rules
from guildhall.stewardship.actions import answering
from guildhall.stewardship.forms import DataRequestForm, EraseForm, RefuseForm
from guildhall.stewardship.models import DataRequest
from guildhall.stewardship.queries import inventory as kept
from guildhall.stewardship.queries.education import students_under
from guildhall.stewardship.queries.own_data import OwnData, own_data
from guildhall.stewardship.queries.reach import addresses_of, reach_of
from guildhall.stewardship.queries.subjects import subject_of
from guildhall.ui.acting import act_on, acting
from guildhall.ui.answers import too_often
from guildhall.ui.editing import saving, version_of

OWN_DATA = Limit("what is kept about oneself", 20, 3600)  # it looks through everything


@require_safe
def inventory(request: HttpRequest) -> HttpResponse:
    """What we keep about people, who sees it and for how long."""
    return render(request, "stewardship/inventory.html", {"lines": kept.inventory()})


@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """Everything that is kept about the person who is signed in; as a file on request."""
    if not (verdict := OWN_DATA.take(request.user.pk)):
        return too_often(request, verdict, wait=OWN_DATA.wait)
    result = own_data(request.user.email)
    if request.method == "POST":
        return _file(result)
    return render(request, "stewardship/own_data.html", {"data": result})


@login_not_required
@require_http_methods(["GET", "POST"])
def own_by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The same for somebody without an account, behind the link that was mailed to their address."""
    row = answering.request_of(secret)
    row = row if row and row.address else None
    if closed := closed_link(request, secret, row, "stewardship/own_data_gone.html"):
        return closed
    assert row is not None
    if request.method != "POST":  # what follows links by itself opens nothing
        return render(request, "stewardship/own_data_closed.html", {"row": row})
    answering.note_opened(row)
    result = own_data(row.address)
    if request.POST.get("as") == "file":
        return _file(result)
    return render(request, "stewardship/own_data_by_link.html", {"data": result, "row": row})


def _file(found: OwnData) -> HttpResponse:
    response = JsonResponse(found.as_json(), json_dumps_params={"indent": 1, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="what-is-kept-about-me.json"'
    return response


# ── The requests ─────────────────────────────────────────────────────


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """The requests about personal data: those that wait, by the day until which they must be answered, and others."""
    require(rules.can_read_data_requests(request.user))
    rows = list(DataRequest.objects.visible_to(request.user).select_related("by", "answered_by", "institution"))
    waiting = [row for row in rows if row.state == "open"]
    others = [row for row in reversed(rows) if row.state != "open"][:200]
    context = {"waiting": waiting, "others": others, "may_note": rules.can_note_data_requests(request.user)}
    return render(request, "stewardship/data_requests.html", context)


@require_http_methods(["GET", "POST"])
def request_add(request: HttpRequest) -> HttpResponse:
    """Note that somebody asked."""
    require(rules.can_note_data_requests(request.user))
    form = DataRequestForm(request.POST or None, initial={"received_on": clock.today(), "kind": "access"})
    if form.is_valid():
        with saving(form) as edit:
            row = answering.note_request(answering.Asked(**form.cleaned_data), by=request.user)
        if edit.saved:
            return redirect("data-request", row.pk)
    return render(request, "stewardship/data_request_form.html", {"form": form})


@require_safe
def request_page(request: HttpRequest, pk: str) -> HttpResponse:
    """One request and what can be done about it."""
    return _page(request, _request(request, pk))


def _page(
    request: HttpRequest, row: DataRequest, form: RefuseForm | None = None, erase: EraseForm | None = None
) -> HttpResponse:
    first = {"version": row.version}
    context: dict[str, Any] = {"row": row, "form": form or RefuseForm(auto_id="refuse_%s", initial=first)}
    if row.state == DataRequest.State.OPEN:
        context["addresses"] = () if row.institution else addresses_of(request.user, row.address)
        context["alone"] = rules.can_answer_alone(request.user, row)
    if row.kind == DataRequest.Kind.ERASURE and row.state == DataRequest.State.OPEN:
        subject = subject_of(row.address)
        if row.institution:
            context["students"] = students_under(row.institution, row.address, request.user)
        else:
            context["reach"] = reach_of(subject, request.user)
            context["blocked"] = next((v for p in subject.persons.values() if not (v := rules.can_be_erased(p))), None)
        context["erase"] = erase or EraseForm(address=row.address, auto_id="erase_%s", initial=first)
    return render(request, "stewardship/data_request.html", context)


@require_POST
def request_send(request: HttpRequest, pk: str) -> HttpResponse:
    """Mail the link to the person."""
    said = _("Sent. The person gets a link to everything that is kept about them; nobody else does.")
    return _answer(request, pk, answering.send_own_data, said, say=say_mailed)


@act_on("data-request")
def request_erase(request: HttpRequest, pk: str) -> HttpResponse:
    """Erase what is kept about the person, whose address is typed once more."""
    row = _request(request, pk)
    form = EraseForm(request.POST, address=row.address, auto_id="erase_%s")
    if row.state == DataRequest.State.OPEN and not form.is_valid():
        return _page(request, row, erase=form)
    said = _("The erasure is under way. When it is done, this request has no address any more: tell the person first.")
    return _answer(request, pk, answering.erase_by_request, said)


def _answer(
    request: HttpRequest,
    pk: str,
    act: Callable[..., Any],
    said: str,
    say: Callable[[HttpRequest, str], None] = messages.success,
) -> HttpResponse:
    row = _request(request, pk)
    with acting(request, changed=_("Somebody has answered this request meanwhile.")):
        answered = act(row, version=version_of(request), by=request.user)
        if answered.state == DataRequest.State.OPEN:
            messages.success(request, _("Noted. It happens once a second administrator agrees."))
        else:
            say(request, said)
    return redirect("data-request", row.pk)


@act_on("data-request")
def request_refuse(request: HttpRequest, pk: str) -> HttpResponse:
    """Refuse a request, with the reason."""
    row = _request(request, pk)
    form = RefuseForm(request.POST, auto_id="refuse_%s")
    if not form.is_valid():
        return _page(request, row, form)
    values = form.cleaned_data
    changed = _("Somebody has answered this request meanwhile.")
    with acting(request, changed=changed), saving(form, at="because") as edit:
        answering.refuse_request(row, values["because"], version=values["version"], by=request.user)
    if form.errors:
        return _page(request, row, form)
    if edit.saved:
        messages.success(request, _("Refused. Tell the person why: the software sends no letter about it."))
    return redirect("data-request", row.pk)


def _request(request: HttpRequest, pk: str) -> DataRequest:
    rows = DataRequest.objects.visible_to(request.user)
    row = rows.select_related("by", "answered_by", "agreed_by", "institution").filter(pk=pk).first()
    if row is None:
        require(rules.can_note_data_requests(request.user))  # whoever answers none for the region is told of none
        raise Http404
    return row
