"""Sharing an institution's students out among its counselors: by program, by the first letters of the last name."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from guildhall.audit.recording import Change, record_block, text_of
from guildhall.lib.letters import plain
from guildhall.lib.verdicts import refuse, require
from guildhall.pathways.models import Program
from guildhall.people.models import Institution, Person
from guildhall.students import rules
from guildhall.students.models import Registration


@dataclass(frozen=True, slots=True)
class Portion:
    """Which students: of a program or of all, with last names from one beginning to another, such as A to Lo.

    Without `again` only those who have no counselor yet.
    """

    program: Program | None = None
    first: str = ""
    last: str = ""
    again: bool = False

    def holds(self, family_name: str) -> bool:
        """Whether a last name lies between the two beginnings, both included; capitals and accents do not count."""
        name, first, last = plain(family_name), plain(self.first), plain(self.last)
        return first <= name[: len(first)] and (not last or name[: len(last)] <= last)


@transaction.atomic
def share_out(institution: Institution, counselor: Person, portion: Portion, *, by: Person) -> int:
    """Give a portion of an institution's students to a counselor; returns how many."""
    require(rules.can_keep(by, institution))
    require(rules.can_serve(counselor, institution))
    if portion.first and portion.last and not portion.holds(portion.first):
        refuse("The first letters come after the last ones.")
    rows = list(_of(institution, portion))
    given = [row for row in rows if row.counselor_id != counselor.pk and portion.holds(row.family_name)]
    name = text_of(counselor)
    changes = []
    for row in given:
        before = {"counselor": text_of(row.counselor)} if row.counselor else None
        changes.append(Change("students.registration", str(row.pk), before, {"counselor": name}))
        row.counselor, row.version = counselor, row.version + 1
    if given:
        Registration.objects.bulk_update(given, ["counselor", "version"], batch_size=500)
        record_block("share students out", given[0], changes, by=by, institution=institution)
    return len(given)


def _of(institution: Institution, portion: Portion) -> Iterator[Registration]:
    rows = Registration.objects.filter(institution=institution).select_related("counselor")
    rows = rows.select_for_update(of=("self",))
    if portion.program:
        rows = rows.filter(pk__in=portion.program.enrolments.current().values("registration"))
    if not portion.again:
        rows = rows.filter(counselor=None)
    return rows.order_by("pk").iterator()
