"""A consent that a student gives without being asked: of what, to whom, for what and until when; then the signature."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.students.actions.own import Given
from guildhall.students.forms.signing import SignedName
from guildhall.students.models import Part, Use
from guildhall.ui.editing import DayField

USES = (Use.PLACE, Use.EVENT)
USUAL_DAYS, LONGEST_YEARS = 180, 1


class GiveForm(SignedName):
    """What a student agrees to. The name is asked for once the words were read."""

    parts = forms.MultipleChoiceField(
        label=_("What of your record"), choices=Part.choices, widget=forms.CheckboxSelectMultiple
    )
    use = forms.ChoiceField(label=_("For what"), choices=[(use.value, use.label) for use in USES])
    employer = forms.ModelChoiceField(
        label=_("To which employer"),
        queryset=Employer.objects.none(),
        required=False,
        empty_label=_("any employer, for this purpose alone"),
        help_text=_("Those where you applied, or have a place."),
    )
    expires_on = DayField(label=_("Last day"), back=0, ahead=LONGEST_YEARS)
    name = forms.CharField(label=_("Your full name, as your signature"), max_length=160, required=False)

    def __init__(self, *args: Any, employers: Any, known_as: str, signing: bool, **kwargs: Any) -> None:
        usual = {"parts": [Part.NAME, Part.PROGRAM], "expires_on": clock.today() + timedelta(USUAL_DAYS)}
        kwargs["initial"] = usual | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.known_as = known_as if signing else ""
        self.fields["employer"].queryset = employers  # type: ignore[attr-defined]
        self.fields["name"].required = signing

    def given(self) -> Given:
        """What was chosen, as the action takes it."""
        v = self.cleaned_data
        return Given(tuple(v["parts"]), v["use"], v["expires_on"], v["employer"])
