from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.opportunities.kinds import EDUCATORS, KINDS
from guildhall.people.models import Institution
from guildhall.placements.actions.agreeing import MOST, Agreed
from guildhall.placements.models import Duty
from guildhall.ui.editing import DayField, VersionedForm


class DutyForm(VersionedForm):
    """How many students an employer agreed to host, by when."""

    institution = forms.ModelChoiceField(label=_("Institution"), queryset=Institution.objects.none(), empty_label=None)
    wanted = forms.IntegerField(label=_("How many students"), min_value=1, max_value=MOST)
    first_on = DayField(label=_("From"))
    last_on = DayField(label=_("Until"))
    said = forms.CharField(
        label=_("What was agreed"),
        max_length=200,
        required=False,
        help_text=_("Such as: six interns by June. The employer reads it."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Only these kinds of placement"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(kind.slug, kind.label) for kind in KINDS if kind.stage != EDUCATORS],
    )  # fmt: skip

    def __init__(
        self, *args: Any, row: Duty | None = None, places: QuerySet[Institution] | None = None, **kwargs: Any
    ) -> None:
        names = ("wanted", "first_on", "last_on", "said", "kinds", "version")
        initial = {name: getattr(row, name) for name in names} if row else {"first_on": clock.today()}
        super().__init__(*args, initial=initial | (kwargs.pop("initial", None) or {}), **kwargs)
        if places is None:
            del self.fields["institution"]
        else:
            self.fields["institution"].queryset = places  # type: ignore[attr-defined]

    def agreed(self) -> Agreed:
        """What was typed, as the action takes it."""
        return Agreed(**{name: self.cleaned_data[name] for name in Agreed.__slots__})
