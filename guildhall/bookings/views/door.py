"""At the door: one page for a phone, with taps that wait on the device for a connection; and the list on paper."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.bookings import rules
from guildhall.bookings.actions import attending
from guildhall.bookings.actions.employers_at_door import tap_employer
from guildhall.bookings.actions.tapping import Tapped
from guildhall.bookings.forms.door import CodeForm, CountForm
from guildhall.bookings.models import Booking, Roll, Tap
from guildhall.bookings.queries import attendance, employers_at_door
from guildhall.events.models import Event, Occurrence, TakingPart
from guildhall.lib.numbers import number_in
from guildhall.lib.verdicts import Refused, require
from guildhall.students.models import Registration
from guildhall.ui.acting import acting
from guildhall.ui.dates import short_time

MOST_FOUND = 20
KEPT_AFTER = timedelta(hours=12)  # for which a device keeps a list that nobody closed
Act = Tap.Act


def roll_of(request: HttpRequest, pk: Any) -> Roll:
    """A list of an event that the person may know of; anything else is not there."""
    rows = Roll.objects.visible_to(request.user).select_related("event__institution", "event__organizer", "session")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def doors(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The times of an event, to choose whose door it is; one that nobody has booked gets its list by a button."""
    event = get_object_or_404(Event.objects.visible_to(request.user).select_related("institution"), pk=pk)
    require(rules.can_see_attendance(request.user, event))
    if request.method == "POST":
        one = _time_of(request, event)
        require(rules.can_check_in(request.user, Roll(event=event, starts_at=one.starts_at)))
        return redirect("door", attending.open_list(event, one.starts_at, by=request.user).pk)
    times = attendance.times_of(event)
    return render(request, "bookings/doors.html", {"event": event, "times": times})


def _time_of(request: HttpRequest, event: Event) -> Occurrence:
    """The time of an event that a button names, in whole seconds."""
    moment = _moment(request.POST.get("time", ""))
    if moment is None:
        raise Http404
    return get_object_or_404(event.occurrences, starts_at__gte=moment, starts_at__lt=moment + timedelta(seconds=1))


def _moment(said: str) -> datetime | None:
    """A moment in seconds, as devices and addresses say it."""
    with suppress(ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(number_in(said, longest=11), UTC)
    return None


@require_safe
def door(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list of one time of an event, with one tap for everybody who is here. Opening it changes nothing."""
    roll = roll_of(request, pk)
    require(rules.can_check_in(request.user, roll))
    wanted = request.GET.get("student", "").strip()
    lines, closing = attendance.door_list(roll, request.user), attendance.closing_of(roll)
    context: dict[str, Any] = {
        "roll": roll, "event": roll.event, "lines": lines,
        "employers": employers_at_door.employers_at(roll, request.user), "here": sum(line.is_here for line in lines),
        "with_place": sum(line.has_place for line in lines), "counted": attendance.counts_at_door(roll),
        "closing": closing, "code_form": CodeForm(), "count_form": CountForm(), "wanted": wanted,
        "found": _students(request, wanted), "key": _key(), "who": _whose_device(request),
        "may_close": rules.can_close(request.user, roll), "keep_until": 0 if closing else _kept_until(request, roll),
    }  # fmt: skip
    return render(request, "bookings/door.html", context)


def _key() -> str:
    return uuid4().hex


def _whose_device(request: HttpRequest) -> str:
    """Under which name taps wait on a device, so that nobody else sends them: it says nothing about the person."""
    return sha256(str(request.user.pk).encode()).hexdigest()[:12]


def _kept_until(request: HttpRequest, roll: Roll) -> int:
    """Until when a device keeps the list for a reload without a connection, in seconds: no longer than the person stays
    signed in (ADR 51).
    """
    return int(min(roll.ends_at + KEPT_AFTER, request.session.get_expiry_date()).timestamp())


@require_safe
def worker(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The script by which a device answers for the page of this one door without a connection; it names nobody."""
    require(rules.can_see_attendance(request.user, roll_of(request, pk).event))
    words = render_to_string("bookings/door_worker.js", {"shell": reverse("door-offline")})
    return HttpResponse(words, content_type="text/javascript; charset=utf-8")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The page that a device shows without a connection: it holds no name, the list comes out of the tab (ADR 51)."""
    return render(request, "bookings/door_offline.html")


def _students(request: HttpRequest, words: str) -> list[Registration]:
    """Students of one's own whose name has some words."""
    if not words:
        return []
    rows = Registration.objects.visible_to(request.user).named(words).select_related("student", "institution")
    return list(rows.order_by("family_name", "given_name")[:MOST_FOUND])


@require_safe
def printed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list to print, with a box for everybody."""
    roll = roll_of(request, pk)
    require(rules.can_see_attendance(request.user, roll.event))
    lines = [line for line in attendance.door_list(roll, request.user) if line.has_place]
    context = {"roll": roll, "event": roll.event, "lines": lines}
    context["employers"] = employers_at_door.employers_at(roll, request.user)
    return render(request, "bookings/door_printed.html", context)


@require_safe
def code(request: HttpRequest, code: str) -> HttpResponse:
    """What a scanned code opens for whoever keeps that door: who it is, and one button. Opening it changes nothing."""
    row = attendance.booking_with_code(code)
    if row is None or not Roll.objects.visible_to(request.user).filter(pk=row.roll_id).exists():
        raise Http404
    require(rules.can_check_in(request.user, row.roll))
    line = attendance.line_of(row, request.user)
    context = {"roll": row.roll, "event": row.roll.event, "line": line, "key": _key()}
    return render(request, "bookings/door_code.html", context)


# ── Taps ─────────────────────────────────────────────────────────────


@require_POST
def tap(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One tap: by a form, or sent by the device when it has a connection, and then answered in a few words."""
    roll = roll_of(request, pk)
    if request.POST.get("said") == "short":
        return JsonResponse(_answered(request, roll))
    require(rules.can_see_attendance(request.user, roll.event))
    row: Any = None
    said = _tapped(request)
    with acting(request) as act:
        row = _note(roll, said, request.user)
    if act.done:
        messages.success(request, _words(_line(row, roll, request.user)))
    if act.done and isinstance(row, Booking) and request.POST.get("back") == "code":
        return redirect("door-code", row.code)
    return redirect("door", roll.pk)


def _note(roll: Roll, said: Tapped, by: Any) -> Booking | TakingPart | None:
    return tap_employer(roll, said, by=by) if said.part else attending.tap(roll, said, by=by)


def _line(row: Booking | TakingPart | None, roll: Roll, person: Any) -> Any:
    """Whom a tap was about, as somebody at the door may know it."""
    if isinstance(row, TakingPart):
        return employers_at_door.employer_line(row, roll)
    return attendance.line_of(row, person) if row is not None else None


def _answered(request: HttpRequest, roll: Roll) -> dict[str, Any]:
    """What the device is told: the state of the row, and a sentence; also where the answer is no."""
    said = _tapped(request)
    try:
        row = _note(roll, said, request.user)
    except Refused as refused:
        ours = rules.can_see_attendance(request.user, roll.event)
        line = attendance.line_at(roll, said.booking, request.user) if ours else None
        return {"refused": True, "words": str(refused.verdict.reason), **_state(line)}
    line = _line(row, roll, request.user)
    also = employers_at_door.part_of_person(row, request.user) if isinstance(row, Booking) else None
    more = {"also": _state(_line(also, roll, request.user))} if also is not None else {}
    return {"words": _words(line), "came": attendance.here_at(roll), **_state(line), **more}


def _state(line: Any) -> dict[str, Any]:
    if line is None:
        return {}
    if line.came_at is None:
        return {"booking": line.pk, "state": Act.NOT_HERE, "short": ""}
    short = _("here since {when}").format(when=short_time(line.came_at))
    return {"booking": line.pk, "state": Act.HERE, "short": short}


def _words(line: Any) -> str:
    """What was noted, in a sentence."""
    if line is None:
        return _("Counted.")
    whom = line.name or getattr(line, "code", "")
    if line.came_at is None:
        return _("{whom} is not here after all.").format(whom=whom)
    return _("{whom} is here since {when}.").format(whom=whom, when=short_time(line.came_at))


def _tapped(request: HttpRequest) -> Tapped:
    """What was sent, as the action takes it."""
    data = request.POST
    act = data.get("act", "")
    key = "".join(sign for sign in data.get("key", "")[:40] if sign.isalnum()) or _key()
    said = Tapped(key, act if act in Act.values else Act.HERE, _moment(data.get("at", "")))
    if part := _uuid(data.get("part", "")):
        return replace(said, part=str(part))
    if pk := data.get("registration"):
        return replace(said, act=Act.WALK_IN, registration=Registration(pk=_uuid(pk)))
    if "people" in data:
        place = attendance.places_to_count().filter(pk=_uuid(data.get("institution", ""))).first()
        return replace(said, act=Act.WALK_IN, people=number_in(data["people"], longest=6), institution=place)
    wanted = {"booking": str(_uuid(data.get("booking", "")) or ""), "code": data.get("code", "").replace(" ", "")}
    return replace(said, scanned=data.get("scanned") == "yes", **wanted)


def _uuid(said: str) -> UUID | None:
    with suppress(ValueError, ValidationError):
        return UUID(said)
    return None


@require_POST
def take_off_count(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back that some people came without booking."""
    row = get_object_or_404(Tap.objects.visible_to(request.user).select_related("roll__event__institution"), pk=pk)
    require(rules.can_see_attendance(request.user, row.roll.event))
    with acting(request) as act:
        attending.take_off_count(row, by=request.user)
    if act.done:
        n = row.people or 0
        messages.success(request, ngettext("Taken off: {n} person.", "Taken off: {n} people.", n).format(n=n))
    return redirect("door", row.roll_id)
