"""Who may come to an event, as a form asks it: three ways in, each by programs, years and institutions (C16).

All that stands in one row has to hold together; of several rows one is enough.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.opportunities.forms.entry import ProgramsField
from guildhall.pathways.models import Program
from guildhall.people.models import Institution
from guildhall.ui.asking import PlainForm
from guildhall.ui.naming import Typed, names_of, one_named

MOST_COMMAS = 6  # in one name
WAYS = ("only", "or", "else")
Ways = list[list[dict[str, Any]]]


class InstitutionsField(forms.CharField):
    """Institutions by name, with commas between them."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**({"max_length": 2000, "widget": Typed((), {"data-many": "1"})} | more))
        self.names: dict[str, str] = {}

    def offer(self, rows: Iterable[Institution]) -> None:
        """Let these be named."""
        self.names = names_of(list(rows))
        self.widget.names = list(self.names.values())  # type: ignore[attr-defined]

    def clean(self, value: Any) -> list[str]:
        """The keys of those that are named."""
        parts = [part.strip() for part in str(super().clean(value) or "").split(",")]
        return list(dict.fromkeys(self._key(name) for name in self._named(parts) if name))

    def _named(self, parts: list[str]) -> Iterator[str]:
        """The names among parts that stood between commas: a name may have commas of its own."""
        known = {name.casefold() for name in self.names.values()}
        at = 0
        while at < len(parts):
            tries = (", ".join(parts[at:end]) for end in range(min(len(parts), at + MOST_COMMAS), at + 1, -1))
            whole = next((one for one in tries if one.casefold() in known), "")
            yield whole or parts[at]
            at += whole.count(",") + 1

    def _key(self, name: str) -> str:
        try:
            return one_named(name, self.names)
        except forms.ValidationError as error:
            if error.code != "unknown":
                raise
            words = translated("No institution is called “%s”. Write it as the list suggests it.")
            raise forms.ValidationError(words % name[:60]) from error


class EligibleFields(PlainForm):
    """The fields of three ways in; a form of an event inherits them."""

    only_programs = ProgramsField(label=_("Who is in one of these programs"), required=False)
    only_years = forms.CharField(
        label=_("and in one of these years or grades"), required=False, max_length=120,
        help_text=_("With commas between them, such as 11, 12."),
    )  # fmt: skip
    only_institutions = InstitutionsField(label=_("and at one of these institutions"), required=False)
    or_programs = ProgramsField(label=_("Or who is in one of these programs"), required=False)
    or_years = forms.CharField(label=_("and in one of these years or grades"), required=False, max_length=120)
    or_institutions = InstitutionsField(label=_("and at one of these institutions"), required=False)
    else_programs = ProgramsField(label=_("Or who is in one of these programs"), required=False)
    else_years = forms.CharField(label=_("and in one of these years or grades"), required=False, max_length=120)
    else_institutions = InstitutionsField(label=_("and at one of these institutions"), required=False)

    def offer_ways(self, programs: Any, places: Iterable[Institution]) -> None:
        """Say which programs and institutions may be named."""
        rows, fields = list(places), self.fields
        for way in WAYS:
            fields[f"{way}_programs"].offered = programs  # type: ignore[attr-defined]
            fields[f"{way}_institutions"].offer(rows)  # type: ignore[attr-defined]

    @property
    def ways_shown(self) -> list[list[Any]]:
        """The fields of each way in."""
        return [[self[f"{way}_{what}"] for what in ("programs", "years", "institutions")] for way in WAYS]

    @property
    def is_narrowed(self) -> bool:
        """Whether something stands in them, or has to be mended."""
        return any(field.value() or field.errors for way in self.ways_shown for field in way)

    def ways(self) -> Ways:
        """What was typed, as an event keeps it."""
        v = self.cleaned_data
        return [
            [
                {"by": "program", "of": [str(program.pk) for program in v[f"{way}_programs"]]},
                {"by": "year", "of": [year.strip() for year in v[f"{way}_years"].split(",") if year.strip()]},
                {"by": "institution", "of": v[f"{way}_institutions"]},
            ]
            for way in WAYS
        ]


def ways_planned(ways: Ways) -> dict[str, str]:
    """The ways in of an event as the form shows them."""
    initial: dict[str, str] = {}
    for name, way in zip(WAYS, ways, strict=False):
        asked = {condition["by"]: condition["of"] for condition in way}
        programs = Program.objects.filter(pk__in=asked.get("program", ())).select_related("institution")
        initial[f"{name}_programs"] = ", ".join(program.label for program in programs.order_by("name"))
        initial[f"{name}_years"] = ", ".join(asked.get("year", ()))
        places = Institution.objects.filter(pk__in=asked.get("institution", ())).order_by("name")
        initial[f"{name}_institutions"] = ", ".join(place.name for place in places)
    return initial
