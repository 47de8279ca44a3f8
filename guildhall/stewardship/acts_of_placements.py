"""The verbs of applications, placements and groups in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

OF_PLACEMENTS: dict[str, Any] = {
    "refer student": _("put a student forward"),
    "apply for student": _("wrote an application down"),
    "shortlist student": _("noted that an employer wants to meet a student"),
    "offer place": _("noted that an employer offers a place"),
    "turn student down": _("noted that an employer chose others"),
    "decline offer": _("noted that a student declined"),
    "withdraw application": _("withdrew an application"),
    "wait for place": _("put a student on the waiting list"),
    "accept offer": _("noted that a student has a place"),
    "agree placement": _("entered a placement"),
    "change placement": _("changed what was agreed of a placement"),
    "begin papers": _("began the papers of a placement"),
    "start placement": _("noted that a placement began"),
    "complete placement": _("noted that a placement is completed"),
    "end placement early": _("noted that a placement ended early"),
    "withdraw placement": _("noted that a student gave a place back"),
    "note no-show": _("noted that a student did not come"),
    "note outcome": _("noted what came of a placement"),
    "confirm placement": _("confirmed that a placement still runs"),
    "ask employer about placement": _("asked an employer about a placement"),
    "count group": _("counted a group"),
    "take group back": _("took a counted group back"),
}
