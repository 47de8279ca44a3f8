"""What students, guardians and supervisors are written: one link, for one purpose."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.urls import reverse

from guildhall.employers.telling import reader_at, reader_at_employer, tell_who_sees
from guildhall.lib import clock
from guildhall.outbox.actions import hand_over
from guildhall.outbox.wording import Addressee
from guildhall.people import events
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import people_with, territory
from guildhall.placements.emails import looks_after, scope_of
from guildhall.placements.models import Placement
from guildhall.students.emails import reader_of
from guildhall.students.models import Guardian
from guildhall.supervision.models import Link, Paper, RelationshipAssessment, Signer
from guildhall.supervision.queries.papers import Line

PAGES = {
    Link.Purpose.SIGN: "sign-link",
    Link.Purpose.LOG: "hours-link",
    Link.Purpose.APPROVE: "approve-link",
    Link.Purpose.MIDTERM: "evaluate-link",
    Link.Purpose.FINAL: "evaluate-link",
    Link.Purpose.REFLECT: "evaluate-link",
}


def write(link: Link, secret: str, *, again: bool = False) -> None:
    """Mail a link to whom it is for; whoever sent it reads the answer."""
    words: dict[str, Any] = {
        "row": link, "placement": link.placement, "paper": link.paper, "again": again, "by": link.by,
        "to_supervisor": link.signer == Signer.SUPERVISOR, "territory": territory(),
        "begins": link.placement.starts_on if link.paper and link.placement.is_ahead else None,
        "link": settings.PUBLIC_URL + reverse(PAGES[Link.Purpose(link.purpose)], args=[secret]),
    }  # fmt: skip
    _write(_reader_of(link), "supervision/email/asked.txt", words, by=link.by, kind="placement link", scope=link.scope)


def _reader_of(link: Link) -> Addressee:
    """Whoever a link goes to, in the language that they are known to read."""
    registration = link.placement.registration
    if link.signer == Signer.STUDENT:
        return replace(reader_of(registration), email=link.email)
    if link.signer == Signer.GUARDIAN:
        guardian = Guardian.objects.filter(registration=registration, email__iexact=link.email).first()
        return Addressee(link.email, guardian.language if guardian else "")
    return reader_at(link.placement.employer_id, link.email)


def write_to_student(row: Placement, paper: Paper) -> bool:
    """Remind a student who signs in of an own signature; returns whether there is anybody to write to."""
    registration = row.registration
    if registration.login_id is None or not registration.email:
        return False
    words = {
        "row": row, "paper": paper, "begins": row.starts_on, "territory": territory(),
        "link": settings.PUBLIC_URL + reverse("student-paper", args=[paper.pk]),
    }  # fmt: skip
    template = "supervision/email/to_sign.txt"
    _write(reader_of(registration), template, words, by=row.coordinator, kind="to student", scope=row.scope)
    return True


def tell_missing(row: Placement, lines: Sequence[Line], *, begun: bool) -> None:
    """Tell who looks after a placement which papers are missing; once it has begun, all who keep students there.

    The notice names no student: the page that it leads to does.
    """
    people = looks_after(row)
    if begun:
        people = [*people, *people_with(Permission.KEEP_STUDENTS, row.institution)]
    words = {"row": row, "employer": row.employer, "territory": territory(), "begun": begun, "day": row.first_day}
    words["lines"] = lines
    key = ":".join(["papers", str(row.pk), "begun" if begun else "ahead", str(clock.today())])
    event = events.PAPERS_LATE if begun else events.PAPERS_MISSING
    path = reverse("placement-papers", args=[row.pk])
    template = "supervision/email/missing.txt"
    tell_who_sees(event, people, template, words, path=path, key=key, scope=scope_of(row))


def write_assessment(row: RelationshipAssessment, secret: str, *, by: Person) -> None:
    """Ask a contact how working together goes."""
    assert row.contact is not None
    link = settings.PUBLIC_URL + reverse("assess-link", args=[secret])
    words = {"row": row, "contact": row.contact, "by": by, "link": link, "territory": territory()}
    to, kind = reader_at_employer(row.contact), "relationship assessment"
    _write(to, "supervision/email/assessment.txt", words, by=by, kind=kind, scope=row.scope)


def _write(to: Addressee, template: str, words: dict[str, Any], *, by: Person | None, kind: str, scope: Any) -> None:
    reply_to = by.email if by else ""
    hand_over(to, template, words, kind=kind, scope=scope, confidential=True, reply_to=reply_to)
