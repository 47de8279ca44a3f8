"""Time zones as people call them: those of the United States first, then the others of the Americas and the Pacific."""

from collections.abc import Iterable
from zoneinfo import available_timezones

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMED: dict[str, Promise] = {
    "America/Los_Angeles": _("Pacific time (Los Angeles)"),
    "America/Denver": _("Mountain time (Denver)"),
    "America/Phoenix": _("Mountain time, the clock never changed (Phoenix)"),
    "America/Chicago": _("Central time (Chicago)"),
    "America/New_York": _("Eastern time (New York)"),
    "America/Anchorage": _("Alaska time (Anchorage)"),
    "Pacific/Honolulu": _("Hawaii time (Honolulu)"),
    "America/Puerto_Rico": _("Atlantic time (Puerto Rico)"),
    "Pacific/Guam": _("Chamorro time (Guam)"),
    "Pacific/Pago_Pago": _("Samoa time (Pago Pago)"),
}
Choices = list[tuple[str, str | Promise]]


def zones() -> list[tuple[str | Promise, Choices]]:
    """The choices of a field: the likely ones first, the others by place, so that typing the place finds it."""
    others = available_timezones() - NAMED.keys()
    return [
        (_("In the United States"), list(NAMED.items())),
        (_("Other places in the Americas"), _by_place(others, "America/")),
        (_("Other places in the Pacific"), _by_place(others, "Pacific/")),
        (_("By older names"), _by_place(others, "US/")),  # no zone that was chosen once is lost
    ]


def _by_place(names: Iterable[str], area: str) -> Choices:
    places = (name.removeprefix(area).split("/") for name in names if name.startswith(area))
    labels = ((area + "/".join(parts), ", ".join(reversed(parts)).replace("_", " ")) for parts in places)
    return sorted(labels, key=lambda choice: choice[1])


def zone_field() -> forms.ChoiceField:
    """Which clocks a territory goes by."""
    return forms.ChoiceField(label=_("Time zone"), choices=zones)
