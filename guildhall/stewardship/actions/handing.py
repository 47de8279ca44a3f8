"""Handing a leaver's open work to successors, in one action (N18, B20)."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from guildhall.audit.recording import Change, record, record_block, text_of
from guildhall.context import Keeper, keeping
from guildhall.employers.models import KeyAccount
from guildhall.engagements.models import FollowUp
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse, require
from guildhall.people.actions.persons import end_membership
from guildhall.people.handing import Duty, duties
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.stewardship import rules
from guildhall.stewardship.emails import brief
from guildhall.stewardship.models import HandedOver, Handover, HandoverChoice
from guildhall.stewardship.queries.planning import planned
from guildhall.store.locking import locked


@transaction.atomic
def hand_over(
    leaver: Person,
    successors: Mapping[str, Person],
    *,
    each: Mapping[tuple[str, str], Person] | None = None,
    words: str = "",
    end: bool = True,
    by: Person,
) -> Handover:
    """Give everything that a leaver still had to do to named successors, and end the leaver's access (N18).

    `successors` says per duty, by its name, who takes it; `each` says it for a single row, by duty and key, and goes
    before; with `end` the leaver's roles end as well, and where
    nothing is left to sign in for, the account is closed.
    """
    person = locked(Person, leaver.pk)
    require(rules.can_hand_over(by, person))
    single = each or {}
    heirs = {successor.pk: successor for successor in (*successors.values(), *single.values())}
    for successor in heirs.values():
        require(rules.can_succeed(successor, person))
    row = Handover.objects.create(leaver=person, by=by, at=clock.now(), words=words.strip()[:2000])
    with keeping(Keeper.HANDOVER, "what a leaver still had to do"):  # also for students whom nobody here sees
        for duty in duties():
            for heir, keys in _shares(duty, person, successors, single):
                _move(row, duty, person, heir, keys, by)
    _part_askers_from_owners(person, set(heirs.values()), by)
    HandoverChoice.objects.filter(leaver=person).delete()
    if end:
        _end(person, by)
    for successor in heirs.values():
        brief(row, successor)
    return row


@transaction.atomic
def plan_handover(leaver: Person, choices: Mapping[tuple[str, str], Person | None], *, by: Person) -> None:
    """Keep who is to take what, until it is handed over: by duty and key; None takes a choice back (P10)."""
    require(rules.can_hand_over(by, leaver))
    for successor in {person for person in choices.values() if person}:
        require(rules.can_succeed(successor, leaver))
    plan = HandoverChoice.objects.visible_to(by).filter(leaver=leaver)
    known = {(one.duty, one.row): one for one in plan.select_for_update()}
    told = {"leaver": leaver, "by": by, "at": clock.now()}
    plan.filter(pk__in=[known[key].pk for key in choices if key in known]).delete()
    HandoverChoice.objects.bulk_create(
        HandoverChoice(duty=duty, row=row, successor=person, **told)
        for (duty, row), person in choices.items()
        if person
    )
    record("plan handover", leaver, by=by, after={"chosen": plan.count()})


@transaction.atomic
def hand_over_as_planned(leaver: Person, *, words: str = "", end: bool = True, by: Person) -> Handover:
    """Hand everything over to those whom the plan names: each of them is told once, with their own list (P10)."""
    each = planned(leaver, by)
    return hand_over(leaver, {}, each=each, words=words, end=end, by=by)


def _shares(
    duty: Duty, leaver: Person, successors: Mapping[str, Person], each: Mapping[tuple[str, str], Person]
) -> list[tuple[Person, list[Any]]]:
    """Per successor, the rows of one duty that they take."""
    by_heir: dict[Person, list[Any]] = {}
    gaps = 0
    for pk in duty.rows(exact=leaver).values_list("pk", flat=True):
        if heir := each.get((duty.name, str(pk))) or successors.get(duty.name):
            by_heir.setdefault(heir, []).append(pk)
        else:
            gaps += 1
    if gaps:
        refuse("Say who takes over: {label} ({n}).", label=duty.handed.label, n=gaps)
    return list(by_heir.items())


def _move(row: Handover, duty: Duty, leaver: Person, successor: Person, keys: list[Any], by: Person) -> None:
    rows = duty.model._base_manager.filter(pk__in=keys)
    employers: list[str] = []
    if duty.handed.through:
        result = rows.values_list(duty.handed.through, flat=True).distinct()
        employers = sorted(str(pk) for pk in result if pk)
        accounts: Any = rows.select_related("employer", "institution") if duty.model is KeyAccount else ()
        require(rules.can_take(successor, employers, accounts))
    if needs := duty.handed.needs:
        places = Institution.objects.filter(pk__in=rows.values("institution"))
        require(rules.can_carry_on(successor, needs, places))
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
