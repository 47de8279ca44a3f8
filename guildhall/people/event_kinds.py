"""What a row of the table of events is (B12, N7)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class How(TextChoices):
    """How a notice reaches somebody."""

    AT_ONCE = "now", _("E-mail at once")
    DAILY = "daily", _("In the morning’s e-mail")
    WEEKLY = "weekly", _("In Monday’s e-mail")
    OFF = "off", _("Only here")


@dataclass(frozen=True)
class Event:
    """One kind of thing that happens: where it stands in the table, its words, who hears of it, how by default.

    What `waits` is no single moment: the product shows it as long as it lasts, and e-mail can only remind of it.
    """

    name: str
    part: Any
    label: Any
    hears: Any
    usual: How = How.AT_ONCE
    waits: bool = False

    @property
    def ways(self) -> list[How]:
        """What may be chosen."""
        return [how for how in How if not (self.waits and how == How.AT_ONCE)]
