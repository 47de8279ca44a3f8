"""What rows tell beside the employer and its people: wishes not to be contacted, and what happened."""

from collections.abc import Sequence
from uuid import UUID

from guildhall.employers.actions.entering import NewEmployer
from guildhall.employers.models import Contact, Employer
from guildhall.engagements.actions.holding import note_wishes
from guildhall.engagements.actions.past import note_past
from guildhall.engagements.models import ContactLimit
from guildhall.imports.actions.settling import Waiting
from guildhall.imports.kinds import Addition
from guildhall.imports.models import Batch
from guildhall.intermediaries.actions.members import take_in
from guildhall.people.models import Person
from guildhall.store.blocks import among


def note_wishes_of(batch: Batch, rows: Sequence[Waiting], additions: dict[int, NewEmployer], by: Person) -> None:
    """Contacts who asked to be left alone are, from the moment they enter the record.

    Of rows that brought their employer the contacts are looked for by name: it has no others yet.
    """
    rows = [row for row in rows if row.employer and any(c.quiet for c in additions[row.pk].contacts)]
    if not rows:
        return
    people: dict[UUID, dict[str, list[UUID]]] = {}
    contacts = Contact.objects.filter(employer__in=among({row.employer for row in rows if row.employer}))
    names = contacts.order_by("pk").values_list("pk", "employer", "given_name", "family_name")
    for pk, employer, given, family in names:
        people.setdefault(employer, {}).setdefault(f"{given} {family}", []).append(pk)
    wishes: list[tuple[UUID | None, UUID, str]] = []
    of_rows: dict[UUID, list[Waiting]] = {}  # by contact, in order
    for row in rows:
        known = {str(pk): words for pk, words in row.effects.get("quiet", [])}
        joined = bool(known)  # joining has told of every person of the row already
        named = people.get(row.employer, {})  # type: ignore[arg-type]
        for one in additions[row.pk].contacts:
            there = named.get(f"{one.given_name} {one.family_name}")
            if one.quiet and there and not joined:
                known[str(there.pop(0))] = one.quiet
        for contact, words in known.items():
            wishes.append((row.employer, UUID(contact), f"{words}, in the list {batch.file_name}"))
            of_rows.setdefault(UUID(contact), []).append(row)
    limits = note_wishes(wishes, by=by)
    for limit, whose in ContactLimit.objects.filter(pk__in=limits).order_by("pk").values_list("pk", "contact"):
        of_rows[whose].pop(0).effects.setdefault("limits", []).append(str(limit))  # type: ignore[index]


def note_members_of(batch: Batch, rows: Sequence[Waiting], by: Person) -> None:
    """Where it is a chamber's list of members, the employers of its rows become members (D1).

    A chamber that whoever applies the list does not see any more, or that was merged, gets none of them by that.
    """
    if batch.body_id is None or not Employer.objects.visible_to(by).filter(pk=batch.body_id).exists():
        return
    made = dict(take_in(batch.body_id, [row.employer for row in rows if row.employer], batch=batch.pk, by=by))
    for row in rows:
        if row.employer and (member := made.pop(row.employer, None)):  # of several rows of one employer the first
            row.effects["members"] = [str(member)]


def note_past_of(batch: Batch, rows: Sequence[Waiting], brought: dict[int, Addition], by: Person) -> None:
    """What happened with the employers of rows, onto their timelines."""
    told = [(row, past) for row in rows if row.employer and (past := brought[row.pk].happened)]
    given = [(row.employer, past) for row, past in told]
    noted = note_past(given, source=batch.file_name, by=by, institution=batch.institution)  # type: ignore[arg-type]
    for (row, _past), one in zip(told, noted, strict=True):
        row.effects["engagements"] = [str(one.engagement)] if one.engagement else []
        left = [{"field": key, "value": value, "why": why} for key, value, why in one.left]
        row.effects["left"] = row.effects.get("left", []) + left
