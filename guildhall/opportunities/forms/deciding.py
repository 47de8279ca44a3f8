from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.opportunities.models import Limitation, Opportunity, SavedReason
from guildhall.people.models import Institution
from guildhall.people.queries import colleges
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm

Closing = Opportunity.Closing
BY_HAND = (Closing.FILLED, Closing.OVER, Closing.WITHDRAWN)
IN_OWN_WORDS = {Closing.WITHDRAWN: _("we take it back")}  # as the employer says it


class RefusalForm(VersionedForm):
    """Why it is refused, in words that the employer reads, and what to change."""

    saved = forms.ChoiceField(label=_("A reason that you keep"), required=False)
    reason = forms.CharField(label=_("Why is it refused?"), required=False, max_length=300)
    advice = forms.CharField(label=_("What would they have to change?"), required=False, max_length=300)
    kept = forms.BooleanField(label=_("Keep this reason for the next time"), required=False)
    told = forms.BooleanField(label=_("Write it to the contact"), required=False, initial=True)

    def __init__(self, *args: Any, row: Opportunity, saved: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": row.version} | (kwargs.get("initial") or {})
        super().__init__(*args, **({"auto_id": "refuse_%s"} | kwargs))
        self.saved = {str(one.pk): one for one in saved}
        choices = [("", _("another one: say it below")), *((pk, one.reason) for pk, one in self.saved.items())]
        self.fields["saved"].choices = choices  # type: ignore[attr-defined]
        if not self.saved:
            del self.fields["saved"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        known = self.saved.get(values.get("saved") or "")
        if known and not values.get("reason"):
            values |= {"reason": known.reason, "advice": values.get("advice") or known.advice}
        if not values.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why: the employer reads it."))
        return values


class ReasonForm(VersionedForm):
    """A reason for refusing that an institution keeps, in words that employers read."""

    institution = forms.ModelChoiceField(label=_("At which institution?"), queryset=Institution.objects.none())
    reason = forms.CharField(label=_("Why is it refused?"), max_length=300, help_text=_("The employer reads it."))
    advice = forms.CharField(label=_("What would they have to change?"), required=False, max_length=300)

    def __init__(self, *args: Any, places: Any, row: SavedReason | None = None, **kwargs: Any) -> None:
        known = {"reason": row.reason, "advice": row.advice, "version": row.version} if row else {}
        kwargs["initial"] = known or {"institution": places.first()}
        super().__init__(*args, **kwargs)
        if row:  # it stays where it is
            del self.fields["institution"]
        else:
            self.fields["institution"].queryset = places  # type: ignore[attr-defined]


class CloseForm(VersionedForm):
    """Why it is closed, and how many places were filled; `own` asks the employer itself."""

    because = forms.ChoiceField(label=_("Why?"), choices=[(one.value, one.label) for one in BY_HAND])
    filled = forms.IntegerField(label=_("How many places were filled?"), required=False, min_value=0)

    def __init__(self, *args: Any, row: Opportunity, own: bool = False, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": row.version} | (kwargs.get("initial") or {})
        super().__init__(*args, **({"auto_id": "close_%s"} | kwargs))
        if own:
            choices = [(one.value, IN_OWN_WORDS.get(one, one.label)) for one in BY_HAND]
            self.fields["because"].choices = choices  # type: ignore[attr-defined]
        if row.filled:  # counted from placements
            del self.fields["filled"]
        else:
            self.fields["filled"].max_value = row.places  # type: ignore[attr-defined]


class LimitForm(PlainForm):
    """For which institutions it is meant, why, and until when."""

    institutions = forms.ModelMultipleChoiceField(
        label=_("Who sees it?"), queryset=Institution.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=_("Why not everybody?"), max_length=300)
    until = DayField(label=_("Until"), required=False)

    def __init__(self, *args: Any, row: Limitation | None = None, **kwargs: Any) -> None:
        if row:
            named = {"institutions": row.institutions.all(), "reason": row.reason, "until": row.until}
            kwargs["initial"] = named | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["institutions"].queryset = colleges().order_by("name")  # type: ignore[attr-defined]


class StandsForm(PlainForm):
    """Whether it still stands, as the employer answers by a link."""

    answer = forms.ChoiceField(
        label=_("Does it still stand?"),
        choices=[("yes", _("Yes, it does")), ("no", _("No, not any more"))],
        widget=forms.RadioSelect,
    )
    filled = forms.IntegerField(
        label=_("How many places did you fill?"), required=False, min_value=0, help_text=_("Where you know.")
    )

    def __init__(self, *args: Any, row: Opportunity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if row.filled:  # counted from placements
            del self.fields["filled"]
