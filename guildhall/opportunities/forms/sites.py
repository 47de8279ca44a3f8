from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Employer
from guildhall.opportunities.actions.siting import MOST_SITES, At
from guildhall.opportunities.models import Opportunity
from guildhall.ui.asking import PlainForm


class SitesForm(PlainForm):
    """The part of an offer that says where: at one site, or at several with their places. Of use as a base class."""

    def _offer_sites(self, employer: Employer, shown: Opportunity | None) -> None:
        """Ask for more sites where the employer has them; `shown` is the offer that fills the form in."""
        self._open_sites = list(employer.sites.filter(closed_on=None)[:MOST_SITES])
        if len(self._open_sites) < 2:
            return
        held = {one.site_id: one.places for one in shown.at.all()} if shown else {}
        choices = [(str(site.pk), site.name) for site in self._open_sites]
        self.fields["more_sites"] = forms.MultipleChoiceField(
            label=_("At which other sites as well?"),
            required=False,
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            initial=[str(pk) for pk in held],
        )
        for site in self._open_sites:
            self.fields[_name_of(site)] = forms.IntegerField(
                label=translated("Places at %s") % site.name,
                required=False,
                min_value=1,
                max_value=10_000,
                initial=held.get(site.pk),
            )

    def places_at(self) -> list[Any]:
        """The fields that ask how many places there are at each site."""
        return [self[_name_of(site)] for site in self._open_sites if _name_of(site) in self.fields]

    def sites(self) -> tuple[At, ...]:
        """The sites that were chosen, the first one first; none where it is one site alone."""
        main, more = self.cleaned_data.get("site"), self.cleaned_data.get("more_sites") or ()
        chosen = [site for site in self._open_sites if str(site.pk) in more and site != main]
        every = ([main] if main else []) + chosen
        if len(every) < 2:
            return ()
        return tuple(At(site, self.cleaned_data.get(_name_of(site))) for site in every)


def _name_of(site: Any) -> str:
    return f"places_{site.pk.hex}"
