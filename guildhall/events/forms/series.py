"""One time of a series: another moment, one more, or what it is called and where it takes place."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.events.forms.entry import time_field
from guildhall.events.models import Event
from guildhall.events.overrides import NAMES, Details, details_of
from guildhall.lib import clock
from guildhall.ui.editing import DayField, VersionedForm


class TimeForm(VersionedForm):
    """When it takes place; it lasts as long as the others."""

    day = DayField(label=_("Day"), back=0)
    begins = time_field(_("from"))
    because = forms.CharField(
        label=_("Why, where it clashes?"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, row: Event, of: datetime | None = None, **kwargs: Any) -> None:
        begins = clock.local(of or row.starts_at, row.zone)
        initial = {"version": row.version, "begins": begins.time(), "day": clock.day_of(of, row.zone) if of else None}
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.row = row

    def moment(self) -> datetime:
        """The moment that was typed, by the clocks of the event."""
        return clock.moment_of(self.cleaned_data["day"], self.cleaned_data["begins"], self.row.zone)


class DetailsForm(VersionedForm):
    """What one time of a series is called, and where it takes place."""

    title = forms.CharField(
        label=_("Title"), required=False, max_length=160, help_text=_("Empty: the title of the series.")
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    room = forms.CharField(label=_("Room"), required=False, max_length=80)
    link = forms.URLField(label=_("Link to join"), required=False, max_length=500, assume_scheme="https")
    because = forms.CharField(
        label=_("Why, where it clashes?"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, row: Event, of: datetime, **kwargs: Any) -> None:
        details = details_of(row, of)
        initial = {"version": row.version, **{name: getattr(details, name) for name in NAMES}}
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def details(self) -> Details:
        """What was typed, as the action takes it."""
        return Details(**{name: self.cleaned_data[name] for name in NAMES})
