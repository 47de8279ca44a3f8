"""In the menu: agreements with partners; a tab of each employer; the employer's own at its front door."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from guildhall.agreements.queries.door import to_sign
from guildhall.agreements.queries.lists import to_see_to
from guildhall.people.permissions import Permission
from guildhall.ui.menus import Block, Group, Item, Tab

ITEMS = (
    Item(
        Group.REGION, 56, "agreements", _("Agreements"), "scroll", needs=Permission.SEE_DIRECTORY, count=to_see_to,
        count_words=npgettext_lazy("agreements", "ends soon", "end soon"), due=True,
        within=(
            "agreement", "agreement-pick", "agreement-add", "agreement-change", "agreement-party-add",
            "agreement-party-employer", "agreement-party", "agreement-duty", "agreement-duty-add",
            "agreement-duty-change", "agreement-sign", "agreement-ask", "agreement-on-paper", "agreement-amend",
            "agreement-end", "agreement-keeper", "agreement-revision", "agreement-printed",
        ),
    ),
)  # fmt: skip
TABS = (
    Tab("employer", 29, "employer-agreements", _("Agreements"), ("employer-agreement-add",)),
    Tab("employer door", 40, "portal-agreements", _("Agreements"), ("portal-agreement",)),
)
BLOCKS = (Block("employer door", 22, "agreements/door/block.html", to_sign, asks=True),)
