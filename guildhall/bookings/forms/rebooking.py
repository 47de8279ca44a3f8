"""Which other slot, session or time of the event somebody gets."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from guildhall.bookings.models import Booking
from guildhall.bookings.queries.lists import Full
from guildhall.ui.editing import VersionedForm


class RebookForm(VersionedForm):
    """One of the times and sessions that have a place left."""

    to = forms.ChoiceField(
        label=_("Which one instead?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the times that stand here.")},
    )  # fmt: skip

    def __init__(self, *args: Any, row: Booking, times: Sequence[Full], **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": row.version}, **kwargs)
        self.times = {one.key: one for one in times}
        self.fields["to"].choices = [(one.key, _in_words(one)) for one in times]  # type: ignore[attr-defined]

    def chosen(self) -> Full:
        """The one that was chosen."""
        return self.times[self.cleaned_data["to"]]


def _in_words(one: Full) -> str:
    left = ngettext("{n} place left", "{n} places left", one.left).format(n=one.left)
    return ", ".join(filter(None, (one.words, one.title, left)))
