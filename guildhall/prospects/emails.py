from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from guildhall.employers.models import Contact, Employer
from guildhall.employers.queries.audience import seen_by, tree_of_institutions
from guildhall.lib.scopes import joint
from guildhall.outbox.actions import hand_over
from guildhall.people.models import Institution, Person, PointOfContact
from guildhall.people.permissions import Permission
from guildhall.people.queries import colleges, people_with, points_of_contact, territory
from guildhall.prospects.models import JoinRequest, Promotion, Prospect


def _link(name: str, *args: Any) -> str:
    return settings.PUBLIC_URL + reverse(name, args=args)


def _text(template: str, **context: Any) -> str:
    return render_to_string(f"prospects/email/{template}.txt", {"territory": territory(), **context})


def _told(institutions: Iterable[Institution]) -> dict[Person, Institution]:
    """Whom to tell at each institution: its points of contact for directors, else who gives access there."""
    rows = list(institutions)
    named = points_of_contact(rows, PointOfContact.Kind.DIRECTORS)
    found: dict[Person, Institution] = {}
    for institution in rows:
        people = named.get(institution.pk) or [
            p for p in people_with(Permission.GRANT_ACCESS, institution) if not p.may(Permission.CHANGE_TERRITORY)
        ]
        for person in people:
            found.setdefault(person, institution)
    return found


def _seeing(employer: Employer, promotion: Promotion | None) -> QuerySet[Institution]:
    """The colleges and districts that see a shared employer."""
    rows = colleges()
    if promotion and promotion.audience:
        return rows.filter(pk__in=promotion.audience)
    if employer.default_audience is None:
        return rows
    return rows.filter(pk__in=[i.pk for i in seen_by(employer, rows, tree_of_institutions())])


def tell_institutions(promotion: Promotion) -> None:
    """Tell every institution that sees it, once, that an employer is shared now (N2)."""
    employer = promotion.prospect.employer
    rows = _seeing(employer, promotion)
    link = _link("employer", employer.pk)
    for person, institution in _told(rows).items():
        text = _text("promoted", employer=employer, person=person, institution=institution, link=link, by=promotion.by)
        hand_over(
            person.email,
            f"{employer.name} is shared with {institution.name} now",
            text,
            kind="promotion",
            scope=employer.scope,
            key=f"promoted:{promotion.pk}:{person.pk}",
        )


def tell_parked(prospect: Prospect, *, reason: str, by: Person, promotion: Promotion | None) -> None:
    """Tell the institutions that an employer is no longer shared, and why."""
    rows = _seeing(prospect.employer, promotion)
    for person in _told(rows):
        text = _text("parked", employer=prospect.employer, person=person, reason=reason, by=by)
        key = f"parked:{prospect.pk}:{prospect.version}:{person.pk}"
        subject, scope = f"{prospect.employer.name} is no longer shared", prospect.employer.scope
        hand_over(person.email, subject, text, kind="promotion", scope=scope, key=key)


def ask_readiness(prospect: Prospect, contact: Contact, secret: str, *, by: Person) -> None:
    """Ask an employer's contact to confirm by a link that it is ready to work with colleges (A5)."""
    link = _link("ready-link", secret)
    text = _text("ready_link", prospect=prospect, contact=contact, link=link, by=by)
    subject = f"Is {prospect.employer.name} ready to work with our colleges?"
    hand_over(contact.email, subject, text, kind="readiness", scope=prospect.scope, confidential=True)


def ask_director(request: JoinRequest) -> None:
    """Tell whoever answers that a college asks; speaks only of what the college typed."""
    if request.directed_to is None:
        return
    text = _text("join_request", request=request, link=_link("crm-requests"))
    subject = f"{request.institution.name} asks about “{request.typed}”"
    to, key = request.directed_to.email, f"ask:{request.pk}"
    hand_over(to, subject, text, kind="request", scope=request.scope, key=key)


def answer_college(request: JoinRequest) -> None:
    """Tell the asker the answer; speaks only of what the asker typed."""
    text = _text("join_answer", request=request, link=_link("asked"))
    subject = f"Your question about “{request.typed}” was answered"
    to, key = request.asked_by.email, f"answer:{request.pk}"
    hand_over(to, subject, text, kind="request", scope=request.scope, key=key)


def remind_owner(owner: Person, prospects: list[Prospect], *, day: str) -> None:
    """Remind an owner of next steps that are due and of leads that nobody has contacted (A7)."""
    text = _text("reminder", owner=owner, prospects=prospects, link=_link("crm-list"))
    subject = f"{len(prospects)} of your prospects wait for a next step"
    key, scope = f"remind:{owner.pk}:{day}", joint([p.scope for p in prospects])
    hand_over(owner.email, subject, text, kind="reminder", scope=scope, key=key)
