"""Attesting figures: an institution stands by them, and they can be counted again to the digit (N17, G9)."""

from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from guildhall.audit.recording import record
from guildhall.context import Keeper, keeping
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.placements import rules
from guildhall.placements.models import Attestation
from guildhall.placements.queries.attesting import figures_of, seal_of
from guildhall.placements.queries.figures import DEFINITION, AsOf, as_figures
from guildhall.store.locking import locked

# Whoever writes waits until the attestation is written, and it waits for whoever writes: what has a smaller number is
# there, what comes later has a larger one.
ALONE = "LOCK TABLE placements_experience, placements_host IN SHARE MODE"
NEXT = "SELECT nextval('placements_change')"


@dataclass(frozen=True, slots=True)
class Term:
    """The period that is attested, by its first and last day, with a note."""

    first_on: date
    last_on: date
    note: str = ""


@transaction.atomic
def attest(institution: Institution, term: Term, *, seen: str = "", by: Person) -> Attestation:
    """Attest the figures of a period: they are kept with the definition by which they were counted (N17).

    `seen` seals the figures that somebody read before: if they are others meanwhile, nothing is attested.
    """
    require(rules.can_attest(by, institution))
    if term.last_on < term.first_on:
        refuse("It cannot end before it begins.")
    if term.last_on >= clock.today():
        refuse("It is attested once it has ended: until then its figures change.")
    with keeping(Keeper.RECOUNT, "what is attested"), connection.cursor() as cursor:
        cursor.execute(ALONE)
        cursor.execute(NEXT)
        number = cursor.fetchone()[0]
    cells = figures_of(institution, term, AsOf(number=number))
    if seen and seen != seal_of(institution, term, cells):
        refuse("These are not the figures that you saw before. Look at them once more.")
    figures = as_figures({name: cell for name, cell in cells.items() if cell.people or cell.employers})
    row = Attestation.objects.create(
        institution=institution, first_on=term.first_on, last_on=term.last_on, number=number, definition=DEFINITION,
        figures=figures, by=by, at=clock.now(), note=one_line(term.note)[:300],
    )  # fmt: skip
    after = {"first_on": term.first_on.isoformat(), "last_on": term.last_on.isoformat(), "number": number}
    record("attest figures", row, by=by, after=after, institution=institution)
    return row


@transaction.atomic
def withdraw(row: Attestation, reason: str, *, version: int, by: Person) -> Attestation:
    """Take an attestation back, with the reason; what it said stays readable."""
    found = locked(Attestation, row.pk, "institution")
    if found.version != version:
        raise Conflict
    require(rules.can_withdraw(by, found))
    if not (words := one_line(reason)[:300]):
        refuse("Say why: whoever relied on these figures reads it.")
    found.withdrawn_at, found.withdrawn_by, found.withdrawn_because = clock.now(), by, words
    found.version += 1
    found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because", "version"])
    record("withdraw attestation", found, by=by, reason=words, institution=found.institution)
    return found
