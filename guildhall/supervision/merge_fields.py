"""What a paper's text may name, in braces: a closed list, and nothing is ever evaluated."""

import re
from collections.abc import Mapping

from guildhall.lib.marking import gettext_noop as _

# What stands in braces, and what it becomes. What nobody knows becomes a line to fill in by hand.
FIELDS: dict[str, str] = {
    "student": _("name of the student"),
    "institution": _("name of the college or school"),
    "program": _("program of study"),
    "employer": _("name of the employer"),
    "site": _("address of the site"),
    "supervisor": _("name of the employer’s supervisor"),
    "coordinator": _("name of the coordinator"),
    "kind": _("kind of experience"),
    "title": _("title of the placement"),
    "begins": _("first day"),
    "ends": _("last day"),
    "hours": _("hours planned"),
    "pay": _("pay, or that it is unpaid"),
    "tasks": _("what the student does and learns, from the training plan"),
    "hazards": _("hazardous work, from the training plan"),
}
BLANK = "________"
_FIELD = re.compile(r"\{([^{}\n]{0,40})\}")


def unknown_fields(text: str) -> list[str]:
    """What stands in braces and is no field, in the order of the text."""
    return list(dict.fromkeys(name for name in _FIELD.findall(text) if name.strip() not in FIELDS))


def unfilled_fields(text: str, values: Mapping[str, str]) -> list[str]:
    """The fields of a text of which nothing is known yet. Lines that the text itself leaves empty are none of them."""
    names = dict.fromkeys(name.strip() for name in _FIELD.findall(text))
    return [name for name in names if name in FIELDS and not values.get(name)]


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled in once: what a value brings is never read as a field."""
    return _FIELD.sub(lambda match: _value(match, values), text)


def _value(match: re.Match[str], values: Mapping[str, str]) -> str:
    name = match.group(1).strip()
    return (values.get(name) or BLANK) if name in FIELDS else match.group(0)
