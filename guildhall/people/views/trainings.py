"""Holding trainings: courses, their sessions, and who attended (C21)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.lib.verdicts import require
from guildhall.people import queries, rules
from guildhall.people.actions import earning
from guildhall.people.forms.earning import AttendanceForm, CourseForm, SessionForm
from guildhall.people.models import Course, Institution, TrainingSession
from guildhall.people.permissions import Permission
from guildhall.ui.editing import saving


@require_safe
def trainings(request: HttpRequest) -> HttpResponse:
    """The trainings held for a person's institutions, with their sessions to come."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    context = {
        "courses": [
            (course, bool(rules.can_hold_trainings(request.user, course.institution)))
            for course in queries.courses_seen(request.user)
        ],
        "sessions": [(s, rules.can_book(request.user, s, s.taken)) for s in queries.sessions_ahead(request.user)],
        "to_note": queries.sessions_to_note(request.user),
        "may_hold": rules.can_hold_trainings(request.user),
    }
    return render(request, "people/trainings.html", context)


@require_http_methods(["GET", "POST"])
def course_form(request: HttpRequest, pk: str | None = None) -> HttpResponse:
    """Offer a training, or change one."""
    course = get_object_or_404(Course.objects.visible_to(request.user).filter(closed_at=None), pk=pk) if pk else None
    require(rules.can_hold_trainings(request.user, course.institution if course else None))
    places = Institution.objects.where(request.user, Permission.HOLD_TRAININGS).order_by("lineage__len", "name")
    form = CourseForm(request.POST or None, places=places, course=course)
    context: dict[str, Any] = {"form": form, "course": course}
    if form.is_valid():
        with saving(form, course) as edit:
            _save_course(request, form, course)
        if edit.saved:
            messages.success(request, _("The training is saved."))
            return redirect("trainings")
        context["differences"] = edit.differences
    return render(request, "people/course_form.html", context)


def _save_course(request: HttpRequest, form: CourseForm, course: Course | None) -> None:
    if course:
        earning.change_course(course, form.values(), version=form.cleaned_data["version"], by=request.user)
    else:
        earning.open_course(form.cleaned_data["institution"], form.values(), by=request.user)


@require_POST
def course_close(request: HttpRequest, pk: str) -> HttpResponse:
    """A training is not needed any more."""
    course = get_object_or_404(Course.objects.visible_to(request.user).filter(closed_at=None), pk=pk)
    earning.close_course(course, by=request.user)
    messages.success(request, _("“%s” is not needed any more.") % course.title)
    return redirect("trainings")


def session_of(request: HttpRequest, pk: Any) -> TrainingSession:
    """A session that the person sees; anything else is not found."""
    rows = TrainingSession.objects.visible_to(request.user).select_related("course__institution", "trainer")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def session_form(request: HttpRequest, pk: str | None = None) -> HttpResponse:
    """Plan a session, write one down that was held, or change one."""
    session = session_of(request, pk) if pk else None
    require(rules.can_change_session(request.user, session) if session else rules.can_hold_trainings(request.user))
    courses, trainers = queries.courses_held_by(request.user), queries.staff_near(request.user)
    form = SessionForm(request.POST or None, courses=courses, trainers=trainers, session=session)
    context: dict[str, Any] = {"form": form, "session": session}
    if form.is_valid():
        with saving(
            form, session, fresh=lambda now: SessionForm(courses=courses, trainers=trainers, session=now)
        ) as edit:
            saved = _save_session(request, form, session)
        if edit.saved:
            messages.success(request, _("The session is saved."))
            return redirect("session", saved.pk)
        context["differences"] = edit.differences
    return render(request, "people/session_form.html", context)


def _save_session(request: HttpRequest, form: SessionForm, session: TrainingSession | None) -> TrainingSession:
    if session:
        version = form.cleaned_data["version"]
        return earning.change_session(session, form.values(), version=version, by=request.user)
    return earning.plan_session(form.cleaned_data["course"], form.values(), by=request.user)


@require_http_methods(["GET", "POST"])
def session(request: HttpRequest, pk: str) -> HttpResponse:
    """One session, with who booked and who attended."""
    training_session = session_of(request, pk)
    require(rules.can_change_session(request.user, training_session))
    staff = queries.staff_of(training_session.course.institution)
    form = AttendanceForm(request.POST or None, session=training_session, staff=staff)
    if form.is_valid():
        with saving(form) as edit:
            earning.note_attendance(training_session, form.present_people(), by=request.user)
        if edit.saved:
            messages.success(request, _("Noted. What they earned is open at once."))
            return redirect("session", training_session.pk)
    return render(
        request,
        "people/session.html",
        {"session": training_session, "form": form, "begun": queries.has_begun(training_session)},
    )


@require_POST
def session_cancel(request: HttpRequest, pk: str) -> HttpResponse:
    """A session is not held."""
    training_session = session_of(request, pk)
    earning.cancel_session(training_session, by=request.user)
    messages.success(request, _("The session is cancelled. Everybody with a seat is told."))
    return redirect("trainings")
