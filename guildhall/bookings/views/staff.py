"""Bookings of an event for the staff: the list, a class at once, one's own place, how places are given away (C16)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.bookings import rules
from guildhall.bookings.actions import booking as acts
from guildhall.bookings.actions.booking import MOST_PUPILS, Wish
from guildhall.bookings.actions.many import book_for
from guildhall.bookings.actions.terms import set_terms
from guildhall.bookings.emails import has_link
from guildhall.bookings.forms.booking import WishForm, new_key
from guildhall.bookings.forms.staff import ClassForm, TermsForm
from guildhall.bookings.models import Booking
from guildhall.bookings.parties import Comer
from guildhall.bookings.queries import lists
from guildhall.bookings.queries.limits import what_is_full
from guildhall.events.models import Event
from guildhall.events.views.entry import event_of
from guildhall.lib.verdicts import require
from guildhall.pathways.models import Program
from guildhall.people.models import Institution
from guildhall.students.forms.narrowing import NarrowForm
from guildhall.students.queries import programs_for
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving


def booking_of(request: HttpRequest, pk: Any) -> Booking:
    """A booking that the person opens; any other one is not there."""
    if (row := lists.booking_for(request.user, pk)) is None:
        raise Http404
    return row


def chosen(request: HttpRequest, times: list[lists.Full]) -> lists.Full | None:
    """The time that the address names, or the next one; of what is sent the one that it names, and no other."""
    sent = request.method == "POST"
    asked = request.POST.get("at") if sent else request.GET.get("time")
    return next((one for one in times if one.key == asked), times[0] if times and not sent else None)


@require_safe
def bookings(request: HttpRequest, pk: str) -> HttpResponse:
    """How full an event is, and who comes, as far as the reader may know them."""
    row, person = event_of(request, pk), request.user
    times = lists.times_of(row, person)
    at = chosen(request, times)
    own = Comer(person=person)
    context = {
        "event": row, "times": times, "at": at, "lines": lists.list_of(row, at, person) if at else [],
        "may_keep": rules.can_keep_list(person, row), "may_class": rules.can_book_students(person, row),
        "may_others": rules.can_book_others(person, row), "several": len(times) > 1,
        "may_come": at and at.session is None and rules.can_book(person, row, at.of, own), "key": new_key(),
    }  # fmt: skip
    return render(request, "bookings/bookings.html", context)


@act_on("bookings")
def book_myself(request: HttpRequest, pk: str) -> HttpResponse:
    """Book a place for oneself."""
    row, form = event_of(request, pk), WishForm(request.POST)
    wish = form.wish(row, lambda: row.sessions.seen_by(request.user)) if form.is_valid() else None
    if wish is None:
        messages.error(request, _why_no_wish(form))
        return redirect("bookings", row.pk)
    with acting(request) as act:
        made = acts.book(wish, Comer(person=request.user), by=request.user)
    return redirect("booking", made.pk) if act.done else redirect("bookings", row.pk)


def _why_no_wish(form: WishForm) -> str:
    """What is wrong with what was sent, in a sentence."""
    if "pupils" in form.errors:
        return _("Say how many students come with you: one to {most}.").format(most=MOST_PUPILS)
    return _("Choose one of the times that stand here.")


@require_http_methods(["GET", "POST"])
def book_students(request: HttpRequest, pk: str) -> HttpResponse:
    """Book for students, such as a class at once; what happened to each stands on the page."""
    row = event_of(request, pk)
    require(rules.can_book_students(request.user, row))
    times = lists.times_of(row, request.user)
    at = chosen(request, times)
    narrow = NarrowForm(request.GET, programs=programs_for(request.user))
    rows = list(lists.students_to_book(row, request.user, **narrow.asked())[: lists.MOST_STUDENTS])
    context = {"event": row, "times": times, "at": at, "narrow": narrow, "rows": rows, "key": new_key()}
    if request.method == "POST" and times:
        form = ClassForm(request.POST, rows=rows, times=times)
        context |= {"form": form, "ticked": form.ticked}
        if form.is_valid() and at is not None:
            with saving(form) as edit:
                context["outcomes"] = _book(request, row, at, rows, form)
            if edit.saved:
                return render(request, "bookings/outcomes.html", context)
    context["booked"] = lists.booked_of(at, row, rows) if at else set()
    return render(request, "bookings/students.html", context)


def _book(request: HttpRequest, row: Event, at: lists.Full, rows: list[Any], form: ClassForm) -> list[Any]:
    session = row.sessions.filter(pk=at.session).first() if at.session else None
    wish = Wish(row, at.of, form.cleaned_data["key"], session)
    picked = set(form.cleaned_data["students"])
    return book_for(wish, [one for one in rows if one.pk in picked], by=request.user)


@require_http_methods(["GET", "POST"])
def terms(request: HttpRequest, pk: str) -> HttpResponse:
    """How places are given away: how many, to whom at most, and how long somebody may think."""
    row = event_of(request, pk)
    require(rules.can_keep_list(request.user, row))

    def form_of(now: Event, data: Any = None) -> TermsForm:
        places = Institution.objects.visible_to(request.user).open().order_by("name")
        offered = Program.objects.visible_to(request.user).offered().select_related("institution").order_by("name")
        return TermsForm(data, row=now, places=places, programs=offered)

    form = form_of(row, request.POST or None)
    context: dict[str, Any] = {"event": row, "form": form}
    if form.is_valid():
        with saving(form, row, fresh=form_of) as edit:
            set_terms(row, form.given(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved. Whoever waited for a place that is free now is told."))
            return redirect("bookings", row.pk)
        context["differences"] = edit.differences
    return render(request, "bookings/terms.html", context)


@require_safe
def booking(request: HttpRequest, pk: str) -> HttpResponse:
    """One booking: whose, since when, the code, and what may be done."""
    row = booking_of(request, pk)
    context = {
        "row": row, "event": row.event, "full": what_is_full(row), "may_cancel": rules.can_cancel(request.user, row),
        "may_accept": row.state == Booking.State.OFFERED and rules.can_accept(request.user, row),
        "may_rebook": rules.can_rebook(request.user, row), "has_link": row.is_open and has_link(row),
    }  # fmt: skip
    return render(request, "bookings/booking.html", context)


@act_on("booking")
def cancel(request: HttpRequest, pk: str) -> HttpResponse:
    """Give a place back."""
    row = booking_of(request, pk)
    with acting(request) as act:
        acts.cancel(row, reason=request.POST.get("reason", ""), by=request.user)
    if act.done:
        messages.success(request, _("Canceled. If somebody waits for it, the place is theirs now."))
    return redirect("booking", row.pk)


@act_on("booking")
def end_link(request: HttpRequest, pk: str) -> HttpResponse:
    """End the address in the letters about a booking."""
    row = booking_of(request, pk)
    with acting(request) as act:
        acts.end_link(row, by=request.user)
    if act.done:
        messages.success(request, _("The link is ended. The booking stands."))
    return redirect("booking", row.pk)


@act_on("booking")
def accept(request: HttpRequest, pk: str) -> HttpResponse:
    """Say yes to a place that is offered."""
    row = booking_of(request, pk)
    with acting(request) as act:
        acts.accept(row, by=request.user)
    if act.done:
        messages.success(request, _("The place is taken."))
    return redirect("booking", row.pk)
