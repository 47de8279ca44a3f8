"""E-mails about consents: to whoever may sign, and to whoever asked. No student is named in any of them."""

from django.conf import settings
from django.urls import reverse

from guildhall.outbox.actions import hand_over
from guildhall.outbox.wording import Addressee
from guildhall.people import events
from guildhall.people.models import Person
from guildhall.people.queries import territory
from guildhall.people.telling import tell
from guildhall.students.models import ConsentRequest, Registration, StudentLogin


def reader_of(row: Registration) -> Addressee:
    """A student as somebody who is written to, in the language in which they sign in."""
    if Registration.login.is_cached(row):  # whoever is signed in was read with it
        login = row.login
    else:
        login = StudentLogin.objects.filter(pk=row.login_id).first() if row.login_id else None
    return Addressee(row.email, login.language if login else "")


def ask_for_consent(request: ConsentRequest, secret: str) -> None:
    """Ask for a consent, by a link that only its reader can open; the page says whose record it is about."""
    words = {
        "request": request,
        "by": request.by,
        "territory": territory(),
        "reminder": request.reminded_on is not None,
        "link": settings.PUBLIC_URL + reverse("consent-link", args=[secret]),
    }
    to = Addressee(request.email, request.language)
    details = {"kind": "consent asked", "scope": request.scope, "confidential": True, "reply_to": request.by.email}
    hand_over(to, "students/email/consent_asked.txt", words, **details)


def invite(row: Registration, *, by: Person) -> None:
    """Write to a student that they may sign in; the letter names nobody."""
    link = settings.PUBLIC_URL + reverse("student-claim")
    words = {"place": row.institution, "by": by, "link": link}
    details = {"kind": "student invited", "scope": row.scope, "reply_to": by.email}
    hand_over(reader_of(row), "students/email/invited.txt", words, **details)


def tell_asker(request: ConsentRequest, how: str) -> None:
    """Tell whoever asked that the question is answered, or that the consent is revoked."""
    path = reverse("student", args=[request.registration_id])
    words, key = {"request": request, "how": how}, f"consent:{request.pk}:{how}"
    template, people = "students/email/consent_answered.txt", [request.by]
    tell(events.CONSENT_ANSWERED, people, template, words, path=path, key=key, scope=request.scope)
