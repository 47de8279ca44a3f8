"""A class on a tour: counted by number, without anybody's name, from elementary school on (D21)."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers.models import Employer
from guildhall.engagements.actions.recording import note_acts
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.small_counts import FEWEST
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Institution, Person
from guildhall.placements import rules
from guildhall.placements.actions.ticking import forget
from guildhall.placements.grades import PLACE
from guildhall.placements.models import GroupExperience, NamedFrom
from guildhall.placements.wbl import BY_CODE, EDUCATORS
from guildhall.store.locking import locked

MOST = 2_000  # students in one group


@dataclass(frozen=True, slots=True)
class Group:
    """What a group did: which activity, on which day, how many."""

    activity: str
    on: date
    level: str
    students: int
    group: str = ""
    with_adults: int = 0
    hours: Decimal | None = None
    opportunity: Opportunity | None = None
    grade: str = ""


@transaction.atomic
def count_group(institution: Institution, employer: Employer, group: Group, *, by: Person) -> GroupExperience:
    """Count a group that took part in something; it stands on the employer's timeline once."""
    require(rules.can_count(by, institution))
    require(rules.can_happen_on(group.on))
    if group.activity not in BY_CODE or group.activity == EDUCATORS:
        refuse("Choose what the group did.")
    if not 1 <= group.students <= MOST:
        refuse("Say how many students took part.")
    if group.grade and group.grade not in PLACE:
        refuse("Choose a grade from kindergarten to the twelfth.")
    values: dict[str, Any] = {f.name: getattr(group, f.name) for f in fields(group)}
    values["group"] = one_line(group.group)[:120]
    row = GroupExperience.objects.create(
        institution=institution, employer=employer, by=by, entered_at=clock.now(), **values
    )
    after = {"activity": row.activity, "on": row.on, "students": row.students}
    record("count group", row, by=by, after=after, institution=institution)
    who = f"{row.students} students" if row.students >= FEWEST else "A group of students"
    words = f"{who} of {institution.name}: {BY_CODE[row.activity].label}"[:200]
    note_acts([employer.pk], words, by=by, institution=institution)
    return row


@transaction.atomic
def take_group_back(row: GroupExperience, *, version: int, by: Person) -> None:
    """Take back a group that was counted by mistake, with the records of those who were ticked."""
    held = locked(GroupExperience, row.pk, "institution")
    require(rules.can_take_back(by, held))
    if held.version != version:
        raise Conflict
    before = {"activity": held.activity, "on": held.on, "students": held.students}
    forget(list(held.records.all()))
    record("take group back", held, by=by, before=before, institution=held.institution)
    held.delete()


@transaction.atomic
def say_named_from(institution: Institution, grade: str, *, version: int, by: Person) -> NamedFrom:
    """Say from which grade on an institution keeps by name who was in a group (D21, G2)."""
    require(rules.can_keep(by, institution))
    if grade not in PLACE:
        refuse("Choose a grade from kindergarten to the twelfth.")
    row = NamedFrom.objects.select_for_update().filter(institution=institution).first() or NamedFrom(
        institution=institution, version=0
    )
    if row.version != version:
        raise Conflict
    before = {"grade": row.grade} if row.version else None
    row.grade, row.decided_by, row.decided_on = grade, by, clock.today()
    row.version += 1
    row.save()
    record("say from which grade students are named", row, by=by, before=before, after={"grade": grade},
           institution=institution)  # fmt: skip
    return row
