"""Whether the values of a column fit a field: below a share of them it plainly holds something else."""

from __future__ import annotations

from collections.abc import Callable

from guildhall.imports.columns import values as v

# For each kind of field: the least share of values that must pass, and the test; below it the column plainly holds
# something else, whatever its title says.
Test = Callable[[str], object]
LETTERED: tuple[float, Test] = (0.5, v.lettered)
_NINE: tuple[float, Test] = (0.5, lambda value: 7 <= v.digits(value) <= 9 and len(value) <= 24)
_SHORT: tuple[float, Test] = (0.5, lambda value: len(value) <= 60 and not v.DATE.fullmatch(value))
_PHONE: tuple[float, Test] = (0.4, lambda s: 7 <= v.digits(s) <= 40 and "@" not in s and not v.DATE.fullmatch(s))
TESTS: dict[str, tuple[float, Test]] = {
    "street": (0.4, lambda value: v.lettered(value) and not v.is_known_person(value)),
    "street2": (0.0, lambda value: "@" not in value),
    "state": (0.5, v.is_state),
    "zip": (0.5, lambda value: bool(v.ZIP.fullmatch(value))),
    "phone": _PHONE,
    "website": (0.4, v.is_website),
    "email": (0.3, lambda value: bool(v.EMAIL.search(value))),
    "ein": _NINE,
    "license": _SHORT,
    "naics": (0.5, lambda value: bool(v.CODE.fullmatch(value))),
    "size": (0.4, lambda value: any(map(str.isdigit, value)) and len(value) < 40 and not v.DATE.fullmatch(value)),
    "tags": (0.0, lambda value: v.lettered(value) and not v.YES_NO.fullmatch(value)),
    "notes": (0.0, lambda value: not v.YES_NO.fullmatch(value) and not v.DATE.fullmatch(value)),
    "title": (0.5, lambda value: v.lettered(value) and not v.HONORIFIC.fullmatch(value)),
    "first_name": (0.5, v.is_one_name),
    "last_name": (0.5, v.is_one_name),
    "contact_name": (0.5, lambda value: v.lettered(value) and not v.YES_NO.fullmatch(value)),
    "source_id": _SHORT,
    "until": (0.5, lambda value: bool(v.DATE.fullmatch(value))),
    "do_not_contact": (0.0, bool),  # "0" and "1" as well
}
