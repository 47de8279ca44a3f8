"""Forms for visits, evaluations and what both sides say about working together."""

from typing import Any

from django import forms
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.supervision.actions.visiting import Said, Visit
from guildhall.supervision.models import Evaluation, SiteVisit
from guildhall.supervision.questions_of_both import QUESTIONS
from guildhall.supervision.questions_of_both import SCALE as AGREEMENT
from guildhall.supervision.skills import OWN, SCALE, Framework, framework, with_own
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField

_signer = Signer(salt="supervision.skills")
_LINES = forms.Textarea(attrs={"rows": 3})


class VisitForm(PlainForm):
    """A visit to the site."""

    on = DayField(label=_("Day"), back=2, ahead=0)
    met = forms.CharField(label=_("Whom did you meet?"), max_length=160, required=False)
    safe = forms.ChoiceField(label=_("Safety of the site"), choices=SiteVisit.Safe.choices, initial=SiteVisit.Safe.YES)
    notes = forms.CharField(
        label=_("Notes"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Read by the staff of your institution who serve its students, and by nobody else."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": clock.today()}, **kwargs)

    def visit(self) -> Visit:
        """What was typed, as the action takes it."""
        return Visit(**self.cleaned_data)


def sealed(asked: Framework, of: str) -> str:
    """What a form carries of the skills that it asks for, of which evaluation: they are answered, whatever is chosen
    since.
    """
    own = [label for code, label in asked.skills if code.startswith(f"{OWN}-")]
    return _signer.sign_object({"of": of, "code": asked.code, "own": own})


def unsealed(text: str, of: str) -> Framework | None:
    """The skills that a form asked for; None where they were not sealed here for this evaluation."""
    try:
        said = _signer.unsign_object(text)
    except BadSignature:
        return None
    return with_own(framework(said["code"]), said["own"]) if said.get("of") == of else None


class EvaluationForm(PlainForm):
    """Ratings by skill and words; of a reflection the words alone."""

    def __init__(self, *args: Any, skills: Framework | None, of: str = "", noted: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if skills and self.is_bound:  # others may have been chosen since it was opened
            skills = unsealed(self.data.get("asked", ""), of) or skills
        self.asked, self.of = skills, of
        self.skills = skills.skills if skills else ()
        if noted:
            self.fields["moment"] = forms.ChoiceField(label=_("What is it?"), choices=Evaluation.Moment.choices)
            self.fields["name"] = forms.CharField(label=_("Who said it?"), max_length=160)
        for code, label in self.skills:
            self.fields[f"skill-{code}"] = forms.TypedChoiceField(
                label=_(label), choices=[("", _("not seen")), *((n, f"{n} · {_(word)}") for n, word in SCALE)],
                coerce=int, empty_value=None, required=False,
            )  # fmt: skip
        well, more = (_("What went well?"), _("What is to be worked on?"))
        if skills is None:
            well, more = _("What did you do and learn?"), _("What would you do otherwise, and what comes next?")
        self.fields["well"] = forms.CharField(label=well, required=False, max_length=2000, widget=_LINES)
        self.fields["next"] = forms.CharField(label=more, required=False, max_length=2000, widget=_LINES)

    @property
    def seal(self) -> str:
        """The skills that it asks for, to come back with the answers."""
        return sealed(self.asked, self.of) if self.asked else ""

    @property
    def rated(self) -> list[Any]:
        """The fields of the skills."""
        return [self[f"skill-{code}"] for code, _label in self.skills]

    def said(self) -> Said:
        """What was typed, as the action takes it."""
        values = self.cleaned_data
        found = {code: values[f"skill-{code}"] for code, _label in self.skills if values[f"skill-{code}"] is not None}
        return Said(found, values["well"], values["next"], self.asked)


class AssessmentForm(PlainForm):
    """The same questions for both sides."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in QUESTIONS:
            self.fields[code] = forms.TypedChoiceField(
                label=_(label), choices=[(n, n) for n in AGREEMENT], coerce=int, widget=forms.RadioSelect
            )
