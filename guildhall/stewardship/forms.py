from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.people.models import Person
from guildhall.stewardship.queries.handing import Open, possible_successors


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
