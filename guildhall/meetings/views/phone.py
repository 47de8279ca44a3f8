"""The room on a phone, without an account: come in, and say one thing at a time (N15). Opening a page changes nothing.

The key of a device lies in a cookie of the room alone. What is sent twice, or again when the line is back, counts once.
"""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from guildhall import context
from guildhall.lib.mailed_links import new_secret
from guildhall.lib.verdicts import Conflict, refuse
from guildhall.meetings import rules
from guildhall.meetings.actions import joining, speaking
from guildhall.meetings.forms import room as forms
from guildhall.meetings.links import read_code, secret_of_room
from guildhall.meetings.models import Activity, Attendee, Meeting
from guildhall.meetings.queries import room as queries
from guildhall.meetings.queries.by_link import attendee_with_key, room_of, room_with_code
from guildhall.people.actions.allowances import Limit
from guildhall.people.views.mailed_links import closed_link
from guildhall.ui.acting import acting
from guildhall.ui.answers import too_often
from guildhall.ui.editing import saving

DEVICE, REMEMBERED = "device", 60 * 60 * 24 * 2
GONE = "meetings/room_gone.html"
Kind = Activity.Kind
# A campus has one address: what is counted for it are codes that open nothing; who is in, is counted by device.
WRONG_CODES = Limit("codes of rooms that open nothing", 300, 3600)
ONE_ROOM = Limit("devices that come into one room", 5000, 3600, reading=True)
ONE_DEVICE = Limit("one device in a room", 3000, 3600, reading=True)
CHANGED = gettext_lazy("Something else was sent meanwhile. If your words here are to stand, send them once more.")


@login_not_required
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Type the code that stands on the wall."""
    form = forms.CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if (row := room_with_code(read_code(form.cleaned_data["code"]))) is not None:
            return redirect("room", secret_of_room(row))
        if not (verdict := WRONG_CODES.take(context.current().address)):
            return too_often(request, verdict, wait=WRONG_CODES.wait)
        form.add_error("code", _("This code opens no room. Look at the wall again."))
    return render(request, "meetings/code.html", {"form": form})


def _closed(request: HttpRequest, secret: str, row: Meeting | None, attendee: Attendee | None) -> HttpResponse | None:
    """What is answered in place of a room: there is none, it is closed, or was asked for too often; or None.

    A room that is closed is no wrong link: all its phones ask once more.
    """
    if row is None:
        return closed_link(request, secret, None, GONE)
    limit, who = (ONE_DEVICE, attendee.pk) if attendee is not None else (ONE_ROOM, row.pk)
    if not (verdict := limit.take(who)):
        return too_often(request, verdict, wait=limit.wait)
    return None if row.is_open else render(request, GONE, status=404)


def _entered(request: HttpRequest, secret: str) -> tuple[Meeting | None, Attendee | None]:
    row = room_of(secret)
    return row, attendee_with_key(row, request.COOKIES.get(DEVICE, "")) if row is not None else None


@login_not_required
@require_http_methods(["GET", "POST"])
def room(request: HttpRequest, secret: str) -> HttpResponse:
    """Come in, or see what is open now."""
    row, attendee = _entered(request, secret)
    if answer := _closed(request, secret, row, attendee):
        return answer
    assert row is not None
    if attendee is not None:
        return redirect("room", secret) if request.method == "POST" else _page(request, row, attendee, secret)
    key = request.COOKIES.get(DEVICE, "")[:100]
    form = forms.JoinForm(request.POST or None, people=queries.names_to_choose(row))
    if request.method == "POST" and form.is_valid() and key:
        with saving(form) as edit:
            joining.join(row, key, form.name())
        if edit.saved:
            return redirect("room", secret)
    response = render(
        request, "meetings/join.html", {"meeting": row, "form": form, "no_cookie": bool(request.POST) and not key}
    )
    return response if key else with_key(response, request.path, new_secret())


def with_key(response: HttpResponse, path: str, key: str) -> HttpResponse:
    """An answer that gives a device its key for one room."""
    more: dict[str, Any] = {"httponly": True, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE}
    response.set_cookie(DEVICE, key, max_age=REMEMBERED, path=path, **more)
    return response


def _page(request: HttpRequest, row: Meeting, attendee: Attendee, secret: str, form: Any = None) -> HttpResponse:
    turn = queries.turn_of(row, attendee)
    values = {
        "meeting": row, "attendee": attendee, "turn": turn, "secret": secret,
        "form": form or _form(turn), "may_vote": _may_vote(turn, attendee), "at": queries.state_of(turn.activity),
        "here": f"{reverse('room-now', args=[secret])}?{urlencode({'at': queries.state_of(turn.activity)})}",
    }  # fmt: skip
    return render(request, "meetings/phone.html", values)


def _may_vote(turn: queries.Turn, attendee: Attendee) -> Any:
    """Whether somebody votes on the motion that is open; None where none is."""
    activity = turn.activity
    return rules.can_vote(activity, attendee) if activity is not None and activity.kind == Kind.MOTION else None


def _form(turn: queries.Turn, data: Any = None) -> Any:
    """The form of what is open now, as its owner has it."""
    kind = turn.activity.kind if turn.activity is not None else ""
    if kind == Kind.REFLECTION:
        initial = {"text": turn.mine.text} if turn.mine else None
        return forms.ReflectForm(data, edition=turn.edition, initial=initial)
    if kind == Kind.TALLY or (kind == Kind.GROUPS and turn.group is not None):
        more = {"elements": turn.elements, "chosen": turn.chosen, "add": kind == Kind.GROUPS}
        return forms.ChooseForm(data, edition=turn.edition, **more)
    if kind == Kind.MOTION:
        initial = {"choice": turn.mine.choice} if turn.mine else None
        return forms.MotionForm(data, edition=turn.edition, initial=initial)
    return forms.SupportedForm(data) if kind == Kind.SUPPORT else None


@login_not_required
@require_http_methods(["GET", "POST"])
def say(request: HttpRequest, secret: str) -> HttpResponse:
    """Say something to what is open; what is not open any more is answered in words."""
    row, attendee = _entered(request, secret)
    if answer := _closed(request, secret, row, attendee):
        return answer
    if row is None or attendee is None or request.method == "GET":
        return redirect("room", secret)
    turn = queries.turn_of(row, attendee)
    if turn.activity is None or str(turn.activity.pk) != request.POST.get("activity"):
        messages.warning(request, _("This is closed: it takes nothing more."))
        return redirect("room", secret)
    form = None if "group" in request.POST else _form(turn, request.POST)
    if form is not None and not form.is_valid():
        return _page(request, row, attendee, secret, form)
    try:
        with acting(request) as act:
            _say(turn, attendee, form, request.POST.get("group", ""))
    except Conflict:
        return _page(request, row, attendee, secret, _once_more(row, attendee, request.POST))
    if act.done:
        messages.success(request, _("It is here. Thank you."))
    return redirect("room", secret)


def _once_more(row: Meeting, attendee: Attendee, typed: Any) -> Any:
    """The form with what was typed, over what was sent meanwhile: sending it once more is a decision."""
    turn = queries.turn_of(row, attendee)
    data = typed.copy()
    data["edition"], data["key"] = str(turn.edition), new_secret()[:40]
    form = _form(turn, data)
    if form is not None:
        form.add_error(None, str(CHANGED))
    return form


def _say(turn: queries.Turn, attendee: Attendee, form: Any, group: str) -> None:
    activity = turn.activity
    assert activity is not None
    if group:
        chosen = next((one for one in queries.groups_of(activity) if str(one.pk) == group), None)
        return speaking.sit_down(chosen, attendee) if chosen is not None else refuse("Choose one of the groups.")
    if form is None:
        refuse("This is closed: it takes nothing more.")
    if activity.kind == Kind.REFLECTION:
        speaking.reflect(activity, attendee, form.cleaned_data["text"], form.sending())
    elif activity.kind == Kind.TALLY:
        speaking.vote(activity, attendee, form.chosen(), form.sending())
    elif activity.kind == Kind.MOTION:
        speaking.vote_on_motion(activity, attendee, form.cleaned_data["choice"], form.sending())
    elif activity.kind == Kind.SUPPORT:
        speaking.commit_support(activity, attendee, form.offer())
    elif turn.group is not None:
        added = form.cleaned_data.get("added", "")
        speaking.choose_as_group(turn.group, form.chosen(), form.sending(), added=added)
    return None


@login_not_required
@require_safe
def now(request: HttpRequest, secret: str) -> HttpResponse:
    """Whether something else is open than what a phone shows: 204 where it is the same, else the name of what is."""
    row, attendee = _entered(request, secret)
    if answer := _closed(request, secret, row, attendee):
        return answer
    assert row is not None
    state = queries.state_of(queries.open_now(row))
    if request.GET.get("at") == state:
        return HttpResponse(status=204)
    return HttpResponse(state, content_type="text/plain; charset=utf-8")
