from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.people.models import Person
from guildhall.stewardship.models import DataRequest
from guildhall.stewardship.queries.handing import Open, possible_successors
from guildhall.ui.editing import DayField, VersionedForm


class HandoverForm(forms.Form):
    """Who takes what, kind of work by kind of work."""

    def __init__(self, *args: Any, leaver: Person, work: Sequence[Open], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.work, rows = work, possible_successors(leaver)
        self.fields["everything"] = forms.ModelChoiceField(
            label=_("Who takes over?"), queryset=rows, required=False, empty_label=_("choose for each below")
        )
        for one in work:
            self.fields[one.duty.name] = forms.ModelChoiceField(
                label=f"{one.duty.handed.label} ({one.count})",
                queryset=rows,
                required=False,
                empty_label=_("the same person"),
            )
        people = [(person.pk, str(person)) for person in rows]  # read once for all of these fields
        for field in self.fields.values():
            field.choices = [("", field.empty_label), *people]  # type: ignore[attr-defined]
        self.fields["words"] = forms.CharField(
            label=_("A word for the successors"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields["end"] = forms.BooleanField(label=_("End their access as well"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        everything = values.get("everything")
        for one in self.work:
            if not values.get(one.duty.name) and not everything and one.duty.name not in self.errors:
                self.add_error(one.duty.name, _("Choose somebody for this, or one person for everything."))
        return values

    def successors(self) -> dict[str, Person]:
        """Per duty, by its name, who takes it."""
        values = self.cleaned_data
        return {one.duty.name: values.get(one.duty.name) or values["everything"] for one in self.work}


class DataRequestForm(forms.Form):
    """What somebody asks about their own data, and how they are reached."""

    address = forms.EmailField(
        label=_("E-mail address of the person"),
        max_length=254,
        help_text=_("As we have it. The answer goes to this address and to nobody else."),
    )
    kind = forms.ChoiceField(label=_("What do they ask?"), choices=DataRequest.Kind, widget=forms.RadioSelect)
    received_on = DayField(label=_("Received on"), back=1, ahead=0)


class RefuseForm(VersionedForm):
    """Why a request is refused."""

    because = forms.CharField(
        label=_("Why?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The person has a right to know."),
    )
