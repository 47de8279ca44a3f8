from django.conf import settings
from django.urls import reverse

from guildhall.outbox.actions import hand_over
from guildhall.outbox.wording import Addressee
from guildhall.people import events
from guildhall.people.handing import duties
from guildhall.people.models import Person
from guildhall.people.queries import territory
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
