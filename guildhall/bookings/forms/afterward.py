"""What people say after an event."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.bookings.feedback_questions import QUESTIONS, REASONS, SCALE
from guildhall.ui.asking import PlainForm


class WhyForm(PlainForm):
    """Why somebody did not come."""

    reason = forms.ChoiceField(
        label=_("Why did you not come?"), choices=[(code, _(label)) for code, label in REASONS],
        widget=forms.RadioSelect,
    )  # fmt: skip
    words = forms.CharField(label=_("Anything to add?"), required=False, max_length=300)


class HowForm(PlainForm):
    """How it was: the same few questions for everybody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in QUESTIONS:
            self.fields[code] = forms.TypedChoiceField(
                label=_(label), choices=[(n, n) for n in SCALE], coerce=int, widget=forms.RadioSelect
            )
        self.fields["words"] = forms.CharField(
            label=_("What would make it better?"), required=False, max_length=500,
            widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Name nobody: what you write is read as it stands."),
        )  # fmt: skip

    @property
    def scales(self) -> list[Any]:
        """The fields of the questions."""
        return [self[code] for code, _label in QUESTIONS]

    def answers(self) -> dict[str, int]:
        """What was chosen, by question."""
        return {code: self.cleaned_data[code] for code, _label in QUESTIONS}
