"""The journal's verbs in words, of what employers offer."""

from typing import Any

from django.utils.translation import gettext_lazy as _

OF_OFFERS: tuple[tuple[Any, dict[str, Any]], ...] = (
    (_("Opportunities"), {
        "enter opportunity": _("entered an opportunity"),
        "change opportunity": _("changed an opportunity"),
        "post opportunity": _("posted an opportunity"),
        "refuse opportunity": _("refused an opportunity"),
        "close opportunity": _("closed an opportunity"),
        "show opportunity to the public": _("showed an opportunity to the public"),
        "hide opportunity from the public": _("stopped showing an opportunity to the public"),
        "ask whether opportunity stands": _("asked an employer whether an opportunity still stands"),
        "confirm opportunity": _("confirmed that an opportunity still stands"),
        "save reason for refusing": _("kept a reason for refusing opportunities"),
        "retire reason for refusing": _("took a reason for refusing opportunities out of use"),
        "bring back reason for refusing": _("brought a reason for refusing opportunities back"),
        "limit opportunity": _("recorded an exception to who sees an opportunity"),
        "lift limit of opportunity": _("lifted an exception to who sees an opportunity"),
        "settle who sees opportunities": _("settled who sees opportunities by default"),
    }),
)  # fmt: skip
