from guildhall.employers.models import Employer, Note
from guildhall.employers.querysets import holders_open_to, is_shared_with
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.models import Person
from guildhall.people.permissions import Permission


def can_edit(person: Person, employer: Employer) -> Verdict:
    """Who edits an employer: while restricted those who develop it, when shared the staff of any institution."""
    if employer.merged_into_id:
        return no("This record was merged into another one.")
    if employer.posted_at is None:
        if employer.holder_id in holders_open_to(person):
            return person.standing.earned(Permission.DEVELOP_EMPLOYERS)
        return no("Only those who develop this employer may change it.")
    if not is_shared_with(person, employer):
        return no("This employer is not shared with your institutions.")
    return person.may(Permission.EDIT_EMPLOYERS)


def can_change_note(person: Person, note: Note) -> Verdict:
    """Who changes or removes a note: whoever wrote it, as long as that person may work on the employer."""
    if not (verdict := can_edit(person, note.employer)):
        return verdict
    if note.removed_at:
        return no("This note was removed.")
    if note.by_id != person.pk:
        return no("Only whoever wrote a note changes or removes it. You can write one of your own.")
    return YES


def can_show_address(person: Person, employer: Employer) -> Verdict:
    """Who is shown a contact's e-mail and telephone: staff who work with employers, one contact at a time (C24)."""
    if employer.posted_at is None:
        return can_edit(person, employer)
    return person.may(Permission.RECORD_ENGAGEMENTS)


def can_export(person: Person) -> Verdict:
    """Who may take the directory away as a file."""
    return person.may(Permission.EXPORT_DIRECTORY)


def can_merge(person: Person) -> Verdict:
    """Who joins duplicates: data stewards of the region."""
    return person.may(Permission.MERGE_EMPLOYERS)
