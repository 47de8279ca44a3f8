"""Forms for lists of occupations in high demand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.demand.actions.lists import FAR, Terms
from guildhall.demand.models import DemandList
from guildhall.demand.queries.lists import EDUCATION
from guildhall.lib import clock
from guildhall.pathways.forms import CodeField
from guildhall.pathways.models import Code
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm

NAMES = ("criteria", "wage_floor", "openings_floor", "growth_floor", "employment_floor", "education")
EDUCATION_WORDS = {
    "No formal educational credential": _("No formal educational credential"),
    "High school diploma or equivalent": _("High school diploma or equivalent"),
    "Some college, no degree": _("Some college, no degree"),
    "Postsecondary nondegree award": _("Postsecondary nondegree award"),
    "Associate's degree": _("Associate’s degree"),
    "Bachelor's degree": _("Bachelor’s degree"),
    "Master's degree": _("Master’s degree"),
    "Doctoral or professional degree": _("Doctoral or professional degree"),
}


class ListForm(VersionedForm):
    """The criteria of a list: figures by which occupations are proposed, and the rest in words."""

    institution = forms.ModelChoiceField(label=_("Whose list is it?"), queryset=None, empty_label=None)
    wage_floor = forms.DecimalField(
        label=_("Median wage an hour, at least"), required=False, min_value=0, max_digits=6, decimal_places=2
    )
    openings_floor = forms.IntegerField(
        label=_("Openings a year here, at least"),
        required=False,
        min_value=0,
        max_value=9_999_999,
        help_text=_("Where only wider figures are published: their share that falls to the jobs here."),
    )
    growth_floor = forms.DecimalField(
        label=_("Growth in percent, at least"),
        required=False,
        min_value=-100,
        max_value=999,
        max_digits=5,
        decimal_places=1,
        help_text=_("Over the whole period of the projections."),
    )
    employment_floor = forms.IntegerField(
        label=_("Jobs here, at least"), required=False, min_value=0, max_value=99_999_999
    )
    education = forms.MultipleChoiceField(
        label=_("Typical education to enter"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(level, EDUCATION_WORDS[level]) for level in EDUCATION],
        help_text=_("None chosen: any."),
    )
    criteria = forms.CharField(
        label=_("The criteria in words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Also what no figure says, such as strategic industries or what employers ask for."),
    )

    def __init__(self, *args: Any, row: DemandList | None = None, places: Any = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = dict(kwargs.pop("initial", None) or {})
        if row:
            initial = {name: getattr(row, name) for name in (*NAMES, "version")}
        super().__init__(*args, initial=initial, **kwargs)
        if row:
            del self.fields["institution"]
        else:
            self.fields["institution"].queryset = places  # type: ignore[attr-defined]

    def terms(self) -> Terms:
        """What was typed, as the action takes it."""
        values = {name: self.cleaned_data[name] for name in NAMES}
        return Terms(**values | {"education": tuple(values["education"])})


class ListedForm(PlainForm):
    """An occupation that is put on a list by hand, with the reason."""

    occupation = CodeField(Code.Scheme.SOC, label=_("Occupation"), help_text=_("Type its title or its SOC code."))
    reason = forms.CharField(label=_("Why?"), max_length=300)


class ReasonForm(PlainForm):
    """Why an occupation is taken off a list."""

    reason = forms.CharField(label=_("Why?"), max_length=300)


class ApproveForm(VersionedForm):
    """From when a list is in force, and where that was decided."""

    starts_on = DayField(label=_("In force from"), back=FAR, ahead=FAR)
    decision = forms.CharField(
        label=_("Where was it decided?"),
        required=False,
        max_length=300,
        help_text=_("Such as: workforce board, meeting of the third quarter."),
    )

    def __init__(self, *args: Any, row: DemandList, **kwargs: Any) -> None:
        super().__init__(*args, initial={"starts_on": clock.today(), "version": row.version}, **kwargs)


class EndForm(VersionedForm):
    """Until when a list is in force, and why it ends without another one."""

    ends_on = DayField(label=_("In force until"), back=FAR, ahead=FAR)
    ended_because = forms.CharField(label=_("Why?"), max_length=300)

    def __init__(self, *args: Any, row: DemandList, **kwargs: Any) -> None:
        super().__init__(*args, initial={"ends_on": clock.today(), "version": row.version}, **kwargs)
