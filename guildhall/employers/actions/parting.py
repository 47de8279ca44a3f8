"""Whom somebody protects, and what they forbid, since two employers were merged holds at both when they are parted.

A contact that the survivor had already stayed with the merged record, as it was on that day. Meanwhile people spoke of
the survivor's contact only: what is said of it since is said of the same person (N6, N16).
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from guildhall.audit.recording import Change
from guildhall.employers.actions.moving import plain
from guildhall.employers.merge_rules import MoveUnlessThere
from guildhall.employers.merging import strictest, twins
from guildhall.employers.models import Contact, ContactMerge, Merge, Protection

LABEL = Contact._meta.label_lower
RULE = Contact.on_merge


@dataclass(frozen=True)
class Held:
    """What holds of a contact that stayed with the merged record: permissions as they are now, and who protects it."""

    contact: Contact
    now: dict[str, Any]
    accounts: set[UUID]


def held_since(merge: Merge) -> list[Held]:
    """What was forbidden and protected since a merge, to be asked before its rows go back."""
    held = []
    created = [one["row"] for one in merge.moves["created"]]
    for contact, twin, then in _twins(merge):
        now = {n: getattr(twin, n) for n in RULE.strictest if n not in then or then[n] != getattr(twin, n)}
        rows = Protection.objects.filter(contact=twin, pk__gt=merge.pk, account__ended_at=None).exclude(pk__in=created)
        held.append(Held(contact, now, set(rows.values_list("account", flat=True))))
    return held


def _twins(merge: Merge) -> list[tuple[Contact, Contact, dict[str, Any]]]:
    """Each contact that stayed, the survivor's own one, and what that permitted on the day of the merge."""
    group: dict[str, Any] = next((g for g in merge.moves["stayed"] if g["model"] == LABEL), {"rows": []})
    stayed = Contact.objects.in_bulk(map(UUID, group["rows"]))
    kept = group.get("twins")
    if kept is None:  # a ledger from before it was kept: whoever has the same name, and whatever they permitted
        by_name = MoveUnlessThere(key=("given_name", "family_name"))
        pairs = twins(by_name, list(stayed.values()), list(Contact.objects.filter(employer=merge.survivor_id)))
        kept = {plain(pk): {"twin": plain(twin), "permitted": {}} for pk, twin in pairs.items()}
    found = []
    for pk, said in kept.items():
        twin = _now(UUID(said["twin"]))
        if twin and UUID(pk) in stayed:
            found.append((stayed[UUID(pk)], twin, said["permitted"]))
    return found


def _now(pk: UUID) -> Contact | None:
    """A contact, or the one into which it was merged since."""
    for _step in range(50):
        if contact := Contact.objects.filter(pk=pk).first():
            return contact
        joined = ContactMerge.objects.standing().filter(moves__contact__id=plain(pk)).first()
        if not joined:
            return None
        pk = joined.survivor_id
    return None


def hold(held: list[Held]) -> list[Change]:
    """Let it hold at the contacts that are back, once the rows are; returns what the journal says of it."""
    changes = []
    for one in held:
        before = {name: getattr(one.contact, name) for name in one.now}
        after = {name: strictest(before[name], value) for name, value in one.now.items()}
        if after != before:
            Contact.objects.filter(pk=one.contact.pk).update(**after, version=one.contact.version + 1)
            changes.append(Change(LABEL, str(one.contact.pk), before, after))
        there = set(Protection.objects.filter(contact=one.contact).values_list("account", flat=True))
        new = [
            Protection(employer_id=one.contact.employer_id, account_id=account, contact=one.contact)
            for account in sorted(one.accounts - there)
        ]
        Protection.objects.bulk_create(new)
        changes += [
            Change(Protection._meta.label_lower, str(row.pk), None, {"account_id": plain(row.account_id)})
            for row in new
        ]
    return changes
