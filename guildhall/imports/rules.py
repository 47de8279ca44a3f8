from guildhall.employers.querysets import holders_open_to
from guildhall.imports.models import Batch
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.prospects.rules import can_attest


def can_import(person: Person, institution: Institution, entering: str) -> Verdict:
    """Who brings a list for an institution; as partners already, only who may attest."""
    if not (verdict := person.may(Permission.IMPORT_LISTS, at=institution)):
        return verdict
    return can_attest(person, institution) if entering == Batch.Entering.VETTED else YES


def can_work_on(person: Person, batch: Batch) -> Verdict:
    """Who decides about the rows of a list: those who may import for its institution, and may know of the list."""
    if batch.by_id != person.pk and batch.institution_id not in holders_open_to(person):
        return no("Only those who develop the employers of this list may work on it.")
    return can_import(person, batch.institution, batch.entering)


def can_apply(person: Person, batch: Batch) -> Verdict:
    """A list is applied once it was checked; again after rows were decided, or after an undo."""
    if not (verdict := can_work_on(person, batch)):
        return verdict
    if batch.state in (Batch.State.REVIEW, Batch.State.APPLIED, Batch.State.UNDONE, Batch.State.APPLYING):
        return YES
    return no("This list is not ready to be applied: it is still being read, or could not be read.")


def can_undo(person: Person, batch: Batch) -> Verdict:
    """What a list brought is taken back by those who may import for its institution."""
    if not (verdict := can_work_on(person, batch)):
        return verdict
    cut_off = batch.state == Batch.State.UNDOING  # perhaps after its last row, and before that was said
    if not cut_off and not batch.rows.filter(status="applied").exists():
        return no("Nothing of this list has been applied.")
    return YES


def allowed_decisions(visible: bool, hidden: bool, status: str, of_people: bool = False) -> tuple[str, ...]:
    """What may be decided about a row; behind the vetting wall lies only skipping or asking (N1).

    A row of a list of people may always be another person, wherever it may be one who is known.
    """
    if hidden and status == "repeated":
        return ("skip", "ask")  # joined with a row that is skipped it would enter as a new employer
    if hidden:
        return ("link", *(("person",) if of_people else ()), "skip", "ask") if visible else ("skip", "ask")
    if status == "invalid":
        return ("skip",)
    another = ("person",) if of_people and status != "new" else ()
    if status == "repeated":
        return ("link", *another, "create", "skip")
    return ("create", "link", *another, "skip") if visible else ("create", "skip")


def can_see_people(person: Person, batch: Batch) -> Verdict:
    """Who sees the rows of a list of people while it waits: who brought it, or keeps students there (G2)."""
    return YES if batch.by_id == person.pk else person.may(Permission.KEEP_STUDENTS, at=batch.institution)


def can_bring_people(person: Person) -> Verdict:
    """Who brings such lists at all: who keeps students or programs and counts them, or imports for an institution."""
    for permission in (Permission.KEEP_STUDENTS, Permission.KEEP_PROGRAMS):
        if keep := person.may(permission):
            return keep
    return person.may(Permission.IMPORT_LISTS)
