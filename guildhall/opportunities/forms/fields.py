"""What the staff and an employer itself say of an offer in the same fields."""

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Employer, Site
from guildhall.opportunities.forms.checks import OfferChecks
from guildhall.opportunities.forms.sites import SitesForm
from guildhall.opportunities.kinds import choices
from guildhall.opportunities.models import Opportunity
from guildhall.opportunities.models.opportunities import Insured, Papers, Transport
from guildhall.ui.editing import DayField, VersionedForm


class OfferFields(OfferChecks, SitesForm, VersionedForm):
    """What is offered, where and when, and how one applies. Of use as a base class."""

    field_order = ("kind", "title")  # errors stand in the order of the page

    description = forms.CharField(
        label=_("What is it about?"), required=False, max_length=6000, widget=forms.Textarea(attrs={"rows": 5})
    )
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=10_000, initial=1)
    site = forms.ModelChoiceField(
        label=_("Where?"), queryset=Site.objects.none(), required=False, empty_label=_("no site, or from afar")
    )
    starts_on = DayField(label=_("Begins on"), required=False)
    ends_on = DayField(label=_("Ends on"), required=False)
    hours = forms.DecimalField(
        label=_("Hours a week"), required=False, min_value=0, max_value=80, max_digits=4, decimal_places=1
    )
    schedule = forms.CharField(label=_("Days and hours"), required=False, max_length=200)
    pay_low = forms.DecimalField(label=_("Pay from ($)"), required=False, min_value=0, max_digits=9, decimal_places=2)
    pay_high = forms.DecimalField(label=_("up to ($)"), required=False, min_value=0, max_digits=9, decimal_places=2)
    pay_per = forms.ChoiceField(
        label=_("for"), required=False, choices=[("", _("not paid, or not said")), *Opportunity.PayPer.choices]
    )
    papers = forms.MultipleChoiceField(
        label=_("Papers needed"), required=False, choices=Papers.choices, widget=forms.CheckboxSelectMultiple
    )
    transport = forms.ChoiceField(label=_("How do people get there?"), required=False, choices=Transport.choices)
    insured = forms.ChoiceField(label=_("Who insures students?"), required=False, choices=Insured.choices)
    apply_from = DayField(label=_("Applications from"), required=False)
    apply_until = DayField(label=_("Applications until"), required=False)
    publish_on = DayField(label=_("Shown from"), required=False, help_text=_("Empty: as soon as it is approved."))
    expires_on = DayField(label=_("Shown until"), required=False, help_text=_("Empty: for 90 days."))

    def _offer_choices(self, employer: Employer, shown: Opportunity | None) -> None:
        """Offer the kinds of opportunities and the employer's sites; `shown` is the offer that fills the form in."""
        self.fields["kind"].choices = [("", _("Choose …")), *choices()]  # type: ignore[attr-defined]
        self.fields["site"].queryset = employer.sites.filter(closed_on=None)  # type: ignore[attr-defined]
        self._offer_sites(employer, shown)
