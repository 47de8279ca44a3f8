"""The lines of a meeting: agenda, check list, definitions, elements, what is done in the room, and its outcome."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.meetings.actions.outcome import Task
from guildhall.meetings.actions.speaking import Offer
from guildhall.meetings.forms.meetings import words_field
from guildhall.meetings.logistics import REFLECTION_SECONDS
from guildhall.meetings.models import Activity, Commitment, Meeting
from guildhall.people.forms.choosing import PeopleField
from guildhall.people.models import Person
from guildhall.ui.editing import DayField, VersionedForm


class LineForm(VersionedForm):
    """A line of a meeting; `row` is the one that is changed."""

    def __init__(
        self, *args: Any, meeting: Meeting, people: Iterable[Person] = (), row: Any = None, **kwargs: Any
    ) -> None:
        if row is not None:
            kwargs["initial"] = {name: getattr(row, name) for name in self.columns(row)} | {"version": row.version}
        super().__init__(*args, **kwargs)
        if "person" in self.fields:
            given = [row.person] if row is not None and row.person is not None else []  # also who has left since
            self.fields["person"].offer(dict.fromkeys([*given, *people]))  # type: ignore[attr-defined]

    def columns(self, row: Any) -> list[str]:
        """The fields that are columns of the row."""
        return [name for name in self.base_fields if hasattr(row, name) and name != "version"]

    def values(self) -> dict[str, Any]:
        """What was typed, without the edition."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class AgendaForm(LineForm):
    """A point of the agenda."""

    title = forms.CharField(label=_("What is it about?"), max_length=200)
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=1, max_value=600)
    who = forms.CharField(label=_("Who leads it?"), required=False, max_length=120)
    text = words_field(_("More about it"), 2000)


class LogisticsForm(LineForm):
    """A line of the check list."""

    label = forms.CharField(label=_("What has to be there?"), max_length=200)
    person = PeopleField(label=_("Who sees to it?"), required=False, empty_label=_("nobody yet"))
    who = forms.CharField(label=_("or somebody else"), required=False, max_length=120)
    due = DayField(label=_("By when?"), required=False)
    per_person = forms.BooleanField(label=_("One for each person who comes"), required=False)
    extra = forms.IntegerField(label=_("How many more?"), required=False, min_value=0, max_value=1000)

    def clean_extra(self) -> int:
        return self.cleaned_data.get("extra") or 0


class DefinitionForm(LineForm):
    """An existing definition."""

    source = forms.CharField(label=_("Whose definition is it?"), max_length=200)
    text = words_field(_("The definition"), 3000, rows=6, required=True)


class ElementForm(LineForm):
    """A priority element."""

    text = forms.CharField(label=_("Element"), max_length=200)


class ActivityForm(LineForm):
    """What is done in the room."""

    kind = forms.ChoiceField(label=_("What is done?"), choices=Activity.Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("The question, or what it is about"), max_length=200)
    seconds = forms.IntegerField(
        label=_("Seconds to think"), required=False, min_value=30, max_value=1800,
        help_text=_("For a reflection: two to three minutes, 120 to 180."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("kind") == Activity.Kind.REFLECTION and not values.get("seconds"):
            values["seconds"] = REFLECTION_SECONDS
        return values


# ── Outcome ──────────────────────────────────────────────────────────


class DecisionForm(LineForm):
    """What was decided; of a finished meeting with the reason for the correction."""

    text = words_field(_("What was decided?"), 1000, required=True)
    reason = forms.CharField(label=_("Why is it corrected?"), required=False, max_length=300)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, meeting=meeting, **kwargs)
        _ask_reason(self, meeting)


def _ask_reason(form: forms.Form, meeting: Meeting) -> None:
    if meeting.state == Meeting.State.HELD:
        form.fields["reason"].required = True
    else:
        del form.fields["reason"]


class MinutesForm(VersionedForm):
    """The minutes of a meeting."""

    minutes = words_field(_("Minutes"), 20000, rows=14)
    reason = forms.CharField(label=_("Why is it corrected?"), required=False, max_length=300)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        kwargs["initial"] = {"minutes": meeting.minutes, "version": meeting.version}
        super().__init__(*args, **kwargs)
        _ask_reason(self, meeting)


class TaskForm(LineForm):
    """What is to be done after a meeting."""

    text = forms.CharField(label=_("What is to be done?"), max_length=300)
    person = PeopleField(label=_("Who does it?"), required=False, empty_label=_("somebody else"))
    who = forms.CharField(label=_("or somebody else"), required=False, max_length=120)
    due = DayField(label=_("By when?"), required=False)

    def given(self) -> Task:
        """What was typed, as the action takes it."""
        v = self.cleaned_data
        return Task(v["text"], v["person"], v["who"], v["due"])


class SupportForm(LineForm):
    """Support that somebody commits."""

    who = forms.CharField(label=_("Who commits it?"), max_length=160)
    kind = forms.ChoiceField(
        label=_("What kind of support?"), choices=Commitment.Kind.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("What exactly?"), required=False, max_length=300)
    until = DayField(label=_("Until when?"), required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4().hex

    def offer(self) -> Offer:
        """What was typed, as the action takes it."""
        v = self.cleaned_data
        return Offer(v["kind"], v["words"], v["key"] or uuid4().hex, v["until"])
