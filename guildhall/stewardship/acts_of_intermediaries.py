"""The journal's verbs in words, of chambers, their members and meetings, and of success stories."""

from typing import Any

from django.utils.translation import gettext_lazy as _

OF_INTERMEDIARIES: tuple[tuple[Any, dict[str, Any]], ...] = (
    (_("Chambers and success stories"), {
        "describe intermediary": _("said that an employer is a chamber or association"),
        "undescribe intermediary": _("took back that an employer is a chamber or association"),
        "add member": _("added a member of a chamber"),
        "change member": _("changed since when or until when somebody is a member of a chamber"),
        "remove member": _("took a member of a chamber out"),
        "note affiliation": _("noted a membership or seat of ours at a chamber"),
        "change affiliation": _("changed a membership or seat of ours at a chamber"),
        "remove affiliation": _("took out a membership or seat of ours at a chamber"),
        "note meeting of chamber": _("noted a meeting of a chamber"),
        "change meeting of chamber": _("changed a meeting of a chamber"),
        "remove meeting of chamber": _("took out a meeting of a chamber"),
        "ask to present": _("asked a chamber to let us present"),
        "note answer of chamber": _("noted what a chamber answered"),
        "note presentation": _("noted what came of a presentation"),
        "choose stories": _("chose success stories for a meeting of a chamber"),
        "write story": _("wrote a success story"),
        "change story": _("changed a success story"),
        "tell story": _("told a success story"),
        "take story off": _("took a success story off"),
        "remove story": _("threw the draft of a success story away"),
    }),
)  # fmt: skip
