"""The same answer to "who sees it" for many shared employers: each by its own rule, all of it undone in one go (B4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from guildhall.employers.actions.bulk import MOST, each, keep
from guildhall.employers.models import BulkEdit, Designation, Employer
from guildhall.employers.querysets import designations_in_force
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Institution, Person
from guildhall.prospects import emails, rules
from guildhall.prospects.actions import excepting
from guildhall.store.locking import locked

Values = dict[str, Any]
Seen = list[tuple[Employer, list[Institution]]]  # each employer, and which institutions saw it before


@dataclass(frozen=True)
class Wanted:
    """Who is to see many employers: some institutions, or, with none named, whom the protocol says."""

    institutions: tuple[Institution, ...]
    reason: str
    until: date | None = None


@transaction.atomic
def change_many(keys: Iterable[UUID], wanted: Wanted, *, by: Person) -> BulkEdit:
    """Begin, change or lift the exception of many employers; each institution is told once of all of them."""
    require(rules.can_use_crm(by))
    keys = list(keys)
    if len(keys) > MOST:
        refuse("At most {most} are changed at once. Narrow the list down.", most=MOST)
    saw: Seen = []

    def change(pk: UUID) -> tuple[Values, Values] | None:
        return _change(pk, wanted, saw, by)

    edit = keep(BulkEdit.Of.AUDIENCES, each(keys, change), by=by)
    emails.tell_exceptions(saw, key=f"audiences:{edit.pk}", reason=wanted.reason, by=by)
    return edit


@transaction.atomic
def undo_many(edit: BulkEdit, *, by: Person) -> list[Values]:
    """Put back who saw many employers; returns what stays, because it was changed since, and why."""
    saved_edit = locked(BulkEdit, edit.pk, by=by)
    if saved_edit.undone_at:
        refuse("This was undone already.")
    by_key = {UUID(one["employer"]): one for one in saved_edit.changed}
    saw: Seen = []

    def put_back(pk: UUID) -> tuple[Values, Values] | None:
        before, after = by_key[pk]["before"], by_key[pk]["after"]
        if _said(_in_force(pk)) != after:
            refuse("Somebody changed since who sees it.")
        known = Institution.objects.in_bulk([UUID(one) for one in before["institutions"]])
        back = Wanted(tuple(known.values()), before["reason"] or "undone", _day(before["until"]))
        return _change(pk, back, saw, by)

    _changed, left = each(by_key, put_back)
    emails.tell_exceptions(saw, key=f"audiences back:{edit.pk}", reason="", by=by)
    saved_edit.undone_at = clock.now()
    saved_edit.save(update_fields=["undone_at"])
    return left


def _change(pk: UUID, wanted: Wanted, saw: Seen, by: Person) -> tuple[Values, Values] | None:
    employer = locked(Employer, pk, "holder", "prospect")
    holds = _in_force(pk)
    before, seen = _said(holds), emails.seeing(employer)
    words: dict[str, Any] = {"reason": wanted.reason, "by": by, "telling": False}
    if not wanted.institutions:
        if holds is None:
            return None
        excepting.lift_exception(holds, **words)
    elif holds is None:
        excepting.begin_exception(employer, wanted.institutions, until=wanted.until, **words)
    elif {place.pk for place in wanted.institutions} == {place.pk for place in holds.institutions.all()} and (
        wanted.until == holds.until
    ):
        return None
    else:
        excepting.change_exception(holds, wanted.institutions, until=wanted.until, **words)
    saw.append((Employer.objects.get(pk=pk), seen))
    return before, _said(_in_force(pk))


def _in_force(pk: UUID) -> Designation | None:
    rows = Designation.objects.filter(designations_in_force(), employer=pk)
    return rows.select_related("employer__holder", "employer__prospect").first()


def _said(row: Designation | None) -> Values:
    """Who sees an employer, as it is kept with the change."""
    places = sorted(str(place.pk) for place in row.institutions.all()) if row else []
    day = row.until.isoformat() if row and row.until else ""
    return {"institutions": places, "until": day, "reason": row.reason if row else ""}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
