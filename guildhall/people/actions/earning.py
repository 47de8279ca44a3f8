"""Courses, sessions and terms: how access is earned (N10, C18, C21, C22)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people import emails, rules
from guildhall.people.models import (
    Attendance,
    Course,
    Institution,
    Person,
    Terms,
    TermsAcceptance,
    TrainingSession,
)
from guildhall.people.permissions import EARNED
from guildhall.people.queries import courses_of, staff_of, territory
from guildhall.queue.apart import apart
from guildhall.store.locking import locked
from guildhall.ui.dates import in_words

COURSE = ("title", "about", "unlocks", "valid_months", "required_from")
LAPSE_WARNING = timedelta(days=30)
SESSION = ("starts_at", "place", "link", "seats", "trainer")


def _fitting(values: dict[str, Any]) -> None:
    known = {permission.name for permission in EARNED}
    if not set(values.get("unlocks", ())) <= known:
        refuse("A training opens only what is earned.")


@transaction.atomic
def open_course(institution: Institution, values: dict[str, Any], *, by: Person) -> Course:
    """Offer a training; from its day on it is needed for what it opens, at the institution and below (C21)."""
    require(rules.can_hold_trainings(by, institution))
    _fitting(values)
    if values["required_from"] < clock.today():
        refuse("It is needed from today at the earliest: people must be able to attend it first.")
    course = Course.objects.create(institution=institution, **values)
    record("open course", course, by=by, after={k: str(values[k]) for k in values}, institution=institution)
    return course


@transaction.atomic
def change_course(course: Course, values: dict[str, Any], *, version: int, by: Person) -> Course:
    """Change what a course is called, opens and counts for."""
    saved_course = locked(Course, course.pk, "institution")
    require(rules.can_hold_trainings(by, saved_course.institution))
    if saved_course.version != version:
        raise Conflict
    _fitting(values)
    if values["required_from"] != saved_course.required_from and values["required_from"] < clock.today():
        refuse("It is needed from today at the earliest: people must be able to attend it first.")
    before = {name: text_of(getattr(saved_course, name)) for name in COURSE}
    for name in COURSE:
        setattr(saved_course, name, values[name])
    saved_course.version += 1
    saved_course.save()
    after = {name: text_of(getattr(saved_course, name)) for name in COURSE}
    record("change course", saved_course, by=by, before=before, after=after, institution=saved_course.institution)
    return saved_course


@transaction.atomic
def close_course(course: Course, *, by: Person) -> None:
    """A course is not needed any more: what it opened rests on the role alone again."""
    require(rules.can_hold_trainings(by, course.institution))
    course.closed_at = clock.now()
    course.version += 1
    course.save(update_fields=["closed_at", "version"])
    record("close course", course, by=by, after={"closed": True}, institution=course.institution)


@transaction.atomic
def plan_session(course: Course, values: dict[str, Any], *, by: Person) -> TrainingSession:
    """Plan a session of a course, or write down one that was held at once (C21)."""
    require(rules.can_hold_trainings(by, course.institution))
    if course.closed_at:
        refuse("This training is not held any more.")
    session = TrainingSession.objects.create(course=course, **values)
    after = {name: text_of(getattr(session, name)) for name in SESSION}
    record("plan session", session, by=by, after=after, institution=course.institution)
    return session


def _locked(session: TrainingSession, by: Person) -> TrainingSession:
    rows = TrainingSession.objects.select_for_update(of=("self",)).select_related("course__institution")
    result = rows.get(pk=session.pk)
    require(rules.can_change_session(by, result))
    return result


@transaction.atomic
def change_session(session: TrainingSession, values: dict[str, Any], *, version: int, by: Person) -> TrainingSession:
    """Change when and where a session is held; those who booked are told."""
    training_session = _locked(session, by)
    if training_session.version != version:
        raise Conflict
    before = {name: text_of(getattr(training_session, name)) for name in SESSION}
    for name in SESSION:
        setattr(training_session, name, values[name])
    training_session.version += 1
    training_session.save()
    after = {name: text_of(getattr(training_session, name)) for name in SESSION}
    record(
        "change session",
        training_session,
        by=by,
        before=before,
        after=after,
        institution=training_session.course.institution,
    )
    if any(before[name] != after[name] for name in ("starts_at", "place", "link")):
        emails.session_changed(training_session, by=by)
    return training_session


@transaction.atomic
def cancel_session(session: TrainingSession, *, by: Person) -> None:
    """A session is not held; those who booked are told."""
    training_session = _locked(session, by)
    if training_session.cancelled_at:
        refuse("This session was cancelled already.")
    if training_session.attendances.filter(attended=True).exists():
        refuse("Somebody has attended this session, so it was held.")
    training_session.cancelled_at = clock.now()
    training_session.version += 1
    training_session.save(update_fields=["cancelled_at", "version"])
    record(
        "cancel session",
        training_session,
        by=by,
        after={"cancelled": True},
        institution=training_session.course.institution,
    )
    emails.session_changed(training_session, by=by)


@transaction.atomic
def book(session: TrainingSession, *, by: Person) -> Attendance:
    """Book a seat for oneself; the last one goes to one person only."""
    training_session = locked(TrainingSession, session.pk, "course")
    require(rules.can_attend(by, training_session.course))
    if existing := training_session.attendances.filter(person=by).first():
        return existing
    require(rules.can_book(by, training_session, training_session.attendances.count()))
    seat = Attendance.objects.create(session=training_session, person=by, booked_at=clock.now())
    record("book", training_session, by=by, after={"person": text_of(by)})
    return seat


@transaction.atomic
def cancel_booking(session: TrainingSession, *, by: Person) -> None:
    """Give one's seat back."""
    seat = session.attendances.filter(person=by, attended=None).first()
    if seat is None:
        refuse("You have no seat in this session.")
    seat.delete()
    record("cancel booking", session, by=by, before={"person": text_of(by)}, after={})


@transaction.atomic
def note_attendance(session: TrainingSession, present: Sequence[Person], *, by: Person) -> None:
    """Note who of those who booked attended, and who came without a seat; what they earned is open at once (N10)."""
    training_session = _locked(session, by)
    if training_session.cancelled_at:
        refuse("This session was cancelled.")
    if training_session.starts_at > clock.now():
        refuse("Attendance is noted once the session has begun.")
    here = {person.pk for person in present}
    known = {seat.person_id: seat for seat in training_session.attendances.all()}
    for person in present:
        if person.pk not in known:
            require(rules.can_attend(person, training_session.course))
    before = [str(pk) for pk, seat in known.items() if seat.attended]
    for pk, seat in known.items():
        seat.attended, seat.noted_by = pk in here, by
    Attendance.objects.bulk_update(known.values(), ["attended", "noted_by"])
    new = [person for person in present if person.pk not in known]
    Attendance.objects.bulk_create(
        Attendance(session=training_session, person=person, booked_at=clock.now(), attended=True, noted_by=by)
        for person in new
    )
    training_session.noted = True
    training_session.save(update_fields=["noted"])
    after = {"attended": [str(pk) for pk in here]}
    record("note attendance", training_session, by=by, before={"attended": before}, after=after)


@transaction.atomic
def publish_terms(institution: Institution, text: str, *, in_force_from: date, by: Person) -> Terms:
    """Publish the next version of the terms of use: from its day on, who has not accepted it writes nothing (C22)."""
    require(rules.can_hold_trainings(by, institution))
    if in_force_from < clock.today():
        refuse("Terms are in force from today at the earliest: people must be able to read them first.")
    locked(Institution, institution.pk)
    last = Terms.objects.filter(institution=institution).order_by("-number").first()
    if last and in_force_from < last.in_force_from:
        refuse(
            "Version {number} comes into force on {in_force_from}; the next one not earlier.",
            number=last.number,
            in_force_from=in_words(last.in_force_from),
        )
    if last and last.text.strip() == text.strip():
        refuse("These are the words of version {number}: change them, or leave it as it is.", number=last.number)
    terms = Terms.objects.create(
        institution=institution,
        number=last.number + 1 if last else 1,
        text=text.strip(),
        in_force_from=in_force_from,
        published_at=clock.now(),
        published_by=by,
    )
    after = {"number": terms.number, "in force from": in_force_from}
    record("publish terms", terms, by=by, after=after, institution=institution)
    emails.tell_of_terms(terms)
    return terms


@transaction.atomic
def accept_terms(terms: Terms, *, by: Person) -> TermsAcceptance:
    """Somebody has read the terms of use and accepts them: what waited for it is open at once (N10)."""
    require(rules.can_accept_terms(by, terms))
    found, new = TermsAcceptance.objects.get_or_create(terms=terms, person=by, defaults={"at": clock.now()})
    if new:
        record("accept terms", terms, by=by, after={"person": text_of(by)}, institution=terms.institution)
    return found


def warn_of_lapses() -> None:
    """Tell everybody whose training lapses within a month, once, unless a seat in the next session is booked (C21)."""
    booked = set(
        Attendance.objects.filter(session__in=TrainingSession.objects.ahead()).values_list("person", "session__course")
    )
    region = territory()
    with apart() as pieces:
        pieces.each(_warn, staff_of(region.root) if region else [], booked)


def _warn(person: Person, booked: set[tuple[Any, Any]]) -> None:
    today = clock.today()
    for held in courses_of(person):
        lapses = held.valid_until is not None and today <= held.valid_until <= today + LAPSE_WARNING
        if lapses and (person.pk, held.pk) not in booked:
            emails.tell_of_lapse(person, held)
