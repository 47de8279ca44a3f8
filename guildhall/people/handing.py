"""What of a leaver's work goes to a successor: declared by each model, read by the handover alone (N18).

A model says in one line of its class which of its columns name somebody who still has something to do, and which rows
are open: `handed_on = {"owner": Handed(_("follow-ups"), Q(state="open"))}`. A column that says who did something once
keeps the leaver's name. A test names every column that points to a person and says nothing.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from guildhall.lib import clock

if TYPE_CHECKING:
    from guildhall.people.permissions import Permission


@dataclass(frozen=True)
class Handed:
    """One column whose open rows go to a successor; `once` where a successor may have the same row already.

    Where the successor stands in the column `apart`, whichever of the two may be empty is emptied: a deputy moves up.
    With `needs`, only somebody whose role grants it at the `institution` of each row takes them over.
    """

    label: Any  # what the rows are called on screen
    open: Q = field(default_factory=Q)
    once: bool = False
    apart: str = ""  # another column of the row that may not name the same person
    through: str = "employer"  # the way from the row to its employer; empty: to none
    needs: "Permission | None" = None
    until: str = ""  # the column with the last day of a row, where it has one: what is over stays
    said: str = ""  # the column whose words tell one row from another; empty: what the rows are called says enough


@dataclass(frozen=True)
class Duty:
    """One column of one model that a handover reads."""

    model: type[models.Model]
    column: str
    handed: Handed

    @property
    def name(self) -> str:
        return f"{self.model._meta.label_lower}.{self.column}"

    def rows(self, **of: Any) -> models.QuerySet[Any]:
        """The open rows of some persons, whoever may see them."""
        rows = self.model._base_manager.filter(self.handed.open, **{f"{self.column}__{k}": v for k, v in of.items()})
        if last := self.handed.until:
            rows = rows.filter(Q(**{last: None}) | Q(**{f"{last}__gte": clock.today()}))
        return rows


def duties() -> list[Duty]:
    """Every declared column, in the order of the models' names."""
    results = []
    for model in sorted(apps.get_models(), key=lambda m: m._meta.label_lower):
        for column, handed in vars(model).get("handed_on", {}).items():
            results.append(Duty(model, column, handed))
    return results
