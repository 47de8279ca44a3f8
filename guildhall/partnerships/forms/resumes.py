"""What a candidate gave us about themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.partnerships.actions.resumes import Given
from guildhall.partnerships.forms.initiatives import words
from guildhall.ui.editing import DayField, VersionedForm


class ResumeForm(VersionedForm):
    """A short biography in words, or a file, and when they gave it to us."""

    biography = words(_("Short biography"), most=4000, rows=6, help_text=_("Only what they gave you for this purpose."))
    file = forms.FileField(
        label=_("Résumé or another file"), required=False, help_text=_("It takes the place of the one before.")
    )
    given_on = DayField(label=_("When did they give it to you?"), ahead=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"given_on": clock.today()} | {k: v for k, v in kwargs.get("initial", {}).items() if v}
        super().__init__(*args, **kwargs)

    def given(self) -> Given:
        """What was typed and chosen, as the action takes it."""
        values = self.cleaned_data
        file = values.get("file")
        chunks = file.chunks() if file else ()
        return Given(values["given_on"], values["biography"], file.name if file else "", chunks)
