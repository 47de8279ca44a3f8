from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.lib.periods import months_after
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import WITHOUT_STUDENTS, Permission
from guildhall.students.models import Consent, Guardian, Part, Registration, Use
from guildhall.students.querysets import places_of

YOUNGEST, OF_AGE = 13, 18  # years: below the first nobody registers (COPPA), from the second a student signs
SCHOOLS = ("school", "district")


def can_see(person: Person) -> Verdict:
    """Who looks at students at all: staff who serve them, and teachers (G2)."""
    return YES if person.standing.holds(Permission.TEACH_STUDENTS) else person.standing.sees(Permission.SEE_STUDENTS)


def places_seen(person: Person) -> list[UUID]:
    """The institutions of whose students a person sees some: all of them, or those whom the person teaches."""
    return [*{*places_of(person), *places_of(person, Permission.TEACH_STUDENTS)}]


def can_keep(person: Person, institution: Institution | None = None) -> Verdict:
    """Who enters students, and what becomes of them: the staff of their own college or school (FERPA)."""
    if not (verdict := person.may(Permission.KEEP_STUDENTS, at=institution)):
        return verdict
    if institution is not None and institution.kind in WITHOUT_STUDENTS:
        return no("{place} teaches nobody. Choose the college or the school of the student.", place=institution)
    places = places_of(person, Permission.KEEP_STUDENTS)
    if places and (institution is None or institution.pk in places):
        return YES
    return no("Students are kept by the staff of their own college or school.")


def can_change(person: Person, registration: Registration) -> Verdict:
    """Who changes what an institution knows of a student: whoever keeps its students."""
    return can_keep(person, registration.institution)


def is_old_enough(born_on: date | None) -> Verdict:
    """Nobody under 13 registers (COPPA); of children in elementary school only counts are kept."""
    if born_on is None or months_after(born_on, 12 * YOUNGEST) <= clock.today():
        return YES
    return no("Nobody under 13 is registered. Count children of elementary schools without their names.")


def is_of_age(born_on: date | None, on: date | None = None) -> bool | None:
    """Whether somebody is 18 on a day, by default today; None where nobody knows."""
    return None if born_on is None else months_after(born_on, 12 * OF_AGE) <= (on or clock.today())


def needs_guardian(registration: Registration, on: date | None = None) -> bool:
    """Whether a parent or guardian signs: at a school, for whoever is not known to be 18 (FERPA).

    At a college the right to consent is the student's own, at any age.
    """
    return registration.institution.kind in SCHOOLS and not is_of_age(registration.born_on, on)


def can_sign(registration: Registration, signer: str, on: date) -> Verdict:
    """Whether a consent counts that was signed by the student or by a parent."""
    if signer == Consent.Signer.STUDENT and needs_guardian(registration, on):
        return no("A parent or guardian signs for a student of a school who is not known to be 18.")
    if signer == Consent.Signer.GUARDIAN and not needs_guardian(registration, on):
        return no("The student signs: the right is the student's own at a college, and from 18 on.")
    return YES


def can_ask_for_consent(person: Person, registration: Registration, guardian: Guardian | None = None) -> Verdict:
    """Who asks for a consent by a link, and whom: a parent with an e-mail address where one signs, else the student."""
    if not (verdict := can_change(person, registration)):
        return verdict
    if not needs_guardian(registration):
        return YES if registration.email else no("The record has no e-mail address of this student.")
    if guardian is None or guardian.registration_id != registration.pk:
        return no("A parent or guardian signs for this student. Enter one with an e-mail address first.")
    return YES if guardian.email else no("The record has no e-mail address of this parent or guardian.")


def can_invite(person: Person, registration: Registration) -> Verdict:
    """Who lets a student sign in, and with which address: one that no other student of the institution has."""
    if not (verdict := can_change(person, registration)):
        return verdict
    if not registration.email:
        return no("The record has no e-mail address of this student.")
    others = Registration.objects.filter(institution=registration.institution_id, email__iexact=registration.email)
    if others.exclude(pk=registration.pk).exists():
        return no("Another student of {place} has the same e-mail address.", place=registration.institution)
    return YES


def may_decide(registration: Registration) -> Verdict:
    """Whether the student decides on consents and on directory information: a parent does so before 18, at a school."""
    if needs_guardian(registration):
        return no("Until you are 18, a parent or guardian decides on this at your school.")
    return YES


def may_revoke_own(registration: Registration, consent: Consent) -> Verdict:
    """Whether the student revokes a consent."""
    if not (verdict := may_decide(registration)):
        return verdict
    return no("This consent was revoked already.") if consent.revoked_at else YES


def can_revoke(person: Person, consent: Consent) -> Verdict:
    """Who writes down that a consent was revoked: whoever keeps the students of its institution."""
    if not (verdict := can_keep(person, consent.institution)):
        return verdict
    return no("This consent was revoked already.") if consent.revoked_at else YES


@dataclass(frozen=True, slots=True)
class Ground:
    """On what a part of a record may be released: a consent, or (without one) as directory information."""

    consent: Consent | None = None


# What a school may call directory information (34 CFR 99.3), unless the student opted out. How to reach somebody is
# none here: it goes out with a consent alone.
DIRECTORY = frozenset({Part.NAME, Part.INSTITUTION, Part.PROGRAM, Part.YEAR})


def grounds_for(
    registration: Registration, employer: Employer, use: str = Use.PLACE, purpose: str = ""
) -> dict[Part, Ground]:
    """For each part of a record the ground on which an employer may have it today; what is missing may not go out.

    A consent counts for its own use alone, of something else for its own words. It comes before the right to directory
    information, and opting out takes that right away (R5).
    """
    results = {} if registration.opted_out_on else {part: Ground() for part in DIRECTORY}
    rows = Consent.objects.in_force().filter(registration=registration, use=use)
    if use == Use.OTHER:
        rows = rows.filter(purpose__iexact=purpose)
    for consent in rows.filter(Q(employer=employer.pk) | Q(employer=None)).order_by("signed_on", "pk"):
        if can_sign(registration, consent.signer, consent.signed_on):
            results |= {Part(part): Ground(consent) for part in consent.parts}
    return results


def can_release(
    person: Person, registration: Registration, parts: Sequence[Part], grounds: Mapping[Part, Ground]
) -> Verdict:
    """Whether parts of a record may be released together, by whom, and what stands against it."""
    if not (verdict := can_keep(person, registration.institution)):
        return verdict
    if not parts:
        return no("Say what of the record is to be released.")
    missing = [part for part in parts if part not in grounds]
    if not missing:
        return YES
    named = ", ".join(str(part.label) for part in missing)
    if registration.opted_out_on and DIRECTORY.issuperset(missing):
        return no("The student opted out of directory information, and no consent covers this: {parts}.", parts=named)
    return no("No consent that is in force covers this: {parts}.", parts=named)


def can_manage_case(person: Person, registration: Registration) -> Verdict:
    """Whose caseload a student may be on: of somebody who sees the students of that institution."""
    return can_serve(person, registration.institution)


def can_serve(person: Person, institution: Institution) -> Verdict:
    """Who may be named as counselor or case manager: somebody who sees the students of that institution."""
    if person.is_active and institution.pk in places_of(person):
        return YES
    return no("{person} does not see the students of {place}.", person=person, place=institution)
