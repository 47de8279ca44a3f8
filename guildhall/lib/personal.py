"""What each model keeps about people, said in its own class (G7): the list of what we keep, export, erasure and
retention read it from there, and a test names every column that nobody has declared.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

SELF = "id"  # the subject of a row that is itself a person or a contact


class Seen(StrEnum):
    """Who may see the rows of a model. The rules enforce it; these say it to the people whom the rows are about."""

    EVERYBODY = "everybody"  # who signs in
    DIRECTORY = "directory"  # whoever sees the employer
    ENGAGEMENT = "engagement"  # whoever sees the employer, as far as the engagement is shared
    ON_REQUEST = "on_request"  # staff, one at a time, written down
    HOLDERS = "holders"  # those who develop the employer: behind the wall
    OPERATORS = "operators"  # of the key account, and directors
    BOTH_SIDES = "both_sides"  # those who asked and those who answer
    INSTITUTION = "institution"  # staff of the same institution
    OWN = "own"  # the person alone
    ADMINISTRATORS = "administrators"  # of the institution or the region
    SOFTWARE = "software"  # shown to nobody


@dataclass(frozen=True)
class Kept:
    """How long: `days` after the day in the column `after`, rows are struck out as an erasure would, or deleted."""

    days: int
    after: str
    then: Literal["strike", "delete"] = "strike"


@dataclass(frozen=True)
class Personal:
    """What a model keeps about people; each group names columns, separated by spaces, and every column is in one.

    `subject`: whose data the row is: a key to a person or a contact, or the e-mail address of somebody.
    `identity`: who somebody is and how to reach them; an erasure empties it.
    `words`: free text or values in which anybody may be named; an erasure strikes the names and addresses out.
    `acts`: which of our staff did something; it stays, and points to an account that has no name any more.
    `link`: the digest of a secret that was mailed to the subject: an erasure ends what it opens.
    `facts`: what says nothing about anybody by itself.
    `kept`: how long; None: as long as the record that the row hangs on.
    """

    seen: Seen
    subject: str = ""
    identity: str = ""
    words: str = ""
    acts: str = ""
    link: str = ""
    facts: str = ""
    kept: Kept | None = None

    def of(self, group: str) -> list[str]:
        """The columns of a group."""
        return str(getattr(self, group)).split()

    @property
    def declared(self) -> set[str]:
        """Every column that was declared."""
        return {name for group in ("subject", "identity", "words", "acts", "link", "facts") for name in self.of(group)}

    @property
    def about_people(self) -> bool:
        """Whether a row says anything about anybody."""
        return bool(self.subject or self.identity or self.words or self.acts)


YEAR = 365  # days
