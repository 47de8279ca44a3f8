"""What a list tells of people whom an employer has as contacts, or has not yet."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from guildhall.employers.actions.entering import CONTACT, NewContact, contact_values
from guildhall.employers.matching.people import MAYBE, SAME, Named, alike, full_name
from guildhall.employers.models import Contact
from guildhall.employers.queries.contacts import Known, people_of
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.sentences import phrase
from guildhall.people.models import Person
from guildhall.store.blocks import among, insert_values, update_rows

NAMES = ("given_name", "family_name")
REACH = ("title", "email", "phone")
WRITTEN = ("email_by_id", "email_at", "email_confirmed_at")
HAD_KEPT = phrase("The record has {had}, and it was kept.")
ANOTHER_KEPT = phrase("The record has another one, and it was kept.")
LEFT_SAYS = phrase("{name} left on {day}, says the record.")
IS_PROTECTED = phrase("{name} is protected by a key account: ask its operator.")
RECORD_SAYS, HAS_NAME = phrase("The record says {day}."), phrase("The record has {name}.")
WORDS = {"title": "title", "email": "e-mail", "phone": "telephone"}


@dataclass
class JoinedPeople:
    """What one row did to the contacts of an employer, and what of it the record did not take."""

    added: list[str] = field(default_factory=list)
    changed: list[list[Any]] = field(default_factory=list)  # [contact, {field: [before, after]}]
    left: list[dict[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    quiet: list[list[str]] = field(default_factory=list)  # [contact, the words of the wish]


class JoiningPeople:
    """What is known of the contacts of some employers, and what is to be added to them."""

    def __init__(self, employers: Iterable[UUID], by: Person) -> None:
        self.people = people_of(employers)
        self.by = by
        self.new: list[tuple[Any, ...]] = []
        self.changed: dict[str, dict[str, Any]] = {}
        self.addressed: list[tuple[str, dict[str, list[Any]]]] = []  # changes of e-mail addresses

    def join(self, employer: UUID, people: Iterable[NewContact], where_both: str) -> JoinedPeople:
        """Note what one row tells of people: a known one gets what is missing, another one is added."""
        joined = JoinedPeople()
        taken: set[str] = set()
        for new in people:
            known = None if new.another else self._known(employer, new, taken)
            if known is None:
                pk = self._add(employer, new)
                joined.added.append(pk)
                taken.add(pk)
            else:
                pk = str(known.pk)
                taken.add(pk)
                self._fill(known, new, where_both, joined)
            if new.quiet:
                joined.quiet.append([pk, new.quiet])
        return joined

    def _known(self, employer: UUID, new: NewContact, taken: set[str]) -> Known | None:
        """The contact that somebody is: surely, or where somebody has looked at the row, probably."""
        one = Named(new.given_name, new.family_name, new.email, new.phone, new.title)
        judged = [(alike(one, k.named)[0], k) for k in self.people[employer] if str(k.pk) not in taken]
        for wanted in (SAME, MAYBE) if new.looked_at else (SAME,):
            there = [k for verdict, k in judged if verdict == wanted]
            if there:
                return min(there, key=lambda k: k.left)
        return None

    def _add(self, employer: UUID, new: NewContact) -> str:
        pk = new_id()
        self.new.append((str(pk), *contact_values(employer, new, self.by.pk, clock.now())))
        names = (new.given_name, new.family_name, new.title, new.email, new.phone)
        self.people[employer].append(Known(pk, *names, protected=False, to_date=new.until, version=0))
        return str(pk)

    def _fill(self, known: Known, new: NewContact, where_both: str, joined: JoinedPeople) -> None:
        name = known.name
        if known.left and not new.until:
            when = LEFT_SAYS.format(name=name, day=known.to_date)
            joined.left += [_left(f, getattr(new, f), when) for f in REACH if getattr(new, f)]
            if full_name(new.given_name, new.family_name) != full_name(known.given, known.family):
                joined.left.append(_left("name", full_words(new), when))
            return
        changes: dict[str, list[Any]] = {}
        for key in REACH:
            value, had = getattr(new, key), getattr(known, key)
            if not value or value.casefold() == had.casefold():
                continue
            if known.protected and key != "title":
                joined.left.append(_left(key, value, IS_PROTECTED.format(name=name)))
            elif not had or where_both == "replace":
                changes[key] = [had, value]
                setattr(known, key, value)
            elif where_both == "both":
                joined.notes.append(f"{name}, further {WORDS[key]}: {value}")
            else:
                # Whoever reads the list may not see addresses.
                why = HAD_KEPT.format(had=had) if key == "title" else ANOTHER_KEPT
                joined.left.append(_left(key, value, why))
        self._fill_name(known, new, changes, where_both, joined)
        if new.until and not known.to_date:
            changes["to_date"] = [None, new.until.isoformat()]
            known.to_date = new.until
        elif new.until and new.until != known.to_date:
            joined.left.append(_left("until", new.until.isoformat(), RECORD_SAYS.format(day=known.to_date)))
        if changes:
            self._change(known, changes, joined)

    def _fill_name(
        self, known: Known, new: NewContact, changes: dict[str, Any], where_both: str, joined: JoinedPeople
    ) -> None:
        """One person under two names: a missing first name is filled in, another name is chosen like other values."""
        name = known.name
        if full_name(new.given_name, new.family_name) in (
            full_name(known.given, known.family),
            known.family.casefold(),
        ):
            return
        fills = new.given_name and not known.given and new.family_name.casefold() == known.family.casefold()
        if fills or where_both == "replace":
            for key, had, value in (
                ("given_name", known.given, new.given_name), ("family_name", known.family, new.family_name),
            ):  # fmt: skip
                if value and value != had:
                    changes[key] = [had, value]
            known.given, known.family = new.given_name or known.given, new.family_name
        elif where_both == "both":
            joined.notes.append(f"{name}, further name: {new.given_name} {new.family_name}")
        else:
            joined.left.append(_left("name", full_words(new), HAS_NAME.format(name=name)))

    def _change(self, known: Known, changes: dict[str, list[Any]], joined: JoinedPeople) -> None:
        if known.version:
            joined.changed.append([str(known.pk), changes])
            known.version += 1
            values = {key: after for key, (_before, after) in changes.items()}
            if "email" in values:
                values |= {"email_by_id": self.by.pk, "email_at": clock.now(), "email_confirmed_at": None}
                self.addressed.append((str(known.pk), changes))
            self.changed.setdefault(str(known.pk), {}).update(values | {"version": known.version})
        else:  # it waits to be written itself
            at = next(n for n, row in enumerate(self.new) if row[0] == str(known.pk))
            row = list(self.new[at])
            for key, (_before, after) in changes.items():
                row[CONTACT.index(key)] = after
            self.new[at] = tuple(row)

    def write(self) -> None:
        """Write everything that was noted."""
        insert_values(Contact, CONTACT, self.new)
        if self.changed:
            names = [*NAMES, *REACH, "to_date", "email_by", "email_at", "email_confirmed_at", "version"]
            rows = list(Contact.objects.filter(pk__in=among(self.changed)).order_by("pk"))
            before = {str(row.pk): [_said(row, key) for key in WRITTEN] for row in rows}
            for pk, changes in self.addressed:
                changes["email"].append(before[pk])  # who wrote the old address down, and when
            for row in rows:
                for key, value in self.changed[str(row.pk)].items():
                    setattr(row, key, value)
            update_rows(rows, names)


def full_words(new: NewContact) -> str:
    """The name of somebody as a row gives it."""
    return f"{new.given_name} {new.family_name}".strip()


def _left(key: str, value: str, why: str) -> dict[str, str]:
    return {"field": key, "value": value, "why": why}


def marks_of(model: Any, keys: Iterable[Any]) -> dict[str, str]:
    """Digests of all that rows say, but for whose they are and their version; by primary key."""
    columns = [f.attname for f in model._meta.concrete_fields if f.name not in ("employer", "version")]
    rows = model.objects.filter(pk__in=among(keys)).order_by().values_list(*columns)
    return {str(row[0]): hashlib.sha256(json.dumps(row, default=str).encode()).hexdigest()[:32] for row in rows}


def untouched(model: Any, marks: dict[str, str], keys: Sequence[str]) -> list[str]:
    """The rows that say what they said when a list added them, whatever was changed and put back in between."""
    first = model.objects.filter(pk__in=among(keys), version=1).values_list("pk", flat=True)
    now = marks_of(model, [pk for pk in keys if pk in marks])
    return [*{str(pk) for pk in first} | {pk for pk, mark in now.items() if mark == marks[pk]}]


def take_back_changes(changes: Iterable[list[Any]]) -> None:
    """Put back what contacts said before, newest change first, as far as nobody has changed it since."""
    changes = [(pk, {key: values[:2] for key, values in fields.items()}, fields) for pk, fields in changes]
    rows = {str(c.pk): c for c in Contact.objects.filter(pk__in=among(pk for pk, _f, _m in changes))}
    for pk, fields, more in changes:
        if (contact := rows.get(pk)) is None:
            continue
        for key, (before, after) in fields.items():
            if _said(contact, key) == after:
                setattr(contact, key, before)
        contact.version += 1  # never back: a form that somebody has open would win (R29)
        if len(more.get("email", [])) > 2 and contact.email == fields["email"][0]:
            for key, before in zip(WRITTEN, more["email"][2], strict=True):
                setattr(contact, key, before)
    update_rows(
        list(rows.values()), [*NAMES, *REACH, "to_date", "email_by", "email_at", "email_confirmed_at", "version"]
    )


def _said(contact: Contact, key: str) -> Any:
    value = getattr(contact, key)
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
