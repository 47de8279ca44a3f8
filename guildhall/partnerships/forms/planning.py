"""Lines of the action plan."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.partnerships.actions.planning import Planned, Report
from guildhall.partnerships.kinds import Stage
from guildhall.partnerships.models import Activity, Stakeholder
from guildhall.people.forms.choosing import PeopleField
from guildhall.people.models import Person
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm
from guildhall.ui.naming import NamedField


class ActivityForm(VersionedForm):
    """What is to be done, by whom and until when (F12)."""

    title = forms.CharField(label=_("What is to be done?"), max_length=200)
    stage = forms.ChoiceField(label=_("Part of the work"), choices=Stage)
    part = forms.ChoiceField(label=_("What is it?"), choices=Activity.Part, widget=forms.RadioSelect, initial="work")
    audience = forms.CharField(
        label=_("For whom?"),
        max_length=150,
        required=False,
        help_text=_("Of a communication: stakeholders, the public, the media."),
    )
    person = PeopleField(label=_("Who of us sees to it?"), required=False, empty_label=_("nobody yet"))
    stakeholder = NamedField(
        label=_("Or which partner?"), queryset=Stakeholder.objects.none(), required=False, empty_label=_("none")
    )
    starts_on = DayField(label=_("From"), required=False)
    due_on = DayField(label=_("Until"), required=False)
    after = forms.ModelMultipleChoiceField(
        label=_("Only after"),
        queryset=Activity.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        people: Iterable[Person],
        partners: QuerySet[Stakeholder],
        others: QuerySet[Activity],
        line: Activity | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.line = line
        self.fields["person"].offer(people)  # type: ignore[attr-defined]
        self.fields["stakeholder"].offer(partners)  # type: ignore[attr-defined]
        self.fields["after"].queryset = others  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("starts_on"), values.get("due_on")
        if first and last and last < first:
            self.add_error("due_on", translated("It ends before it begins."))
        return values

    def planned(self) -> Planned:
        """What was typed, as the action takes it. What the editor cannot choose stays."""
        values = {name: self.cleaned_data[name] for name in Planned.__dataclass_fields__}
        after, offered = list(values["after"]), self.fields["after"].queryset  # type: ignore[attr-defined]
        if self.line:
            after += list(self.line.after.exclude(pk__in=offered))
            partners = {one.pk for one in self.fields["stakeholder"].rows}  # type: ignore[attr-defined]
            if self.line.stakeholder_id and self.line.stakeholder_id not in partners:
                values["stakeholder"] = Stakeholder(pk=self.line.stakeholder_id, initiative_id=self.line.initiative_id)
        return Planned(**(values | {"after": tuple(after)}))

    @staticmethod
    def initial_of(row: Activity) -> dict[str, Any]:
        """A line as the form shows it."""
        names = ("title", "stage", "part", "audience", "person", "stakeholder", "starts_on", "due_on", "version")
        return {name: getattr(row, name) for name in names} | {"after": [one.pk for one in row.after.all()]}


class ReportForm(VersionedForm):
    """How far a line is (E9)."""

    state = forms.ChoiceField(label=_("How far is it?"), choices=Activity.State, widget=forms.RadioSelect)
    progress = forms.CharField(label=_("A word on the progress"), max_length=300, required=False)
    result = forms.CharField(label=_("What came of it, or why it is dropped"), max_length=500, required=False)

    def report(self) -> Report:
        """What was typed, as the action takes it."""
        return Report(**{name: self.cleaned_data[name] for name in Report.__dataclass_fields__})


class ResponsibilitiesForm(PlainForm):
    """What document 002 names, to be ticked (E9)."""

    taken = forms.MultipleChoiceField(label=_("What is to be done?"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, offered: Iterable[tuple[Any, list[tuple[str, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(stage.label, lines) for stage, lines in offered]
        self.fields["taken"].choices = groups  # type: ignore[attr-defined]
