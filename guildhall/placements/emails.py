"""Notices to whoever looks after a placement, what students hear, and what employers are asked.

No notice to staff names a student: the table of notices is not under the second lock. The page behind the link is.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse

from guildhall.employers.models import Contact, EmployerLogin
from guildhall.employers.rules import can_show_address
from guildhall.employers.telling import reader_at_employer, tell_who_sees
from guildhall.lib.scopes import Scope
from guildhall.outbox.actions import hand_over
from guildhall.people import events
from guildhall.people.emails import answered_by
from guildhall.people.events import Event
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import people_with, territory
from guildhall.people.telling import tell
from guildhall.placements.models import Application, Placement, Question
from guildhall.placements.parties import Party, Side, side_of
from guildhall.placements.queries.terms import ToAttest
from guildhall.placements.rules import Actor, can_attest
from guildhall.students.emails import reader_of
from guildhall.students.models import Case

FOLDER = "placements/email"
EMPLOYER_HEARS = {  # what students decide about an offer, or about going there at all
    Application.State.WAITING,
    Application.State.ACCEPTED,
    Application.State.DECLINED,
    Application.State.WITHDRAWN,
}
STUDENT_HEARS = {  # in which states of an application a student is written to
    Application.State.SHORTLISTED,
    Application.State.OFFERED,
    Application.State.WAITING,
    Application.State.ACCEPTED,
    Application.State.NOT_CHOSEN,
}


def scope_of(row: Application | Placement) -> Scope:
    """Whom a letter about it may be shown to: who sees the employer and works at the student's institution."""
    scope: Scope = row.employer.scope
    return scope | Scope(behind=frozenset({row.institution_id}))


def looks_after(row: Application | Placement) -> list[Person]:
    """Who hears of it: the coordinator; else the case manager; else all who keep the students there."""
    if row.coordinator_id and row.coordinator and row.coordinator.is_active:
        return [row.coordinator]
    cases = Case.objects.open().filter(registration=row.registration_id).select_related("manager")
    managers = [case.manager for case in cases if case.manager.is_active]
    return managers or list(people_with(Permission.KEEP_STUDENTS, row.institution))


def _tell(event: Event, row: Application | Placement, template: str, *, by: Actor | None, key: str) -> None:
    acting = None if isinstance(by, Party) or by is None else by.pk
    people = [person for person in looks_after(row) if person.pk != acting]
    page = "placement" if isinstance(row, Placement) else "application"
    words = {"row": row, "employer": row.employer, "territory": territory()}
    details = {"path": reverse(page, args=[row.pk]), "key": f"{page}:{row.pk}:{key}", "scope": scope_of(row)}
    tell_who_sees(event, people, f"{FOLDER}/{template}.txt", words, **details)


def tell_applied(row: Application, *, by: Actor) -> None:
    """Tell who looks after it that a student applied."""
    _tell(events.STUDENT_APPLIED, row, "applied", by=by, key="new")


def tell_moved(row: Application, *, by: Actor | None, closed: bool = False) -> None:
    """Tell who looks after it, and the student, what became of an application; `closed`: it is offered no more."""
    _tell(events.APPLICATION_MOVED, row, "moved", by=by, key=str(row.version))
    if row.state in STUDENT_HEARS:
        _write_to_student(row, "student", "student-application", closed=closed)
    if row.state in EMPLOYER_HEARS and side_of(by) != Side.EMPLOYER:
        _write_to_who_was_asked(row)


def _write_to_who_was_asked(row: Application) -> None:
    """Write to whom of the employer the question went what the student decided; the letter says nobody's name."""
    asked = Question.objects.filter(application=row, contact__isnull=False, by__isnull=False)
    question = asked.select_related("contact", "by").first()
    if question is None or not may_be_written(question.contact, question.by):
        return
    login = EmployerLogin.objects.standing().filter(contact=question.contact).exists()
    words: dict[str, Any] = {"row": row, "contact": question.contact, "by": question.by, "territory": territory()}
    words["link"] = settings.PUBLIC_URL + reverse("portal-students") if login else ""
    words |= answered_by(question.by, row.institution)
    details = {"kind": "student decided", "scope": scope_of(row), "reply_to": question.by.email}
    key = f"application:{row.pk}:{row.version}:employer"
    hand_over(reader_at_employer(question.contact), f"{FOLDER}/employer.txt", words, key=key, **details)


def _write_to_student(row: Application | Placement, template: str, page: str, **more: Any) -> None:
    """Write to the student what became of something; the letter says nobody's name, and leads there who signs in."""
    if not row.registration.email:
        return
    link = settings.PUBLIC_URL + reverse(page, args=[row.pk]) if row.registration.login_id else ""
    words = {"row": row, "employer": row.employer, "territory": territory(), "state": row.state, "link": link} | more
    details: dict[str, Any] = {"kind": "to student", "scope": scope_of(row), "confidential": True}
    hand_over(reader_of(row.registration), f"{FOLDER}/{template}.txt", words, **details)


def tell_placement(row: Placement, *, by: Actor | None) -> None:
    """Tell who looks after it that a placement began, ended, or was given back; and the student, if others said so."""
    _tell(events.PLACEMENT_MOVED, row, "placement", by=by, key=str(row.version))
    if not (isinstance(by, Party) and by.side == Side.STUDENT):
        day = row.ended_on or row.started_on
        _write_to_student(row, "student_placement", "student-placement", day=day)


def tell_stale(row: Placement, about: str) -> None:
    """Tell who looks after it that nobody can be asked by a link, so that they ask themselves (M2)."""
    _tell(events.PLACEMENT_STALE, row, "stale", by=None, key=f"{row.version}:{about}:{row.asked_on}")


def may_be_written(contact: Contact | None, by: Person) -> bool:
    """Whether a contact can be asked by e-mail, in the name of somebody who may see the address (N6)."""
    if contact is None or not contact.email or not contact.is_current:
        return False
    contact = Contact.objects.select_related("employer").get(pk=contact.pk)
    return bool(can_show_address(by, contact))


def ask_employer(row: Application | Placement, question: Question, secret: str, *, by: Person) -> None:
    """Ask the contact, by a link that only they can open; the letter names no student."""
    assert question.contact is not None
    link = settings.PUBLIC_URL + reverse("placement-question", args=[secret])
    words: dict[str, Any] = {"row": row, "contact": question.contact, "by": by, "question": question, "link": link}
    words |= {"territory": territory(), **answered_by(by, row.institution)}
    details = {"kind": "placement question", "scope": scope_of(row), "confidential": True, "reply_to": by.email}
    hand_over(reader_at_employer(question.contact), f"{FOLDER}/question.txt", words, **details)


def timeline_words(row: Placement) -> str:
    """What the employer's timeline says of a start: of which institution, what, and nobody's name."""
    return f"A student of {row.institution.name} began: {row.title}"[:200]


def tell_to_attest(line: ToAttest) -> None:
    """Remind those who attest an institution's figures: before the day, after it, and anew where rows came since."""
    able = people_with(Permission.ATTEST_FIGURES, line.institution)
    people = [person for person in able if can_attest(person, line.institution)]
    words = {"term": line.term, "place": line.institution, "late": line.is_late, "changed": line.changed}
    moment = "late" if line.is_late else "ahead"
    key = f"attest:{line.term.pk}:{line.institution.pk}:{moment}:{'changed' if line.changed else 'open'}"
    scope = Scope(behind=frozenset({line.institution.pk}))
    words["territory"] = territory()
    template, path = "placements/email/to_attest.txt", reverse("terms-due")
    tell(events.FIGURES_DUE, people, template, words, path=path, key=key, scope=scope)
