"""The touch budget that protocols agree: one for all, and beside it the stricter one of an institution (N3, B17)."""

from dataclasses import dataclass
from uuid import UUID

from guildhall.engagements.load import Limit, spread
from guildhall.lib.once import once
from guildhall.people.models import Institution
from guildhall.protocols.queries import agreed, clause_in_force

BUDGET = "touch_budget"
AGREED = ("per_employer", "per_contact", "days", "spread")


@dataclass(frozen=True, slots=True)
class Agreed:
    """The touch budget that the protocol sets, or the default where nothing is agreed."""

    per_employer: int
    per_contact: int
    days: int
    spread: bool
    clause: str
    whose: str = ""  # the institution whose own, stricter budget it is
    places: frozenset[UUID] = frozenset()  # that institution and those below: what they do counts against it
    above: "Agreed | None" = None  # what all agreed: counts what all do

    @classmethod
    def of(cls, institution: Institution) -> "Agreed":
        """The budget that binds an institution today: what all agreed, and beside it a stricter one of its own (B17).

        "A college may ask less" is about what that college asks: what others do counts against the common budget alone.
        """
        clause, fixed = agreed(BUDGET, institution)
        per_employer, per_contact, days, spread_out = (fixed[key] for key in AGREED)
        values = (per_employer, per_contact, days, spread_out, clause.citation if clause else "")
        at = institution.lineage.index(clause.protocol.institution_id) if clause else 0
        if not clause or at == 0 or clause_in_force(BUDGET, Institution(lineage=institution.lineage[:at])) is None:
            return cls(*values)
        places = Institution.objects.under(clause.protocol.institution_id).values_list("pk", flat=True)
        own = once(("own budget", clause.protocol.institution_id), lambda: frozenset(places))
        above = cls.of(Institution(lineage=institution.lineage[:at]))
        return cls(*values, whose=clause.protocol.institution.name, places=own, above=above)

    @property
    def window(self) -> int:
        """The days that it looks back."""
        return max(self.days, self.above.window if self.above else 0)

    def limits(self, which: str) -> list[Limit]:
        """The limits that one number of touches comes to, `per_employer` or `per_contact`, with those of all."""
        rule = Limit(getattr(self, which), self.days, self.whose, self.clause, own=bool(self.whose))
        mine = spread(rule) if self.spread else [rule]
        return [*mine, *(self.above.limits(which) if self.above else ())]
