from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from guildhall.employers.forms.lists import ListForm
from guildhall.opportunities.kinds import KINDS, STAGES
from guildhall.opportunities.queries.places import point_of
from guildhall.opportunities.queries.searching import MILES, Wanted, programs_of, searched
from guildhall.opportunities.querysets import OpportunityQuerySet
from guildhall.pathways.models import Pathway, Program
from guildhall.pathways.queries import cluster_choices
from guildhall.people.models import Person
from guildhall.ui.editing import DayField
from guildhall.ui.picking import knowing

ANY = _("Any")
USUAL_MILES = 25
SORTS = [("", _("Newest first")), ("ending", _("Ending soon first")), ("near", _("Nearest first"))]


def kind_choices() -> list[Any]:
    """Kinds to look for: a stage as a whole, or one kind of it."""
    groups = []
    for stage, label in STAGES.items():
        whole = (stage, format_lazy("{} ({})", label, _("all of these")))
        groups.append((label, [whole, *((k.slug, k.label) for k in KINDS if k.stage == stage)]))
    return [("", ANY), *groups]


class SearchForm(ListForm):
    """What somebody looks for; anything unknown in the address narrows nothing."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[])
    program = forms.ChoiceField(label=_("Open to the program"), required=False, choices=[])
    zip = forms.CharField(label=_("Near ZIP code"), required=False, max_length=10)
    miles = forms.ChoiceField(
        label=_("Within"),
        required=False,
        choices=[(str(n), ngettext_lazy("%d mile", "%d miles", n) % n) for n in MILES],
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=120)
    occupation = forms.CharField(
        label=_("Occupation"), required=False, max_length=160, widget=knowing("known-occupations")
    )
    cluster = forms.ChoiceField(label=_("Career cluster"), required=False, choices=[])
    pathway = forms.ChoiceField(label=_("Pathway"), required=False, choices=[])
    pay = forms.DecimalField(label=_("Pay an hour, at least"), required=False, min_value=0, max_value=1000)
    paid = forms.BooleanField(label=_("Paid only"), required=False)
    begins = DayField(label=_("Takes place after"), required=False)
    ends = DayField(label=_("Begins before"), required=False)
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=SORTS)

    def __init__(self, asked: Any, *, person: Person, **kwargs: Any) -> None:
        asked = asked.copy()
        asked.setdefault("miles", str(USUAL_MILES))
        super().__init__(asked, **kwargs)
        pathways = Pathway.objects.visible_to(person).open().order_by("name")
        choices: dict[str, list[Any]] = {
            "kind": kind_choices(),
            "program": [("", ANY), *programs_of(person)],
            "cluster": cluster_choices(ANY),
            "pathway": [("", ANY), *((str(one.pk), one.name) for one in pathways)],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What was asked for, as the search takes it; what does not fit its field is left out."""
        self.is_valid()
        values: dict[str, Any] = {k: v for k, v in self.cleaned_data.items() if v not in (None, "")}
        chosen = values.pop("program", None)
        program: Program | None = Program.objects.get(pk=chosen) if chosen else None
        pathway = UUID(values.pop("pathway")) if values.get("pathway") else None
        code = values.pop("zip", "")
        near = point_of(code) if code else None
        miles = int(values.pop("miles", USUAL_MILES))
        self.unknown_zip = bool(code) and near is None
        return Wanted(**values, program=program, pathway=pathway, near=near, miles=miles)

    def narrowed(self) -> bool:
        """Whether one of the fields is filled that stand behind "Filters"."""
        return any(self.cleaned_data.get(name) for name in self.fields if name not in ("q", "sort", "miles"))

    def chips(self) -> list[dict[str, str]]:
        """What is asked for beside the words, each in words; how far only with from where."""
        chips = []
        for name in self.fields:
            value = self.cleaned_data.get(name)
            if not value or name in ("q", "sort", "miles"):
                continue
            label = str(self.fields[name].label)
            if name == "paid":
                words = label
            else:
                words = f"{label}: {_choice_words(self.fields[name], value)}"
            if name == "zip":
                words += f", {_choice_words(self.fields['miles'], self.cleaned_data.get('miles') or str(USUAL_MILES))}"
            chips.append({"name": name, "label": words})
        return chips


def _choice_words(field: Any, value: Any) -> str:
    """A choice as people read it, also out of a group."""
    for key, words in getattr(field, "choices", []):
        if isinstance(words, list | tuple):
            for inner, label in words:
                if inner == value:
                    return str(_words_of_group(key, label, inner))
        elif key == value:
            return str(words)
    return str(value)


def _words_of_group(group: Any, label: Any, value: str) -> Any:
    """A whole stage is called by its own name."""
    return group if value in STAGES else label


def fitting(person: Person, query: str) -> OpportunityQuerySet:
    """What fits a kept search today, as its person's own form reads it."""
    form = SearchForm(QueryDict(query), person=person)
    rows = searched(person, form.wanted())
    return rows.none() if form.too_long or form.unknown_zip else rows
