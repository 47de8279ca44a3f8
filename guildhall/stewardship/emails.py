from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.people.handing import duties
from guildhall.people.models import Person
from guildhall.people.queries import territory
from guildhall.stewardship.models import DataRequest, Handover


def brief_of(row: Handover, successor: Person) -> tuple[str, str]:
    """Subject and words of the notice to one successor: how much it is, and where the briefs are."""
    labels = {duty.name: duty.handed.label for duty in duties()}
    shares = [(labels.get(s.duty, s.duty), s.count) for s in row.shares.filter(successor=successor)]
    link = settings.PUBLIC_URL + reverse("handover", args=(row.pk,))
    context = {"row": row, "successor": successor, "shares": shares, "link": link, "territory": territory()}
    text = render_to_string("stewardship/email/handover.txt", context)
    return f"You take over from {row.leaver}", text


def letter_about_data(row: DataRequest, secret: str) -> tuple[str, str]:
    """Subject and words of the answer to somebody who asked what is kept about them."""
    link = settings.PUBLIC_URL + reverse("own-data-link", args=(secret,))
    context = {"row": row, "link": link, "territory": territory()}
    return _("What we keep about you"), render_to_string("stewardship/email/own_data.txt", context)
