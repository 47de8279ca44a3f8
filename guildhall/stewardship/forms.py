from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guildhall.people.forms.choosing import PeopleField
from guildhall.people.models import Person
from guildhall.stewardship.models import DataRequest
from guildhall.stewardship.queries.handing import Open, possible_successors
from guildhall.stewardship.queries.planning import Bundle
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm


class HandoverForm(PlainForm):
    """Who takes what, kind of work by kind of work."""

    def __init__(self, *args: Any, leaver: Person, work: Sequence[Open], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.work = work
        if work:
            self._ask_for_successors(possible_successors(leaver))
        self.fields["end"] = forms.BooleanField(label=_("End their access as well"), required=False, initial=True)

    def _ask_for_successors(self, rows: QuerySet[Person]) -> None:
        people = list(rows)  # read once for all of these fields
        everything = PeopleField(label=_("Who takes over?"), required=False, empty_label=_("choose for each below"))
        fields = {"everything": everything}
        for one in self.work:
            label = f"{one.duty.handed.label} ({one.count})"
            fields[one.duty.name] = PeopleField(label=label, required=False, empty_label=_("the same person"))
        for name, field in fields.items():
            field.offer(people)
            self.fields[name] = field
        self.fields["words"] = forms.CharField(
            label=_("A word for the successors"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

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


class PlanForm(PlainForm):
    """Who takes what, employer by employer and thing by thing, as far as it is decided."""

    def __init__(self, *args: Any, leaver: Person, bundles: Sequence[Bundle], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bundles = bundles
        self.people = {str(person.pk): person for person in possible_successors(leaver)}
        self.fields["everything"] = self._asking(_("Who takes what nobody is chosen for?"), _("nobody yet"), None)
        for bundle in bundles:
            self.fields[bundle.field] = self._asking(bundle.title, _("nobody yet"), bundle.successor)
            for piece in bundle.pieces if len(bundle.pieces) > 1 else ():
                label = f"{piece.duty.handed.label}: {piece.words}" if piece.words else piece.duty.handed.label
                own = piece.successor if bundle.differs else None
                self.fields[piece.field] = self._asking(label, _("as above"), own)

    def _asking(self, label: Any, empty: Any, chosen: Person | None) -> forms.ChoiceField:
        choices = [("", empty), *((pk, str(person)) for pk, person in self.people.items())]
        initial = str(chosen.pk) if chosen else ""
        return forms.ChoiceField(label=label, choices=choices, initial=initial, required=False)

    @property
    def rows(self) -> list[tuple[Bundle, Any, list[Any]]]:
        """Each bundle with its field and those of its things."""
        return [
            (one, self[one.field], [self[piece.field] for piece in one.pieces if piece.field in self.fields])
            for one in self.bundles
        ]

    def choices(self, every: Sequence[Bundle]) -> dict[tuple[str, str], Person | None]:
        """Who is to take each thing that was asked for; whoever takes what nobody is chosen for fills the other gaps.

        `every` bundle of the plan, those of other pages included: what was not asked stays as it is.
        """
        values = self.cleaned_data
        asked, rest = {one.key for one in self.bundles if one.field in self.data}, values["everything"]
        results: dict[tuple[str, str], Person | None] = {}
        for bundle in every:
            for piece in bundle.pieces:
                if bundle.key in asked:
                    chosen = values.get(piece.field) or values[bundle.field] or rest
                    results[piece.key] = self.people.get(chosen)
                elif rest and piece.successor is None:
                    results[piece.key] = self.people[rest]
        return results


class HandOverPlannedForm(PlainForm):
    """A word for all successors, and whether the leaver's access ends."""

    words = forms.CharField(
        label=_("A word for the successors"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    end = forms.BooleanField(label=_("End their access as well"), required=False, initial=True)


class DataRequestForm(PlainForm):
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


class EraseForm(VersionedForm):
    """The address once more, by hand: nobody brings back what is erased."""

    again = forms.EmailField(
        label=_("The e-mail address once more"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("So that nobody is erased by a slip of the finger."),
    )

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = address

    def clean_again(self) -> str:
        said = str(self.cleaned_data["again"])
        if said.strip().lower() != self.address:
            raise forms.ValidationError(_("This is another address than that of the request."))
        return said
