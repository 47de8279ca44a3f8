from typing import Any

from django.conf import settings
from django.urls import reverse

from guildhall.lib.scopes import OPEN
from guildhall.outbox.actions import hand_over
from guildhall.people.models import Institution, Membership, Person, PointOfContact, Territory, TrainingSession
from guildhall.people.queries import points_of_contact


def access_given(membership: Membership, *, by: Person, secret: str) -> None:
    """Tell somebody that they have access now; with the secret of an invitation, somebody new chooses a password."""
    path = reverse("welcome", args=[secret]) if secret else reverse("today")
    words = {
        "membership": membership,
        "by": by,
        "new": bool(secret),
        "territory": Territory.objects.first(),
        "link": settings.PUBLIC_URL + path,
    }
    template, new = "people/email/access_given.txt", bool(secret)
    key = None if new else f"access:{membership.pk}"  # an invitation may be sent again
    hand_over(membership.person, template, words, kind="access", scope=OPEN, key=key, confidential=new)


def role_offered(membership: Membership, *, by: Person) -> None:
    """Ask somebody who is here already whether they take a role at another institution."""
    link = settings.PUBLIC_URL + reverse("your-access")
    words = {"membership": membership, "by": by, "territory": Territory.objects.first(), "link": link}
    key = f"offer:{membership.pk}"
    hand_over(membership.person, "people/email/role_offered.txt", words, kind="access", scope=OPEN, key=key)


def answered_by(person: Person, institution: Institution | None) -> dict[str, Any]:
    """For an e-mail to an employer: who answers it, and the institution's person for employers (P12)."""
    points = points_of_contact([institution], PointOfContact.Kind.EMPLOYERS) if institution else {}
    return {"answers": person, "points": [p for one in points.values() for p in one if p.pk != person.pk]}


def session_changed(session: TrainingSession, *, by: Person) -> None:
    """Tell those who booked that a session of a training moves, or is not held."""
    link = settings.PUBLIC_URL + reverse("trainings")
    for seat in session.attendances.select_related("person"):
        words = {"session": session, "person": seat.person, "by": by, "link": link}
        key = f"session:{session.pk}:{session.version}:{seat.person_id}"
        hand_over(seat.person, "people/email/session_changed.txt", words, kind="training", scope=OPEN, key=key)
