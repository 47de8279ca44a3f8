"""What a list may hold: per kind its fields, and what its rows become."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from guildhall.employers import matching
from guildhall.employers.actions.entering import NewContact, NewEmployer
from guildhall.engagements.actions.past import PastEngagement
from guildhall.imports.checking import Problem
from guildhall.imports.columns import Field
from guildhall.lib.sentences import Sentence, said

Values = Mapping[str, str]

# The longest value that the record holds; a longer one is for a person to shorten, never cut off silently.
LONGEST = {
    "name": 250, "legal_name": 250, "trading_name": 250, "employer_name": 250, "street": 200, "street2": 100,
    "city": 120, "phone": 40, "website": 200, "email": 254, "license": 60, "industry": 120, "contact_name": 160,
    "contact_title": 120, "contact_email": 254, "contact_phone": 40, "first_name": 80, "last_name": 80,
    "contact_first_name": 80, "contact_last_name": 80, "source_id": 60, "do_not_contact": 150,
    "full_name": 160, "title": 120, "employer_street": 200, "employer_city": 120, "notes": 3800, "tags": 400,
    "with_whom": 160, "who": 160, "summary": 200, "body": 3600, "outcome": 200, "themes": 400,
}  # fmt: skip
TAG = 60  # letters of one tag


@dataclass
class Addition:
    """What a row brings to an employer: the employer itself if it is new, and what joins one that exists."""

    employer: NewEmployer
    contacts: list[NewContact] = field(default_factory=list)
    left: list[tuple[str, str, str]] = field(default_factory=list)  # field, value and why the record does not keep it
    happened: PastEngagement | None = None


class Kind(Protocol):
    """A kind of list."""

    fields: Sequence[Field]
    named: str  # the field with the employer's name
    grouped: bool  # whether many rows may be of one employer

    def addition(self, values: Values) -> Addition:
        """What the checked values of a row become."""

    def people(self, values: Values) -> list[NewContact]:
        """Whom a row names."""

    def problems(self, values: Values) -> list[Problem]:
        """What is wrong with checked values that are right each by itself."""

    def title(self, values: Values) -> str:
        """How a row is called on the review page."""


def _too_long(value: str, most: int) -> Sentence:
    return said("This is {n} letters long; the record holds {most}. Shorten it.", n=len(value), most=most)


def too_long(values: Values) -> list[Problem]:
    """A problem for each value that the record could not hold whole."""
    problems = [
        Problem(key, value, _too_long(value, LONGEST[key]))
        for key, value in values.items()
        if len(value) > LONGEST.get(key, 10_000)
    ]
    problems += [
        Problem("tags", tag, _too_long(tag, TAG)) for tag in values.get("tags", "").split("; ") if len(tag) > TAG
    ]
    if len(values.get("street", "")) + len(values.get("street2", "")) > LONGEST["street"] - 2:
        problems.append(Problem("street2", values.get("street2", ""), said("Street and suite are too long together.")))
    return problems


def record_of(kind: Kind, values: Values) -> matching.Record:
    """A row as matching compares it."""
    return kind.addition(values).employer.record()
