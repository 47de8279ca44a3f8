from typing import Any

from django.conf import settings
from django.urls import reverse

from guildhall.lib.scopes import OPEN
from guildhall.outbox.actions import hand_over
from guildhall.people import events
from guildhall.people.earning import CourseHeld
from guildhall.people.models import (
    Institution,
    Membership,
    Person,
    PointOfContact,
    Terms,
    Territory,
    TrainingSession,
)
from guildhall.people.queries import points_of_contact, staff_of
from guildhall.people.telling import tell


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
    people = [seat.person for seat in session.attendances.select_related("person")]
    words, key = {"session": session, "by": by}, f"session:{session.pk}:{session.version}"
    tell(events.TRAINING_MOVED, people, "people/email/session_changed.txt", words, path=reverse("trainings"), key=key)


def tell_of_terms(terms: Terms) -> None:
    """Tell everybody whom new terms of use bind that they are published (C22)."""
    people = staff_of(terms.institution).exclude(pk=terms.published_by_id)
    path, key = reverse("terms", args=[terms.pk]), f"terms:{terms.pk}"
    tell(events.TERMS_PUBLISHED, people, "people/email/terms.txt", {"terms": terms}, path=path, key=key)


def tell_of_lapse(person: Person, held: CourseHeld) -> None:
    """Tell somebody from when on a training of theirs does not count any more (C21)."""
    path, key = reverse("trainings"), f"lapse:{held.pk}:{held.valid_until}"
    tell(events.TRAINING_LAPSES, [person], "people/email/training_lapses.txt", {"held": held}, path=path, key=key)
