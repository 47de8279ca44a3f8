from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guildhall.employers.forms.lists import ListForm
from guildhall.opportunities.actions.keeping_searches import Kept
from guildhall.opportunities.forms.searching import ANY, SORTS, USUAL_MILES
from guildhall.opportunities.kinds import EDUCATORS, KINDS, STAGES
from guildhall.opportunities.models import KeptSearch
from guildhall.opportunities.queries.for_students import searched_by_student
from guildhall.opportunities.queries.places import point_of
from guildhall.opportunities.queries.searching import MILES, Wanted
from guildhall.opportunities.querysets import OpportunityQuerySet
from guildhall.pathways.queries import cluster_choices
from guildhall.students.models import StudentLogin
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm

FOLDED = ("kind", "zip", "place", "occupation", "cluster", "pay", "paid", "begins", "ends")


class StudentSearchForm(ListForm):
    """What a student looks for; anything unknown in the address narrows nothing."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    mine = forms.BooleanField(label=_("Open to my program"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[])
    zip = forms.CharField(label=_("Near ZIP code"), required=False, max_length=10)
    miles = forms.ChoiceField(label=_("Within"), required=False, choices=[(str(n), str(n)) for n in MILES])
    place = forms.CharField(label=_("Place"), required=False, max_length=120)
    occupation = forms.CharField(label=_("Occupation"), required=False, max_length=160)
    cluster = forms.ChoiceField(label=_("Career cluster"), required=False, choices=[])
    pay = forms.DecimalField(label=_("Pay an hour, at least"), required=False, min_value=0, max_value=1000)
    paid = forms.BooleanField(label=_("Paid only"), required=False)
    begins = DayField(label=_("Takes place after"), required=False)
    ends = DayField(label=_("Begins before"), required=False)
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=SORTS)

    def __init__(self, asked: Any, **kwargs: Any) -> None:
        asked = asked.copy()
        asked.setdefault("miles", str(USUAL_MILES))
        if asked.get("zip"):
            asked.setdefault("sort", "near")  # whoever says from where means the nearest
        super().__init__(asked, **kwargs)
        kinds = [(one.slug, one.label) for one in KINDS if one.stage != EDUCATORS]
        stages = [(slug, label) for slug, label in STAGES.items() if slug != EDUCATORS]
        self.fields["kind"].choices = [("", ANY), *stages, *kinds]  # type: ignore[attr-defined]
        self.fields["cluster"].choices = cluster_choices(ANY)  # type: ignore[attr-defined]

    @property
    def narrowing(self) -> list[str]:
        """What of the folded filters is set, by its label: nobody takes a part for everything."""
        return [str(self[name].label) for name in FOLDED if self[name].data not in (None, "", False)]

    def wanted(self) -> Wanted:
        """What was asked for, as the search takes it."""
        self.is_valid()
        values: dict[str, Any] = {k: v for k, v in self.cleaned_data.items() if v not in (None, "")}
        self.own_program = bool(values.pop("mine", False))
        code, miles = values.pop("zip", ""), int(values.pop("miles", USUAL_MILES))
        near = point_of(code) if code else None
        self.unknown_zip = bool(code) and near is None
        return Wanted(**values, near=near, miles=miles)


class KeepSearchForm(PlainForm):
    """What a student calls a search, and how they hear of what is new in it."""

    name = forms.CharField(label=_("What do you call this search?"), max_length=60)
    how = forms.ChoiceField(
        label=_("How do you want to hear of what is new?"), choices=KeptSearch.How.choices, initial=KeptSearch.How.DAILY
    )
    query = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput(attrs={"id": False}))

    def kept(self) -> Kept:
        """What was said, as the action takes it."""
        return Kept(self.cleaned_data["name"], self.cleaned_data["how"])


class ChangeSearchForm(VersionedForm, KeepSearchForm):
    """The same of a search that is kept already; what it looks for stays."""

    query = None  # type: ignore[assignment]


def fitting_for(login: StudentLogin, query: str) -> OpportunityQuerySet:
    """What fits a kept search today, as its student's own form reads it; never what is meant for other programs."""
    form = StudentSearchForm(QueryDict(query))
    rows = searched_by_student(login, form.wanted(), own_program=True)
    return rows.none() if form.too_long or form.unknown_zip else rows
