"""Measures, what they read, and the questions to both sides."""

from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.partnerships.actions.evaluating import Measured
from guildhall.partnerships.models import EvaluationRound, Measure
from guildhall.partnerships.questions import SCALE, codes
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm


class MeasureForm(VersionedForm):
    """What shows whether it works (F14)."""

    strand = forms.ChoiceField(label=_("Of what?"), choices=Measure.Strand, widget=forms.RadioSelect)
    what = forms.CharField(label=_("What is measured?"), max_length=200)
    source = forms.CharField(label=_("Where does the number come from?"), max_length=200, required=False)
    target = forms.CharField(label=_("What do you aim at?"), max_length=120, required=False)
    due_on = DayField(label=_("Until"), required=False)

    def measured(self) -> Measured:
        """What was typed, as the action takes it."""
        return Measured(**{name: self.cleaned_data[name] for name in Measured.__dataclass_fields__})

    @staticmethod
    def initial_of(row: Measure) -> dict[str, Any]:
        """A measure as the form shows it."""
        return {name: getattr(row, name) for name in (*Measured.__dataclass_fields__, "version")}


class ReadingForm(PlainForm):
    """What a measure read on a day."""

    value = forms.CharField(label=_("What does it read?"), max_length=120)
    on = DayField(label=_("When?"), ahead=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": clock.today()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class RoundForm(PlainForm):
    """What both sides are asked, and until when."""

    kind = forms.ChoiceField(label=_("What do you ask?"), choices=EvaluationRound.Kind, widget=forms.RadioSelect)
    until = DayField(label=_("Until"), back=0)


class OpinionForm(PlainForm):
    """The questions, each from 1 to 5, and a word (F15)."""

    def __init__(self, *args: Any, full: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, question in codes(full).items():
            choices = [(str(n), str(n)) for n in SCALE]
            self.fields[code] = forms.ChoiceField(label=translated(question), choices=choices, widget=forms.RadioSelect)
        self.fields["words"] = forms.CharField(
            label=_("A word"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
        )

    @property
    def questions(self) -> list[Any]:
        """The fields of the questions, in their order."""
        return [self[name] for name in self.fields if name != "words"]

    def answers(self) -> dict[str, int]:
        """What was answered, by code."""
        return {name: int(value) for name, value in self.cleaned_data.items() if name != "words"}


class ConclusionForm(PlainForm):
    """What is seen."""

    text = forms.CharField(label=_("What do you see?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class DoneForm(VersionedForm):
    """What was done about it."""

    done = forms.CharField(
        label=_("What was done about it?"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
