"""Notices about opportunities to colleagues, and what employers are written; the wording lies in the templates."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from guildhall.employers.models import Contact, EmployerLogin
from guildhall.employers.queries.sight import sees, sight_of
from guildhall.employers.rules import can_show_address
from guildhall.employers.telling import reader_at_employer, tell_who_sees
from guildhall.lib.scopes import Scope, joint
from guildhall.opportunities.models import Alert, KeptSearch, Limitation, Opportunity, StillOpen
from guildhall.opportunities.queries.standing import shown_at
from guildhall.opportunities.stop_links import Kind, secret_of
from guildhall.outbox.actions import hand_over
from guildhall.people import events
from guildhall.people.emails import answered_by
from guildhall.people.events import Event
from guildhall.people.models import Institution, Person, PointOfContact
from guildhall.people.permissions import Permission
from guildhall.people.queries import people_with, points_of_contact, territory
from guildhall.people.telling import tell
from guildhall.prospects.emails import told_at


def _tell(event: Event, people: Any, template: str, row: Opportunity, *, key: str, **words: Any) -> None:
    words |= {"row": row, "employer": row.employer, "territory": territory()}
    path = reverse("opportunity", args=[row.pk])
    key = f"opportunity:{row.pk}:{key}"
    tell_who_sees(event, people, f"opportunities/email/{template}.txt", words, path=path, key=key, scope=row.scope)


def tell_waiting(row: Opportunity, *, by: Person | EmployerLogin | None) -> None:
    """Tell those who approve at the institution that looks after it; where nobody does, those above."""
    people, who = _who_approve(row, besides=by), by or row.contact or row.employer
    _tell(events.OPPORTUNITY_WAITS, people, "waiting", row, key=f"{row.version}:waits", by=who)


def _who_approve(row: Opportunity, *, besides: Person | EmployerLogin | None = None) -> list[Person]:
    able = list(people_with(Permission.APPROVE_OPPORTUNITIES, row.holder).exclude(pk=besides.pk if besides else None))
    near = [one for one in able if row.holder_id in one.standing.institutions(Permission.APPROVE_OPPORTUNITIES)]
    return near or able


def tell_decided(row: Opportunity, *, by: Person | None, secret: str = "") -> None:
    """Tell whoever entered it that it is posted or refused; who offered it at the front door, in any case.

    With the secret of a link, that one puts it right without signing in.
    """
    login = at_the_door(row)
    if login:
        path = reverse("offer-link", args=[secret]) if secret else reverse("portal-offer", args=[row.pk])
        details: dict[str, Any] = {"kind": "opportunity decided", "scope": row.scope, "confidential": bool(secret)}
        words = {"row": row, "login": login, "territory": territory(), "link": settings.PUBLIC_URL + path}
        key = f"offer:{row.pk}:{row.version}"
        hand_over(login, "opportunities/email/decided_for_employer.txt", words, key=key, **details)
    if row.entered_by and by and by.pk != row.entered_by_id:
        _tell(events.OPPORTUNITY_DECIDED, [row.entered_by], "decided", row, key=f"{row.version}:decided", by=by)


def at_the_door(row: Opportunity) -> EmployerLogin | None:
    """Who offered it at the front door, where they still sign in."""
    login = row.offered_by
    return login if login and login.email and login.works else None


def who_answers(row: Opportunity) -> list[Person]:
    """Who of the staff looks after an opportunity: whoever entered it, else posted it; of what an employer offered by
    itself, the institution's person for employers, else those who approve there.
    """
    named = points_of_contact([row.holder], PointOfContact.Kind.EMPLOYERS).get(row.holder_id, [])
    for people in ([row.entered_by], [row.posted_by], named, _who_approve(row)):
        reached = [one for one in people if one and one.is_active and sees(one, row.scope)]
        if reached:
            return reached
    return []


def tell_stands(row: Opportunity, how: str) -> None:
    """Tell who looks after it what became of the question whether it still stands, or that its last day has passed."""
    _tell(events.OPPORTUNITY_STANDS, who_answers(row), "stands", row, key=f"{row.version}:{how}", how=how)


def tell_fitting(alert: Alert, rows: list[Opportunity], path: str, *, key: str) -> None:
    """Tell somebody of the staff of new opportunities that fit a search they keep."""
    words = {"name": alert.kept.name, "rows": rows, "territory": territory(), "stop": _stop("staff", alert.pk)}
    template, scope = "opportunities/email/fitting.txt", joint(row.scope for row in rows)
    tell_who_sees(events.OPPORTUNITY_FITS, [alert.person], template, words, path=path, key=key, scope=scope)


def write_fitting(search: KeptSearch, rows: list[Opportunity], *, key: str) -> None:
    """Write to a student of new opportunities that fit a search they keep; what they look for stays between the two."""
    link = settings.PUBLIC_URL + reverse("student-searches")
    words = {
        "search": search,
        "rows": rows,
        "territory": territory(),
        "link": link,
        "stop": _stop("student", search.pk),
    }
    details = {"kind": "search of a student", "scope": joint(row.scope for row in rows), "key": key}
    hand_over(search.login, "opportunities/email/fitting_student.txt", words, confidential=True, **details)


def _stop(kind: Kind, key: object) -> str:
    return settings.PUBLIC_URL + reverse("stop-search", args=[secret_of(kind, key)])


def tell_exception(row: Limitation, saw: list[Institution], *, by: Person) -> None:
    """Tell the institutions to which an opportunity is open from now on, and those to which it is no longer (B6).

    Whom an exception names is no business of others: each letter stays in the record of the institution it goes to.
    """
    offer, see = row.opportunity, shown_at(row.opportunity)
    won, lost = [place for place in see if place not in saw], [place for place in saw if place not in see]
    words = {"row": offer, "employer": offer.employer, "by": by, "territory": territory()}
    told = ((won, "exception_won", [offer.pk]), (lost, "exception_lost", []))
    for places, template, args in told:
        path = reverse("opportunity" if args else "opportunities", args=args)
        for person, place in told_at(places).items():
            scope = offer.employer.scope | Scope(behind=frozenset({place.pk}))
            if person == by or not sight_of(person, scope.about).opens([*scope.about], [*scope.behind]):
                continue
            template_path = f"opportunities/email/{template}.txt"
            details = {"path": path, "key": f"limit:{row.pk}:{offer.version}:{template}", "scope": scope}
            tell(events.OFFER_OPENED, [person], template_path, words | {"place": place}, **details)


def tell_ending(row: Limitation) -> None:
    """Tell whoever made an exception to who sees an opportunity, and whoever entered it, that it ends (B6)."""
    offer = row.opportunity
    people = [person for person in (row.by, offer.entered_by) if person]
    _tell(events.OFFER_EXCEPTION_ENDING, people, "exception_ending", offer, key=f"ends:{row.pk}:{row.until}", limit=row)


def may_be_written(row: Opportunity, by: Person | None) -> bool:
    """Whether the contact of an opportunity can be written to, by somebody or by the software for who looks after it.

    An answer to what they offered is no touch; but a protected contact is written to by nobody who may not see the
    address (N6).
    """
    return _writer_to_contact(row, by) is not None


def _writer_to_contact(row: Opportunity, by: Person | None) -> Person | None:
    """In whose name its contact may be written to."""
    contact = row.contact
    if contact is None or not contact.email or not contact.is_current:
        return None
    contact = Contact.objects.select_related("employer").get(pk=contact.pk)
    return next((one for one in ([by] if by else who_answers(row)) if can_show_address(one, contact)), None)


def whom_to_ask(row: Opportunity, by: Person | None) -> Contact | EmployerLogin | None:
    """Whom of the employer a question about it reaches: its contact, else whoever offered it at the front door."""
    if may_be_written(row, by):
        return row.contact
    return at_the_door(row) if by or who_answers(row) else None


def write_refusal(row: Opportunity, secret: str, *, by: Person) -> None:
    """Write to the contact why it is not posted and what to change, with a link that does it."""
    link = settings.PUBLIC_URL + reverse("offer-link", args=[secret])
    _write(row, row.contact, "refused", "opportunity refused", by=by, link=link)


def ask_whether_open(row: Opportunity, secret: str, question: StillOpen, *, by: Person | None) -> None:
    """Ask the employer, by a link that only they can open, whether it still stands."""
    link = settings.PUBLIC_URL + reverse("still-open", args=[secret])
    to = whom_to_ask(row, by)
    _write(row, to, "still_open", "opportunity still open", by=by, link=link, until=question.until)


def say_ended(row: Opportunity, to: Contact | EmployerLogin, secret: str, *, shown: bool) -> None:
    """Write to the employer that it has ended by itself, with a link to offer it again; `shown`: it was, until now."""
    link = settings.PUBLIC_URL + reverse("offer-link", args=[secret])
    _write(row, to, "ended", "opportunity ended", by=None, shown=shown, link=link)


def who_hears_of_the_end(row: Opportunity, *, shown: bool) -> Contact | EmployerLogin | None:
    """Who of the employer is written to when it ends by itself: a contact only if it was shown."""
    if login := at_the_door(row):
        return login if who_answers(row) else None
    return row.contact if shown and may_be_written(row, None) else None


def _write(
    row: Opportunity, to: Contact | EmployerLogin | None, template: str, kind: str, *, by: Person | None, **words: Any
) -> None:
    """Write to somebody of the employer, in somebody's name, else in that of who looks after it."""
    assert to is not None
    of_staff = by or (_writer_to_contact(row, None) if isinstance(to, Contact) else who_answers(row)[0])
    assert of_staff is not None
    words |= {"row": row, "contact": to, "by": of_staff, "territory": territory(), **answered_by(of_staff, row.holder)}
    details = {"kind": kind, "scope": row.scope, "confidential": "link" in words, "reply_to": of_staff.email}
    reader = to if isinstance(to, EmployerLogin) else reader_at_employer(to)
    hand_over(reader, f"opportunities/email/{template}.txt", words, **details)
