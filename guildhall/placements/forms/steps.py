from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.placements.models import Placement
from guildhall.ui.editing import DayField, VersionedForm

OUTCOMES = [("", _("not known yet")), *Placement.Outcome.choices]


class StepForm(VersionedForm):
    """One step: which one, on which day, why, and what came of it."""

    to = forms.CharField(widget=forms.HiddenInput(attrs={"id": False}), max_length=12)
    on = DayField(label=_("On"), required=False, ahead=0)
    reason = forms.CharField(label=_("Why"), required=False, max_length=300)
    outcome = forms.ChoiceField(label=_("What came of it"), required=False, choices=OUTCOMES)

    def __init__(self, *args: Any, row: Any, step: str = "", asks: tuple[str, ...] = (), **kwargs: Any) -> None:
        initial = {"version": row.version, "to": step, "on": clock.today()}
        initial |= {"outcome": getattr(row, "outcome", "")}
        super().__init__(*args, **({"auto_id": f"{step or 'step'}_%s", "initial": initial} | kwargs))
        self.asks = asks

    @property
    def asked(self) -> list[Any]:
        """The fields that this step asks for."""
        return [self[name] for name in self.asks]
