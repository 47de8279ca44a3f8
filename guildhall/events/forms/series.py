"""One time of a series: another moment, or one more."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.events.forms.entry import time_field
from guildhall.events.models import Event
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
