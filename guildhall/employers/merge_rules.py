"""What becomes of the rows that hang on an employer when it is merged into another one: declarations, no doing.

Every model with a relation to `Employer`, of whatever app, says it in one line of its class, `on_merge = Move()`.
Merging reads these lines through `Employer._meta`, so this app knows none of the apps above it. A model that says
nothing stops every merge, and a test names it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q


@dataclass(frozen=True)
class Stay:
    """The rows stay with the merged record: its own history, or something that is worked out anew."""


@dataclass(frozen=True)
class Move:
    """The rows move to the surviving record."""

    once: str = ""  # a flag that one row of an employer carries: where the survivor has it, a moved row loses it
    walled: str = ""  # who keeps a row in its CRM: set when a restricted record joins a shared one, nobody looked yet
    where: Callable[[], Q] | None = None  # only these rows move, the others stay
    contact_day: str = ""  # the day that counts as a contact with the employer …
    contact_rows: Q = Q()  # … in these rows
    exchange_rows: Q = Q()  # … of which these were answered


@dataclass(frozen=True)
class MoveUnlessThere(Move):
    """The rows move, but for those that the survivor has already: they stay, and what hangs on them changes over.

    Two rows are one when their `key` fields agree, letter case aside, and the merged record's row says nothing more
    in the `says` fields.
    """

    key: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    strictest: tuple[str, ...] = ()  # permissions: of two rows that are one, what either of them forbids is forbidden
    own: str = ""  # a field of the employer itself that counts as one more row, under the first key


@dataclass(frozen=True)
class MoveIfNone:
    """The one row of an employer moves, with all that hangs on it, where the survivor has none; else both stay."""


Rule = Stay | Move | MoveIfNone
