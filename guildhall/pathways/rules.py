from guildhall.lib.verdicts import Verdict
from guildhall.pathways.models import Pathway, Program
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission


def can_keep(person: Person, institution: Institution | None = None) -> Verdict:
    """Who enters and changes programs and pathways: staff of the institution who keep them, and the region's (B17)."""
    return person.may(Permission.KEEP_PROGRAMS, at=institution)


def can_change(person: Person, row: Program | Pathway) -> Verdict:
    """Who changes a program or a pathway: whoever keeps those of its institution."""
    return can_keep(person, row.institution)
