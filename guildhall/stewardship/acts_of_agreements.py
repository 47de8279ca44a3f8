"""The journal's verbs in words, of agreements with partners."""

from typing import Any

from django.utils.translation import gettext_lazy as _

OF_AGREEMENTS: tuple[tuple[Any, dict[str, Any]], ...] = (
    (_("Agreements"), {
        "draw up agreement": _("drew up an agreement"),
        "change agreement": _("changed the draft of an agreement"),
        "attach text": _("attached the text of an agreement as a file"),
        "add party": _("added a party to an agreement"),
        "change party": _("changed what a party to an agreement does and gains"),
        "remove party": _("took a party out of an agreement"),
        "add obligation": _("added a duty to an agreement"),
        "change obligation": _("changed a duty in an agreement"),
        "remove obligation": _("took a duty out of an agreement"),
        "note obligation": _("noted how far a duty in an agreement is"),
        "send agreement out": _("sent an agreement out for signature"),
        "recall agreement": _("took an agreement back to change it"),
        "withdraw agreement": _("withdrew an agreement or an amendment"),
        "ask to sign agreement": _("asked somebody to sign an agreement"),
        "revoke signing link": _("took back the link to sign an agreement"),
        "sign agreement": _("signed an agreement, or kept its scan"),
        "put agreement in force": _("put an agreement in force that everybody had signed"),
        "replace agreement": _("replaced an agreement by its successor"),
        "amend agreement": _("began an amendment of an agreement"),
        "end agreement": _("ended an agreement early"),
        "hand agreement on": _("gave an agreement to somebody else to keep"),
    }),
)  # fmt: skip
