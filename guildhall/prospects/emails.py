from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from guildhall.employers.models import Contact, Employer
from guildhall.employers.queries.audience import seen_by, tree_of_institutions
from guildhall.lib.scopes import Scope, joint
from guildhall.outbox.actions import Reader, hand_over
from guildhall.people.emails import answered_by
from guildhall.people.models import Institution, Person, PointOfContact
from guildhall.people.permissions import Permission
from guildhall.people.queries import colleges, people_with, points_of_contact, territory
from guildhall.prospects.models import JoinRequest, Promotion, Prospect


def _link(name: str, *args: Any) -> str:
    return settings.PUBLIC_URL + reverse(name, args=args)


def _write(to: Reader | str, template: str, kind: str, scope: Scope, *, key: str = "", **words: Any) -> None:
    """Write to somebody; without a key the e-mail carries a link that only its reader may open."""
    path, words = f"prospects/email/{template}.txt", {"territory": territory(), **words}
    answers = words["answers"].email if "answers" in words else ""
    sent = {"kind": kind, "scope": scope, "key": key or None, "confidential": not key, "reply_to": answers}
    hand_over(to, path, words, **sent)


def _told(institutions: Iterable[Institution]) -> dict[Person, Institution]:
    """Whom to tell at each institution: its points of contact for directors, else who gives access there."""
    rows = list(institutions)
    named = points_of_contact(rows, PointOfContact.Kind.DIRECTORS)
    by_key: dict[Person, Institution] = {}
    for institution in rows:
        people = named.get(institution.pk) or [
            p for p in people_with(Permission.GRANT_ACCESS, institution) if not p.may(Permission.CHANGE_TERRITORY)
        ]
        for person in people:
            by_key.setdefault(person, institution)
    return by_key


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
    words = {"employer": employer, "by": promotion.by, "link": _link("employer", employer.pk)}
    for person, institution in _told(_seeing(employer, promotion)).items():
        key, who = f"promoted:{promotion.pk}:{person.pk}", {"person": person, "institution": institution}
        _write(person, "promoted", "promotion", employer.scope, key=key, **words, **who)


def tell_parked(prospect: Prospect, *, reason: str, by: Person, promotion: Promotion | None) -> None:
    """Tell the institutions that an employer is no longer shared, and why."""
    words = {"employer": prospect.employer, "reason": reason, "by": by}
    for person in _told(_seeing(prospect.employer, promotion)):
        key = f"parked:{prospect.pk}:{prospect.version}:{person.pk}"
        _write(person, "parked", "promotion", prospect.employer.scope, key=key, person=person, **words)


def ask_readiness(prospect: Prospect, contact: Contact, secret: str, *, by: Person) -> None:
    """Ask an employer's contact to confirm by a link that it is ready to work with colleges (A5)."""
    words = {"prospect": prospect, "contact": contact, "link": _link("ready-link", secret), "by": by}
    words |= answered_by(by, prospect.employer.holder)
    _write(contact.email, "ready_link", "readiness", prospect.scope, **words)


def ask_director(request: JoinRequest) -> None:
    """Tell whoever answers that a college asks; speaks only of what the college typed."""
    if request.directed_to is None:
        return
    words = {"request": request, "link": _link("crm-requests")}
    _write(request.directed_to, "join_request", "request", request.scope, key=f"ask:{request.pk}", **words)


def answer_college(request: JoinRequest) -> None:
    """Tell the asker the answer; speaks only of what the asker typed."""
    words = {"request": request, "link": _link("asked")}
    _write(request.asked_by, "join_answer", "request", request.scope, key=f"answer:{request.pk}", **words)


def remind_owner(owner: Person, prospects: list[Prospect], *, day: str) -> None:
    """Remind an owner of next steps that are due and of leads that nobody has contacted (A7)."""
    words = {"owner": owner, "prospects": prospects, "count": len(prospects), "link": _link("crm-list")}
    scope = joint([p.scope for p in prospects])
    _write(owner, "reminder", "reminder", scope, key=f"remind:{owner.pk}:{day}", **words)
