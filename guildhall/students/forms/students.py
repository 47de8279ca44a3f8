"""Students, what they learn, and the caseload."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.lib.periods import school_year_of
from guildhall.pathways.models import Program
from guildhall.people.forms.choosing import PeopleField
from guildhall.people.models import Institution, Person
from guildhall.students.actions.entering import StudentFacts
from guildhall.students.models import Case
from guildhall.ui.editing import DayField, VersionedForm
from guildhall.ui.fields import PhoneField

LIFETIME = 90  # years that a date of birth may lie back


def school_year(now: Any = None) -> str:
    """The school year of a day, by default today's: from July to June, such as 2026-27."""
    first = school_year_of(now or clock.today())
    return f"{first}-{(first + 1) % 100:02}"


class StudentForm(VersionedForm):
    """A student: who it is, and what they learn at the institution now."""

    institution = forms.ModelChoiceField(label=_("Institution"), queryset=Institution.objects.none(), empty_label=None)
    given_name = forms.CharField(label=_("First name"), max_length=80)
    family_name = forms.CharField(label=_("Last name"), max_length=80, required=False)
    number = forms.CharField(label=_("Student number"), max_length=40, required=False)
    born_on = DayField(
        label=_("Date of birth"),
        required=False,
        back=LIFETIME,
        help_text=_("Only where a rule needs it: a consent at a school, or the work of somebody under 18."),
    )
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    phone = PhoneField()
    program = forms.ModelChoiceField(
        label=_("Program of study"), queryset=Program.objects.none(), required=False, empty_label=_("none")
    )
    year = forms.RegexField(
        r"^\d{4}-\d{2}$",
        label=_("School year"),
        help_text=_("Such as 2026-27."),
        error_messages={"invalid": _("Write it such as 2026-27.")},
    )
    grade = forms.CharField(label=_("Grade"), max_length=10, required=False)
    from_date = DayField(label=_("From"), required=False)
    to_date = DayField(label=_("Until"), required=False, ahead=8)
    teacher = PeopleField(label=_("Teacher"), required=False, empty_label=_("none"))
    counselor = PeopleField(label=_("Counselor"), required=False, empty_label=_("none"))
    another = forms.BooleanField(label=_("None of these: it is somebody else"), required=False)

    def __init__(
        self,
        *args: Any,
        facts: StudentFacts | None = None,
        version: int = 0,
        places: QuerySet[Institution] | None = None,
        programs: QuerySet[Program],
        teachers: QuerySet[Person],
        counselors: QuerySet[Person],
        **kwargs: Any,
    ) -> None:
        initial: dict[str, Any] = {"year": school_year()}
        if facts:
            initial = {name: getattr(facts, name) for name in facts.__slots__} | {"version": version}
            initial["year"] = facts.year or school_year()
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["program"].queryset = programs  # type: ignore[attr-defined]
        self.fields["teacher"].offer(teachers)  # type: ignore[attr-defined]
        self.fields["counselor"].offer(counselors)  # type: ignore[attr-defined]
        if places is None:
            del self.fields["institution"]
        else:
            self.fields["institution"].queryset = places  # type: ignore[attr-defined]

    def facts(self) -> StudentFacts:
        """What was typed, as the action takes it."""
        return StudentFacts(**{name: self.cleaned_data[name] for name in StudentFacts.__slots__})


class CaseForm(VersionedForm):
    """Whose caseload, and what comes next."""

    manager = PeopleField(label=_("Case manager"), empty_label=None)
    next_step = forms.CharField(label=_("Next step"), max_length=200, required=False)
    next_on = DayField(label=_("By"), required=False, back=1)
    closed_because = forms.CharField(
        label=_("How it ended"), max_length=200, required=False, help_text=_("Fill this in to close the case.")
    )

    def __init__(self, *args: Any, managers: QuerySet[Person], case: Case | None = None, **kwargs: Any) -> None:
        if case:
            names = ("manager", "next_step", "next_on", "version")
            kwargs["initial"] = {name: getattr(case, name) for name in names}
        super().__init__(*args, **kwargs)
        self.fields["manager"].offer(managers)  # type: ignore[attr-defined]
        if case is None:
            del self.fields["closed_because"]
