"""The one door through which anything of a student's record reaches an employer (FERPA, R5)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from guildhall.audit.recording import record
from guildhall.employers.models import Employer
from guildhall.employers.queries.merging import survivor_of
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person
from guildhall.store.locking import locked
from guildhall.students import rules
from guildhall.students.models import Disclosure, Part, Registration

NOTICE = gettext_noop(
    "This is from an education record. Federal law (34 CFR 99.33) does not let you pass it on to anybody else, or use "
    "it for another purpose, without the consent of the student, or of a parent where the student is under age."
)


Value = Callable[[Registration, Employer], Any]


@transaction.atomic
def release(
    registration: Registration, parts: Iterable[str], *, employer: Employer, use: str, purpose: str, by: Person,
    also: Mapping[Part, Value] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Release parts of a student's record to an employer, for a `Use`: all of them, or none where one may not be.

    Returns the values by part, with the notice that goes with them. Raises `Refused` with the part that lacks a ground.
    Each ground is a line of the log, which the college shows. The record is locked first, so a consent that is revoked
    at the same moment either comes too late or stops it. An employer that was merged is the one it lives on in.
    `also` says parts that apps above know: what a student has done.
    """
    row = locked(Registration, registration.pk, "institution")
    employer = Employer.objects.get(pk=survivor_of(employer.pk))
    known = {**VALUES, **(also or {})}
    wanted, said = [part for part in Part if part in set(parts)], one_line(purpose)[:200]
    grounds = rules.grounds_for(row, employer, use, said)
    require(rules.can_release(by, row, wanted, grounds))
    if not known.keys() >= set(wanted):
        refuse("Say what of the record is to be released.")
    if not said:
        refuse("Say for which purpose it is.")
    for ground in {grounds[part] for part in wanted}:
        line = Disclosure.objects.create(
            institution=row.institution, registration=row, employer=employer, party=employer.name[:250],
            parts=[part for part in wanted if grounds[part] == ground], purpose=said,
            ground=Disclosure.Ground.CONSENT if ground.consent else Disclosure.Ground.DIRECTORY,
            consent=ground.consent, notice=NOTICE, at=clock.now(), by=by,
        )  # fmt: skip
        after = {"parts": line.parts, "party": line.party, "ground": line.ground}
        record("release", line, by=by, after=after, institution=row.institution)
    return {part.value: known[part](row, employer) for part in wanted} | {"notice": NOTICE}


def _program(row: Registration) -> str:
    newest = row.enrolments.select_related("program").exclude(program=None).first()
    return newest.program.name if newest and newest.program else ""


def _year(row: Registration) -> str:
    newest = row.enrolments.first()
    return f"{newest.year} {newest.grade}".strip() if newest else ""


VALUES: Mapping[Part, Value] = {
    Part.NAME: lambda row, employer: row.name,
    Part.INSTITUTION: lambda row, employer: row.institution.name,
    Part.PROGRAM: lambda row, employer: _program(row),
    Part.YEAR: lambda row, employer: _year(row),
    Part.CONTACT: lambda row, employer: {"email": row.email, "phone": row.phone},
    Part.OF_AGE: lambda row, employer: rules.is_of_age(row.born_on),
}
