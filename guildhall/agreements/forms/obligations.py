"""Forms for the duties in an agreement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.agreements.actions.drawing_up import FAR
from guildhall.agreements.actions.obliging import MOST_WANTED, Duty
from guildhall.agreements.models import Obligation, Party, Revision
from guildhall.lib.periods import months_after
from guildhall.opportunities.kinds import EDUCATORS, KINDS
from guildhall.ui.editing import DayField, VersionedForm
from guildhall.ui.naming import NamedField


class ObligationForm(VersionedForm):
    """What a party takes on: in words, how many of what, from when, by when."""

    party = NamedField(label=_("Who does it?"), queryset=Party.objects.none(), empty_label=None)
    what = forms.CharField(
        label=_("What, in one line?"), max_length=200, help_text=_("Such as: host interns. Both sides read it.")
    )
    wanted = forms.IntegerField(label=_("How many?"), min_value=1, max_value=MOST_WANTED, initial=1)
    counts = forms.ChoiceField(
        label=_("What counts?"),
        choices=Obligation.Counts.choices,
        help_text=_("Nobody keeps the number."),
    )
    starts_on = DayField(label=_("From"), back=FAR, ahead=FAR)
    due_on = DayField(label=_("By when?"), back=FAR, ahead=FAR)
    kinds = forms.MultipleChoiceField(
        label=_("Only these kinds"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(kind.slug, kind.label) for kind in KINDS if kind.stage != EDUCATORS],
    )  # fmt: skip

    NAMES = ("what", "wanted", "counts", "starts_on", "due_on", "kinds")

    def __init__(self, *args: Any, revision: Revision, row: Obligation | None = None, **kwargs: Any) -> None:
        if row:
            initial = {name: getattr(row, name) for name in (*self.NAMES, "version")} | {"party": row.party_id}
        else:
            last = revision.ends_on or months_after(revision.starts_on, 12)
            initial = {"starts_on": revision.starts_on, "due_on": last}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["party"].offer(revision.agreement.parties.all())  # type: ignore[attr-defined]

    def duty(self) -> Duty:
        """What was typed, as the action takes it."""
        return Duty(**{name: self.cleaned_data[name] for name in self.NAMES})


class NoteForm(VersionedForm):
    """How far a duty is that nothing counts."""

    noted = forms.IntegerField(label=_("How many so far?"), min_value=0, max_value=MOST_WANTED)
    note = forms.CharField(label=_("What was done?"), max_length=300, required=False)
