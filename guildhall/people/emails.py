from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from guildhall.lib.scopes import OPEN
from guildhall.outbox.actions import hand_over
from guildhall.people.models import Membership, Person, Territory, TrainingSession


def access_given(membership: Membership, *, by: Person, new: bool) -> None:
    """Tell somebody that they have access now, and how to sign in the first time."""
    context = {
        "membership": membership,
        "by": by,
        "new": new,
        "territory": Territory.objects.first(),
        "link": settings.PUBLIC_URL + reverse("account_reset_password" if new else "today"),
    }
    text = render_to_string("people/email/access_given.txt", context)
    subject = f"You have access to {context['territory']}'s employer record"
    hand_over(membership.person.email, subject, text, kind="access", scope=OPEN, key=f"access:{membership.pk}")


def session_changed(session: TrainingSession, *, by: Person) -> None:
    """Tell those who booked that a session of a training moves, or is not held."""
    link = settings.PUBLIC_URL + reverse("trainings")
    moved = "is not held" if session.cancelled_at else "has changed"
    for seat in session.attendances.select_related("person"):
        context = {"session": session, "person": seat.person, "by": by, "link": link}
        text = render_to_string("people/email/session_changed.txt", context)
        subject = f"The training “{session.course.title}” {moved}"
        key = f"session:{session.pk}:{session.version}:{seat.person_id}"
        hand_over(seat.person.email, subject, text, kind="training", scope=OPEN, key=key)
