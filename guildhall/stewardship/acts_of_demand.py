"""The journal's verbs in words, of demand: figures, lists of high demand, roles that are hard to fill."""

from typing import Any

from django.utils.translation import gettext_lazy as _

OF_DEMAND: tuple[tuple[Any, dict[str, Any]], ...] = (
    (_("Demand"), {
        "load figures": _("loaded published figures"),
        "enter figures": _("entered figures by hand"),
        "enter figure by hand": _("entered figures of an occupation by hand"),
        "end figure by hand": _("ended figures that were entered by hand"),
        "load areas": _("loaded the list of labor market areas"),
        "choose area": _("chose the labor market area of an institution"),
        "describe source": _("described a source of figures"),
        "change source": _("changed how a source of figures is described"),
        "forget source": _("forgot a source of figures"),
        "begin demand list": _("began a list of high demand"),
        "change demand list": _("changed the criteria of a list of high demand"),
        "propose occupations": _("proposed occupations by their figures"),
        "add occupation": _("put an occupation on a list of high demand"),
        "take occupation off": _("took an occupation off a list of high demand"),
        "approve demand list": _("approved a list of high demand"),
        "give up demand list": _("gave a draft of a list of high demand up"),
        "end demand list": _("ended a list of high demand"),
        "note hard role": _("noted a role that is hard to fill"),
        "change hard role": _("changed a role that is hard to fill"),
        "end hard role": _("said that a role is not hard to fill any more"),
    }),
)  # fmt: skip
