"""In the menu: the one calendar."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from guildhall.events.queries.pages import asked_of, programs_asked_for
from guildhall.people.permissions import Permission
from guildhall.ui.menus import Group, Item, Tab

ITEMS = (
    Item(
        Group.FIRST,
        23,
        "events",
        _("Events"),
        "calendar",
        needs=Permission.SEE_DIRECTORY,
        count=asked_of,
        count_words=npgettext_lazy("events", "waits for your answer", "wait for your answer"),
        within=(
            "event",
            "event-add",
            "event-change",
            "event-publish",
            "event-move",
            "event-time",
            "event-time-add",
            "event-time-change",
            "event-held",
            "event-attended",
            "event-employers",
            "event-employer-add",
            "event-employer-came",
            "event-part",
            "event-invite",
            "event-session-add",
            "event-session-change",
            "event-slots-add",
            "event-offer",
            "event-openings",
            "event-opening",
            "event-gaps",
            "event-calendars",
            "event-calendar",
            "event-feeds",
            "events-published",
        ),
    ),
)

PROGRAMS_NAMED = (programs_asked_for,)
TABS = (Tab("employer", 28, "employer-events", _("Events")),)
