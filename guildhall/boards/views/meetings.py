"""Meetings of a board: planned ahead, the agenda built, who is there and whether there is a quorum, motions (D15)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.boards import rules
from guildhall.boards.actions import convening, voting
from guildhall.boards.forms.meetings import HandForm, MotionForm, PlanForm
from guildhall.boards.models import BoardMeeting, Member, Motion
from guildhall.boards.queries import meetings as queries
from guildhall.boards.queries.agenda import waiting_for
from guildhall.boards.queries.quorum import called_to, quorum_at
from guildhall.boards.views.record import board_of, framed, held_of, motion_of
from guildhall.lib.ids import id_in
from guildhall.lib.verdicts import require
from guildhall.meetings.actions.inviting import note_attendance
from guildhall.meetings.queries.meetings import answers_of
from guildhall.meetings.views.meetings import framed as framed_meeting
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving
from guildhall.ui.paging import page_by_place


@require_safe
def meetings(request: HttpRequest, pk: str) -> HttpResponse:
    """The meetings of a board: ahead and past, with their quorum and what became of their minutes."""
    row = board_of(request, pk)
    lines = queries.meetings_of(row, request.user)
    page = page_by_place(lines, request, size=30)
    context = framed(request, row, page=page, ahead=queries.ahead_of(row, request.user))
    return render(request, "boards/meetings.html", context)


@require_http_methods(["GET", "POST"])
@once_only("board-meetings")
def plan(request: HttpRequest, pk: str) -> HttpResponse:
    """Plan the meetings of a board ahead."""
    row = board_of(request, pk)
    require(rules.can_plan(request.user, row))
    form = PlanForm(request.POST or None, initial={"title": row.name, "purpose": row.purpose})
    if form.is_valid():
        with saving(form) as edit:
            made = convening.plan_meetings(row, form.planned(), by=request.user)
        if edit.saved:
            words = _("Planned, with every member on the list and the agenda built. Look at it, then invite them.")
            messages.success(request, words)
            return redirect("board-meeting", made[0].pk)
    return render(request, "boards/plan.html", framed(request, row, form=form))


def _called(request: HttpRequest, held: BoardMeeting) -> Any:
    return called_to(held, Member.objects.visible_to(request.user).values("pk"))


def _shown(request: HttpRequest, held: BoardMeeting) -> dict[str, Any]:
    """Who is there and how each vote stands: what is told anew while the meeting goes on."""
    return {
        "held": held, "quorum": quorum_at(held), "called": _called(request, held),
        "motions": queries.motions_of(held, request.user),
        "may_note": rules.can_note(request.user, held), "may_prepare": rules.can_prepare(request.user, held),
    }  # fmt: skip


@require_safe
def meeting(request: HttpRequest, pk: str) -> HttpResponse:
    """One meeting: its quorum, said as it stands, who is there, and its motions."""
    held = held_of(request, pk)
    context = framed_meeting(request, held.meeting, "belongs", **_shown(request, held))
    context |= {
        "answers": answers_of(held.meeting), "missing": queries.missing_from(held, request.user),
        "advice": held.recommendations.all(), "may_advise": rules.can_advise(request.user, held.board),
        "agenda_lines": held.meeting.agenda.count(),
    }  # fmt: skip
    return render(request, "boards/meeting.html", context)


@require_safe
def now(request: HttpRequest, pk: str) -> HttpResponse:
    """The part of that page that changes while people come in and vote."""
    held = held_of(request, pk)
    return render(request, "boards/meeting_now.html", _shown(request, held) | {"meeting": held.meeting})


@act_on("board-meeting")
def act(request: HttpRequest, pk: str) -> HttpResponse:
    """Put members on the list, build the agenda, or note who is there."""
    held, said, by = held_of(request, pk), request.POST.get("act", ""), request.user
    with acting(request) as done:
        if said == "summon":
            n = convening.summon(held, by=by)
            words = ngettext("%d member is put on the list.", "%d members are put on the list.", n) % n
        elif said == "agenda":
            n = convening.build_agenda(held, by=by)
            words = ngettext("%d line is put on the agenda.", "%d lines are put on the agenda.", n) % n
        else:
            who = id_in(request.POST.get("who", ""))
            one = get_object_or_404(held.entitled.select_related("participant"), member=who)
            if one.participant is not None:
                note_attendance(one.participant, came=said == "came", by=by)
            words = ""
    if done.done and words:
        messages.success(request, words)
    return redirect("board-meeting", held.pk)


# ── Motions ──────────────────────────────────────────────────────────


@require_http_methods(["GET", "POST"])
@once_only("board-meeting")
def put(request: HttpRequest, pk: str) -> HttpResponse:
    """Write a motion down."""
    held = held_of(request, pk)
    require(rules.can_prepare(request.user, held))
    offered = {
        "unapproved": queries.unapproved_before(held), "waiting": waiting_for(held.board),
        "called": _called(request, held),
    }  # fmt: skip
    form = MotionForm(request.POST or None, **offered)
    if form.is_valid():
        with saving(form) as edit:
            voting.put_motion(held, form.put(), by=request.user)
        if edit.saved:
            return redirect("board-meeting", held.pk)
    interests = queries.interests_at(held, request.user)
    context = framed_meeting(request, held.meeting, "belongs", held=held, form=form, interests=interests)
    return render(request, "boards/motion_form.html", context)


@require_http_methods(["GET", "POST"])
def by_hand(request: HttpRequest, pk: str) -> HttpResponse:
    """Enter votes on a motion by show of hands: one line for each member who may vote and has not by phone."""
    row = motion_of(request, pk)
    require(rules.can_vote_by_hand(request.user, row))
    called, voted = queries.to_vote_by_hand(row, _called(request, row.held))
    form = HandForm(request.POST or None, called=called, voted=voted)
    if request.method == "POST" and form.is_valid():
        with saving(form) as edit:
            n = voting.vote_by_hand(row, form.said(), by=request.user)
        if edit.saved:
            messages.success(request, ngettext("%d vote is entered.", "%d votes are entered.", n) % n)
            return redirect("board-meeting", row.held_id)
    context = framed_meeting(request, row.held.meeting, "belongs", held=row.held, motion=row, form=form)
    return render(request, "boards/by_hand.html", context)


@act_on("motion-hand")
def vote(request: HttpRequest, pk: str) -> HttpResponse:
    """Open the vote on a motion, close it and write down how it went, or take the motion out."""
    row, said = motion_of(request, pk), request.POST.get("act", "")
    with acting(request) as done:
        if said == "open":
            voting.open_vote(row, by=request.user)
        elif said == "withdraw":
            voting.withdraw_motion(row, by=request.user)
        else:
            row = voting.settle_motion(row, by=request.user)
    if done.done and said == "settle":
        messages.success(request, f"{row.name}: {Motion.Outcome(row.outcome).label}")
    return redirect("board-meeting", row.held_id)
