from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Contact, Employer, Site
from guildhall.opportunities.kinds import EDUCATORS, KINDS, STAGES
from guildhall.pathways.models import Program
from guildhall.people.forms.choosing import PeopleField
from guildhall.people.models import Person
from guildhall.placements.actions.planning import Plan
from guildhall.placements.models import Placement
from guildhall.students.models import Registration
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm
from guildhall.ui.naming import NamedField


def kinds() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """The kinds of placements that a student may have, stage by stage."""
    stages = [(slug, label) for slug, label in STAGES.items() if slug != EDUCATORS]
    return [(label, [(k.slug, k.label) for k in KINDS if k.stage == stage]) for stage, label in stages]


class ReferForm(PlainForm):
    """Which student is put forward, with a note for one's own staff."""

    registration = NamedField(label=_("Student"), queryset=Registration.objects.none(), empty_label=_("Choose"))
    site = forms.ModelChoiceField(
        label=_("At which site"), queryset=Site.objects.none(), required=False,
        empty_label=_("wherever there is a place"),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note for your own staff"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The employer never reads it."),
    )  # fmt: skip

    def __init__(self, *args: Any, students: Any, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["registration"].offer(students)  # type: ignore[attr-defined]
        if sites:
            self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        else:
            del self.fields["site"]


class PlanForm(VersionedForm):
    """What is agreed of a placement."""

    kind = forms.ChoiceField(label=_("Kind"), choices=kinds)
    title = forms.CharField(label=_("Title"), max_length=160, required=False)
    site = forms.ModelChoiceField(label=_("Site"), queryset=Site.objects.none(), required=False, empty_label=_("none"))
    supervisor = NamedField(
        label=_("Supervisor at the employer"), queryset=Contact.objects.none(), required=False, empty_label=_("none")
    )
    coordinator = PeopleField(label=_("Coordinator"), required=False, empty_label=_("none"))
    program = forms.ModelChoiceField(
        label=_("Program of study"), queryset=Program.objects.none(), required=False, empty_label=_("none")
    )
    related = forms.NullBooleanField(
        label=_("Fits the program of study"), required=False,
        widget=forms.Select(choices=[("unknown", _("not said")), ("true", _("yes")), ("false", _("no"))]),
    )  # fmt: skip
    starts_on = DayField(label=_("Begins on"), required=False)
    ends_on = DayField(label=_("Ends on"), required=False)
    hours_planned = forms.DecimalField(
        label=_("Hours in all"), required=False, min_value=0, max_digits=7, decimal_places=2
    )
    paid = forms.NullBooleanField(
        label=_("Paid"), required=False,
        widget=forms.Select(choices=[("unknown", _("not said")), ("true", _("yes")), ("false", _("no"))]),
    )  # fmt: skip
    wage = forms.DecimalField(label=_("Wage"), required=False, min_value=0, max_digits=9, decimal_places=2)
    wage_per = forms.ChoiceField(
        label=_("Wage for"), required=False, choices=[("", _("not said")), *Placement.WagePer.choices]
    )

    def __init__(
        self, *args: Any, employer: Employer, programs: Any, coordinators: Any, row: Placement | None = None, **kw: Any
    ) -> None:
        names = [name for name in self.base_fields if name != "version"]
        initial = {name: getattr(row, name) for name in [*names, "version"]} if row else {}
        super().__init__(*args, **({"initial": initial | kw.pop("initial", {})} | kw))
        self.employer, self.row = employer, row
        self.fields["site"].queryset = employer.sites.all()  # type: ignore[attr-defined]
        self.fields["supervisor"].offer(employer.contacts.current())  # type: ignore[attr-defined]
        self.fields["coordinator"].offer(coordinators)  # type: ignore[attr-defined]
        self.fields["program"].queryset = programs  # type: ignore[attr-defined]
        if row:
            del self.fields["kind"]

    def plan(self) -> Plan:
        """What was typed, as the action takes it."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        if self.row:
            values |= {"kind": self.row.kind, "opportunity": self.row.opportunity}
        return Plan(employer=self.employer, **values)


def coordinators(rows: Any, person: Person) -> list[Any]:
    """Who may look after a placement, oneself first."""
    return sorted(rows, key=lambda one: one.pk != person.pk)
