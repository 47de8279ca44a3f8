"""Seats of a board: added, changed, for whom, and who sits there (D13, D14)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.boards import rules
from guildhall.boards.actions import seating, serving
from guildhall.boards.actions.serving import Named
from guildhall.boards.forms.seats import SeatForm, SitForm, TypedForm
from guildhall.boards.models import Seat, SeatFor
from guildhall.boards.queries.seats import contacts_to_seat
from guildhall.boards.views.record import board_of, framed, seat_of
from guildhall.employers.models import Contact, Employer
from guildhall.employers.views.lists import SEARCHES
from guildhall.lib.ids import id_in
from guildhall.lib.verdicts import require
from guildhall.meetings.queries.meetings import colleagues
from guildhall.people.queries import staff_called
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on, acting
from guildhall.ui.answers import too_often
from guildhall.ui.editing import saving


def _joining(request: HttpRequest) -> Employer | None:
    """The organization for which a seat is made, where one comes from the list of those due one."""
    if not (pk := id_in(request.GET.get("for", ""))):
        return None
    rows = Employer.objects.visible_to(request.user).filter(posted_at__isnull=False)
    employer: Employer = get_object_or_404(rows.defer("search"), pk=pk)
    return employer


@require_http_methods(["GET", "POST"])
@once_only("board")
def add(request: HttpRequest, pk: str) -> HttpResponse:
    """Add a seat to a board."""
    row = board_of(request, pk)
    require(rules.can_keep(request.user, row))
    form = SeatForm(request.POST or None, joining=_joining(request))
    if form.is_valid():
        with saving(form) as edit:
            seat = seating.add_seat(row, form.wanted(), by=request.user)
        if edit.saved:
            return redirect("seat-sit", seat.pk)
    return render(request, "boards/seat_form.html", framed(request, row, form=form))


def _named(seat: Seat, request: HttpRequest) -> Any:
    rows = SeatFor.objects.visible_to(request.user).filter(seat=seat)
    return rows.select_related("employer").defer("employer__search")


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change what a seat is, and for whom; organizations are added by the search for whom it is."""
    row = seat_of(request, pk)
    require(rules.can_keep(request.user, row.board))
    named = list(_named(row, request))
    form = SeatForm(request.POST or None, row=row, named=named, joining=_joining(request))
    context = framed(request, row.board, form=form, seat=row)
    if form.is_valid():
        with saving(form, row, fresh=lambda saved: SeatForm(row=saved, named=_named(saved, request))) as edit:
            seating.change_seat(row, form.wanted(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            return redirect("board", row.board_id)
        context["differences"] = edit.differences
    context["may_remove"] = rules.can_remove(request.user, row)
    return render(request, "boards/seat_form.html", context)


@act_on("seat-change")
def remove(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a vacant seat away."""
    row = seat_of(request, pk)
    require(rules.can_keep(request.user, row.board))
    board = row.board_id
    with acting(request) as act:
        seating.remove_seat(row, by=request.user)
    if not act.done:
        return redirect("seat-change", row.pk)
    messages.success(request, _("The seat is taken away."))
    return redirect("board", board)


@act_on("seat-change")
def join(request: HttpRequest, pk: str) -> HttpResponse:
    """Let an organization speak through the seat of a cluster."""
    row = seat_of(request, pk)
    require(rules.can_keep(request.user, row.board))
    rows = Employer.objects.visible_to(request.user)
    employer = get_object_or_404(rows.defer("search"), pk=id_in(request.POST.get("employer", "")))
    with acting(request) as act:
        seating.join_cluster(row, employer, by=request.user)
    if act.done:
        words = _("%(who)s speaks through the seat of “%(cluster)s” now.")
        messages.success(request, words % {"who": employer.name, "cluster": row.cluster})
    return redirect("board-due", row.board_id)


@require_http_methods(["GET", "POST"])
def sit(request: HttpRequest, pk: str) -> HttpResponse:
    """Say who sits on a vacant seat: a colleague, a contact of an employer, or somebody with a name."""
    row = seat_of(request, pk)
    require(rules.can_keep(request.user, row.board))
    q = request.GET.get("q", "").strip()[:100]
    if q and not (verdict := SEARCHES.take(request.user.pk)):
        return too_often(request, verdict, wait=SEARCHES.wait)
    known = "contact" in request.POST or "person" in request.POST
    form: Any = (SitForm if known else TypedForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with saving(form) as edit:
            member = serving.take_seat(row, _somebody(request, form), by=request.user)
        if edit.saved:
            messages.success(request, _("On the seat. Nobody is written to before you ask them."))
            return redirect("board-member", member.pk)
    context = framed(request, row.board, seat=row, q=q, form=TypedForm() if known else form, sit=form)
    context |= {"named": _named(row, request), "colleagues": staff_called(q.split(), 10) if q else []}
    context["contacts"] = contacts_to_seat(row.board, request.user, q)
    return render(request, "boards/sit.html", context)


def _somebody(request: HttpRequest, form: SitForm) -> Named:
    """Whoever a button names, or who was typed."""
    v = form.cleaned_data
    if "contact" in request.POST:
        rows = Contact.objects.visible_to(request.user).current().select_related("employer")
        return Named(contact=get_object_or_404(rows, pk=id_in(request.POST["contact"])), **v)
    if "person" in request.POST:
        return Named(person=get_object_or_404(colleagues(), pk=id_in(request.POST["person"])), **v)
    return Named(**v)
