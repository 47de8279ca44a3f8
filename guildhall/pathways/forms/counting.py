"""Forms of what is counted in a term, and of what a credit costs."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.lib.periods import school_year_of
from guildhall.pathways.actions.terms import MOST, Counts, RateFacts
from guildhall.pathways.models import Articulation, CountedTerm, CreditRate
from guildhall.pathways.queries.counting import (
    census_day,
    certifications_to_count,
    credits_to_count,
    programs_to_count,
)
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import VersionedForm

KINDS = dict(Articulation.Kind.choices)


def school_years(back: int = 12) -> list[tuple[int, str]]:
    """The school years to choose from, the newest first."""
    this = clock.today().year
    return [(year, f"{year}–{(year + 1) % 100:02d}") for year in range(this + 1, this - back, -1)]


def year_now() -> int:
    """The school year of today, which begins in July."""
    return school_year_of(clock.today())


class TermForm(PlainForm):
    """Which term of which institution is counted."""

    institution = forms.ModelChoiceField(label=_("Institution"), queryset=None, empty_label=None)
    year = forms.TypedChoiceField(label=_("School year"), coerce=int)
    part = forms.ChoiceField(
        label=_("Term"), choices=CountedTerm.Part.choices,
        help_text=_("Summer comes first: summer 2026 belongs to 2026–27."),
    )  # fmt: skip

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"year": year_now(), "part": "fall"} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = places  # type: ignore[attr-defined]
        self.fields["year"].choices = school_years()  # type: ignore[attr-defined]


class CountForm(VersionedForm):
    """How many students each program had, what credit was earned, which certifications; empty: nobody has said."""

    def __init__(self, *args: Any, term: CountedTerm, **kwargs: Any) -> None:
        day = census_day(term.year, term.part)
        enrolled = {row.program_id: row for row in term.enrolled.select_related("program")}
        credited = {(row.course_id, row.kind): row for row in term.credits.all()}
        certified = {row.certification_id: row.students for row in term.certified.all()}
        programs = {row.pk: row for row in programs_to_count(term.institution, day)}
        programs |= {pk: row.program for pk, row in enrolled.items()}
        self.programs = sorted(programs.values(), key=lambda row: (row.name, row.credential))
        self.courses = credits_to_count(term, day)
        self.certifications = certifications_to_count(term)
        super().__init__(*args, **kwargs)
        self.initial["version"] = term.version
        for program in self.programs:
            known = enrolled.get(program.pk)
            label = f"{program.name}, {program.get_credential_display()}"
            self._count(f"p-{program.pk}", label, known.students if known else None)
        for course, kind in self.courses:
            row = credited.get((course.pk, kind))
            name = f"{course}, {KINDS[kind]}"
            students = translated("%s: students") % name
            self._count(f"s-{course.pk}-{kind}", students, row.students if row else None)
            credits = forms.DecimalField(
                label=translated("%s: credits in all") % name, required=False, min_value=0, max_value=MOST,
                max_digits=9, decimal_places=2, initial=row.credits if row else None,
            )  # fmt: skip
            self.fields[f"c-{course.pk}-{kind}"] = credits
        for one in self.certifications:
            self._count(f"k-{one.pk}", one.label, certified.get(one.pk))

    def _count(self, name: str, label: str, initial: int | None) -> None:
        self.fields[name] = forms.IntegerField(
            label=label, required=False, min_value=0, max_value=MOST, initial=initial
        )

    @property
    def of_programs(self) -> list[Any]:
        return [self[f"p-{row.pk}"] for row in self.programs]

    @property
    def of_credits(self) -> list[tuple[Any, Any]]:
        return [(self[f"s-{row.pk}-{kind}"], self[f"c-{row.pk}-{kind}"]) for row, kind in self.courses]

    @property
    def of_certifications(self) -> list[Any]:
        return [self[f"k-{row.pk}"] for row in self.certifications]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for course, kind in self.courses:
            students, credits = values.get(f"s-{course.pk}-{kind}"), values.get(f"c-{course.pk}-{kind}")
            if credits and not students:
                self.add_error(f"s-{course.pk}-{kind}", translated("Say by how many students they were earned."))
            elif students and credits is None:
                self.add_error(f"c-{course.pk}-{kind}", translated("Say how many credits they earned together."))
        return values

    def counts(self) -> Counts:
        """What was typed, as the action takes it."""
        values = self.cleaned_data
        credits: dict[tuple[UUID, str], tuple[int, Decimal] | None] = {}
        for course, kind in self.courses:
            students, earned = values[f"s-{course.pk}-{kind}"], values[f"c-{course.pk}-{kind}"]
            credits[course.pk, kind] = None if students is None else (students, earned or Decimal(0))
        return Counts(
            {row.pk: values[f"p-{row.pk}"] for row in self.programs},
            credits,
            {row.pk: values[f"k-{row.pk}"] for row in self.certifications},
        )


class RateForm(VersionedForm):
    """What a credit costs at an institution in a school year."""

    institution = forms.ModelChoiceField(label=_("Institution"), queryset=None, empty_label=None)
    year = forms.TypedChoiceField(label=_("School year"), coerce=int)
    tuition = forms.DecimalField(
        label=_("Tuition per credit, in dollars"), min_value=0, max_digits=8, decimal_places=2,
        help_text=_("The rate for those who live in the district."),
    )  # fmt: skip
    fees = forms.DecimalField(
        label=_("Fees per credit, in dollars"), min_value=0, max_digits=8, decimal_places=2, initial=0
    )
    source = forms.CharField(
        label=_("Where is it said?"), max_length=200, help_text=_("Such as: college catalog 2026, page 12.")
    )

    def __init__(self, *args: Any, row: CreditRate | None = None, places: Any = None, **kwargs: Any) -> None:
        names = ("tuition", "fees", "source", "version")
        initial = {name: getattr(row, name) for name in names} if row else {"year": year_now()}
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        if row:
            del self.fields["institution"], self.fields["year"]
        else:
            self.fields["institution"].queryset = places  # type: ignore[attr-defined]
            self.fields["year"].choices = school_years()  # type: ignore[attr-defined]

    def facts(self) -> RateFacts:
        """What was typed, as the action takes it."""
        values = self.cleaned_data
        return RateFacts(values["tuition"], values["fees"], values["source"])
