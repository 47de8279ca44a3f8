"""Forms for hours: what was worked on a day, and whether a week is right."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.supervision.actions.hours import Worked
from guildhall.supervision.models import HoursEntry
from guildhall.ui.editing import DayField, VersionedForm


class HoursForm(VersionedForm):
    """The hours of one day: from when until when, or how many."""

    key = forms.RegexField(r"^[\w-]{8,40}$", widget=forms.HiddenInput(attrs={"id": False}))
    day = DayField(label=_("Day"), back=2, ahead=0)
    starts = forms.TimeField(
        label=_("From"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=_("Until"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    hours = forms.DecimalField(
        label=_("Or how many hours"), required=False, min_value=0, max_value=24, decimal_places=2, max_digits=4,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.25"}),
        help_text=_("Without breaks. Fill this in where the times do not say it."),
    )  # fmt: skip
    overnight = forms.BooleanField(label=_("It went on past midnight"), required=False)
    learned = forms.CharField(
        label=_("What you did and learned"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, key: str, entry: HoursEntry | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"key": key} | (kwargs.pop("initial", None) or {})
        if entry:
            initial |= {name: getattr(entry, name) for name in ("day", "starts", "ends", "learned", "version")}
            initial["overnight"] = self._crosses(entry.starts, entry.ends)
            if entry.starts is None or entry.ends is None:
                initial["hours"] = entry.hours
        super().__init__(*args, initial=initial, **kwargs)

    @staticmethod
    def _crosses(starts: time | None, ends: time | None) -> bool:
        return starts is not None and ends is not None and ends <= starts

    @property
    def asks_overnight(self) -> bool:
        """Whether to ask if it went on past midnight: the end comes before the beginning, by a slip or not."""
        return bool(self["overnight"].value()) or "ends" in self.errors

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        starts, ends, hours = (values.get(name) for name in ("starts", "ends", "hours"))
        if not self.errors and hours is None and (starts is None or ends is None):
            self.add_error("hours", str(_("Say how many hours, or from when until when.")))
        if not self.errors and self._crosses(starts, ends) and not values.get("overnight"):
            self.add_error("ends", str(_("The end comes before the beginning. Put it right, or tick that it went on "
                                         "past midnight.")))  # fmt: skip
        return values

    def worked(self) -> Worked:
        """What was typed, as the action takes it."""
        names = ("day", "key", "starts", "ends", "hours", "learned")
        return Worked(**{name: self.cleaned_data[name] for name in names})
