"""E-mail of the front door, and notices to colleagues about who knocks; the wording lies in the templates."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from guildhall.employers.models import EmployerLogin
from guildhall.employers.telling import tell_who_sees
from guildhall.outbox.actions import hand_over
from guildhall.people import events
from guildhall.people.models import PointOfContact
from guildhall.people.permissions import Permission
from guildhall.people.queries import people_with, points_of_contact, territory
from guildhall.portal.models import Correction, Registration


def _write(to: Any, template: str, *, key: str, path: str = "", **words: Any) -> None:
    """To somebody of an employer, who has no account of the staff."""
    words |= {"territory": territory(), "link": settings.PUBLIC_URL + path}
    words |= {"person": to}
    details: dict[str, Any] = {"kind": f"front door {template}", "scope": to.scope, "key": key, "confidential": True}
    hand_over(to, f"portal/email/{template}.txt", words, **details)


def ask_to_confirm(row: Registration, secret: str) -> None:
    """Ask whoever registered to confirm the address; the link is theirs alone."""
    _write(row, "confirm", key=f"confirm:{row.pk}", path=reverse("portal-confirm", args=[secret]), row=row)


def invite(row: Registration, secret: str) -> None:
    """Invite a colleague of somebody who signs in for an employer; the link is theirs alone."""
    _write(row, "invited", key=f"invited:{row.pk}", path=reverse("portal-confirm", args=[secret]), row=row)


def say_known(row: Registration) -> None:
    """Tell somebody who registered again that there is a login already."""
    _write(row, "known", key=f"known:{row.pk}", path=reverse("employer-sign-in"), row=row)


def say_let_in(login: EmployerLogin) -> None:
    """Tell somebody that they may sign in for their employer."""
    _write(login, "let_in", key=f"let-in:{login.pk}", path=reverse("employer-sign-in"), login=login)


def say_not_let_in(row: Registration) -> None:
    """Tell somebody that they are not let in, and why."""
    _write(row, "not_let_in", key=f"not-let-in:{row.pk}", row=row)


def ask_colleague(row: Registration, login: EmployerLogin, secret: str) -> None:
    """Ask somebody who invites colleagues whether they know whoever registered; the link is theirs alone."""
    path = reverse("portal-colleague-link", args=[secret])
    _write(login, "colleague_asks", key=f"colleague:{row.pk}:{login.pk}", path=path, row=row)


def tell_who_decides(row: Registration) -> None:
    """Tell the institution's point of contact for employers, else those who work on employers there."""
    assert row.institution is not None
    named = points_of_contact([row.institution], PointOfContact.Kind.EMPLOYERS).get(row.institution.pk)
    people: Any = named or people_with(Permission.DEVELOP_EMPLOYERS, row.institution)
    deciding = [one for one in people if Registration.objects.visible_to(one).filter(pk=row.pk).exists()]
    _tell(events.EMPLOYER_REGISTERED, deciding, "registered", row)


def tell_correction(row: Correction) -> None:
    """Tell who answers for it there what an employer says is wrong."""
    people: Any = points_of_contact([row.institution], "employers").get(row.institution.pk, [])
    people += [row.employer.owner] if row.employer.owner else []
    people = people or people_with(Permission.DEVELOP_EMPLOYERS, row.institution)
    deciding = [one for one in people if Correction.objects.visible_to(one).filter(pk=row.pk).exists()]
    _tell(events.EMPLOYER_CORRECTS, deciding, "correction", row, scope=row.employer.scope, employer=row.employer)


def _tell(event: Any, people: Any, template: str, row: Any, *, scope: Any = None, **words: Any) -> None:
    details = {"path": reverse("from-employers"), "key": f"{template}:{row.pk}", "scope": scope or row.scope}
    tell_who_sees(
        event, people, f"portal/email/{template}.txt", words | {"row": row, "territory": territory()}, **details
    )
