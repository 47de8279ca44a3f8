"""Forms for paper types, and for making, correcting and signing papers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.lib.child_labor import HAZARDS
from guildhall.opportunities.kinds import KINDS
from guildhall.opportunities.models.opportunities import Papers
from guildhall.people.models import Institution
from guildhall.students.forms.signing import SignedName
from guildhall.supervision.actions.planning import PlanFacts
from guildhall.supervision.actions.signing import LONGEST_DRAWING, SignedAs
from guildhall.supervision.actions.types import TypeFacts
from guildhall.supervision.models import Paper, PaperType, Signer, TrainingPlan
from guildhall.supervision.starters import STARTERS
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import VersionedForm

_BOXES = forms.CheckboxSelectMultiple


class PaperTypeForm(VersionedForm):
    """A paper that an institution asks for."""

    institution = forms.ModelChoiceField(label=_("Institution"), queryset=Institution.objects.none(), empty_label=None)
    title = forms.CharField(label=_("Title"), max_length=120)
    text = forms.CharField(label=_("Text"), max_length=8000, widget=forms.Textarea(attrs={"rows": 14}))
    signers = forms.MultipleChoiceField(
        label=_("Who signs"), choices=Signer.choices, widget=_BOXES,
        help_text=_("A parent or guardian is asked only where the student is under 18."),
    )  # fmt: skip
    ages = forms.ChoiceField(label=_("Age"), choices=PaperType.Ages.choices)
    pay = forms.ChoiceField(label=_("Pay"), choices=PaperType.Pay.choices)
    place = forms.ChoiceField(label=_("Place of work"), choices=PaperType.Place.choices)
    hazardous = forms.BooleanField(label=_("Only for hazardous work"), required=False)
    kinds = forms.MultipleChoiceField(
        label=_("Only for these kinds of experience"), required=False, widget=_BOXES,
        choices=[(kind.slug, kind.label) for kind in KINDS],
    )  # fmt: skip
    covers = forms.MultipleChoiceField(
        label=_("Covers what employers ask for"), required=False, widget=_BOXES, choices=Papers.choices,
        help_text=_("Where an opportunity names one of these, this paper is asked for."),
    )  # fmt: skip
    only_asked = forms.BooleanField(label=_("Only where an employer asks for it"), required=False)
    on_paper_only = forms.BooleanField(
        label=_("Somebody else issues it, and a scan is kept"), required=False,
    )  # fmt: skip
    valid_months = forms.IntegerField(
        label=_("Valid for how many months"), required=False, min_value=1, max_value=120,
        help_text=_("Without a number it holds as long as the placement."),
    )  # fmt: skip
    kept_years = forms.IntegerField(
        label=_("Kept for how many years after the placement"), min_value=0, max_value=100, initial=5
    )
    days_before = forms.IntegerField(
        label=_("To be here how many days before the first day"), min_value=0, max_value=90, initial=7,
        help_text=_("From then on, whoever has not signed is reminded, and the staff hear what is missing."),
    )  # fmt: skip

    def __init__(self, *args: Any, row: PaperType | None = None, places: Any = None, **kwargs: Any) -> None:
        if row:
            names = [*TypeFacts.__slots__, "version"]
            kwargs["initial"] = {name: getattr(row, name) for name in names}
        super().__init__(*args, **kwargs)
        if row:
            del self.fields["institution"]
        else:
            self.fields["institution"].queryset = places  # type: ignore[attr-defined]

    def facts(self) -> TypeFacts:
        """What was typed, as the action takes it."""
        return TypeFacts(**{name: self.cleaned_data[name] for name in TypeFacts.__slots__})


class StartersForm(PlainForm):
    """Which papers of the starter set an institution takes over."""

    institution = forms.ModelChoiceField(label=_("Institution"), queryset=Institution.objects.none(), empty_label=None)
    starters = forms.MultipleChoiceField(
        label=_("Papers to begin with"), widget=_BOXES, choices=[(one.slug, _(one.title)) for one in STARTERS],
        initial=[one.slug for one in STARTERS],
    )  # fmt: skip

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = places  # type: ignore[attr-defined]


class PlanForm(VersionedForm):
    """The training plan of a placement."""

    tasks = forms.CharField(
        label=_("What the student does and learns"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    on_site = forms.BooleanField(label=_("Works at the employer’s site"), required=False)
    hazards = forms.TypedMultipleChoiceField(
        label=_("Hazardous work that is part of it"), required=False, coerce=int, widget=_BOXES,
        choices=[(one.number, _(one.title)) for one in HAZARDS.values()],
    )  # fmt: skip
    student_learner = forms.BooleanField(
        label=_("Student-learner in work experience education, with a written agreement"), required=False
    )
    framework = forms.ChoiceField(
        label=_("Skills by which it is evaluated"), required=False,
        choices=[("", _("as the institution chose")), *((code, _(label)) for code, label in TrainingPlan.FRAMEWORK)],
    )  # fmt: skip

    def __init__(self, *args: Any, plan: TrainingPlan | None, **kwargs: Any) -> None:
        names = [*PlanFacts.__slots__, "version"]
        usual = {"on_site": True, "framework": "", "version": 0}
        kwargs["initial"] = {name: getattr(plan, name) for name in names} if plan else usual
        super().__init__(*args, **kwargs)

    def facts(self) -> PlanFacts:
        """What was typed, as the action takes it."""
        return PlanFacts(**{name: self.cleaned_data[name] for name in PlanFacts.__slots__})


class SignForm(SignedName):
    """A name, typed or drawn, under a paper that was read."""

    name = forms.CharField(
        label=_("Your full name"), max_length=160, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    relationship = forms.CharField(
        label=_("Your relationship to the student"), max_length=60, help_text=_("Such as mother, or legal guardian.")
    )
    drawing = forms.CharField(required=False, max_length=LONGEST_DRAWING, widget=forms.HiddenInput())
    agree = forms.BooleanField(
        label=_("I have read this paper, and I sign it. My name here means the same as my signature on paper.")
    )

    def __init__(self, *args: Any, signer: str, known_as: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known_as = known_as
        if signer != Signer.GUARDIAN:
            del self.fields["relationship"]

    def signed(self) -> SignedAs:
        """What somebody signs with."""
        values = self.cleaned_data
        return SignedAs(values["name"], values.get("relationship", ""), values["drawing"])


class AskForm(PlainForm):
    """Whom to ask for a signature, where it is not known already."""

    name = forms.CharField(label=_("Name"), max_length=160, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)


class OnPaperForm(PlainForm):
    """A paper that was signed outside of Guildhall, with its scan."""

    signers = forms.MultipleChoiceField(label=_("Whose signatures are on it"), widget=_BOXES)
    name = forms.CharField(label=_("Names of who signed"), max_length=160)
    scan = forms.FileField(label=_("Scan or photograph of the paper"), widget=forms.FileInput())

    def __init__(self, *args: Any, missing: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signers"].choices = [(one, Signer(one).label) for one in missing]  # type: ignore[attr-defined]
        self.fields["signers"].initial = missing


class CorrectForm(VersionedForm):
    """What a correction is about, and whom it concerns."""

    reason = forms.CharField(
        label=_("What is corrected?"), max_length=200, help_text=_("Whoever signs again reads it.")
    )
    concerned = forms.MultipleChoiceField(
        label=_("Who signs again"), required=False, widget=_BOXES,
        help_text=_("Signatures of the others are carried over, with the version that they signed."),
    )  # fmt: skip

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": paper.version, "concerned": list(paper.signers)}, **kwargs)
        choices = [(one, Signer(one).label) for one in paper.signers]
        self.fields["concerned"].choices = choices  # type: ignore[attr-defined]
