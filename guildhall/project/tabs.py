"""The tabs of an employer's page and of a protocol, each with the pages that belong to it, as data."""

from typing import Any

from django.utils.translation import gettext_lazy as _

# The tabs of an employer's page, each with the pages that belong to it. Vetting stands there for those who develop it,
# and for directors ever after.
EMPLOYER_TABS: tuple[dict[str, Any], ...] = (
    {"url_name": "prospect", "label": _("Vetting"), "vetting": True},
    {
        "url_name": "employer",
        "label": _("Timeline"),
        "within": ("engagement", "engagement-log", "engagement-change", "timeline-narrow", "employer-similar"),
    },
    {
        "url_name": "employer-contacts",
        "label": _("Contacts"),
        "within": ("contact-add", "contact-change", "contact-follow", "contact-timeline"),
    },
    {"url_name": "employer-follow-ups", "label": _("Follow-ups")},
    {
        "url_name": "asks",
        "label": _("Asks"),
        "within": ("ask-plan", "employer-counted", "limit-add", "limit-change", "door-hold"),
    },
    {
        "url_name": "employer-relationship",
        "label": _("Relationship"),
        "within": ("red-tape-add", "red-tape-change", "relationship-end", "guest-add", "engagement-guest-add"),
    },
    {
        "url_name": "employer-accounts",
        "label": _("Key account"),
        "within": (
            "key-account-add",
            "key-account-change",
            "touch-point-add",
            "touch-point-change",
            "employer-shown",
            "liaison-ask",
        ),
    },
    {"url_name": "employer-notes", "label": _("Notes"), "within": ("note-change",)},
    {
        "url_name": "employer-about",
        "label": _("About"),
        "within": ("employer-change", "site-add", "site-change", "employer-owner"),
    },
    {"url_name": "employer-why", "label": _("Why can we see this?")},
)

# The tabs of a version of a protocol: for everybody, for a draft's writers, for the publishers of a published one.
PROTOCOL_TABS = (
    {"url_name": "protocol", "label": _("Text"), "for": "everybody"},
    {"url_name": "protocol-changes", "label": _("What changed"), "for": "everybody"},
    {"url_name": "protocol-simulation", "label": _("What it would do"), "for": "draft"},
    {"url_name": "protocol-readers", "label": _("Read and accepted"), "for": "published"},
)

# Every page of an employer, the vetting aside, which is a page of the CRM.
OF_EMPLOYER: tuple[str, ...] = tuple(
    name for tab in EMPLOYER_TABS if not tab.get("vetting") for name in (tab["url_name"], *tab.get("within", ()))
)
