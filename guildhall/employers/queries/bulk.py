"""Changes to many records at once, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from guildhall.employers.models import BulkEdit, Employer
from guildhall.people.models import Institution, Person
from guildhall.ui import dates


@dataclass(frozen=True)
class Line:
    """One record: what it is called, what changes, or why it stays as it is."""

    employer: Any
    changes: Sequence[tuple[str, str, str]] = ()  # field, before, after
    why: str = ""


@dataclass(frozen=True)
class Told:
    """A change to many records: those that change, and those that stay."""

    changed: Sequence[Line]
    left: Sequence[Line]


def told(person: Person, edit: BulkEdit, stages: Mapping[str, Any] | None = None) -> Told:
    """A change as its maker may read it: records that they do not see any more are left out."""
    keys = [UUID(one["employer"]) for one in (*edit.changed, *edit.left)]
    employers = Employer.objects.visible_to(person).defer("search").in_bulk(keys)
    owners = {one[side].get("owner") for one in edit.changed for side in ("before", "after")} - {None}
    named = {pk for one in edit.changed for side in ("before", "after") for pk in one[side].get("institutions", ())}
    places = {str(pk): one for pk, one in Institution.objects.in_bulk([UUID(pk) for pk in named]).items()}
    people = {str(pk): one for pk, one in Person.objects.in_bulk([UUID(pk) for pk in owners]).items()}

    def in_words(name: str, value: Any) -> str:
        if name == "owner":
            return str(people.get(value, _("nobody")))
        if name == "tags":
            return ", ".join(value) or _("none")
        if name == "institutions":
            return ", ".join(str(places[pk]) for pk in value if pk in places) or _("whom the protocol says")
        if name == "until":
            return dates.in_words(date.fromisoformat(value)) if value else _("no end")
        return str((stages or {}).get(value, value))

    labels = {"owner": _("Owner"), "tags": _("Tags"), "stage": _("Stage")}
    labels |= {"institutions": _("Shared with"), "until": _("Until"), "reason": _("Why")}
    changed, left = [], []
    for one in edit.changed:
        if employer := employers.get(UUID(one["employer"])):
            rows = [
                (labels[n], in_words(n, one["before"][n]), in_words(n, v))
                for n, v in one["after"].items()
                if v != one["before"][n]
            ]
            changed.append(Line(employer, rows))
    for one in edit.left:
        if employer := employers.get(UUID(one["employer"])):
            left.append(Line(employer, why=one["why"]))
    return Told(changed, left)
