"""Notices about opportunities to colleagues, and what employers are written; the wording lies in the templates."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from guildhall.employers.models import Contact, EmployerLogin
from guildhall.employers.rules import can_show_address
from guildhall.employers.telling import tell_who_sees
from guildhall.opportunities.models import Opportunity, StillOpen
from guildhall.outbox.actions import hand_over
from guildhall.people import events
from guildhall.people.emails import answered_by
from guildhall.people.events import Event
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import people_with, territory


def _tell(event: Event, people: Any, template: str, row: Opportunity, *, key: str, **words: Any) -> None:
    words |= {"row": row, "employer": row.employer, "territory": territory()}
    path = reverse("opportunity", args=[row.pk])
    key = f"opportunity:{row.pk}:{key}"
    tell_who_sees(event, people, f"opportunities/email/{template}.txt", words, path=path, key=key, scope=row.scope)


def tell_waiting(row: Opportunity, *, by: Person | EmployerLogin) -> None:
    """Tell those who approve at the institution that looks after it; where nobody does, those above."""
    able = [person for person in people_with(Permission.APPROVE_OPPORTUNITIES, row.holder) if person.pk != by.pk]
    near = [one for one in able if row.holder_id in one.standing.institutions(Permission.APPROVE_OPPORTUNITIES)]
    _tell(events.OPPORTUNITY_WAITS, near or able, "waiting", row, key=f"{row.version}:waits", by=by)


def tell_decided(row: Opportunity, *, by: Person | None) -> None:
    """Tell whoever entered it that it is posted or refused; who offered it at the front door, in any case."""
    if row.offered_by and row.offered_by.email and not row.offered_by.ended_at:
        link = settings.PUBLIC_URL + reverse("portal-offer", args=[row.pk])
        details = {"kind": "opportunity decided", "scope": row.scope, "key": f"offer:{row.pk}:{row.version}"}
        words = {"row": row, "login": row.offered_by, "territory": territory(), "link": link}
        hand_over(row.offered_by, "opportunities/email/decided_for_employer.txt", words, **details)
    if row.entered_by is None or by is None or by.pk == row.entered_by_id:
        return
    _tell(events.OPPORTUNITY_DECIDED, [row.entered_by], "decided", row, key=f"{row.version}:decided", by=by)


def tell_stands(row: Opportunity, how: str) -> None:
    """Tell whoever entered it what became of the question whether it still stands."""
    people = [row.entered_by] if row.entered_by else []
    _tell(events.OPPORTUNITY_STANDS, people, "stands", row, key=f"{row.version}:{how}", how=how)


def tell_fitting(person: Person, name: str, rows: list[Opportunity], path: str, *, key: str) -> None:
    """Tell somebody of new opportunities that fit a search they keep."""
    scope = rows[0].scope
    for row in rows[1:]:
        scope |= row.scope
    words = {"name": name, "rows": rows, "territory": territory()}
    template = "opportunities/email/fitting.txt"
    tell_who_sees(events.OPPORTUNITY_FITS, [person], template, words, path=path, key=key, scope=scope)


def may_be_written(row: Opportunity, by: Person | None) -> bool:
    """Whether the contact of an opportunity can be written to, by somebody or by the software for whoever entered it.

    An answer to what they offered is no touch; but a protected contact is written to by nobody who may not see the
    address (N6).
    """
    contact = row.contact
    if contact is None or not contact.email or not contact.is_current:
        return False
    contact = Contact.objects.select_related("employer").get(pk=contact.pk)
    writer = by or _writer(row)
    return writer is not None and bool(can_show_address(writer, contact))


def _writer(row: Opportunity) -> Person | None:
    """In whose name the software writes about an opportunity: whoever entered it, else whoever posted it."""
    return row.entered_by or row.posted_by


def write_refusal(row: Opportunity, *, by: Person) -> bool:
    """Write to the contact why it is not posted and what to change; returns whether anybody was written to."""
    if not may_be_written(row, by):
        return False
    _write(row, "refused", "opportunity refused", by=by)
    return True


def ask_whether_open(row: Opportunity, secret: str, question: StillOpen, *, by: Person | None) -> None:
    """Ask the contact, by a link that only they can open, whether it still stands."""
    link = settings.PUBLIC_URL + reverse("still-open", args=[secret])
    _write(row, "still_open", "opportunity still open", by=by or _writer(row), link=link, until=question.until)


def _write(row: Opportunity, template: str, kind: str, *, by: Person | None, **words: Any) -> None:
    assert row.contact is not None
    assert by is not None
    words |= {"row": row, "contact": row.contact, "by": by, "territory": territory(), **answered_by(by, row.holder)}
    details = {"kind": kind, "scope": row.scope, "confidential": "link" in words, "reply_to": by.email}
    hand_over(row.contact.email, f"opportunities/email/{template}.txt", words, **details)
