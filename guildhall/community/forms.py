from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guildhall.community.destinations import DESTINATIONS
from guildhall.community.models import Adoption, Improvement, ProcessMap, Step
from guildhall.people.models import Institution, Person
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm
from guildhall.ui.naming import NameChoiceField


def _words(label: Any, *, most: int = 4000, rows: int = 4, required: bool = True, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=required, widget=widget, **more)


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    return DayField(label=label, required=required, ahead=10)


class ChallengeForm(VersionedForm):
    """What makes the work hard."""

    title = forms.CharField(label=_("In one line"), max_length=150)
    text = _words(
        _("What makes it hard"),
        required=False,
        help_text=_("All of the staff of the region read this: name no student, and no employer that is not shared."),
    )
    internal = forms.BooleanField(
        label=_("Only for my institution"),
        required=False,
        help_text=_("Colleagues elsewhere do not see it, nor what is said about it."),
    )

    def __init__(self, *args: Any, changing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if changing:  # whom it is put before is said once
            del self.fields["internal"]


class SayForm(PlainForm):
    """What a colleague says."""

    text = _words(_("Your words"), rows=3)


class ChangeWordsForm(VersionedForm):
    """One's own words, again; without any they are removed."""

    text = _words(_("Your words"), required=False, help_text=_("Without words, they are removed."))


class DecideForm(VersionedForm):
    """What was decided."""

    text = _words(_("What is decided"))
    decided_by = forms.CharField(label=_("Who decided"), max_length=200)
    decided_on = _day(_("When"))
    look_again_on = _day(_("Look again on"), required=False)


class OutcomeForm(VersionedForm):
    """What came of a decision."""

    outcome = _words(_("What came of it"), required=False)
    protocol = forms.ModelChoiceField(
        label=_("Protocol drafted because of it"), queryset=None, required=False, empty_label=_("none")
    )

    def __init__(self, *args: Any, protocols: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["protocol"].queryset = protocols  # type: ignore[attr-defined]


class CloseForm(VersionedForm):
    """Why a challenge is closed."""

    because = forms.CharField(label=_("Why?"), max_length=300, required=False)


class MapForm(VersionedForm):
    """What a map is about."""

    institution = forms.ModelChoiceField(label=_("Whose work is it?"), queryset=None, empty_label=None)
    title = forms.CharField(label=_("What it is about"), max_length=120)
    keeper = forms.ModelChoiceField(label=_("Who keeps it current"), queryset=None, required=False)
    purpose = _words(_("What it is good for"), most=1000, rows=2, required=False)
    starter = forms.BooleanField(
        label=_("Begin with the steps that most regions take"), required=False,
        help_text=_("Six steps from a lead to a shared employer, to change as you like."),
    )  # fmt: skip
    internal = forms.BooleanField(
        label=_("Only for this institution"), required=False, help_text=_("Colleagues elsewhere do not see it.")
    )

    def __init__(
        self,
        *args: Any,
        places: QuerySet[Institution] | None,
        keepers: QuerySet[Person] | None = None,
        may_begin: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if keepers is None:  # whoever begins a map keeps it current at first
            del self.fields["keeper"]
        else:
            self.fields["keeper"].queryset = keepers  # type: ignore[attr-defined]
            self.fields["keeper"].empty_label = _("nobody")  # type: ignore[attr-defined]
        if not may_begin:
            del self.fields["starter"]
        if places is None:
            del self.fields["institution"], self.fields["internal"]
        else:
            self.fields["institution"].queryset = places  # type: ignore[attr-defined]


class StepForm(VersionedForm):
    """One step of a map."""

    title = forms.CharField(label=_("What happens"), max_length=150)
    who = forms.CharField(label=_("Who does it"), max_length=120, required=False)
    text = _words(_("How"), most=2000, rows=3, required=False)
    destination = forms.ChoiceField(label=_("Where in Guildhall"), required=False)
    leads_to = forms.ModelChoiceField(
        label=_("Another map that says more"), queryset=None, required=False, empty_label=_("none")
    )
    systems = forms.CharField(
        label=_("Systems used"),
        max_length=200,
        required=False,
        help_text=_("Names between commas, such as the student system, the calendar, paper."),
    )

    def __init__(self, *args: Any, maps: QuerySet[ProcessMap], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leads_to"].queryset = maps  # type: ignore[attr-defined]
        pages = [(name, label) for name, (label, _icon) in DESTINATIONS.items()]
        self.fields["destination"].choices = [("", _("nowhere")), *pages]  # type: ignore[attr-defined]


class BranchForm(PlainForm):
    """Where a step leads, and when."""

    to = forms.ModelChoiceField(label=_("Leads to"), queryset=None)
    condition = forms.CharField(label=_("When?"), max_length=120, help_text=_("In a few words: the employer says no."))

    def __init__(self, *args: Any, steps: QuerySet[Step], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = steps  # type: ignore[attr-defined]


class ConnectionForm(PlainForm):
    """What one system hands to another."""

    source = forms.ChoiceField(label=_("From"))
    target = forms.ChoiceField(label=_("To"))
    carries = forms.CharField(
        label=_("What goes over, and how?"), max_length=150, help_text=_("For example: names and hours, as a file.")
    )

    def __init__(self, *args: Any, systems: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("source", "target"):
            self.fields[name].choices = [(one, one) for one in systems]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("source") and values.get("source") == values.get("target"):
            self.add_error("target", _("Choose another system than the first."))
        return values


class RefineForm(VersionedForm):
    """How a step is done at one institution."""

    who = forms.CharField(label=_("Who does it here"), max_length=120, required=False)
    text = _words(_("How it is done here"), most=2000, required=False, help_text=_("Without words, it is removed."))


class AgreeForm(PlainForm):
    """Who agreed for the institution, and when."""

    signed_by = forms.CharField(
        label=_("Who agreed for the institution?"),
        max_length=160,
        help_text=_("Name and office, such as its president."),
    )
    agreed_on = _day(_("When?"))


class AdoptForm(VersionedForm):
    """How far an institution is with one clause."""

    state = forms.ChoiceField(label=_("How far is it?"), choices=Adoption.State, widget=forms.RadioSelect)
    from_on = _day(_("From when?"), required=False)
    words = forms.CharField(
        label=_("How is it done here?"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("state") == Adoption.State.PLANNED and not values.get("from_on") and "from_on" not in self.errors:
            self.add_error("from_on", _("Say from which day it is planned."))
        if values.get("state") == Adoption.State.VARIED and not values.get("words", "").strip():
            self.add_error("words", _("Say how it is done here instead."))
        return values


class AnnounceForm(VersionedForm):
    """What a region tells the staff of its institutions."""

    institution = forms.ModelChoiceField(label=_("For the institutions of"), queryset=None, empty_label=None)
    title = forms.CharField(label=_("In one line"), max_length=150)
    text = _words(_("What is new"), help_text=_("All of the staff read this: name no student."))

    def __init__(self, *args: Any, places: QuerySet[Institution] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if places is None:
            del self.fields["institution"]
        else:
            self.fields["institution"].queryset = places  # type: ignore[attr-defined]


class PassOnForm(PlainForm):
    """What somebody adds when they pass news on."""

    words = forms.CharField(label=_("A word of your own"), max_length=500, required=False)


class ImprovementForm(PlainForm):
    """What is wrong, or would help."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Improvement.Kind, widget=forms.RadioSelect)
    title = forms.CharField(label=_("In one line"), max_length=150)
    text = _words(_("What you were doing, and what would be better"), required=False)


class RankForm(VersionedForm):
    """How far it is, and when it comes."""

    state = forms.ChoiceField(label=_("How far is it?"), choices=Improvement.State)
    priority = forms.TypedChoiceField(label=_("When?"), choices=Improvement.Priority, coerce=int)
    answer = forms.CharField(label=_("Answer"), max_length=500, required=False)


class SuperUserForm(PlainForm):
    """Who speaks for the users of an institution."""

    person = NameChoiceField(label=_("Super user"), required=False)

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("nobody")), *people]  # type: ignore[attr-defined]
