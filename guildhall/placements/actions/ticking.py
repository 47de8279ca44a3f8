"""Who of a group was there: each student who is ticked has an own record, beside the number of the group (D21)."""

import hashlib
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person
from guildhall.placements import rules
from guildhall.placements.actions.counting import host_of, is_at, say_who
from guildhall.placements.models import Experience, GroupExperience, Placement
from guildhall.store.locking import locked
from guildhall.students.models import Registration


@transaction.atomic
def say_who_took_part(
    row: GroupExperience, shown: Sequence[Registration], ticked: Collection[UUID], *, was: Collection[UUID], by: Person
) -> int:
    """Keep a record for each student who is ticked, and take back that of whoever was and is not any more; returns how
    many the group has now.

    `was` are those who were ticked when somebody began: what another one ticked meanwhile stays. The number of the
    group stays what it was: a record says of somebody that they were among them.
    """
    group = locked(GroupExperience, row.pk, "institution", "employer")
    require(rules.can_name(by, group))
    there = {one.student_id: one for one in group.records.all()}
    own = [one for one in shown if one.institution_id == group.institution_id]
    come = [one for one in own if one.pk in ticked and one.pk not in was and one.student_id not in there]
    left = [one for one in own if one.pk in was and one.pk not in ticked]
    gone = [there[one.student_id] for one in left if one.student_id in there]
    if (now := len(there) + len(come) - len(gone)) > group.students:
        refuse("Students who were counted: {n}. More than that cannot have been there.", n=group.students)
    for one in come:
        _keep(group, one)
    forget(gone)
    if come or gone:
        group.version += 1
        group.save(update_fields=["version"])
        after = {"came": len(come), "taken_back": len(gone), "students": now}
        record("say who took part", group, by=by, after=after, institution=group.institution)
    return now


def _keep(group: GroupExperience, registration: Registration) -> None:
    """A record of a list that says the same is that record; else there is a new one."""
    same = Experience.objects.filter(institution=group.institution, student=registration.student_id, group=None)
    same = same.filter(activity=group.activity, start_on=group.on, status=Experience.Status.COMPLETED)
    listed = next((one for one in same.select_related("host") if is_at(one, group.employer)), None)
    row = listed or Experience(
        mark=mark_of(group, registration.student_id), activity=group.activity, start_on=group.on, end_on=group.on,
        hours=group.hours, status=Experience.Status.COMPLETED, host=host_of(group.institution, group.employer),
    )  # fmt: skip
    say_who(row, registration)
    row.group = group
    row.save()


def forget(rows: Sequence[Experience]) -> None:
    """Take records of a group back; those that a list brought or a placement has stay, without the group."""
    held = set(Placement.objects.filter(experience__in=rows).values_list("experience", flat=True))
    for row in rows:
        if row.group_id and row.mark == mark_of(row.group_id, row.student_id) and row.pk not in held:
            row.delete()
        else:
            row.group = None
            row.save(update_fields=["group"])


def mark_of(group: GroupExperience | UUID, student: UUID | None) -> str:
    """What tells the record of a group and a student from every other one."""
    key = group.pk if isinstance(group, GroupExperience) else group
    return hashlib.md5(f"{key} {student}".encode(), usedforsecurity=False).hexdigest()
