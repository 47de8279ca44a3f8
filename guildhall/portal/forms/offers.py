from dataclasses import fields as fields_of
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Employer
from guildhall.opportunities.actions.entering import Offer
from guildhall.opportunities.forms.fields import OfferFields
from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Institution

TYPED = ("kind", "title", "description", "places", "site", "starts_on", "ends_on", "hours", "schedule", "pay_low",
         "pay_high", "pay_per", "requirements", "transport", "apply_until", "how_to_apply", "motive", "benefit",
         "on_behalf_of", "papers", "insured", "apply_from", "publish_on", "expires_on")  # fmt: skip
MORE = ("papers", "insured", "apply_from", "publish_on", "expires_on")
DAYS = ("starts_on", "ends_on", "apply_from", "apply_until", "publish_on", "expires_on")  # which no other offer has


class OwnOfferForm(OfferFields):
    """What an employer offers, in its own words; codes and programs are added by the college that approves it."""

    kind = forms.ChoiceField(label=_("What do you offer?"), choices=[])
    title = forms.CharField(label=_("Title"), max_length=160, help_text=_("What students find it by."))
    requirements = forms.CharField(
        label=_("What do you ask for?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    how_to_apply = forms.CharField(
        label=_("How does somebody apply?"),
        required=False,
        max_length=500,
        help_text=_("Empty: through the college. Leave out e-mail and telephone, unless students may have them."),
    )
    motive = forms.ChoiceField(label=_("Why do you offer it?"), required=False, choices=Opportunity.Motive.choices)
    benefit = forms.CharField(label=_("What do you want to get out of it?"), required=False, max_length=300)
    on_behalf_of = forms.CharField(
        label=_("On behalf of which employer?"),
        required=False,
        max_length=200,
        help_text=_("For recruiters."),
    )
    holder = forms.ModelChoiceField(
        label=_("Which college or office looks after it?"),
        queryset=Institution.objects.none(),
        empty_label=None,
        help_text=_("It is read there first; then every college that works with you sees it."),
    )

    def __init__(
        self, *args: Any, employer: Employer, row: Opportunity | None = None, again: Opportunity | None = None,
        holders: Any = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        initial: dict[str, Any] = {"holder": employer.holder_id, "motive": employer.motive}
        if shown := row or again:
            initial = {name: getattr(shown, name) for name in TYPED} | {"holder": shown.holder_id}
        if again:
            initial |= dict.fromkeys(DAYS)
        if row:
            initial["version"] = row.version
        super().__init__(*args, initial=initial, **kwargs)
        self.shown = row
        self._offer_choices(employer, row or again)
        if row:
            del self.fields["holder"]
        else:
            self.fields["holder"].queryset = holders  # type: ignore[attr-defined]

    @property
    def opens_more(self) -> bool:
        """Whether something was said, or is wrong, in what else can be said."""
        return any(self[name].errors or self[name].value() for name in MORE)

    def offer(self, before: Opportunity | None = None, *, contact: Any = None) -> Offer:
        """What was typed, as the action takes it; what the staff added before stays as it is."""
        values = {name: self.cleaned_data.get(name) for name in TYPED}
        values["papers"] = tuple(values["papers"] or ())
        if before is None:
            return Offer(**values, contact=contact, at=self.sites())  # type: ignore[arg-type]
        names = {f.name for f in fields_of(Offer)} - {"programs", "at"}
        kept = {name: getattr(before, name) for name in names}
        kept |= {"papers": tuple(before.papers), "programs": tuple(before.programs.all())}
        return replace(Offer(**kept), **values, at=self.sites())
