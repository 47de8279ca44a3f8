"""In the menu: chambers and associations, and success stories; a tab of each employer; a filter of the directory."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from guildhall.intermediaries.queries.bodies import choices, members_in, to_see_to
from guildhall.people.permissions import Permission
from guildhall.ui.menus import Group, Item, Narrows, OpenPage, Tab

OPEN_PAGES = (OpenPage(20, "stories-public", _("Success stories")),)
ITEMS = (
    Item(
        Group.REGION, 58, "intermediaries", _("Chambers"), "institution", needs=Permission.SEE_DIRECTORY,
        count=to_see_to, count_words=npgettext_lazy("chambers", "waits for its result", "wait for their result"),
        due=True,
    ),
    Item(
        Group.REGION, 59, "stories", _("Success stories"), "story", needs=Permission.SEE_DIRECTORY,
        within=("story", "story-pick", "story-add", "story-change"),
    ),
)  # fmt: skip
TABS = (
    Tab(
        "employer", 32, "employer-memberships", _("Memberships"),
        (
            "membership-add", "intermediary-describe", "members", "member-pick", "member-add", "member",
            "chamber-seat-add", "chamber-seat", "chamber-meeting-add", "chamber-meeting", "chamber-meeting-change",
            "chamber-meeting-ask",
            "chamber-meeting-answer", "chamber-meeting-presented", "chamber-meeting-stories", "chamber-meeting-printed",
        ),
    ),
)  # fmt: skip
NARROWS = (Narrows("employers", "member", _("Member of"), choices, members_in),)
