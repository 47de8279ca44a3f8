from uuid import UUID

from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.pathways.models import (
    Articulation,
    Certification,
    CountedTerm,
    Course,
    CreditRate,
    Pathway,
    Program,
)
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import WITHOUT_STUDENTS, Permission
from guildhall.people.querysets import places_of


def can_keep(person: Person, institution: Institution | None = None) -> Verdict:
    """Who enters and changes programs and pathways: staff of the institution who keep them, and the region's (B17)."""
    return person.may(Permission.KEEP_PROGRAMS, at=institution)


def can_change(person: Person, row: Program | Pathway | Course | Certification | CreditRate) -> Verdict:
    """Who changes a program, a pathway, a course, a certification or a rate: whoever keeps those of its institution."""
    return can_keep(person, row.institution)


def can_articulate(person: Person, taken: Course, granted: Course) -> Verdict:
    """Who enters and changes an articulation agreement: whoever keeps the programs of one of its two sides (D9)."""
    return can_keep(person, taken.institution) or can_keep(person, granted.institution)


def can_agree(person: Person, row: Articulation) -> Verdict:
    """Who says for a side that an articulation agreement stands: whoever keeps the programs of that side (D9)."""
    if row.is_agreed:
        return no("Both sides have agreed to it already.")
    if row.is_over:
        return no("It has ended.")
    open_sides = [
        course.institution
        for course, on in ((row.taken, row.taken_agreed_on), (row.granted, row.granted_agreed_on))
        if on is None
    ]
    verdicts = [can_keep(person, place) for place in open_sides]
    return next((verdict for verdict in verdicts if verdict), verdicts[0])


def counts_for(person: Person, permission: Permission = Permission.KEEP_PROGRAMS) -> list[UUID]:
    """The institutions whose counts a person enters: an office of the region teaches nobody, and counts nobody."""
    return places_of(person, permission)


def can_count(person: Person, institution: Institution | None = None) -> Verdict:
    """Who enters how many students an institution has: its own staff who keep its programs (F16)."""
    if not (verdict := can_keep(person, institution)):
        return verdict
    own = counts_for(person)
    if own and (institution is None or institution.pk in own):
        return YES
    if institution is None:
        return no("Only the staff of a college or school counts its students.")
    if institution.kind in WITHOUT_STUDENTS:
        return no("{place} teaches nobody.", place=institution)
    return no("The students of {place} are counted by its own staff.", place=institution)


def can_attest(person: Person, term: CountedTerm) -> Verdict:
    """Who stands by the counts of a term: whoever attests the figures of that institution (N17)."""
    if not (verdict := person.may(Permission.ATTEST_FIGURES, at=term.institution)):
        return verdict
    if term.institution_id not in counts_for(person, Permission.ATTEST_FIGURES):
        return no("The figures of {place} are attested by its own staff.", place=term.institution)
    return no("These counts are attested as they are.") if term.is_attested else YES
