"""Who is a member of a chamber or association: named one by one, or by a list that somebody brought (D1)."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers.models import Employer
from guildhall.intermediaries import rules
from guildhall.intermediaries.actions.bodies import period
from guildhall.intermediaries.models import Member
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Person
from guildhall.store.blocks import among
from guildhall.store.locking import locked


@transaction.atomic
def add_member(body: Employer, employer: Employer, *, from_date: date | None = None, by: Person) -> Member:
    """Note that an employer is a member of a chamber."""
    saved = locked(Employer, body.pk)  # two who add the same one at once: the second is told
    require(rules.can_add_member(by, saved, employer))
    require(period(from_date, None))
    if Member.objects.filter(body=saved, employer=employer, to_date=None).exists():
        refuse("{name} is a member there already.", name=employer.name)
    row = Member.objects.create(body=saved, employer=employer, from_date=from_date, by=by, added_at=clock.now())
    record("add member", row, by=by, after={"member": employer.name, "from_date": from_date})
    return row


@transaction.atomic
def change_member(member: Member, *, from_date: date | None, to_date: date | None, version: int, by: Person) -> Member:
    """Correct since when an employer is a member, or note until when it was: the row stays as history."""
    saved = _held(member, version, by)
    require(period(from_date, to_date))
    before = {"from_date": saved.from_date, "to_date": saved.to_date}
    saved.from_date, saved.to_date, saved.version = from_date, to_date, saved.version + 1
    saved.save()
    record("change member", saved, by=by, before=before, after={"from_date": from_date, "to_date": to_date})
    return saved


@transaction.atomic
def remove_member(member: Member, *, version: int, by: Person) -> None:
    """Take out a member that was named by mistake."""
    saved = _held(member, version, by)
    record("remove member", saved, by=by, before={"member": saved.employer.name})
    saved.delete()


def _held(member: Member, version: int, by: Person) -> Member:
    row = locked(Member, member.pk, "body", "employer")
    require(rules.can_change_member(by, row))
    if row.version != version:
        raise Conflict
    return row


def take_in(body: UUID, employers: Iterable[UUID], *, batch: UUID, by: Person) -> Mapping[UUID, UUID]:
    """Note those whom a list of members brought, but for those who are members already; by employer, the new rows.

    The caller imports, has its rule asked, and writes the journal of its block.
    """
    wanted = {pk for pk in employers if pk != body}
    known = Member.objects.filter(body=body, to_date=None, employer__in=among(wanted)).values_list(
        "employer", flat=True
    )
    new = sorted(wanted - set(known))
    rows = [Member(pk=new_id(), body_id=body, employer_id=pk, batch=batch, by=by, added_at=clock.now()) for pk in new]
    Member.objects.bulk_create(rows)
    return {row.employer_id: row.pk for row in rows}


def take_off(members: Iterable[UUID]) -> None:
    """Take back what a list of members brought; whose days somebody has changed since stays."""
    Member.objects.filter(pk__in=among(list(members)), version=1).delete()
