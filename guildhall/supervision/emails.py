"""What students, guardians and supervisors are written: one link, for one purpose."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from guildhall.outbox.actions import hand_over
from guildhall.people.models import Person
from guildhall.people.queries import territory
from guildhall.supervision.models import Link, RelationshipAssessment, Signer

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
        "link": settings.PUBLIC_URL + reverse(PAGES[Link.Purpose(link.purpose)], args=[secret]),
    }  # fmt: skip
    _write(link.email, "supervision/email/asked.txt", words, by=link.by, kind="placement link", scope=link.scope)


def write_assessment(row: RelationshipAssessment, secret: str, *, by: Person) -> None:
    """Ask a contact how working together goes."""
    assert row.contact is not None
    link = settings.PUBLIC_URL + reverse("assess-link", args=[secret])
    words = {"row": row, "contact": row.contact, "by": by, "link": link, "territory": territory()}
    kind = "relationship assessment"
    _write(row.contact.email, "supervision/email/assessment.txt", words, by=by, kind=kind, scope=row.scope)


def _write(to: str, template: str, words: dict[str, Any], *, by: Person | None, kind: str, scope: Any) -> None:
    reply_to = by.email if by else ""
    hand_over(to, template, words, kind=kind, scope=scope, confidential=True, reply_to=reply_to)
