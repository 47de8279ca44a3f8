"""What somebody still lacks for what their role grants: terms to accept, a training to attend (N10). Plain values.

Where several courses open the same thing, one of them is enough.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from guildhall.ui.dates import in_words

TERMS, TRAINING = "terms", "training"


@dataclass(frozen=True, slots=True)
class TermsHeld:
    """A version of the terms of use that binds a person, and whether the person has accepted it."""

    pk: UUID
    number: int
    institution: str
    since: date
    accepted: bool


@dataclass(frozen=True, slots=True)
class CourseHeld:
    """A course that opens something for an institution, and until when a person's attendance counts."""

    pk: UUID
    title: str
    unlocks: frozenset[str]
    required: bool  # its day has come
    valid_until: date | None
    current: bool
    next_on: date | None


@dataclass(frozen=True, slots=True)
class Gate:
    """Everything that stands between a role and what it grants."""

    has_terms: bool = False
    terms: tuple[TermsHeld, ...] = ()  # in force and not accepted
    ahead: tuple[TermsHeld, ...] = ()  # published for a day ahead and not accepted
    courses: tuple[CourseHeld, ...] = ()


OPEN_GATE = Gate()


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is lacking, in words, and where it is got."""

    kind: str
    words: str
    pk: UUID | None = None
    next_on: date | None = None


def gate_of(rows: Sequence[TermsHeld], courses: tuple[CourseHeld, ...], today: date) -> Gate:
    """What stands between a role and what it grants; who accepted a later version of terms accepted this one too."""
    accepted = {row.institution: row.number for row in rows if row.accepted}
    open_ones = [row for row in rows if row.number > accepted.get(row.institution, 0)]
    return Gate(
        has_terms=any(row.since <= today for row in rows),
        terms=tuple(row for row in open_ones if row.since <= today),
        ahead=tuple(row for row in open_ones if row.since > today),
        courses=courses,
    )


def lacking(name: str, gate: Gate, *, always: bool = False) -> tuple[Lack, ...]:
    """What is lacking for the permission of that name; `always` where it needs terms and a training anyway."""
    results = [
        Lack(
            TERMS,
            _("terms of use v%(number)d of %(institution)s (read and accept them)")
            % {"number": due.number, "institution": due.institution},
            due.pk,
        )
        for due in gate.terms
    ]
    if always and not gate.has_terms:
        results.append(Lack(TERMS, _("terms of use (none are in force for your institution yet)")))
    courses = [c for c in gate.courses if name in c.unlocks and (c.required or always)]
    if not courses and always:
        results.append(Lack(TRAINING, _("a training that opens it (none is offered yet)")))
    if courses and not any(course.current for course in courses):
        results.append(_untrained(min(courses, key=lambda c: (c.next_on is None, c.next_on or date.max, c.title))))
    return tuple(results)


def _untrained(course: CourseHeld) -> Lack:
    words = _("the training “%s”") % course.title
    if course.valid_until:
        words += _(" again (yours counted until %s)") % in_words(course.valid_until)
    if course.next_on:
        words += _(", next on %s") % in_words(course.next_on, "medium_this_year")
    else:
        words += _(", with no session planned yet")
    return Lack(TRAINING, words, course.pk, course.next_on)
