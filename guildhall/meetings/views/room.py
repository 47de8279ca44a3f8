"""The room for whoever facilitates: what is open now, what was said, the vote, papers (E15–E18, N15)."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.bookings.drawing import squares_of
from guildhall.lib.ids import id_in
from guildhall.lib.numbers import number_in
from guildhall.lib.verdicts import require
from guildhall.meetings import rules
from guildhall.meetings.actions import joining, on_paper, opening
from guildhall.meetings.exports import tally_as_csv
from guildhall.meetings.forms.room import BallotsForm
from guildhall.meetings.links import secret_of_room
from guildhall.meetings.models import Activity, Commitment, Meeting
from guildhall.meetings.queries import room as queries
from guildhall.meetings.queries.meetings import answers_of
from guildhall.meetings.queries.tally import crossed, tallies_of, tally_of
from guildhall.meetings.views.meetings import framed, inside
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving

Kind = Activity.Kind


def activity_of(row: Meeting, pk: Any, *kinds: str) -> Activity:
    """Something that is done in the room of a meeting."""
    rows = row.activities.filter(kind__in=kinds) if kinds else row.activities.all()
    activity: Activity = get_object_or_404(rows, pk=pk)
    activity.meeting = row
    return activity


def room_address(row: Meeting) -> str:
    """The whole address of the room, as the QR code has it."""
    return str(settings.PUBLIC_URL) + reverse("room", args=[secret_of_room(row)])


@require_safe
def room(request: HttpRequest, pk: Any) -> HttpResponse:
    """The page of whoever facilitates: the way in, and one thing at a time."""
    row = inside(request, pk)
    activities = list(row.activities.all())
    now = next((one for one in activities if one.is_open), None)
    following = next((one for one in activities if one.state == Activity.State.WAITING), None)
    context = framed(
        request, row, "room", activities=activities, now=now, following=following, answers=answers_of(row),
        attendees=queries.with_sight(row.attendees.select_related(*queries.PEOPLE), request.user),
        may_open=rules.can_open_room(request.user, row), tally=_tally(now), said=_said(now),
        ends_at=queries.ends_of(now) if now else None,
        squares=squares_of(room_address(row)) if row.is_open else None, address=room_address(row),
    )  # fmt: skip
    return render(request, "meetings/room.html", context)


def _tally(now: Activity | None) -> Any:
    return tally_of(now) if now is not None and now.kind == Kind.TALLY else None


def _said(now: Activity | None) -> str:
    """How many have said something to what is open."""
    if now is None or now.kind not in (Kind.REFLECTION, Kind.TALLY, Kind.MOTION):
        return ""
    count = now.responses.count() if now.kind == Kind.REFLECTION else now.ballots.count()
    return ngettext("%d answer", "%d answers", count) % count


@act_on("meeting-room")
def act(request: HttpRequest, pk: Any) -> HttpResponse:
    """Open or close the room, open or close what is done in it, let somebody in again or take them out."""
    row, said, by = inside(request, pk), request.POST.get("act", ""), request.user
    one = request.POST.get("activity") or request.POST.get("attendee", "")
    with acting(request):
        if said == "open room":
            opening.open_room(row, by=by)
        elif said == "close room":
            opening.close_room(row, by=by)
        elif said == "open":
            groups = number_in(request.POST.get("groups", ""), longest=2)
            opening.open_activity(activity_of(row, id_in(one)), groups=groups, by=by)
        elif said == "close":
            opening.close_activity(activity_of(row, id_in(one)), by=by)
        else:
            change = joining.take_out if said == "take out" else joining.let_in_again
            change(get_object_or_404(row.attendees.all(), pk=id_in(one)), by=by)
    return redirect("meeting-room", row.pk)


@require_http_methods(["GET", "POST"])
@once_only("meeting-room")
def ballots(request: HttpRequest, pk: Any, activity: UUID) -> HttpResponse:
    """Type votes in that stand on paper."""
    row = inside(request, pk)
    one = activity_of(row, activity, Kind.TALLY)
    require(rules.can_facilitate(request.user, row))
    form = BallotsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with saving(form, at="papers") as edit:
            count = on_paper.enter_papers(one, form.cleaned_data["papers"], by=request.user)
        if edit.saved:
            messages.success(request, ngettext("%d paper is counted.", "%d papers are counted.", count) % count)
            return redirect("meeting-room", row.pk)
    context = framed(request, row, "room", form=form, activity=one, elements=row.elements.all())
    return render(request, "meetings/ballots.html", context)


# ── On the wall ──────────────────────────────────────────────────────


@require_safe
def projector(request: HttpRequest, pk: Any) -> HttpResponse:
    """What the projector shows: the way in, and what is open, in large letters; it keeps itself up to date."""
    row = inside(request, pk)
    return render(request, "meetings/projector.html", {"meeting": row} | _shown(row))


@require_safe
def projector_now(request: HttpRequest, pk: Any) -> HttpResponse:
    """The part of the projector that changes."""
    row = inside(request, pk)
    return render(request, "meetings/projector_now.html", {"meeting": row} | _shown(row))


def _shown(row: Meeting) -> dict[str, Any]:
    now = queries.open_now(row)
    kind = now.kind if now is not None else ""
    return {
        "now": now, "here": row.attendees.count(), "ends_at": queries.ends_of(now) if now is not None else None,
        "tally": _tally(now), "said": _said(now),
        "definitions": row.definitions.all() if kind == Kind.DEFINITIONS else [],
        "groups": queries.groups_of(now) if now is not None and kind == Kind.GROUPS else [],
        "squares": squares_of(room_address(row)) if row.is_open else None, "address": room_address(row),
        "typed_at": str(settings.PUBLIC_URL).partition("://")[2] + reverse("room-code"),
    }  # fmt: skip


# ── Table 5 ──────────────────────────────────────────────────────────


@require_safe
def tally(request: HttpRequest, pk: Any, activity: UUID) -> HttpResponse:
    """The tally to print, as Table 5 has it, beside the individual priorities (E18)."""
    row = inside(request, pk)
    counted = tally_of(activity_of(row, activity, Kind.TALLY))
    context = framed(request, row, "outcome", tally=counted, crossed=crossed(row, counted))
    return render(request, "meetings/tally.html", context)


@require_safe
def tally_file(request: HttpRequest, pk: Any, activity: UUID) -> HttpResponse:
    """The tally as a file."""
    row = inside(request, pk)
    counted = tally_of(activity_of(row, activity, Kind.TALLY))
    response = HttpResponse(tally_as_csv(counted), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="priority-elements.csv"'
    return response


@require_safe
def definitions(request: HttpRequest, pk: Any) -> HttpResponse:
    """Existing definitions side by side, to print (E16)."""
    row = inside(request, pk)
    return render(request, "meetings/definitions.html", framed(request, row, "prepare", rows=row.definitions.all()))


def _support(row: Meeting, person: Any) -> list[Commitment]:
    commitments = list(row.commitments.select_related(*queries.NAMED))
    queries.with_sight((one.attendee for one in commitments if one.attendee), person)
    return commitments


@require_safe
def outcome(request: HttpRequest, pk: Any) -> HttpResponse:
    """What came of it: minutes, decisions, tasks, the vote, support (E19)."""
    row = inside(request, pk)
    context = framed(
        request, row, "outcome", decisions=row.decisions.all(), tasks=row.action_items.select_related("person"),
        support=_support(row, request.user),
        tallies=tallies_of(row), may_keep=rules.can_keep_outcome(request.user, row),
        may_finish=rules.can_finish(request.user, row),
    )  # fmt: skip
    return render(request, "meetings/outcome.html", context)
