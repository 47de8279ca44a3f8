"""In the menu: bulk e-mail, and what waits for somebody's approval."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from guildhall.mailings.queries.pages import to_approve
from guildhall.people.permissions import Permission
from guildhall.ui.menus import Group, Item, Tab

ITEMS = (
    Item(
        Group.EMPLOYERS,
        45,
        "mailings",
        _("Bulk e-mail"),
        "email",
        needs=Permission.DRAFT_MAIL,
        count=to_approve,
        count_words=npgettext_lazy("mailings", "waits for your approval", "wait for your approval"),
        due=True,
        within=(
            "mailing", "mailing-add", "mailing-change", "mailing-recipients", "mailing-source-add", "mailing-read",
            "mailing-submit", "mailing-file-add",
            "mailing-ask-held", "mailing-return", "mailing-schedule", "mailing-stop", "mailing-together",
            "mail-senders", "mail-sender", "mail-sender-add", "mail-templates", "mail-template", "mail-template-add",
            "mail-template-picture-add",
        ),
    ),
    Item(
        Group.REGION, 57, "mail-chart", _("Contacts over time"), "chart", needs=Permission.SEE_DIRECTORY,
        within=("mail-chart-rows",),
    ),
)  # fmt: skip
TABS = (Tab("employer", 42, "employer-chart", _("Contacts over time")),)
