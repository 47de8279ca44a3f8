"""In the menu: meetings."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from guildhall.meetings.queries.meetings import asks_me
from guildhall.people.permissions import Permission
from guildhall.ui.menus import Group, Item

ITEMS = (
    Item(
        Group.TOGETHER, 12, "meetings", _("Meetings"), "people", needs=Permission.SEE_DIRECTORY,
        count=asks_me, count_words=npgettext_lazy("meetings", "waits for your answer", "wait for your answer"),
        within=(
            "meeting", "meeting-add", "meeting-tasks", "meeting-change", "meeting-cancel", "meeting-organizers",
            "meeting-line-add", "meeting-line", "meeting-definitions", "meeting-people", "meeting-people-add",
            "meeting-participant", "meeting-room", "meeting-said", "meeting-ballots", "meeting-tally",
            "meeting-outcome", "meeting-minutes",
        ),
    ),
)  # fmt: skip
