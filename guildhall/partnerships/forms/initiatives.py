"""What is typed about an initiative, its leads and intermediaries, and the lists of the territory."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.partnerships import coverage
from guildhall.partnerships.actions.initiatives import Described
from guildhall.partnerships.kinds import Stage
from guildhall.partnerships.models import Category, CoverageRule, Initiative
from guildhall.partnerships.starters import TOPICS
from guildhall.pathways.models import Pathway
from guildhall.people.forms.choosing import PeopleField
from guildhall.people.models import Institution, Person
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm

LINES = 12  # topics that an initiative may be open to


def words(label: Any, *, most: int = 2000, rows: int = 3, required: bool = False, **more: Any) -> forms.CharField:
    """A field of several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=required, widget=widget, **more)


class InitiativeForm(VersionedForm):
    """What an initiative is for, why, how, what and when (F2–F4)."""

    institution = forms.ModelChoiceField(
        label=_("Who convenes it?"), queryset=Institution.objects.none(), empty_label=None
    )
    title = forms.CharField(label=_("What is it called?"), max_length=150)
    purpose = words(
        _("Purpose statement"),
        help_text=_("What you bring people together for, in three or four sentences that anybody understands."),
    )
    why = words(_("Why?"), help_text=_("What is wrong today, or could be better, and for whom."))
    how = words(_("How?"), help_text=_("In which steps, and how decisions are made."))
    what = words(_("What?"), help_text=_("What there will be in the end that is not there now."))
    timing = words(_("When?"), rows=2, help_text=_("What comes when: a first meeting, a first result."))
    goals = words(_("Goals"), help_text=_("How you will know that it works: numbers, where there are any."))
    partners = words(_("Partners"), rows=2, help_text=_("Who carries it with you already."))
    budget = words(_("Budget"), rows=2, help_text=_("Money and hours, and where they come from."))
    topics = words(_("Open to input"), rows=6, help_text=_("What partners may have a say in, one per line."))
    stages = forms.MultipleChoiceField(
        label=_("Parts of the work"),
        choices=Stage,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Several go on at once. Policy may be left out."),
    )
    pathways = forms.ModelMultipleChoiceField(
        label=_("Which pathways is it about?"), queryset=Pathway.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Enrollment and the value of credit among its figures are of their programs."),
    )  # fmt: skip
    starts_on = DayField(label=_("From"), required=False)
    ends_on = DayField(label=_("Until"), required=False)
    acceptance = forms.ChoiceField(
        label=_("How do partners accept their role?"), choices=Initiative.Acceptance, widget=forms.RadioSelect
    )

    def __init__(
        self, *args: Any, places: QuerySet[Institution] | None, row: Initiative | None = None, **kwargs: Any
    ) -> None:
        self.row = row
        usual = {"topics": "\n".join(translated(one) for one in TOPICS), "stages": list(Stage), "acceptance": "spoken"}
        kwargs["initial"] = usual | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["pathways"].queryset = Pathway.objects.open().select_related("institution")  # type: ignore[attr-defined]
        if places is None:  # who convenes does not change
            del self.fields["institution"]
        else:
            self.fields["institution"].queryset = places  # type: ignore[attr-defined]

    def clean_topics(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["topics"].splitlines() if line.strip()]
        if len(lines) > LINES or any(len(line) > 120 for line in lines):
            raise forms.ValidationError(translated("At most 12 lines of 120 letters each."))
        return lines

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", translated("It ends before it begins."))
        return values

    def described(self) -> Described:
        """What was typed, as the action takes it. A pathway that has ended, and so is not offered, stays."""
        names = Described.__dataclass_fields__
        values = {name: value for name, value in self.cleaned_data.items() if name in names}
        ended = self.row.pathways.exclude(pk__in=Pathway.objects.open()) if self.row else ()
        return Described(**(values | {"pathways": (*values["pathways"], *ended)}))

    @staticmethod
    def initial_of(row: Initiative) -> dict[str, Any]:
        """An initiative as the form shows it."""
        values = {name: getattr(row, name) for name in Described.__dataclass_fields__ if name != "pathways"}
        values["pathways"] = [one.pk for one in row.pathways.all()]
        return values | {"topics": "\n".join(row.topics), "version": row.version}


class EndForm(VersionedForm):
    """What was learned."""

    lesson = words(_("What did you learn?"), help_text=_("What went well, what did not, what you would do again."))


class LeadForm(PlainForm):
    """Who leads as well."""

    person = PeopleField(label=_("Who leads as well?"))

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **({"auto_id": "lead_%s"} | kwargs))
        self.fields["person"].offer(people)  # type: ignore[attr-defined]


class IntermediaryForm(PlainForm):
    """Who brings employers and schools together in a part of the territory."""

    area = forms.CharField(label=_("For which part of the territory?"), max_length=120)
    body = forms.CharField(label=_("Organization"), max_length=200)
    person = forms.CharField(label=_("Who answers there"), max_length=160, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"auto_id": "intermediary_%s"} | kwargs))


class CategoryForm(VersionedForm):
    """A sector that stakeholders come from."""

    name = forms.CharField(label=_("Name"), max_length=80)
    groups = words(_("Example groups, one per line"), most=1000, rows=5)
    retired = forms.BooleanField(label=_("Out of use"), required=False)

    @staticmethod
    def initial_of(row: Category | None) -> dict[str, Any]:
        """A category as the form shows it."""
        if row is None:
            return {}
        retired = row.retired_on is not None
        return {"name": row.name, "groups": row.groups, "retired": retired, "version": row.version}


class CoverageForm(PlainForm):
    """How many of what an initiative needs; 0 asks for nobody."""

    def __init__(self, *args: Any, least: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in coverage.LEAST:
            label = CoverageRule.Key(key).label
            self.fields[key] = forms.IntegerField(
                label=label, min_value=0, max_value=coverage.MOST[key], initial=least[key], show_hidden_initial=True
            )

    @property
    def as_read(self) -> list[SafeString]:
        """The numbers as they were when the form was read: hidden fields that travel along."""
        return [self[key].as_hidden(only_initial=True) for key in self.fields]

    def changed(self) -> dict[str, int]:
        """The numbers that were changed: what somebody else has changed meanwhile stays."""
        return {key: self.cleaned_data[key] for key in self.changed_data}
