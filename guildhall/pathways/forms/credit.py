"""Forms of certifications, courses, articulation agreements and the check list of the law."""

from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.pathways.actions.credit import ArticulationFacts, CertificationFacts, CourseFacts
from guildhall.pathways.models import Articulation, Certification, Course, ElementEvidence
from guildhall.pathways.queries.credit import certification_named, course_named
from guildhall.people.models import Person
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm
from guildhall.ui.picking import knowing


class CertificationForm(VersionedForm):
    """A certification of an industry: what it is called, who issues it, what it costs."""

    name = forms.CharField(label=_("What is it called?"), max_length=160)
    issuer = forms.CharField(label=_("Who issues it?"), max_length=160)
    cost = forms.DecimalField(
        label=_("What it costs, in dollars"), required=False, min_value=0, max_digits=8, decimal_places=2,
        help_text=_("The exam and what is paid with it. Without it, its value is not counted."),
    )  # fmt: skip
    closed_on = DayField(label=_("Not issued any more since"), required=False)
    institution = forms.ModelChoiceField(label=_("Who keeps this line?"), queryset=None, empty_label=None)

    def __init__(self, *args: Any, row: Certification | None = None, places: Any = None, **kwargs: Any) -> None:
        names = ("name", "issuer", "cost", "closed_on", "version")
        initial = {name: getattr(row, name) for name in names} if row else {}
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        if row:
            del self.fields["institution"]
        else:
            self.fields["institution"].queryset = places  # type: ignore[attr-defined]
            del self.fields["closed_on"]

    def facts(self) -> CertificationFacts:
        """What was typed, as the action takes it."""
        values = self.cleaned_data
        return CertificationFacts(values["name"], values["issuer"], values["cost"], values.get("closed_on"))


class LedToForm(PlainForm):
    """Which certification a program leads to."""

    certification = forms.CharField(
        label=_("Which certification?"), max_length=330, widget=knowing("known-certifications")
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_certification(self) -> Certification:
        if row := certification_named(self.person, self.cleaned_data["certification"]):
            return row
        raise forms.ValidationError(translated("No certification on the list is called that. Enter it there first."))


class CourseForm(VersionedForm):
    """A course of a program: number, name, credits, when it is taken."""

    number = forms.CharField(label=_("Number in the catalog"), max_length=20, help_text=_("Such as MED 101."))
    name = forms.CharField(label=_("What is it called?"), max_length=160)
    credits = forms.DecimalField(label=_("Credits"), required=False, min_value=0, max_digits=5, decimal_places=2)
    position = forms.IntegerField(
        label=_("Place in the sequence"), min_value=1, max_value=99,
        help_text=_("1 for what is taken first; courses taken side by side have the same number."),
    )  # fmt: skip
    closed_on = DayField(label=_("Last taught on"), required=False)

    def __init__(self, *args: Any, row: Course | None = None, **kwargs: Any) -> None:
        names = ("number", "name", "credits", "position", "closed_on", "version")
        initial = {name: getattr(row, name) for name in names} if row else {}
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        if not row:
            del self.fields["closed_on"]

    def facts(self) -> CourseFacts:
        """What was typed, as the action takes it."""
        values = self.cleaned_data
        named = (values["number"], values["name"], values["credits"], values["position"])
        return CourseFacts(*named, values.get("closed_on"))


class ArticulationForm(VersionedForm):
    """That a course counts as one of another institution: which, in which way, for how much, from when to when."""

    other = forms.CharField(
        label=_("As which course of the other institution?"), max_length=240, widget=knowing("known-courses"),
        help_text=_("Type its number or name. It has to stand in a program of that institution."),
    )  # fmt: skip
    direction = forms.ChoiceField(label=_("Who grants the credit?"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("In which way?"), choices=Articulation.Kind.choices)
    credits = forms.DecimalField(label=_("Credits"), min_value=0, max_digits=5, decimal_places=2)
    condition = forms.CharField(
        label=_("On what condition?"), required=False, max_length=200, help_text=_("Such as: grade B or better.")
    )
    from_on = DayField(label=_("From"), back=40)
    until_on = DayField(label=_("Until"), required=False, back=40, ahead=20)
    file = forms.FileField(label=_("The signed paper"), required=False, widget=forms.FileInput())

    def __init__(
        self, *args: Any, row: Articulation | None = None, course: Course | None = None, others: Any = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        names = ("kind", "credits", "condition", "from_on", "until_on", "version")
        initial = {name: getattr(row, name) for name in names} if row else {"from_on": clock.today()}
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.others = others
        if course is None:
            del self.fields["other"], self.fields["direction"]
            return
        at: Any = self.fields["direction"]
        at.choices = [("other", _("the other institution")), ("this", str(course.institution))]
        at.initial = "other"

    def clean_other(self) -> Course:
        if row := course_named(self.cleaned_data["other"], self.others):
            return row
        raise forms.ValidationError(translated("No course of another institution is called that, or several are."))

    def facts(self) -> ArticulationFacts:
        """What was typed, as the action takes it."""
        values = self.cleaned_data
        return ArticulationFacts(
            values["kind"], values["credits"], values["from_on"], values["until_on"], values["condition"]
        )

    def paper(self) -> dict[str, Any]:
        """The file that was chosen, as the action takes it."""
        file = self.cleaned_data.get("file")
        return {"file_name": file.name, "chunks": file.chunks()} if file else {}


class ElementForm(VersionedForm):
    """Whether a pathway has an element of the law, and what shows it."""

    state = forms.ChoiceField(label=_("Is it met?"), choices=ElementEvidence.State.choices, widget=forms.RadioSelect)
    shown_by = forms.CharField(
        label=_("What shows it?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    link = forms.URLField(label=_("Where it can be read"), required=False, max_length=400, assume_scheme="https")

    def __init__(self, *args: Any, row: ElementEvidence | None = None, **kwargs: Any) -> None:
        names = ("state", "shown_by", "link", "version")
        kwargs["initial"] = {name: getattr(row, name) for name in names} if row else {"version": 0}
        super().__init__(*args, **kwargs)
