"""What is sent when somebody books: which time, which session, how many guests."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from guildhall.bookings.actions.booking import MOST_PUPILS, Wish
from guildhall.bookings.models.rolls import MOST_GUESTS
from guildhall.events.models import Event
from guildhall.lib import clock
from guildhall.ui.asking import PlainForm


class MomentField(forms.Field):
    """A moment with its zone, as a page wrote it."""

    def to_python(self, value: Any) -> datetime | None:
        if not value:
            return None
        if (moment := clock.moment_in(str(value))) is None:
            raise ValidationError(_("Choose one of the times."), code="time")
        return moment


class WishForm(PlainForm):
    """A place at one time of an event. The key is made with the page: what is sent twice is booked once."""

    time = MomentField(label=_("time"))
    session = forms.UUIDField(required=False)
    key = forms.UUIDField()
    guests = forms.IntegerField(label=_("guests"), required=False, min_value=0, max_value=MOST_GUESTS)
    named = forms.BooleanField(required=False)
    pupils = forms.IntegerField(label=_("students"), required=False, min_value=0, max_value=MOST_PUPILS)

    def wish(self, event: Event, sessions: Callable[[], Any]) -> Wish | None:
        """What is wished; None where the session is none of these."""
        v = self.cleaned_data
        session = sessions().filter(pk=v["session"]).first() if v["session"] else None
        if v["session"] and session is None:
            return None
        return Wish(event, v["time"], v["key"], session, v["guests"] or 0, v["named"], v["pupils"] or 0)


class PersonForm(PlainForm):
    """Which of an employer's people comes to which time."""

    time = MomentField(label=_("When"), widget=forms.Select)
    who = forms.CharField(label=_("Who comes?"), max_length=160)
    email = forms.EmailField(
        label=_("Their e-mail"), required=False, max_length=254, help_text=_("They get the code for the door there.")
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, times: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time"].widget.choices = [(one.moment, one.words) for one in times]  # type: ignore[attr-defined]


def new_key() -> str:
    """The key of one rendering of a form."""
    return str(uuid4())
