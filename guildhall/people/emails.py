from django.conf import settings
from django.urls import reverse

from guildhall.lib.scopes import OPEN
from guildhall.outbox.actions import hand_over
from guildhall.people.models import Membership, Person, Territory, TrainingSession


def access_given(membership: Membership, *, by: Person, new: bool) -> None:
    """Tell somebody that they have access now, and how to sign in the first time."""
    words = {
        "membership": membership,
        "by": by,
        "new": new,
        "territory": Territory.objects.first(),
        "link": settings.PUBLIC_URL + reverse("account_reset_password" if new else "today"),
    }
    key = f"access:{membership.pk}"
    hand_over(membership.person, "people/email/access_given.txt", words, kind="access", scope=OPEN, key=key)


def role_offered(membership: Membership, *, by: Person) -> None:
    """Ask somebody who is here already whether they take a role at another institution."""
    link = settings.PUBLIC_URL + reverse("your-access")
    words = {"membership": membership, "by": by, "territory": Territory.objects.first(), "link": link}
    key = f"offer:{membership.pk}"
    hand_over(membership.person, "people/email/role_offered.txt", words, kind="access", scope=OPEN, key=key)


def session_changed(session: TrainingSession, *, by: Person) -> None:
    """Tell those who booked that a session of a training moves, or is not held."""
    link = settings.PUBLIC_URL + reverse("trainings")
    for seat in session.attendances.select_related("person"):
        words = {"session": session, "person": seat.person, "by": by, "link": link}
        key = f"session:{session.pk}:{session.version}:{seat.person_id}"
        hand_over(seat.person, "people/email/session_changed.txt", words, kind="training", scope=OPEN, key=key)
