"""Taking in a list of participations, and giving it back (F23). Callers stand above: they read the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from guildhall.context import Keeper, keeping
from guildhall.lib.ids import new_ids
from guildhall.people.models import Institution
from guildhall.placements.models import Experience, Host, Spelling
from guildhall.store.blocks import among, as_array, insert_values
from guildhall.students.models import Registration

COLUMNS = ("id", "institution_id", "who", "person", "student_id", "person_name", "person_number", "record", "activity",
           "host_id", "start_on", "end_on", "hours", "status", "batch", "line", "mark")  # fmt: skip
WHY = "who of a list is known already, and that nothing comes twice"


@dataclass(slots=True)
class Part:
    """One person's part in one activity at one host, ready to be kept; `mark` is equal for what says the same."""

    line: int
    mark: str
    who: str
    person: str
    name: str
    number: str
    record: str
    activity: str
    host: UUID | None
    start: date
    end: date | None
    hours: Decimal | None
    status: str


@transaction.atomic
def take_in(parts: Sequence[Part], *, institution: Institution, batch: UUID) -> int:
    """Keep those parts that are not there yet; returns how many. The caller has asked its rule, and writes the journal.

    It acts as a keeper, because whoever brings a list for a college need not see its students.
    """
    with keeping(Keeper.INTAKE, WHY):
        known = known_marks(institution, [part.mark for part in parts])
        fresh = [part for part in parts if part.mark not in known]
        students = _students(institution, fresh)
        insert_values(
            Experience,
            COLUMNS,
            [
                (pk, institution.pk, p.who, p.person, students.get(p.number) if p.who == "student" else None, p.name,
                 p.number, p.record, p.activity, p.host, p.start, p.end, p.hours, p.status, batch, p.line, p.mark)
                for pk, p in zip(new_ids(len(fresh)), fresh, strict=True)
            ],
        )  # fmt: skip
        _join(institution)
        _link(institution, students)
    return len(fresh)


@transaction.atomic
def link_students(institution: Institution) -> None:
    """Say of earlier participations which of the institution's students it was: one person is counted once."""
    with keeping(Keeper.INTAKE, WHY):
        _link(institution, _numbered(institution))


def _link(institution: Institution, students: Mapping[str, UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE placements_experience e SET student_id = v.student
               FROM unnest(%s::text[], %s::uuid[]) AS v(number, student)
               WHERE e.institution_id = %s AND e.who = 'student' AND e.student_id IS NULL
                 AND e.person_number = v.number""",
            [as_array(students), as_array(students.values()), institution.pk],
        )
        cursor.execute(
            """UPDATE placements_experience e SET student_id = o.student_id FROM placements_experience o
               WHERE e.institution_id = %s AND e.same_as != '' AND e.student_id IS NULL
                 AND o.institution_id = e.institution_id AND o.person = e.same_as AND o.student_id IS NOT NULL""",
            [institution.pk],
        )


def _join(institution: Institution) -> None:
    """Who comes by a name of which somebody has said whose it is, is that person (M12)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE placements_experience e SET same_as = s.numbered FROM placements_sameperson s
               WHERE e.institution_id = %s AND s.institution_id = e.institution_id AND s.ended_at IS NULL
                 AND e.person = s.named AND e.same_as = ''""",
            [institution.pk],
        )


def known_marks(institution: Institution, marks: Sequence[str]) -> set[str]:
    """Which of some marks an institution has already."""
    with keeping(Keeper.INTAKE, WHY):
        rows = Experience.objects.filter(institution=institution, mark__in=among(marks, "text"))
        return set(rows.values_list("mark", flat=True))


def known_people(institution: Institution) -> dict[tuple[str, str], set[str]]:
    """By role and name as they were written, the numbers that an institution's earlier lists gave to people."""
    with keeping(Keeper.INTAKE, WHY):
        rows = Experience.objects.filter(institution=institution).exclude(person_number="").exclude(person_name="")
        results: dict[tuple[str, str], set[str]] = {}
        for who, name, number in rows.values_list("who", "person_name", "person_number").distinct():
            results.setdefault((who, name), set()).add(number)
    return results


def _students(institution: Institution, parts: Sequence[Part]) -> dict[str, UUID]:
    """The institution's own students by the numbers of a list."""
    known = _numbered(institution)
    return {part.number: known[part.number] for part in parts if part.number in known}


def _numbered(institution: Institution) -> dict[str, UUID]:
    rows = Registration.objects.filter(institution=institution).exclude(number="")
    return {bare_number(number): pk for number, pk in rows.values_list("number", "student")}


def bare_number(number: str) -> str:
    """A student's number without what is written now so, now so: letter case, signs, zeros in front."""
    short = "".join(sign for sign in number.casefold() if sign.isalnum())
    return short.lstrip("0") or short


@transaction.atomic
def give_back(batch: UUID) -> int:
    """Take back what a list brought; returns how many. The employers that it opened are the caller's."""
    with keeping(Keeper.INTAKE, "a list is taken back"):
        rows = Experience.objects.filter(batch=batch)
        hosts = list(rows.exclude(host=None).values_list("host", flat=True).distinct())
        count = rows.delete()[0]
        used = set(Experience.objects.filter(host__in=hosts).values_list("host", flat=True))
    Host.objects.filter(pk__in=[pk for pk in hosts if pk not in used], batch=batch).delete()
    return count


def remember_spellings(institution: Institution, spelled: Mapping[str, str]) -> None:
    """Keep which type an institution means by its words: said once, it holds for the next list."""
    for key, activity in spelled.items():
        Spelling.objects.update_or_create(institution=institution, key=key[:120], defaults={"activity": activity})


def spellings(institution: Institution) -> dict[str, str]:
    """What an institution's words were mapped to."""
    return dict(Spelling.objects.filter(institution=institution).values_list("key", "activity"))


def hosts_of(institution: Institution, names: Mapping[str, str], **more: Any) -> dict[str, Host]:
    """The hosts by their keys; one that was never written before is kept under its name."""
    by_key = {host.key: host for host in Host.objects.filter(institution=institution, key__in=list(names))}
    fresh = [
        Host(institution=institution, key=key, name=name, **more) for key, name in names.items() if key not in by_key
    ]
    Host.objects.bulk_create(fresh, batch_size=500)
    return by_key | {host.key: host for host in fresh}
