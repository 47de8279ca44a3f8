"""Handing a leaver's open work to successors, in one action (N18, B20)."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from guildhall.audit.recording import Change, record_block, text_of
from guildhall.employers.models import KeyAccount
from guildhall.engagements.models import FollowUp
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse, require
from guildhall.people.actions.persons import end_membership
from guildhall.people.handing import Duty, duties
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.stewardship import rules
from guildhall.stewardship.emails import brief
from guildhall.stewardship.models import HandedOver, Handover
from guildhall.store.locking import locked


@transaction.atomic
def hand_over(
    leaver: Person, successors: Mapping[str, Person], *, words: str = "", end: bool = True, by: Person
) -> Handover:
    """Give everything that a leaver still had to do to named successors, and end the leaver's access (N18).

    `successors` says per duty, by its name, who takes it; with `end` the leaver's roles end as well, and where
    nothing is left to sign in for, the account is closed.
    """
    person = locked(Person, leaver.pk)
    require(rules.can_hand_over(by, person))
    for successor in set(successors.values()):
        require(rules.can_succeed(successor, person))
    row = Handover.objects.create(leaver=person, by=by, at=clock.now(), words=words.strip()[:2000])
    for duty in duties():
        open_rows = list(duty.rows(exact=person).values_list("pk", flat=True))
        if not open_rows:
            continue
        if (heir := successors.get(duty.name)) is None:
            refuse("Say who takes over: {label} ({n}).", label=duty.handed.label, n=len(open_rows))
        _move(row, duty, person, heir, open_rows, by)
    _part_askers_from_owners(person, set(successors.values()), by)
    if end:
        _end(person, by)
    for successor in {p.pk: p for p in successors.values()}.values():
        brief(row, successor)
    return row


def _move(row: Handover, duty: Duty, leaver: Person, successor: Person, keys: list[Any], by: Person) -> None:
    rows = duty.model._base_manager.filter(pk__in=keys)
    employers: list[str] = []
    if duty.handed.through:
        result = rows.values_list(duty.handed.through, flat=True).distinct()
        employers = sorted(str(pk) for pk in result if pk)
        accounts: Any = rows.select_related("employer", "institution") if duty.model is KeyAccount else ()
        require(rules.can_take(successor, employers, accounts))
    try:
        with transaction.atomic():
            rows.exclude(pk__in=_move_up(duty, successor, keys)).update(**{duty.column: successor})
    except IntegrityError:
        _one_by_one(duty, successor, keys)
    HandedOver.objects.create(handover=row, successor=successor, duty=duty.name, count=len(keys), employers=employers)
    kind, before, after = (
        duty.model._meta.label_lower,
        {duty.column: text_of(leaver)},
        {duty.column: text_of(successor)},
    )
    changes = [Change(kind, str(pk), before, after) for pk in keys]
    record_block("hand over", row, changes, by=by, reason=str(duty.handed.label))


def _move_up(duty: Duty, successor: Person, keys: list[Any]) -> list[Any]:
    """Where the successor stands beside the leaver already, a deputy for one: nobody is both. Returns those rows."""
    if not duty.handed.apart:
        return []
    rows = duty.model._base_manager.filter(pk__in=keys, **{duty.handed.apart: successor})
    matches = list(rows.values_list("pk", flat=True))
    column: Any = duty.model._meta.get_field(duty.column)
    if column.null:
        duty.model._base_manager.filter(pk__in=matches).update(**{duty.column: None})
    else:
        duty.model._base_manager.filter(pk__in=matches).update(**{duty.column: successor, duty.handed.apart: None})
    return matches


def _one_by_one(duty: Duty, successor: Person, keys: list[Any]) -> None:
    """Where the successor has some of the rows already: those of the leaver go, where the declaration says so."""
    for pk in keys:
        rows = duty.model._base_manager.filter(pk=pk)
        try:
            with transaction.atomic():
                rows.update(**{duty.column: successor})
        except IntegrityError:
            if not duty.handed.once:
                refuse(
                    "{successor} cannot take over {label}: choose somebody else for it.",
                    successor=successor,
                    label=duty.handed.label,
                )
            rows.delete()


def _part_askers_from_owners(leaver: Person, successors: set[Person], by: Person) -> None:
    """Nobody confirms their own follow-up: where a successor would, whoever handed it over has the last word."""
    for successor in successors:
        rows = FollowUp.objects.unfinished().filter(owner=successor, asker=successor)
        rows.update(asker=by if by.pk != successor.pk else None)


def _end(leaver: Person, by: Person) -> None:
    for membership in list(leaver.memberships.in_force().select_related("institution")):
        if by.may(Permission.GRANT_ACCESS, at=membership.institution):
            end_membership(membership, by=by, reason="handed over")
    if not leaver.memberships.in_force().exists():
        leaver.is_active = False
        leaver.save(update_fields=["is_active"])
