"""What is typed of an update, and how often somebody wants to hear."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.partnerships.actions.updates import Written
from guildhall.partnerships.forms.initiatives import words
from guildhall.partnerships.kinds import HowOften
from guildhall.partnerships.models import Activity, ProgressUpdate
from guildhall.partnerships.shown_figures import MEASURE
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm

NAMES = ("title", "first_on", "last_on", "summary", "text", "ahead", "public", "activity", "settles")
Offered = Sequence[tuple[str, list[tuple[str, str]]]]


class UpdateForm(VersionedForm):
    """An update in words and figures (F13)."""

    title = forms.CharField(label=_("Title"), max_length=150)
    first_on = DayField(label=_("It speaks of the time from"))
    last_on = DayField(label=_("Until"), ahead=0)
    summary = words(
        _("In two sentences"), most=600, rows=2, help_text=_("Many read nothing else. It is asked for at publishing.")
    )
    text = words(_("What happened"), most=6000, rows=8, help_text=_("What was done, what came of it, who was heard."))
    ahead = words(_("What comes next"), rows=3)
    figures = forms.MultipleChoiceField(
        label=_("Figures"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("They are counted now, and stay as they are on the day on which you publish."),
    )  # fmt: skip
    activity = forms.ModelChoiceField(
        label=_("For which line of the communications plan?"), queryset=Activity.objects.none(), required=False,
        empty_label=_("none of them"),
    )  # fmt: skip
    settles = forms.BooleanField(label=_("That line is done when it is published"), required=False)
    public = forms.BooleanField(
        label=_("Everybody may read it"), required=False,
        help_text=_("On the public page, while the initiative itself is public. Otherwise partners and colleagues do."),
    )  # fmt: skip

    def __init__(self, *args: Any, figures: Offered, lines: QuerySet[Activity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["figures"].choices = figures  # type: ignore[attr-defined]
        self.fields["activity"].queryset = lines  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("first_on"), values.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", translated("It ends before it begins."))
        return values

    def written(self) -> Written:
        """What was typed, as the action takes it."""
        return Written(**{name: self.cleaned_data[name] for name in NAMES})

    @staticmethod
    def initial_of(row: ProgressUpdate) -> dict[str, Any]:
        """A draft as the form shows it."""
        picked = [f"{MEASURE}:{one.measure_id}" if one.measure_id else one.key for one in row.figures.all()]
        return {name: getattr(row, name) for name in (*NAMES, "version")} | {"figures": picked}


class WithdrawForm(VersionedForm):
    """Why an update is taken back."""

    because = forms.CharField(label=_("Why?"), max_length=300, help_text=_("Whoever was sent it is told."))


class HowOftenForm(VersionedForm):
    """How often somebody wants to hear (H14)."""

    how = forms.ChoiceField(label=_("How often?"), choices=HowOften, widget=forms.RadioSelect)


class ChooseForm(PlainForm):
    """The same behind a link or a door."""

    how = forms.ChoiceField(
        label=_("How often do you want to hear how it goes?"), choices=HowOften, widget=forms.RadioSelect
    )


class FollowForm(PlainForm):
    """An address that wants to hear of a public initiative."""

    email = forms.EmailField(label=_("Your e-mail address"), max_length=254)
    how = forms.ChoiceField(
        label=_("How often?"),
        choices=[one for one in HowOften.choices if one[0] != HowOften.NEVER],
        widget=forms.RadioSelect,
    )
