"""Counting a term: how many students, credits and certifications, by hand or by a list (F16, M14, M15)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.pathways import rules
from guildhall.pathways.actions.saving import kept
from guildhall.pathways.models import CertificationCount, CountedTerm, CreditCount, CreditRate, EnrolledCount
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked

MOST = 1_000_000  # students, and credits, in one count


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted: students by program, (students, credits) by course and kind, students by certification.

    None takes a count away: nobody has said how many, which is not the same as none.
    """

    enrolled: Mapping[UUID, int | None] = field(default_factory=dict)
    credits: Mapping[tuple[UUID, str], tuple[int, Decimal] | None] = field(default_factory=dict)
    certified: Mapping[UUID, int | None] = field(default_factory=dict)


@transaction.atomic
def begin_term(institution: Institution, year: int, part: str, *, by: Person) -> CountedTerm:
    """Begin to count a term of an institution; the one that is there already is gone on with."""
    require(rules.can_count(by, institution))
    _in_reach(year)
    _counted_one_way(institution, year, part)
    row, new = CountedTerm.objects.get_or_create(
        institution=institution, year=year, part=part, defaults={"changed_at": clock.now()}
    )
    if new:
        record("begin counted term", row, by=by, after={"term": str(row)}, institution=institution)
    return row


def _counted_one_way(institution: Institution, year: int, part: str) -> None:
    """A year is counted as a whole or by its terms: both together would count everybody twice."""
    if clashes(CountedTerm.objects.filter(institution=institution).values_list("year", "part"), year, part):
        refuse("{place} counts this year in another way already: as a whole, or by its terms.", place=institution)


def clashes(counted: Iterable[tuple[int, str]], year: int, part: str) -> bool:
    """Whether a year is counted as a whole where terms of it are, or the other way round."""
    whole = CountedTerm.Part.YEAR
    return any(one == year and (other == whole) != (part == whole) for one, other in counted)


def _in_reach(year: int) -> None:
    this = clock.today().year
    if not this - 40 <= year <= this + 1:
        refuse("Say a school year between {first} and {last}.", first=str(this - 40), last=str(this + 1))


@transaction.atomic
def count_term(term: CountedTerm, counts: Counts, *, version: int, by: Person) -> CountedTerm:
    """Write down what was counted in a term; whoever attested it attests it anew where anything differs (N17)."""
    held = locked(CountedTerm, term.pk, "institution")
    require(rules.can_count(by, held.institution))
    if held.version != version:
        raise Conflict
    changed = _write(held, counts)
    if changed:
        _note_change(held)
        record("count term", held, by=by, after=changed, institution=held.institution)
    return held


def _note_change(term: CountedTerm) -> None:
    term.changed_at = clock.now()
    term.version += 1
    term.save(update_fields=["changed_at", "version"])


def _write(term: CountedTerm, counts: Counts) -> dict[str, int]:
    """Keep the counts that differ; returns how many of each sort did."""
    enrolled = {row.program_id: row for row in term.enrolled.all()}
    credits = {(row.course_id, row.kind): row for row in term.credits.all()}
    certified = {row.certification_id: row for row in term.certified.all()}
    changed = {
        "programs": sum(
            _one(enrolled.get(key), EnrolledCount(term=term, program_id=key), None if n is None else {"students": n})
            for key, n in counts.enrolled.items()
        ),
        "courses": sum(
            _one(credits.get(key), CreditCount(term=term, course_id=key[0], kind=key[1]),
                 None if said is None else {"students": said[0], "credits": said[1]})
            for key, said in counts.credits.items()
        ),
        "certifications": sum(
            _one(certified.get(key), CertificationCount(term=term, certification_id=key),
                 None if n is None else {"students": n})
            for key, n in counts.certified.items()
        ),
    }  # fmt: skip
    return {name: n for name, n in changed.items() if n}


def _one(known: Any, new: Any, values: dict[str, Any] | None) -> bool:
    """Keep, change or take away one count; whether anything differs."""
    if values is None:
        return bool(known and known.delete()[0])
    if any(not 0 <= value <= MOST for value in values.values()):
        refuse("A count lies between 0 and {most}.", most=MOST)
    if values.get("credits") and not values["students"]:
        refuse("Credits are earned by somebody: say by how many students.")
    row = known or new
    if known and all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    if hasattr(row, "batch"):
        row.batch = None  # by hand now: taking the list back leaves it
    row.save()
    return True


@transaction.atomic
def attest_term(term: CountedTerm, *, version: int, by: Person) -> CountedTerm:
    """Stand by the counts of a term as they are now (N17)."""
    held = locked(CountedTerm, term.pk, "institution")
    if held.version != version:
        raise Conflict
    require(rules.can_attest(by, held))
    held.attested_at, held.attested_by = clock.now(), by
    held.save(update_fields=["attested_at", "attested_by"])
    record("attest counted term", held, by=by, after={"term": str(held)}, institution=held.institution)
    return held


# ── What a credit costs ──────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class RateFacts:
    """What a credit costs at an institution, and where that is said."""

    tuition: Decimal
    fees: Decimal
    source: str


@transaction.atomic
def enter_rate(institution: Institution, year: int, facts: RateFacts, *, by: Person) -> CreditRate:
    """Enter what a credit costs at an institution in a school year (M15)."""
    require(rules.can_keep(by, institution))
    _in_reach(year)
    if CreditRate.objects.filter(institution=institution, year=year).exists():
        refuse("{place} has a rate for this year already. Change that one.", place=institution)
    row = CreditRate(institution=institution, year=year, version=0)
    return kept("enter rate of credit", row, _checked_rate(facts), by=by)  # type: ignore[no-any-return]


@transaction.atomic
def change_rate(row: CreditRate, facts: RateFacts, *, version: int, by: Person) -> CreditRate:
    """Change what a credit costs at an institution in a school year."""
    held = locked(CreditRate, row.pk, "institution")
    require(rules.can_change(by, held))
    if held.version != version:
        raise Conflict
    return kept("change rate of credit", held, _checked_rate(facts), by=by)  # type: ignore[no-any-return]


def _checked_rate(facts: RateFacts) -> dict[str, Any]:
    if not (source := one_line(facts.source)[:200]):
        refuse("Say where the rate is said, such as the college catalog.")
    return {"tuition": facts.tuition, "fees": facts.fees, "source": source}
