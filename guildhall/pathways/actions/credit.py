"""Certifications, courses, and the agreements by which a course of one institution counts at another (D5, D9, D11)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.files.actions import drop, keep, plain_name
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.pathways import rules
from guildhall.pathways.actions.saving import kept
from guildhall.pathways.models import Articulation, Certification, Course, LedTo, Program
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked

SIDES = ("taken", "granted")
OF_COURSES = ("taken__program__institution", "granted__program__institution")


@dataclass(frozen=True, slots=True)
class CertificationFacts:
    """A certification of an industry as somebody describes it."""

    name: str
    issuer: str
    cost: Decimal | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """A course of a program as a catalog describes it."""

    number: str
    name: str
    credits: Decimal | None = None
    position: int = 1
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class ArticulationFacts:
    """What two institutions agree on: how much of which kind of credit, on what condition, from when to when."""

    kind: str
    credits: Decimal
    from_on: date
    until_on: date | None = None
    condition: str = ""


@transaction.atomic
def enter_certification(institution: Institution, facts: CertificationFacts, *, by: Person) -> Certification:
    """Enter a certification that programs may lead to, with its issuer and what it costs (D5)."""
    require(rules.can_keep(by, institution))
    row = Certification(institution=institution, version=0)
    return kept("enter certification", row, _checked_certification(row, facts), by=by)  # type: ignore[no-any-return]


@transaction.atomic
def change_certification(row: Certification, facts: CertificationFacts, *, version: int, by: Person) -> Certification:
    """Change a certification, or say that it is not issued any more."""
    held = locked(Certification, row.pk, "institution")
    require(rules.can_change(by, held))
    if held.version != version:
        raise Conflict
    return kept("change certification", held, _checked_certification(held, facts), by=by)  # type: ignore[no-any-return]


def _checked_certification(row: Certification, facts: CertificationFacts) -> dict[str, Any]:
    name, issuer = one_line(facts.name)[:160], one_line(facts.issuer)[:160]
    if not name or not issuer:
        refuse("Say what the certification is called, and who issues it.")
    if Certification.objects.filter(name__iexact=name, issuer__iexact=issuer).exclude(pk=row.pk).exists():
        refuse("This certification of {issuer} is on the list already.", issuer=issuer)
    return asdict(facts) | {"name": name, "issuer": issuer}


@transaction.atomic
def say_led_to(program: Program, certification: Certification, *, by: Person) -> bool:
    """Say that a program leads to a certification (D5); False: it was said already."""
    held = locked(Program, program.pk, "institution")
    require(rules.can_change(by, held))
    _row, new = LedTo.objects.get_or_create(program=held, certification=certification)
    if new:
        after = {"certification": certification.label}
        record("add certification to program", held, by=by, after=after, institution=held.institution)
    return new


@transaction.atomic
def say_not_led_to(program: Program, certification: Certification, *, by: Person) -> None:
    """Take a certification off a program; what was counted of it stays."""
    held = locked(Program, program.pk, "institution")
    require(rules.can_change(by, held))
    if LedTo.objects.filter(program=held, certification=certification).delete()[0]:
        before = {"certification": certification.label}
        record("take certification off program", held, by=by, before=before, institution=held.institution)


@transaction.atomic
def enter_course(program: Program, facts: CourseFacts, *, by: Person) -> Course:
    """Enter a course of a program (D11)."""
    held = locked(Program, program.pk, "institution")
    require(rules.can_change(by, held))
    row = Course(program=held, version=0)
    return kept("enter course", row, _checked_course(row, facts), by=by)  # type: ignore[no-any-return]


@transaction.atomic
def change_course(row: Course, facts: CourseFacts, *, version: int, by: Person) -> Course:
    """Change a course of a program, or say until when it is taught."""
    held = locked(Course, row.pk, "program__institution")
    require(rules.can_change(by, held))
    if held.version != version:
        raise Conflict
    return kept("change course", held, _checked_course(held, facts), by=by)  # type: ignore[no-any-return]


def _checked_course(row: Course, facts: CourseFacts) -> dict[str, Any]:
    number, name = one_line(facts.number)[:20], one_line(facts.name)[:160]
    if not number or not name:
        refuse("Say what the course is called, and its number in the catalog.")
    if Course.objects.filter(program=row.program_id, number__iexact=number).exclude(pk=row.pk).exists():
        refuse("The program has a course {number} already.", number=number)
    return asdict(facts) | {"number": number, "name": name}


@transaction.atomic
def articulate(
    taken: Course, granted: Course, facts: ArticulationFacts, *, by: Person, file_name: str = "",
    chunks: Iterable[bytes] | None = None,
) -> Articulation:  # fmt: skip
    """Enter that a course counts as one of another institution; whoever enters it agrees for their own side (D9)."""
    require(rules.can_articulate(by, taken, granted))
    row = Articulation(taken=taken, granted=granted, version=0)
    values = _checked(row, facts) | _with_file(row, file_name, chunks)
    row = _written(row, values | _agreed_by(row, by, again=True))
    after = {"taken": taken.label, "granted": granted.label, "kind": row.kind, "credits": row.credits}
    record("enter articulation", row, by=by, after=after, institution=granted.institution)
    return row


@transaction.atomic
def change_articulation(
    row: Articulation, facts: ArticulationFacts, *, version: int, by: Person, file_name: str = "",
    chunks: Iterable[bytes] | None = None,
) -> Articulation:  # fmt: skip
    """Change an articulation agreement, or say when it ends: the other side agrees anew to what is said otherwise."""
    held = locked(Articulation, row.pk, *OF_COURSES)
    require(rules.can_articulate(by, held.taken, held.granted))
    if held.version != version:
        raise Conflict
    before = {name: getattr(held, name) for name in asdict(facts)}
    values = _checked(held, facts) | _with_file(held, file_name, chunks)
    differs = any(getattr(held, name) != value for name, value in values.items())
    held = _written(held, values | (_agreed_by(held, by, again=True) if differs else {}))
    after = {name: getattr(held, name) for name in before}
    record("change articulation", held, by=by, before=before, after=after, institution=held.granted.institution)
    return held


@transaction.atomic
def agree_to(row: Articulation, *, version: int, by: Person) -> Articulation:
    """Say for one's own side that an articulation agreement stands as it is written."""
    held = locked(Articulation, row.pk, *OF_COURSES)
    if held.version != version:
        raise Conflict
    require(rules.can_agree(by, held))
    held = _written(held, _agreed_by(held, by, again=False))
    after = {"agreed by": text_of(by)}
    record("agree to articulation", held, by=by, after=after, institution=held.granted.institution)
    return held


def _written(row: Articulation, values: dict[str, Any]) -> Articulation:
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    return row


def _agreed_by(row: Articulation, by: Person, *, again: bool) -> dict[str, Any]:
    """Who agrees when somebody says so for the sides that they keep; `again`: what the others said is void."""
    values: dict[str, Any] = {}
    for side in SIDES:
        if rules.can_keep(by, getattr(row, side).institution):
            values |= {f"{side}_agreed_by": by, f"{side}_agreed_on": clock.today()}
        elif again:
            values |= {f"{side}_agreed_by": None, f"{side}_agreed_on": None}
    return values


def _checked(row: Articulation, facts: ArticulationFacts) -> dict[str, Any]:
    if row.taken.institution == row.granted.institution:
        refuse("An articulation agreement is between two institutions. Choose a course of another one.")
    if facts.credits <= 0:
        refuse("Say for how many credits it counts.")
    if facts.until_on and facts.until_on < facts.from_on:
        refuse("It cannot end before it begins.")
    same = Articulation.objects.filter(
        taken=row.taken, granted=row.granted, kind=facts.kind, from_on=facts.from_on
    ).exclude(pk=row.pk)
    if same.exists():
        refuse("An agreement on these two courses that begins on this day is here already.")
    return asdict(facts) | {"condition": one_line(facts.condition)[:200]}


def _with_file(row: Articulation, name: str, chunks: Iterable[bytes] | None) -> dict[str, Any]:
    if chunks is None:
        return {}
    stored = keep(chunks, name)
    if row.file is not None and row.file != stored:
        drop(row.file)
    return {"file": stored, "file_name": plain_name(name)[:200]}
