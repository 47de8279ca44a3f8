"""Until when a position is funded."""

from django.utils.translation import gettext_lazy as _

from guildhall.ui.editing import DayField, VersionedForm


class FundingForm(VersionedForm):
    """The last day of the money, as far as it is known."""

    funded_until = DayField(
        label=_("Funded until"), required=False, ahead=15, help_text=_("Empty: no end is known. It ends no access.")
    )
