"""Which students go to which counselor."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guildhall.pathways.models import Program
from guildhall.people.forms.choosing import PeopleField
from guildhall.people.models import Institution, Person
from guildhall.students.actions.counseling import Portion
from guildhall.ui.asking import PlainForm


class ShareForm(PlainForm):
    """A counselor, and the students whom they get: by program and by the beginning of the last name."""

    institution = forms.ModelChoiceField(label=_("Institution"), queryset=Institution.objects.none(), empty_label=None)
    counselor = PeopleField(label=_("Counselor"), empty_label=None)
    program = forms.ModelChoiceField(
        label=_("Program of study"), queryset=Program.objects.none(), required=False, empty_label=_("every program")
    )
    first = forms.CharField(label=_("Last names from"), required=False, max_length=10, help_text=_("Such as A."))
    last = forms.CharField(
        label=_("to"), required=False, max_length=10, help_text=_("Such as Lo: everybody up to Lozano.")
    )
    again = forms.BooleanField(label=_("Also those who have another counselor now"), required=False)

    def __init__(
        self, *args: Any, places: QuerySet[Institution], programs: QuerySet[Program], counselors: QuerySet[Person],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = places  # type: ignore[attr-defined]
        self.fields["program"].queryset = programs  # type: ignore[attr-defined]
        self.fields["counselor"].offer(counselors)  # type: ignore[attr-defined]

    def portion(self) -> Portion:
        """What was typed, as the action takes it."""
        v = self.cleaned_data
        return Portion(v["program"], v["first"], v["last"], v["again"])
