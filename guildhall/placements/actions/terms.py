"""Saying which terms are to be attested until when, and reminding of them (N17)."""

from datetime import date

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Institution, Person
from guildhall.placements import emails, rules
from guildhall.placements.models import DueTerm
from guildhall.placements.queries.terms import ToAttest, due_soon, to_attest
from guildhall.queue.apart import apart
from guildhall.store.locking import locked

REMINDED_BEFORE = 14  # days before a term is due, and as many after


@transaction.atomic
def set_term(
    institution: Institution, name: str, first_on: date, last_on: date, due_on: date, *, by: Person
) -> DueTerm:
    """Say that a term is to be attested, at an institution and all below it, until a day."""
    require(rules.can_attest(by, institution))
    said = one_line(name)[:60]
    if not said:
        refuse("Say what the term is called.")
    if last_on < first_on:
        refuse("It cannot end before it begins.")
    if due_on <= last_on:
        refuse("It is attested after it has ended: choose a later day.")
    locked(Institution, institution.pk)
    if DueTerm.objects.filter(institution=institution, first_on=first_on, last_on=last_on).exists():
        refuse("This term is there already.")
    row = DueTerm.objects.create(
        institution=institution, name=said, first_on=first_on, last_on=last_on, due_on=due_on, by=by,
        entered_at=clock.now(),
    )  # fmt: skip
    after = {"name": said, "first_on": first_on, "last_on": last_on, "due_on": due_on}
    record("set term to attest", row, by=by, after=after, institution=institution)
    return row


@transaction.atomic
def drop_term(row: DueTerm, *, by: Person) -> None:
    """A term is not asked for any more; what was attested of it stays."""
    require(rules.can_attest(by, row.institution))
    record("drop term to attest", row, by=by, before={"name": row.name}, institution=row.institution)
    row.delete()


@transaction.atomic
def remind_of_terms() -> int:
    """Remind whoever attests of what is not attested yet, once before it is due and once after; returns of how many.

    Done twice it tells nobody again. The caller is a keeper: it looks at all institutions.
    """
    lines = [one for one in to_attest(due_soon(REMINDED_BEFORE)) if not one.is_done]
    with apart() as pieces:
        return pieces.each(_remind, lines)


def _remind(line: ToAttest) -> bool:
    emails.tell_to_attest(line)
    return True
