from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.employers.forms.lists import ListForm
from guildhall.opportunities.forms.searching import ANY, USUAL_MILES
from guildhall.opportunities.kinds import EDUCATORS, KINDS, STAGES
from guildhall.opportunities.queries.places import point_of
from guildhall.opportunities.queries.searching import MILES, Wanted
from guildhall.ui.editing import DayField


class StudentSearchForm(ListForm):
    """What a student looks for; anything unknown in the address narrows nothing."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    mine = forms.BooleanField(label=_("Open to my program"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[])
    zip = forms.CharField(label=_("Near ZIP code"), required=False, max_length=10)
    miles = forms.ChoiceField(label=_("Within"), required=False, choices=[(str(n), str(n)) for n in MILES])
    paid = forms.BooleanField(label=_("Paid only"), required=False)
    begins = DayField(label=_("Takes place after"), required=False)
    ends = DayField(label=_("Begins before"), required=False)

    def __init__(self, asked: Any, **kwargs: Any) -> None:
        asked = asked.copy()
        asked.setdefault("miles", str(USUAL_MILES))
        super().__init__(asked, **kwargs)
        kinds = [(one.slug, one.label) for one in KINDS if one.stage != EDUCATORS]
        stages = [(slug, label) for slug, label in STAGES.items() if slug != EDUCATORS]
        self.fields["kind"].choices = [("", ANY), *stages, *kinds]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What was asked for, as the search takes it."""
        self.is_valid()
        values: dict[str, Any] = {k: v for k, v in self.cleaned_data.items() if v not in (None, "")}
        self.own_program = bool(values.pop("mine", False))
        code, miles = values.pop("zip", ""), int(values.pop("miles", USUAL_MILES))
        near = point_of(code) if code else None
        self.unknown_zip = bool(code) and near is None
        return Wanted(**values, near=near, miles=miles, sort="near" if near else "")
