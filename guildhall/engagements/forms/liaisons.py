from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Contact, Employer
from guildhall.lib import clock
from guildhall.ui.asking import PlainForm
from guildhall.ui.naming import NamedField

PERIODS = [("14", _("Two weeks")), ("30", _("30 days")), ("90", _("Three months"))]
USUAL = "30"


class AskForm(PlainForm):
    """Whom one wants to speak to, or about what, and why."""

    contact = NamedField(label=_("Whom do you want to speak to?"), queryset=Contact.objects.none(), empty_label=None)
    point = forms.ModelChoiceField(
        label=_("Who answers for it?"), queryset=None, required=False, empty_label=_("I do not know, pass it on")
    )
    topic = forms.CharField(label=_("What is it about?"), max_length=200, required=False)
    why = forms.CharField(
        label=_("Why?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences. The employer may be shown them."),
    )

    def __init__(self, *args: Any, employer: Employer, contacts: Any, points: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if employer.many_doors:
            del self.fields["contact"]
            self.fields["point"].queryset = points  # type: ignore[attr-defined]
        else:
            del self.fields["point"], self.fields["topic"]
            self.fields["contact"].offer(contacts)  # type: ignore[attr-defined]


class AgreeForm(PlainForm):
    """For how long, and a word with it."""

    period = forms.ChoiceField(label=_("For how long?"), choices=PERIODS, initial=USUAL, widget=forms.RadioSelect)
    words = forms.CharField(label=_("A word with it"), max_length=1000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"auto_id": "agree_%s"} | kwargs))

    def until(self) -> Any:
        return clock.today() + timedelta(days=int(self.cleaned_data["period"]))


class WordsForm(PlainForm):
    """Why not, or the answer itself."""

    words = forms.CharField(label=_("Words"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
