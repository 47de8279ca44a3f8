from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from guildhall.people.handing import duties
from guildhall.people.models import Person
from guildhall.people.queries import territory
from guildhall.stewardship.models import Handover


def brief_of(row: Handover, successor: Person) -> tuple[str, str]:
    """Subject and words of the notice to one successor: how much it is, and where the briefs are."""
    labels = {duty.name: duty.handed.label for duty in duties()}
    shares = [(labels.get(s.duty, s.duty), s.count) for s in row.shares.filter(successor=successor)]
    link = settings.PUBLIC_URL + reverse("handover", args=(row.pk,))
    context = {"row": row, "successor": successor, "shares": shares, "link": link, "territory": territory()}
    text = render_to_string("stewardship/email/handover.txt", context)
    return f"You take over from {row.leaver}", text
