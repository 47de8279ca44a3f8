"""The journal's verbs in words, of initiatives and those who have a part in them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

OF_PARTNERS: tuple[tuple[Any, dict[str, Any]], ...] = (
    (_("Initiatives"), {
        "start initiative": _("started an initiative"),
        "change initiative": _("changed an initiative"),
        "run initiative": _("put an initiative before the colleagues"),
        "end initiative": _("ended an initiative"),
        "reopen initiative": _("went on with an initiative"),
        "name lead": _("named a lead of an initiative"),
        "release lead": _("took a lead of an initiative off"),
        "add intermediary": _("named an intermediary of an initiative"),
        "remove intermediary": _("took an intermediary of an initiative off"),
        "open link of initiative": _("made a link to read an initiative"),
        "close link of initiative": _("ended the link to read an initiative"),
        "publish initiative": _("made an initiative public"),
        "unpublish initiative": _("took a public initiative back"),
        "take in stakeholder": _("put a stakeholder on the list"),
        "change stakeholder": _("changed a stakeholder"),
        "note answer of stakeholder": _("wrote down what a stakeholder answered"),
        "replace stakeholder": _("replaced a stakeholder"),
        "take stakeholder back": _("put a stakeholder back on the list"),
        "remove stakeholder": _("took a stakeholder off the list"),
        "reach out to stakeholder": _("reached out to a stakeholder"),
        "keep category of stakeholders": _("changed a category of stakeholders"),
        "set rule of coverage": _("changed a rule of coverage"),
        "add profile": _("wrote a profile of whom an initiative looks for"),
        "change profile": _("changed a profile of whom an initiative looks for"),
        "add candidate": _("named a candidate"),
        "change candidate": _("changed a candidate"),
        "note interview": _("wrote an interview with a candidate down"),
        "decide about candidate": _("decided about a candidate"),
        "reconsider candidate": _("considered a candidate again"),
        "link meeting": _("linked a meeting with an initiative"),
        "unlink meeting": _("took a meeting off an initiative"),
        "link agreement": _("linked an agreement with an initiative"),
        "unlink agreement": _("took an agreement off an initiative"),
        "plan activity": _("wrote a line into a plan"),
        "change activity": _("changed a line of a plan"),
        "report activity": _("said how far a line of a plan is"),
    }),
)  # fmt: skip
