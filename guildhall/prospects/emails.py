from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from guildhall.employers.models import Contact, Designation, Employer
from guildhall.employers.queries.audience import seen_by, tree_of_institutions
from guildhall.employers.telling import reader_at_employer
from guildhall.lib import clock
from guildhall.lib.scopes import Scope, joint
from guildhall.outbox.actions import hand_over
from guildhall.people import events
from guildhall.people.emails import answered_by
from guildhall.people.events import Event
from guildhall.people.models import Institution, Person, PointOfContact
from guildhall.people.permissions import Permission
from guildhall.people.queries import colleges, contact_for_colleges, people_with, points_of_contact, territory
from guildhall.people.telling import tell
from guildhall.prospects.models import JoinRequest, Promotion, Prospect
from guildhall.prospects.rules import can_use_crm


def _tell(
    event: Event, people: Iterable[Person], template: str, scope: Scope, *, key: str, path: str, **words: Any
) -> None:
    words = {"territory": territory(), **words}
    tell(event, people, f"prospects/email/{template}.txt", words, path=path, key=key, scope=scope)


def _who_see(row: Prospect | JoinRequest, *people: Person | None) -> list[Person]:
    """Those of some people who see what stays in the CRM: whoever has left it hears nothing of it any more (A1)."""
    rows = type(row).objects.filter(pk=row.pk)
    return [person for person in people if person and rows.visible_to(person).exists()]


def told_at(institutions: Iterable[Institution]) -> dict[Person, Institution]:
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
    words = {"employer": employer, "by": promotion.by, "key": f"promoted:{promotion.pk}"}
    path = reverse("employer", args=[employer.pk])
    for person, institution in told_at(_seeing(employer, promotion)).items():
        _tell(events.PROMOTED, [person], "promoted", employer.scope, path=path, institution=institution, **words)


def seeing(employer: Employer) -> list[Institution]:
    """The colleges and districts that see a shared employer at this moment."""
    return seen_by(employer, colleges(), tree_of_institutions())


def tell_exception(row: Designation, saw: list[Institution], *, by: Person) -> None:
    """Tell the institutions that see an employer from now on, and those that see it no longer, that it changed (B4)."""
    employer, see = row.employer, seeing(row.employer)
    reason = "" if employer.audience is None else row.reason
    words = {"key": f"exception:{row.pk}:{bool(employer.audience)}", "employer": employer, "by": by, "reason": reason}
    won, lost = [place for place in see if place not in saw], [place for place in saw if place not in see]
    path, event = reverse("employer", args=[employer.pk]), events.EXCEPTION_CHANGED
    _tell(event, told_at(won), "exception_won", employer.scope, path=path, **words)
    words["key"] += ":lost"
    _tell(event, told_at(lost), "exception_lost", employer.scope, path=reverse("employers"), **words)


def tell_exceptions(
    changes: Sequence[tuple[Employer, list[Institution]]], *, key: str, reason: str, by: Person
) -> None:
    """Tell each person concerned once of all the employers that their institution sees from now on, or no longer (B4).

    `changes` holds each employer as it is now, with the institutions that saw it before.
    """
    won: dict[Person, list[Employer]] = {}
    lost: dict[Person, list[Employer]] = {}
    for employer, saw in changes:
        see = seeing(employer)
        for mine, places in ((won, set(see) - set(saw)), (lost, set(saw) - set(see))):
            for person in told_at(places):
                mine.setdefault(person, []).append(employer)
    for person in {*won, *lost} - {by}:
        words = {"won": won.get(person, []), "lost": lost.get(person, []), "reason": reason, "by": by, "key": key}
        scope = joint(one.scope for one in (*words["won"], *words["lost"]))
        _tell(events.EXCEPTION_CHANGED, [person], "exceptions", scope, path=reverse("employers"), **words)


def tell_undone(promotion: Promotion) -> None:
    """Tell the institutions that were told of a promotion that it is undone; where they saw it, nothing is left."""
    employer = promotion.prospect.employer
    people = told_at(_seeing(employer, promotion))
    words = {"key": f"undone:{promotion.pk}", "path": reverse("employers"), "employer": employer}
    _tell(events.PARKED, people, "promotion_undone", employer.scope, by=promotion.undone_by, **words)


def tell_parked(prospect: Prospect, *, reason: str, by: Person, promotion: Promotion | None) -> None:
    """Tell the institutions that an employer is no longer shared, and why."""
    people = told_at(_seeing(prospect.employer, promotion))
    words = {"key": f"parked:{prospect.pk}:{prospect.version}", "path": reverse("employers")}
    words |= {"employer": prospect.employer, "reason": reason, "by": by}
    _tell(events.PARKED, people, "parked", prospect.employer.scope, **words)


def ask_readiness(prospect: Prospect, contact: Contact, secret: str, *, by: Person) -> None:
    """Ask an employer's contact to confirm by a link that it is ready to work with colleges (A5)."""
    link = settings.PUBLIC_URL + reverse("ready-link", args=[secret])
    words = {"territory": territory(), "prospect": prospect, "contact": contact, "link": link, "by": by}
    words |= answered_by(by, prospect.employer.holder)
    sent = {"kind": "readiness", "scope": prospect.scope, "confidential": True, "reply_to": by.email}
    hand_over(reader_at_employer(contact), "prospects/email/ready_link.txt", words, **sent)


def tell_ready(prospect: Prospect, *, by: Person | None, name: str = "") -> None:
    """Tell whoever develops an employer that its readiness is confirmed: by a colleague, or by the employer (A5)."""
    people = [person for person in _who_see(prospect, prospect.owner, prospect.vetted_by) if person != by]
    words = {"key": f"ready:{prospect.pk}:{prospect.version}", "path": reverse("prospect", args=[prospect.employer_id])}
    _tell(events.READINESS, people, "ready", prospect.scope, prospect=prospect, by=by, name=name, **words)


def ask_director(request: JoinRequest) -> None:
    """Tell whoever answers that a college asks; speaks only of what the college typed."""
    if request.directed_to is None:
        return
    words = {"key": f"ask:{request.pk}", "path": reverse("crm-requests"), "request": request}
    _tell(events.JOIN_ASKED, [request.directed_to], "join_request", request.scope, **words)


def answer_college(request: JoinRequest) -> None:
    """Tell the asker the answer; it speaks only of what the asker typed, so their own institution may read it."""
    words = {"key": f"answer:{request.pk}", "path": reverse("asked"), "request": request}
    own = Scope(behind=frozenset({request.institution_id}))
    _tell(events.JOIN_ANSWERED, [request.asked_by], "join_answer", own, **words)


def tell_request_late(request: JoinRequest) -> None:
    """Tell whoever answers, and the region's contact, that a college waits longer than the clause promises (J2)."""
    people = _who_see(request, request.directed_to, contact_for_colleges())
    words = {"key": f"ask late:{request.pk}", "path": reverse("crm-requests"), "request": request}
    _tell(events.JOIN_LATE, people, "join_late", request.scope, **words)


def tell_vetting_due(prospect: Prospect) -> None:
    """Tell whoever looks after a shared employer, and whoever vetted it, that it is to be vetted again (A4)."""
    employer, over = prospect.employer, prospect.vet_again_by and prospect.vet_again_by < clock.today()
    people = _who_see(prospect, prospect.owner or employer.owner, prospect.vetted_by)
    if not any(person.is_active for person in people):
        people = _who_see(prospect, contact_for_colleges())
    key = f"vet again:{prospect.pk}:{prospect.vet_again_by}:{'over' if over else 'soon'}"
    words = {"key": key, "path": reverse("prospect", args=[prospect.pk]), "prospect": prospect, "over": over}
    _tell(events.VETTING_DUE, people, "vetting_due", prospect.scope, **words)


def remind_owner(owner: Person, prospects: list[Prospect], *, day: str) -> None:
    """Remind an owner of next steps that are due and of leads that nobody has contacted (A7)."""
    link = settings.PUBLIC_URL + reverse("crm-list" if can_use_crm(owner) else "held")
    words = {"territory": territory(), "owner": owner, "prospects": prospects, "count": len(prospects), "link": link}
    sent = {"kind": "reminder", "scope": joint([p.scope for p in prospects]), "key": f"remind:{owner.pk}:{day}"}
    hand_over(owner, "prospects/email/reminder.txt", words, **sent)
