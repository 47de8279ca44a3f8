"""Forms on an event that has taken place: who else was there, and how many came."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Contact, Employer
from guildhall.engagements.models import Engagement
from guildhall.events.actions.taking_part import Part
from guildhall.events.models import Event
from guildhall.ui.asking import PlainForm
from guildhall.ui.dates import short_day
from guildhall.ui.editing import VersionedForm
from guildhall.ui.naming import NamedField


class CameForm(PlainForm):
    """What an employer did at an event, and whether it stands on its timeline already."""

    offers = forms.CharField(
        label=_("What did they offer there?"), required=False, max_length=300,
        help_text=_("Such as two speakers, a booth, interviews for summer places."),
    )  # fmt: skip
    contact = NamedField(
        label=_("Who came?"), queryset=Contact.objects.none(), required=False, empty_label=_("not said")
    )
    engagement = forms.ModelChoiceField(
        label=_("Is it on their timeline already?"), queryset=Engagement.objects.none(), required=False,
        empty_label=_("no, enter it"),
    )  # fmt: skip

    def __init__(self, *args: Any, employer: Employer, known: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].offer(employer.contacts.current())  # type: ignore[attr-defined]
        self.fields["engagement"].queryset = known  # type: ignore[attr-defined]
        self.fields["engagement"].label_from_instance = _entry_words  # type: ignore[attr-defined]
        if not known.exists():
            del self.fields["engagement"]

    def part(self) -> Part:
        """What was typed, as the action takes it."""
        return Part(offers=self.cleaned_data["offers"], contact=self.cleaned_data["contact"])


def _entry_words(entry: Engagement) -> str:
    return f"{short_day(entry.happened_on)}: {entry.summary}"


class AttendedForm(VersionedForm):
    """How many came."""

    attended = forms.IntegerField(label=_("How many people came?"), required=False, min_value=0, max_value=1_000_000)

    def __init__(self, *args: Any, row: Event, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": row.version, "attended": row.attended} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
