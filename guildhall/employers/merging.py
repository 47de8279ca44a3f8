"""What merging two employers comes to, before anything is done: what hangs on them, what forbids it, what results."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models

from guildhall.employers.merge_rules import Move, MoveIfNone, MoveUnlessThere, Rule, Stay
from guildhall.employers.models import Employer, Merge
from guildhall.lib import clock
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission

Facts = dict[str, Any]


@dataclass(frozen=True)
class Relation:
    """One column that points to employers, and what its model says of merging."""

    model: type[models.Model]
    field: Any
    rule: Rule | None

    @property
    def column(self) -> str:
        return str(self.field.attname)

    def rows(self, employer: Employer | UUID) -> models.QuerySet[Any]:
        """The rows that point to an employer, whoever may see them."""
        return self.model._base_manager.filter(**{self.column: getattr(employer, "pk", employer)})


@dataclass(frozen=True)
class Link:
    """A column by which a row of an employer hangs on another row of it: a contact on its site."""

    relation: Relation
    field: Any
    target: type[models.Model]


def relations() -> list[Relation]:
    """Everything in any app that points to employers; what others hang on comes before what hangs on it."""
    results = []
    for end in Employer._meta.get_fields(include_hidden=True):  # hidden: those with related_name="+" count as well
        if end.auto_created and not end.concrete and (end.one_to_many or end.one_to_one):
            results.append(Relation(end.related_model, end.field, _rule_of(end.related_model, end.field)))
    moving = {r.model for r in results if isinstance(r.rule, Move)}
    return sorted(results, key=lambda r: (_depth(r.model, moving), r.model._meta.label_lower, r.column))


def _rule_of(model: Any, field: Any) -> Rule | None:
    if model._meta.auto_created:  # the table of a many-to-many field: the survivor gets the union
        others = [f.name for f in model._meta.concrete_fields if f.is_relation and f != field]
        return MoveUnlessThere(key=tuple(others))
    rule = model.__dict__.get("on_merge")
    if isinstance(rule, MoveUnlessThere) and field.name in rule.key:  # it joins two employers: the other one tells
        return replace(rule, key=tuple(name for name in rule.key if name != field.name))
    return rule if isinstance(rule, Stay | Move | MoveIfNone) else None


def _depth(model: Any, moving: set[Any]) -> int:
    targets = {f.related_model for f in model._meta.concrete_fields if f.is_relation} & moving - {model}
    return 1 + max((_depth(t, moving) for t in targets), default=0) if model in moving else 0


def links(found: Iterable[Relation]) -> list[Link]:
    """How the rows of one employer hang on each other. One of the same kind may live at another employer: no such."""
    moving = [r for r in found if isinstance(r.rule, Move)]
    models_ = {r.model for r in moving}
    return [
        Link(relation, field, field.related_model)
        for relation in moving
        for field in relation.model._meta.concrete_fields
        if field.is_relation and field.related_model in models_ - {relation.model} and field != relation.field
    ]


def undeclared(found: Iterable[Relation]) -> list[str]:
    """A sentence for every model that points to employers and does not say what merging does with its rows."""
    return [
        f"{r.model._meta.label}.{r.field.name} points to Employer, but {r.model.__name__} does not say what becomes of "
        f"its rows when two employers are merged. Write one line into the class: on_merge = Move(), or "
        f"MoveUnlessThere(key=(…,)) where an employer has each only once, MoveIfNone() for a one-to-one row, or Stay() "
        f"(from guildhall.employers.merge_rules)."
        for r in found
        if r.rule is None
    ]


def can_be_merged(person: Person, survivor: Employer, loser: Employer) -> Verdict:
    """Whether a person may take one record into the other, and if not, why: the wall holds in every direction (A1)."""
    if not (verdict := person.may(Permission.MERGE_EMPLOYERS)):
        return verdict
    if survivor.pk == loser.pk:
        return no("Choose two different employers.")
    if survivor.merged_into_id or loser.merged_into_id:
        return no("One of these records was merged already.")
    if Employer.objects.visible_to(person).filter(pk__in=[survivor.pk, loser.pk]).count() < 2:
        return no("Only somebody who sees both records may merge them.")
    return fits(survivor, loser)


def fits(survivor: Employer, loser: Employer) -> Verdict:
    """Whether one record fits into the other without opening it to anybody, or closing the result to everybody."""
    if survivor.posted_at is None and loser.posted_at is not None:
        return no("Keep the shared record: a restricted one would take it away from the institutions.")
    if survivor.posted_at is None and survivor.holder_id not in loser.holder.lineage:
        return no(
            "{one} and {other} hold these in CRMs of their own. Keep the higher one, or share one.",
            one=survivor.holder,
            other=loser.holder,
        )
    if joint_audience(survivor, loser)[0] == []:
        return no("No institution may see both of these. End one of the two exceptions first.")
    return YES


def can_be_undone(person: Person, merge: Merge) -> Verdict:
    """Whether a merge may be undone: merges that build on each other only from the last one back (N16)."""
    if not (verdict := person.may(Permission.MERGE_EMPLOYERS)):
        return verdict
    if merge.undone_at:
        return no("This merge was undone already.")
    if merge.survivor.merged_into_id:
        return no("This record was itself merged into another one since. Undo that merge first.")
    if Merge.objects.standing().filter(survivor=merge.survivor_id, pk__gt=merge.pk).exists():
        return no("Another record was merged into this one later. Undo that merge first.")
    if not Merge.objects.visible_to(person).filter(pk=merge.pk).exists():
        return no("Only somebody who sees both records may part them.")
    return YES


def in_force(employer: Employer) -> bool:
    """Whether an exception to the audience holds today."""
    return employer.audience is not None and (
        employer.audience_until is None or employer.audience_until >= clock.today()
    )


def joint_audience(survivor: Employer, loser: Employer) -> tuple[list[UUID] | None, date | None]:
    """Who sees the merged record: the strictest wins (B4, N16).

    An exception of either stays. Of two, those stay whom both reach, until the later of both ends. Empty: nobody.
    """
    ours, theirs = in_force(survivor), in_force(loser) and loser.posted_at is not None
    if not theirs:
        return survivor.audience, survivor.audience_until
    if not ours:
        return loser.audience, loser.audience_until
    ends = (survivor.audience_until, loser.audience_until)
    return narrower(survivor.audience, loser.audience), max(ends) if all(ends) else None


def narrower(one: Sequence[UUID], other: Sequence[UUID]) -> list[UUID]:
    """The institutions that two audiences have in common: of two on one branch of the tree, the lower one."""
    lineages = dict(Institution.objects.filter(pk__in=[*one, *other]).values_list("pk", "lineage"))
    both = {pk for pk in one if {pk, *lineages.get(pk, ())} & set(other)}
    both |= {pk for pk in other if {pk, *lineages.get(pk, ())} & set(one)}
    return sorted(both, key=str)


FILLED = ("domain", "staff_count", "owner_id", "source")
INDUSTRY = ("naics", "industry")  # a code and its words: never the one of one record with the words of the other
# What may be chosen where both say something: the words of the choice, and the columns that go together.
CHOSEN = {
    "name": ("name",),
    "domain": ("domain", "domain_by_id"),
    "industry": (*INDUSTRY, "naics_vintage"),
    "staff_count": ("staff_count",),
    "owner": ("owner_id",),
}


def joint_facts(survivor: Employer, loser: Employer, choose: Collection[str] = ()) -> list[tuple[Facts, Facts]]:
    """What changes among the survivor's own facts, before and after: its gaps are filled, and of what is in `choose`
    the other record's value is taken; nothing else is overwritten.

    Two facts that stand together, such as the newest contact and who had it, change together.
    """
    taken = [name for name in CHOSEN if name in choose and _says(loser, name)]
    groups: list[Facts] = [{c: getattr(loser, c) for c in CHOSEN[name]} for name in taken]
    for column in FILLED:
        if getattr(survivor, column) in ("", None) and getattr(loser, column) not in ("", None):
            groups.append({column: getattr(loser, column)})
    gaps = [c for c in INDUSTRY if not getattr(survivor, c) and getattr(loser, c)]
    if "industry" not in choose and gaps and all(getattr(survivor, c) in ("", getattr(loser, c)) for c in INDUSTRY):
        groups.append({c: getattr(loser, c) for c in (*INDUSTRY, "naics_vintage")})
    if loser.third_party_recruiter:
        groups.append({"third_party_recruiter": True})
    newest = loser.last_engaged_at
    if newest and (survivor.last_engaged_at is None or newest > survivor.last_engaged_at):
        groups.append({"last_engaged_at": newest, "last_engaged_by_id": loser.last_engaged_by_id})
    exchanged = loser.last_exchange_at
    if exchanged and (survivor.last_exchange_at is None or exchanged > survivor.last_exchange_at):
        groups.append({"last_exchange_at": exchanged})
    audience, until = joint_audience(survivor, loser)
    groups.append({"audience": audience, "audience_until": until})
    pairs = [({c: getattr(survivor, c) for c in after}, after) for after in groups]
    return [(before, after) for before, after in pairs if before != after]


def _says(employer: Employer, name: str) -> bool:
    columns = INDUSTRY if name == "industry" else CHOSEN[name][:1]
    return any(getattr(employer, column) not in ("", None) for column in columns)


def twins(rule: MoveUnlessThere, theirs: Sequence[Any], ours: Sequence[Any], own: str = "") -> dict[Any, Any]:
    """Which of their rows are there already: their key to our row's key, or to None where the record itself says it."""
    known: dict[tuple[Any, ...], list[Any]] = {}
    for row in ours:
        known.setdefault(_key(row, rule), []).append(row)
    by_key: dict[Any, Any] = {}
    for row in theirs:
        same = [o for o in known.get(_key(row, rule), ()) if _adds_nothing(row, o, rule)]
        if same:
            by_key[row.pk] = same[0].pk
        elif rule.own and _comparable(own) == _key(row, rule)[0]:
            by_key[row.pk] = None
    return by_key


def strictest(one: Any, other: Any) -> Any:
    """Of two permissions what both allow: what stands in both lists, or yes only where both say so."""
    return [value for value in one if value in other] if isinstance(one, list) else one and other


def _key(row: Any, rule: MoveUnlessThere) -> tuple[Any, ...]:
    return tuple(_comparable(_value(row, name)) for name in rule.key)


def _adds_nothing(row: Any, other: Any, rule: MoveUnlessThere) -> bool:
    return all(_value(row, n) in ("", None) or _value(row, n) == _value(other, n) for n in rule.says)


def _value(row: Any, name: str) -> Any:
    return getattr(row, row._meta.get_field(name).attname)


def _comparable(value: Any) -> Any:
    return " ".join(value.split()).casefold() if isinstance(value, str) else value
