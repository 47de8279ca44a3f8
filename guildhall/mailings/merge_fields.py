"""What a bulk e-mail may name of whoever reads it, in braces: a closed list, and nothing is ever evaluated (N9).

`{first_name}` needs a value: whoever has none is held. `{first_name|there}` says what stands there instead.
"""

import re
from collections.abc import Callable, Collection, Mapping

from guildhall.lib.marking import gettext_noop as _

FIELDS: dict[str, str] = {
    "first_name": _("first name"),
    "last_name": _("last name"),
    "position": _("position"),
    "employer": _("name of the employer"),
    "city": _("city of the employer"),
    "institution": _("name of our institution"),
    "sender": _("name of the sender"),
}
# Of students: what the mailing is about, and never who they are. No letter names a student (ADR 40).
STUDENT_FIELDS: dict[str, str] = {
    "event": _("title of the event"),
    "day": _("day of the event"),
    "opportunity": _("title of the opportunity"),
    "program": _("name of the program"),
    "institution": FIELDS["institution"],
    "sender": FIELDS["sender"],
}
_FIELD = re.compile(r"\{([^{}\n|]{0,40})(?:\|([^{}\n|]{0,80}))?\}")


def key_of(name: str) -> str:
    """A field as people write it: “First name” is `first_name`."""
    return "_".join(name.lower().split())


def unknown_fields(text: str, known: Collection[str] = FIELDS) -> list[str]:
    """What stands in braces and is no field, in the order of the text."""
    return list(dict.fromkeys(name for name, _fallback in _FIELD.findall(text) if key_of(name) not in known))


def needed_fields(text: str, known: Collection[str] = FIELDS) -> list[str]:
    """The fields without a fallback: whoever lacks one of them cannot be written to."""
    found = ((key_of(m.group(1)), m.group(2)) for m in _FIELD.finditer(text))
    return list(dict.fromkeys(name for name, fallback in found if name in known and fallback is None))


def filled(
    text: str, values: Mapping[str, str], *, as_written: Callable[[str], str] = str, only: Collection[str] = FIELDS
) -> str:
    """The text with its fields filled in once: what a value brings is never read as a field. `only` leaves others open.

    `as_written` makes a value fit for where it stands, such as a page; a fallback stands in the text already.
    """

    def value(match: re.Match[str]) -> str:
        name, fallback = key_of(match.group(1)), match.group(2)
        if name not in only:
            return match.group(0)
        known = values.get(name, "")
        return as_written(known) if known else (fallback or "").strip()

    return _FIELD.sub(value, text)


Slots = dict[str, tuple[str, str]]


def slotted(text: str, slots: Slots, fields: Collection[str] = FIELDS) -> str:
    """The text with a slot of the outbox in place of each field; `slots` learns the field and fallback of each."""

    def slot(match: re.Match[str]) -> str:
        name, fallback = key_of(match.group(1)), match.group(2)
        if name not in fields:
            return match.group(0)
        meant = (name, (fallback or "").strip())
        known = next((key for key, one in slots.items() if one == meant), None)
        key = known or (f"{name}.{len(slots)}" if meant[1] else name)
        slots[key] = meant
        return "{{ " + key + " }}"

    return _FIELD.sub(slot, text)
