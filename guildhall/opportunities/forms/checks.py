from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.opportunities.fitting import misfits
from guildhall.opportunities.models import Opportunity
from guildhall.opportunities.queries.for_students import says_address
from guildhall.ui.asking import PlainForm

COMPARED = ("kind", "starts_on", "ends_on", "apply_from", "apply_until", "publish_on", "expires_on", "pay_low",
            "pay_high", "pay_per")  # fmt: skip
PROSE = ("description", "schedule", "requirements", "how_to_apply", "benefit")  # what students read as it was typed
LAST_DAYS = ("expires_on", "apply_until")


class OfferChecks(PlainForm):
    """The part of an offer's form that says all at once what does not fit, each at its field, and asks whether contact
    details in its texts are meant for students. Of use as a base class.
    """

    addresses_meant = forms.BooleanField(
        label=_("Students may have the e-mail addresses and telephone numbers in these words"), required=False
    )
    shown: Opportunity | None = None  # the offer that is changed

    @property
    def asks_about_addresses(self) -> bool:
        """Whether contact details stand in what students read."""
        return bool(self["addresses_meant"].value()) or any(self.has_error(name, "address") for name in PROSE)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name, verdict in misfits(SimpleNamespace(**{name: values.get(name) for name in COMPARED})):
            self.add_error(name, verdict.reason)
        self._ask_about_last_days(values)
        if not values.get("addresses_meant"):
            self._ask_about_addresses(values)
        return values

    def _ask_about_last_days(self, values: dict[str, Any]) -> None:
        if self.shown and self.shown.state == Opportunity.State.POSTED:
            return
        name = next((name for name in LAST_DAYS if values.get(name)), "")
        if name and values[name] < clock.today() and values[name] != self.initial.get(name):
            self.add_error(name, translated("This day has passed already: nobody would be shown it."))

    def _ask_about_addresses(self, values: dict[str, Any]) -> None:
        for name in PROSE:
            typed = values.get(name) or ""
            if typed != (self.initial.get(name) or "") and says_address(typed):
                words = translated(
                    "An e-mail address or a telephone number stands here, and students read it. Take it out, or tick "
                    "below that they may have it."
                )
                self.add_error(name, forms.ValidationError(words, code="address"))
