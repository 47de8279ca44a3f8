"""The form of a session, a booth or an interview slot, by the clocks of the place of its event."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Employer
from guildhall.events.actions.taking_part import Stall
from guildhall.events.forms.entry import time_field
from guildhall.events.models import Event, Session
from guildhall.events.slots import Row
from guildhall.lib import clock
from guildhall.ui.asking import PlainForm
from guildhall.ui.dates import in_words
from guildhall.ui.editing import VersionedForm


class StallForm(PlainForm):
    """A session, a booth or an interview slot."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Session.Kind.choices)
    title = forms.CharField(
        label=_("Title"), required=False, max_length=160, help_text=_("Empty: the name of the employer.")
    )
    employer = forms.ModelChoiceField(
        label=_("Whose?"), queryset=Employer.objects.none(), required=False, empty_label=_("nobody’s own")
    )
    day = forms.ChoiceField(label=_("Day"), required=False)
    begins = time_field(_("from"), required=False)
    ends = time_field(_("until"), required=False)
    room = forms.CharField(label=_("Room or number"), required=False, max_length=80)
    link = forms.URLField(label=_("Link to join"), required=False, max_length=500, assume_scheme="https")
    capacity = forms.IntegerField(label=_("Places"), required=False, min_value=1, max_value=100_000)

    def __init__(self, *args: Any, event: Event, employers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.fields["employer"].queryset = employers  # type: ignore[attr-defined]
        days = days_of(event)
        self.fields["day"].choices = [(day.isoformat(), in_words(day, "full")) for day in days]  # type: ignore[attr-defined]
        if len(days) == 1:
            del self.fields["day"]

    def stall(self) -> Stall:
        """What was typed, as the action takes it."""
        v, first = self.cleaned_data, days_of(self.event)[0]
        day = date.fromisoformat(v["day"]) if v.get("day") else first
        names = ("kind", "title", "employer", "room", "link", "capacity")
        times = {"starts_at": self._moment(day, v["begins"]), "ends_at": self._moment(day, v["ends"])}
        return Stall(**{name: v[name] for name in names}, **times)

    def _moment(self, day: date, at: time | None) -> datetime | None:
        return clock.moment_of(day, at, self.event.zone) if at else None


class SessionForm(StallForm, VersionedForm):
    """The same, of one that stands."""

    def __init__(self, *args: Any, row: Session, **kwargs: Any) -> None:
        zone, names = row.event.zone, ("kind", "title", "employer", "room", "link", "capacity", "version")
        initial = {name: getattr(row, name) for name in names}
        if row.starts_at:
            initial["day"] = clock.day_of(row.starts_at, zone).isoformat()
            initial["begins"] = clock.local(row.starts_at, zone).time()
        if row.ends_at:
            initial["ends"] = clock.local(row.ends_at, zone).time()
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class CancelSessionForm(VersionedForm):
    """Why it does not take place."""

    reason = forms.CharField(label=_("Why is it canceled?"), required=False, max_length=300)

    def __init__(self, *args: Any, row: Session, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": row.version} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class SlotsForm(StallForm):
    """A row of interview slots of one employer."""

    length = forms.IntegerField(label=_("Minutes for each"), min_value=5, max_value=480, initial=20)
    pause = forms.IntegerField(label=_("Minutes between them"), min_value=0, max_value=240, initial=5)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["kind"]
        for name in ("begins", "ends", "capacity"):
            self.fields[name].required = True
        self.fields["capacity"].label = _("How many at a time?")
        self.fields["capacity"].initial = 1

    def stall(self) -> Stall:
        """What each slot is, without its time."""
        v = self.cleaned_data
        names = ("title", "employer", "room", "link", "capacity")
        return Stall(kind=Session.Kind.SLOT, **{name: v[name] for name in names})

    def row(self) -> Row:
        """From when until when, how long, with which pause."""
        v, first = self.cleaned_data, days_of(self.event)[0]
        day = date.fromisoformat(v["day"]) if v.get("day") else first
        zone = self.event.zone
        begins, ends = (clock.moment_of(day, v[name], zone) for name in ("begins", "ends"))
        return Row(begins, ends, v["length"], v["pause"])


def days_of(event: Event) -> list[date]:
    """The days of the first time of an event, by the clocks of its place."""
    first, last = clock.day_of(event.starts_at, event.zone), clock.day_of(event.ends_at, event.zone)
    return [first + timedelta(n) for n in range((last - first).days + 1)]
