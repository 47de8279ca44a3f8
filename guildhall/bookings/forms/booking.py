"""What is sent when somebody books: which time, which session, how many guests."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from guildhall.bookings.actions.booking import Wish
from guildhall.bookings.models.rolls import MOST_GUESTS
from guildhall.events.models import Event
from guildhall.ui.asking import PlainForm


class MomentField(forms.Field):
    """A moment with its zone, as a page wrote it."""

    def to_python(self, value: Any) -> datetime | None:
        if not value:
            return None
        try:
            moment = datetime.fromisoformat(str(value)[:40])
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise ValidationError(_("Choose one of the times."), code="time")
        return moment


class WishForm(PlainForm):
    """A place at one time of an event. The key is made with the page: what is sent twice is booked once."""

    time = MomentField(label=_("time"))
    session = forms.UUIDField(required=False)
    key = forms.UUIDField()
    guests = forms.IntegerField(label=_("guests"), required=False, min_value=0, max_value=MOST_GUESTS)
    named = forms.BooleanField(required=False)

    def wish(self, event: Event, sessions: Any) -> Wish | None:
        """What is wished; None where the session is none of these."""
        v = self.cleaned_data
        session = sessions.filter(pk=v["session"]).first() if v["session"] else None
        if v["session"] and session is None:
            return None
        return Wish(event, v["time"], v["key"], session, v["guests"] or 0, v["named"])


def new_key() -> str:
    """The key of one rendering of a form."""
    return str(uuid4())
