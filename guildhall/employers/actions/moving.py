"""Moving the rows of one employer to another, with a ledger of every change, and moving them back by it (N16)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from guildhall.audit.recording import Change
from guildhall.employers.merge_rules import Move, MoveIfNone, MoveUnlessThere
from guildhall.employers.merging import Link, Relation, links, relations, strictest, twins
from guildhall.employers.models import Employer, Merge
from guildhall.lib import clock

Facts = dict[str, Any]


def plain(value: Any) -> Any:
    """A value as the ledger keeps it: exact to the microsecond, which JSON encoders are not."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    return str(value) if isinstance(value, UUID) else value


class Ledger:
    """Changes rows and writes down each: model, rows, columns before and after, in the order of doing."""

    def __init__(self) -> None:
        self.changed: list[dict[str, Any]] = []
        self.created: list[dict[str, Any]] = []
        self.stayed: list[dict[str, Any]] = []

    def change(self, model: type[models.Model], rows: Iterable[Any], before: Facts, after: Facts) -> None:
        """Change some rows, all of which said `before`."""
        keys = list(rows)
        if keys:
            model._base_manager.filter(pk__in=keys).update(**after)
            self.note(model, keys, before, after)

    def note(self, model: type[models.Model], rows: Iterable[Any], before: Facts, after: Facts) -> None:
        """Write down a change that was made already."""
        facts = ({k: plain(v) for k, v in one.items()} for one in (before, after))
        old, new = facts
        keys = sorted(plain(r) for r in rows)
        self.changed.append({"model": model._meta.label_lower, "rows": keys, "before": old, "after": new})

    def create(self, row: models.Model, values: Facts) -> None:
        """Save a row that the merged record needs."""
        row.save(force_insert=True)
        values = {k: plain(v) for k, v in values.items()}
        self.created.append({"model": row._meta.label_lower, "row": plain(row.pk), "values": values})

    def stay(self, model: type[models.Model], rows: Iterable[Any], twins: Facts | None = None) -> None:
        """Write down what the survivor had already; `twins` are its own rows, by key, as they are from now on."""
        if keys := sorted(plain(r) for r in rows):
            self.stayed.append({"model": model._meta.label_lower, "rows": keys, "twins": twins or {}})

    @property
    def moves(self) -> dict[str, Any]:
        return {"changed": self.changed, "created": self.created, "stayed": self.stayed}


def journal(moves: dict[str, Any], *, back: bool = False) -> list[Change]:
    """What the journal says of a ledger, one value a row; backwards when it is undone."""
    changes = []
    for group in moves["changed"]:
        before, after = (group["after"], group["before"]) if back else (group["before"], group["after"])
        changes += [Change(group["model"], str(row), before, after) for row in group["rows"]]
    for one in moves["created"]:
        before, after = (one["values"], None) if back else (None, one["values"])
        changes.append(Change(one["model"], str(one["row"]), before, after))
    return changes


# ── Joining ──────────────────────────────────────────────────────────


def join_rows(survivor: Employer, loser: Employer, ledger: Ledger) -> None:
    """Move what hangs on the loser to the survivor, each model by its own rule."""
    result = relations()
    for relation in result:
        if isinstance(relation.rule, Move):
            _join(relation, survivor, loser, ledger, links(result))
        elif isinstance(relation.rule, MoveIfNone):
            _join_one(relation, survivor, loser, ledger)


def _join(relation: Relation, survivor: Employer, loser: Employer, ledger: Ledger, hung: list[Link]) -> None:
    rule, model, column = relation.rule, relation.model, relation.column
    assert isinstance(rule, Move)
    rows = relation.rows(loser)
    if rule.where:
        rows = rows.filter(rule.where())
    if isinstance(rule, MoveUnlessThere):
        existing = _existing(relation, rule, rows, survivor, loser, hung)
        permitted = _forbid(rule, rows, existing, ledger)
        ledger.stay(model, existing, permitted)
        for link in hung:
            if link.target is model:
                _hang_elsewhere(link, existing, ledger)
        rows = rows.exclude(pk__in=list(existing))
    keys = list(rows.values_list("pk", flat=True))
    moving = model._base_manager.filter(pk__in=keys)
    if rule.once and relation.rows(survivor).filter(**{rule.once: True}).exists():
        flagged = moving.filter(**{rule.once: True}).values_list("pk", flat=True)
        ledger.change(model, flagged, {rule.once: True}, {rule.once: False})
    if rule.walled and loser.posted_at is None and survivor.posted_at is not None:
        wall = model._meta.get_field(rule.walled).attname
        open_rows = moving.filter(**{wall: None}).values_list("pk", flat=True)
        ledger.change(model, open_rows, {wall: None}, {wall: loser.holder_id})
    ledger.change(model, keys, {column: loser.pk}, {column: survivor.pk})


def _existing(
    relation: Relation, rule: MoveUnlessThere, rows: Any, survivor: Employer, loser: Employer, hung: list[Link]
) -> dict[Any, Any]:
    """The rows that the survivor has already; one that something unknown hangs on is left to move."""
    own = getattr(survivor, rule.own) if rule.own else ""
    there = twins(rule, list(rows), list(relation.rows(survivor)), own)
    known = {(link.relation.model, link.field) for link in hung}
    for end in relation.model._meta.get_fields(include_hidden=True):
        points_here = end.auto_created and not end.concrete and not end.many_to_many
        if there and points_here and (end.related_model, end.field) not in known:
            column = end.field.attname
            used = end.related_model._base_manager.filter(**{f"{column}__in": list(there)})
            for pk in used.values_list(column, flat=True).distinct():
                there.pop(pk, None)
    return there


def _forbid(rule: MoveUnlessThere, rows: Any, there: dict[Any, Any], ledger: Ledger) -> Facts:
    """What a row that stays forbids is forbidden by the row that it is one with: the strictest wins.

    Returns of each row that stays the key of the other one, and what that one permits now.
    """
    names = rule.strictest
    ours = rows.model._base_manager.in_bulk([pk for pk in there.values() if pk]) if names else {}
    for row in rows.filter(pk__in=list(there)) if names else ():
        if result := ours.get(there[row.pk]):
            before = {name: getattr(result, name) for name in names}
            after = {name: strictest(before[name], getattr(row, name)) for name in names}
            if after != before:
                ledger.change(rows.model, [result.pk], before, after)
                for name, value in after.items():
                    setattr(result, name, value)
    return {
        plain(pk): {"twin": plain(twin), "permitted": {name: getattr(ours[twin], name) for name in names}}
        for pk, twin in there.items()
        if twin in ours
    }


def _hang_elsewhere(link: Link, there: dict[Any, Any], ledger: Ledger) -> None:
    column = link.field.attname
    hanging = defaultdict(list)
    rows = link.relation.model._base_manager.filter(**{f"{column}__in": list(there)})
    for pk, target in rows.values_list("pk", column):
        hanging[target].append(pk)
    for target, keys in hanging.items():
        ledger.change(link.relation.model, keys, {column: target}, {column: there[target]})


def _join_one(relation: Relation, survivor: Employer, loser: Employer, ledger: Ledger) -> None:
    rows = relation.rows(loser)
    if relation.rows(survivor).exists():
        ledger.stay(relation.model, rows.values_list("pk", flat=True))
        return
    keys = list(rows.values_list("pk", flat=True))
    if rows.update(**{relation.column: survivor.pk}):
        _follow(relation, loser.pk, survivor.pk)
        new = [survivor.pk] if relation.field.primary_key else keys
        ledger.note(relation.model, new, {relation.column: loser.pk}, {relation.column: survivor.pk})


def _follow(relation: Relation, old: UUID, new: UUID) -> None:
    """What hangs on a row whose key is the employer itself: the database checks these keys at the end only."""
    if relation.field.primary_key:
        for end in relation.model._meta.get_fields(include_hidden=True):
            if end.auto_created and not end.concrete and (end.one_to_many or end.one_to_one):
                column = end.field.attname
                end.related_model._base_manager.filter(**{column: old}).update(**{column: new})


# ── Parting ──────────────────────────────────────────────────────────


def part_rows(merge: Merge) -> None:
    """Put every row back by the ledger. A value that somebody changed since stays as it was changed."""
    result = relations()
    later = _return_later_rows(merge, result)
    for group in reversed(merge.moves["changed"]):
        rows = apps.get_model(group["model"])._base_manager.filter(pk__in=group["rows"], **group["after"])
        moved = rows.update(**group["before"])
        for relation in result:
            if moved and relation.model._meta.label_lower == group["model"] and isinstance(relation.rule, MoveIfNone):
                _follow(relation, merge.survivor_id, merge.loser_id)
    for one in merge.moves["created"]:
        apps.get_model(one["model"])._base_manager.filter(pk=one["row"], **one["values"]).delete()
    _let_go(merge, links(result))
    if any(isinstance(r.rule, Move) and r.rule.contact_day for r in later):
        _renew_last_contact(merge, result)
    _renew_last_exchange(merge, result)


def _return_later_rows(merge: Merge, found: list[Relation]) -> list[Relation]:
    """Send along what was added since on a moved site or contact; returns the relations of which there was any."""
    gone: dict[type[models.Model], set[Any]] = defaultdict(set)
    for relation in found:
        for group in merge.moves["changed"]:
            if relation.model._meta.label_lower == group["model"] and relation.column in group["after"]:
                gone[relation.model] |= set(group["rows"])
    later = []
    for link in sorted(links(found), key=lambda k: found.index(k.relation)):
        relation, rule = link.relation, link.relation.rule
        rows = relation.rows(merge.survivor_id).filter(**{f"{link.field.attname}__in": gone[link.target]})
        rows = rows.exclude(pk__in=gone[relation.model])
        if link.field.null and isinstance(relation.model._meta.pk, models.UUIDField):
            rows = rows.filter(pk__gt=merge.pk)  # keys grow with time: the survivor's older rows stay
        keys = list(rows.values_list("pk", flat=True))
        if keys:
            assert isinstance(rule, Move)
            change = {relation.column: merge.loser_id} | ({rule.once: False} if rule.once else {})
            relation.model._base_manager.filter(pk__in=keys).update(**change)
            gone[relation.model] |= set(keys)
            later.append(relation)
    return later


def _let_go(merge: Merge, hung: list[Link]) -> None:
    """A link that somebody made since between the two records cannot stay once they are two again."""
    both = (merge.survivor_id, merge.loser_id)
    for link in hung:
        target = next(r.column for r in relations() if r.model is link.target)
        for one, other in (both, both[::-1]):
            rows = link.relation.rows(one).filter(**{f"{link.field.name}__{target}": other})
            if link.field.null:
                rows.update(**{link.field.attname: None})


def _renew_last_contact(merge: Merge, found: list[Relation]) -> None:
    """After a contact of later days went back: when each of the two was in touch with somebody, and with whom."""
    at, by = merge.moves["last_contact"]
    then = (datetime.fromisoformat(at) if at else None, by)
    loser = Employer.objects.get(pk=merge.loser_id)
    starts = {merge.survivor_id: then, merge.loser_id: (loser.last_engaged_at, loser.last_engaged_by_id)}
    for pk, newest in starts.items():
        for rule, rows in _contacts(found, pk):
            row = rows.filter(pk__gt=merge.pk).first()
            day = clock.noon_of(getattr(row, rule.contact_day)) if row else None
            if day and (newest[0] is None or day > newest[0]):
                newest = (day, row.institution_id)
        Employer.objects.filter(pk=pk).update(last_engaged_at=newest[0], last_engaged_by=newest[1])


def _renew_last_exchange(merge: Merge, found: list[Relation]) -> None:
    """When both sides were last in touch, counted anew for each of the two: the ledger may be older than the fact."""
    for pk in (merge.survivor_id, merge.loser_id):
        days = [
            getattr(row, rule.contact_day)
            for rule, rows in _contacts(found, pk)
            if (row := rows.filter(rule.exchange_rows).first())
        ]
        Employer.objects.filter(pk=pk).update(last_exchange_at=clock.noon_of(max(days)) if days else None)


def _contacts(found: list[Relation], pk: UUID) -> Iterator[tuple[Move, Any]]:
    """The contacts with an employer by rule, the latest day first."""
    for relation in found:
        rule = relation.rule
        if isinstance(rule, Move) and rule.contact_day:
            yield rule, relation.rows(pk).filter(rule.contact_rows).order_by(f"-{rule.contact_day}")
