"""Rules that stand in the way, and models of other states and regions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.partnerships.actions.policy import Elsewhere, InTheWay
from guildhall.partnerships.forms.initiatives import words
from guildhall.partnerships.models import Barrier, PeerModel
from guildhall.people.forms.choosing import PeopleField
from guildhall.people.models import Person
from guildhall.ui.editing import DayField, VersionedForm


class BarrierForm(VersionedForm):
    """What stands in the way, whose rule it is, what is asked of them."""

    what = forms.CharField(label=_("What stands in the way?"), max_length=200)
    rule = forms.CharField(
        label=_("Which rule?"), max_length=300, required=False,
        help_text=_("The paragraph, policy or usual practice, so that whoever decides finds it."),
    )  # fmt: skip
    whose = forms.CharField(
        label=_("Whose rule is it?"), max_length=200, help_text=_("The body that can change it: a board, an agency.")
    )
    asked = words(_("What is asked of them?"), most=1000)
    person = PeopleField(label=_("Who of us sees to it?"), required=False, empty_label=_("nobody yet"))
    due_on = DayField(label=_("Until"), required=False)

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].offer(people)  # type: ignore[attr-defined]

    def found(self) -> InTheWay:
        """What was typed, as the action takes it."""
        return InTheWay(**{name: self.cleaned_data[name] for name in InTheWay.__dataclass_fields__})

    @staticmethod
    def initial_of(row: Barrier) -> dict[str, Any]:
        """A barrier as the form shows it."""
        return {name: getattr(row, name) for name in (*InTheWay.__dataclass_fields__, "version")}


class BarrierReportForm(VersionedForm):
    """How far a barrier is."""

    state = forms.ChoiceField(label=_("How far is it?"), choices=Barrier.State, widget=forms.RadioSelect)
    result = words(
        _("What came of it"), most=500, rows=2, help_text=_("Once it is removed, stays, or was none after all.")
    )


class PeerModelForm(VersionedForm):
    """What another state or region does."""

    place = forms.CharField(label=_("Which state or region?"), max_length=120)
    title = forms.CharField(label=_("What is it called?"), max_length=150)
    link = forms.URLField(label=_("Where can it be read?"), max_length=300, required=False, assume_scheme="https")
    shows = words(_("What do they do there?"), most=1000, required=True)
    taken = words(
        _("What is taken from it?"), most=1000, help_text=_("Or why nothing is: it saves others from looking again.")
    )
    looked_on = DayField(label=_("Looked at on"), ahead=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"looked_on": clock.today()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def seen(self) -> Elsewhere:
        """What was typed, as the action takes it."""
        return Elsewhere(**{name: self.cleaned_data[name] for name in Elsewhere.__dataclass_fields__})

    @staticmethod
    def initial_of(row: PeerModel) -> dict[str, Any]:
        """A model as the form shows it."""
        return {name: getattr(row, name) for name in (*Elsewhere.__dataclass_fields__, "version")}
