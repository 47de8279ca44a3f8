"""Time zones as people call them: those of the United States first, then the others of the Americas and the Pacific."""

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
}


def zones() -> list[tuple[str | Promise, list[tuple[str, str | Promise]]]]:
    """The choices of a field, in two groups."""
    others = sorted(z for z in available_timezones() - NAMED.keys() if z.startswith(("America/", "Pacific/", "US/")))
    elsewhere = [(zone, zone.replace("_", " ").replace("/", ": ", 1)) for zone in others]
    return [(_("In the United States"), list(NAMED.items())), (_("Elsewhere, by place"), list(elsewhere))]


def zone_field() -> forms.ChoiceField:
    """Which clocks a territory goes by."""
    return forms.ChoiceField(label=_("Time zone"), choices=zones)
