from django.conf import settings
from django.urls import reverse

from guildhall.outbox.actions import hand_over
from guildhall.outbox.wording import Addressee
from guildhall.people import events
from guildhall.people.handing import duties
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import people_with, territory
from guildhall.people.telling import tell
from guildhall.stewardship.models import DataRequest, Handover


def brief(row: Handover, successor: Person) -> None:
    """The notice to one successor: how much it is, and where the briefs are."""
    labels = {duty.name: duty.handed.label for duty in duties()}
    shares = [(labels.get(s.duty, s.duty), s.count) for s in row.shares.filter(successor=successor)]
    words = {"row": row, "successor": successor, "shares": shares}
    path, key = reverse("handover", args=(row.pk,)), f"handover:{row.pk}"
    template = "stewardship/email/handover.txt"
    tell(events.HANDED_OVER, [successor], template, words, path=path, key=key, scope=row.scope)


def tell_of_erasure(row: DataRequest) -> None:
    """The notice to those who keep an institution's students: somebody asks to be erased; it names nobody."""
    assert row.institution is not None
    path, key = reverse("data-request", args=(row.pk,)), f"erasure:{row.pk}"
    people, template = people_with(Permission.KEEP_STUDENTS, row.institution), "stewardship/email/to_decide.txt"
    tell(events.ERASURE_TO_DECIDE, people, template, {"row": row}, path=path, key=key, scope=row.scope)


def letter_about_data(row: DataRequest, secret: str) -> None:
    """The answer to somebody who asked what is kept about them, in their language where they have an account."""
    reader = Person.objects.filter(email__iexact=row.address).first() or Addressee(row.address)
    words = {
        "row": row,
        "link": settings.PUBLIC_URL + reverse("own-data-link", args=(secret,)),
        "territory": territory(),
    }
    key, template = f"data-request:{row.pk}", "stewardship/email/own_data.txt"
    hand_over(reader, template, words, kind="data request", scope=row.scope, key=key, confidential=True)
