"""The form of a success story."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.intermediaries.actions.stories import Written
from guildhall.intermediaries.models import Story
from guildhall.ui.editing import VersionedForm


class StoryForm(VersionedForm):
    """A story in words, and for whom it is."""

    title = forms.CharField(label=_("Headline"), max_length=160)
    text = forms.CharField(
        label=_("The story"), max_length=3000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What the student did, and what the employer gained. Name only what the consent covers."),
    )  # fmt: skip
    quote = forms.CharField(
        label=_("In the employer’s words"), max_length=400, required=False,
        help_text=_("Only what they said may be passed on."),
    )  # fmt: skip
    audience = forms.ChoiceField(label=_("For whom?"), choices=Story.Audience.choices)

    NAMES = ("title", "text", "quote", "audience")

    def __init__(self, *args: Any, row: Story | None = None, **kwargs: Any) -> None:
        initial = {name: getattr(row, name) for name in (*self.NAMES, "version")} if row else {}
        super().__init__(*args, initial=initial, **kwargs)
        if row is None:
            del self.fields["version"]

    def written(self) -> Written:
        """What was typed, as the action takes it."""
        return Written(**{name: self.cleaned_data[name] for name in self.NAMES})
