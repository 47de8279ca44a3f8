"""What stands at the head of an employer's pages: who is asked first, and whether anybody may be asked at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guildhall.employers.querysets import CLOSED, NOBODY, EmployerQuerySet
from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.store.written import JSON, typed, written


class HeadRow(JSON):
    """The head as one JSON object, beside the row of the employer: every page of one employer asks for it."""

    text = """jsonb_build_object(
        'contacts', (SELECT count(*) FROM employers_contact c
                     WHERE c.employer_id = {employer} AND (c.to_date IS NULL OR c.to_date >= {today})),
        'has_open_contact', EXISTS (SELECT FROM employers_contact c
                                    WHERE c.employer_id = {employer} AND (c.to_date IS NULL OR c.to_date >= {today})
                                    AND NOT CLOSED),
        'keepers', ARRAY(SELECT jsonb_build_object('given', p.given_name, 'family', p.family_name, 'code', i.code,
                                                   'institution', i.name)
                         FROM employers_keyaccount a JOIN people_person p ON p.id = a.operator_id
                         JOIN people_institution i ON i.id = a.institution_id
                         WHERE a.employer_id = {employer} AND a.ended_at IS NULL ORDER BY a.since, a.id))"""
    text = text.replace("CLOSED", written(CLOSED, contact="c.id"))


@dataclass(frozen=True)
class Keeper:
    """Who is asked first about an employer, and for which institution."""

    given: str
    family: str
    code: str
    institution: str

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


@dataclass(frozen=True)
class Head:
    """Of one employer: how many contacts it has now, whether one is open to the reader, and who is asked first."""

    contacts: int
    has_open_contact: bool
    keepers: Sequence[Keeper]

    @property
    def ask_first(self) -> str:
        """Whom the reader asks before anything else: the operator, where every contact is protected."""
        return self.keepers[0].name if self.keepers and self.contacts and not self.has_open_contact else ""


def with_head(rows: EmployerQuerySet, reader: Person) -> EmployerQuerySet:
    """Employers with their head, read in their own statement."""
    return rows.annotate(head_row=HeadRow(employer="pk", reader=reader.pk or NOBODY, today=clock.today()))


def head_of(employer: Any) -> Head:
    """The head of an employer that was read `with_head`."""
    row = employer.head_row
    return Head(row["contacts"], row["has_open_contact"], typed(Keeper, row["keepers"]))
