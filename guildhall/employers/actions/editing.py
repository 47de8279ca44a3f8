"""Changing what is known of an employer: names, sites, contacts, notes, tags, owner."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from guildhall.audit.recording import guard_again, record, text_of
from guildhall.employers import rules
from guildhall.employers.actions.entering import renew_derived
from guildhall.employers.actions.logins import end_logins_of
from guildhall.employers.emails import tell_of_owner, tell_operators
from guildhall.employers.models import Contact, Employer, EmployerLogin, EmployerName, Identifier, Note, Site, Tag
from guildhall.employers.queries.departures import is_first_to_ask_again
from guildhall.lib import clock
from guildhall.lib.reach import LIFE, in_reach
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked

ADDRESS = ("email", "phone")
Editor = Person | EmployerLogin  # staff, or the employer's own people (N19)


def person_of(by: Editor) -> Person | None:
    """The member of the staff who acts, where it is one: columns that name authors name nobody else."""
    return by if isinstance(by, Person) else None


def answering_for(by: Editor) -> Person | None:
    """Who of the staff answers for what is written down: the author, or whoever let the author in (A5)."""
    return by if isinstance(by, Person) else by.let_in_by


def locked_to_edit(employer: Employer, by: Editor, version: int | None = None) -> Employer:
    """The employer's row, locked, with the rule asked and the version compared (R29)."""
    saved_employer = locked(Employer, employer.pk)
    require(rules.can_edit(by, saved_employer))
    if version is not None and saved_employer.version != version:
        raise Conflict
    return saved_employer


def changed(obj: Any, changes: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Put new values on a record; what differed, before and after."""
    before, after = {}, {}
    for field, value in changes.items():
        if getattr(obj, field) != value:
            before[field], after[field] = plain(getattr(obj, field)), plain(value)
            setattr(obj, field, value)
    return before, after


def plain(value: Any) -> Any:
    """A value as the journal keeps it: a related record by its key."""
    return str(value.pk) if hasattr(value, "pk") else value


@transaction.atomic
def change_employer(
    employer: Employer, changes: dict[str, Any], *, tags: list[str] | None = None, version: int, by: Editor
) -> Employer:
    """Change the facts about an employer; the name it had is kept as a former name."""
    saved_employer = locked_to_edit(employer, by, version)
    old_name = saved_employer.name
    before, after = changed(saved_employer, changes)
    if "name" in after:
        EmployerName.objects.get_or_create(employer=saved_employer, name=old_name, defaults={"kind": "former"})
    if tags is not None:
        old = sorted(saved_employer.tags.values_list("name", flat=True))
        if old != sorted(tags):
            Tag.objects.bulk_create([Tag(name=t[:60]) for t in tags], ignore_conflicts=True)
            saved_employer.tags.set(Tag.objects.filter(name__in=tags))
            before["tags"], after["tags"] = old, sorted(tags)
    if not after:
        return saved_employer
    if "domain" in after:
        saved_employer.domain_by = answering_for(by)
    saved_employer.version += 1
    saved_employer.save()
    if after.keys() & {"name", "domain"}:
        renew_derived([saved_employer.pk])
    record("change", saved_employer, by=by, before=before, after=after)
    return saved_employer


@transaction.atomic
def add_name(employer: Employer, kind: str, name: str, *, by: Person) -> EmployerName:
    """Note another name that an employer goes by."""
    saved_employer = locked_to_edit(employer, by)
    if name == saved_employer.name or saved_employer.names.filter(name=name).exists():
        refuse("This name is noted already.")
    row = EmployerName.objects.create(employer=saved_employer, kind=kind, name=name)
    renew_derived([saved_employer.pk])
    record("add name", saved_employer, by=by, after={"kind": kind, "name": name})
    return row


@transaction.atomic
def remove_name(name: EmployerName, *, by: Person) -> None:
    """Take a wrong name away."""
    employer = locked_to_edit(name.employer, by)
    record("remove name", employer, by=by, before={"kind": name.kind, "name": name.name})
    name.delete()
    renew_derived([employer.pk])


@transaction.atomic
def add_identifier(employer: Employer, scheme: str, value: str, *, by: Person) -> None:
    """Note what a register calls an employer."""
    saved_employer = locked_to_edit(employer, by)
    Identifier.objects.get_or_create(employer=saved_employer, scheme=scheme, value=value)
    renew_derived([saved_employer.pk])
    record("add identifier", saved_employer, by=by, after={"scheme": scheme, "value": value})


@transaction.atomic
def save_site(
    employer: Employer, values: dict[str, Any], *, by: Editor, site: Site | None = None, version: int = 0
) -> Site:
    """Add a site or change one; the first one is the main one."""
    saved_employer = locked_to_edit(employer, by)
    if site is None:
        site = Site(employer=saved_employer, main=not saved_employer.sites.exists(), **values)
        before: dict[str, Any] = {}
        after = dict(values)
    else:
        site = locked(Site, site.pk, employer=saved_employer)
        if site.version != version:
            raise Conflict
        before, after = changed(site, values)
        site.version += 1
    site.save()
    renew_derived([saved_employer.pk])
    record("save site", site, by=by, before=before, after=after)
    return site


@transaction.atomic
def save_contact(
    employer: Employer, values: dict[str, Any], *, by: Editor, contact: Contact | None = None, version: int = 0
) -> Contact:
    """Add a contact or change one; one contact is the first person to ask."""
    for name in ("from_date", "to_date"):
        require(in_reach(values.get(name), back=LIFE))
    saved_employer = locked_to_edit(employer, by)
    if contact is None:
        contact = Contact(employer=saved_employer, **values)
        before: dict[str, Any] = {}
        after = {k: plain(v) for k, v in values.items()}
        note_author(contact, by)
    else:
        contact = locked(Contact, contact.pk, employer=saved_employer)
        if contact.version != version:
            raise Conflict
        before, after = changed(contact, values)
        # Who may not see them may not put others in their place either; an employer's people know their own.
        if after.keys() & set(ADDRESS) and isinstance(by, Person):
            require(rules.can_show_address(by, contact))
        if "email" in after:
            note_author(contact, by)
        contact.version += 1
    if contact.primary:
        saved_employer.contacts.exclude(pk=contact.pk).update(primary=False)
    contact.save()
    renew_derived([saved_employer.pk])
    record("save contact", contact, by=by, before=before, after=after)
    if before.get("to_date", "") != after.get("to_date", "") and contact.to_date:
        if contact.to_date < clock.today():
            end_logins_of(contact, by=by)
        tell_operators(contact, by=by)
    return contact


def note_author(contact: Contact, by: Editor) -> None:
    """Note who answers for a contact's e-mail address, and that its owner has not answered from it yet."""
    contact.email_by, contact.email_at, contact.email_confirmed_at = answering_for(by), clock.now(), None


@transaction.atomic
def note_departure(contact: Contact, *, by: Editor) -> None:
    """A contact has left and is a former one at once: yesterday was the last day, the history stays."""
    locked_to_edit(contact.employer, by)
    contact = locked(Contact, contact.pk, "employer")
    if contact.to_date and contact.to_date <= clock.today():
        return  # told already: the day on which it was is kept
    last, before = clock.today() - timedelta(1), {"to_date": contact.to_date, "primary": contact.primary}
    contact.to_date, contact.primary = max(last, contact.from_date or last), False
    contact.version += 1
    contact.save(update_fields=["to_date", "primary", "version"])
    record("note departure", contact, by=by, before=before, after={"to_date": contact.to_date, "primary": False})
    end_logins_of(contact, by=by)
    tell_operators(contact, by=by)


@transaction.atomic
def note_return(contact: Contact, *, by: Editor) -> None:
    """A contact has not left, or is back: current again. A sign-in that ended with the departure stays ended."""
    locked_to_edit(contact.employer, by)
    contact = locked(Contact, contact.pk, "employer")
    if contact.is_current:
        return
    before = {"to_date": contact.to_date, "primary": contact.primary}
    contact.to_date, contact.primary = None, is_first_to_ask_again(contact)
    contact.version += 1
    contact.save(update_fields=["to_date", "primary", "version"])
    record("note return", contact, by=by, before=before, after={"to_date": None, "primary": contact.primary})
    tell_operators(contact, by=by)


@transaction.atomic
def write_note(employer: Employer, text: str, *, by: Person, institution: Institution, stays: bool = False) -> Note:
    """Write a note; one that stays never leaves the CRM of the institution that holds the employer (A6)."""
    saved_employer = locked_to_edit(employer, by)
    note = Note.objects.create(
        employer=saved_employer,
        text=text,
        by=by,
        institution=institution,
        written_at=clock.now(),
        stays_with=saved_employer.holder if stays else None,
    )
    record("write note", note, by=by, after={"text": text, "stays": stays}, institution=institution)
    return note


def _own_note(note: Note, by: Person, version: int) -> Note:
    """A note of one's own, its employer and itself locked, with the version compared (R29)."""
    locked_to_edit(note.employer, by)
    saved_note = locked(Note, note.pk, "employer")
    require(rules.can_change_note(by, saved_note))
    if saved_note.version != version:
        raise Conflict
    return saved_note


@transaction.atomic
def change_note(note: Note, text: str, *, version: int, by: Person) -> Note:
    """Change a note of one's own; the page says that it was edited, the journal keeps what it said before."""
    saved_note = _own_note(note, by, version)
    if saved_note.text == text:
        return saved_note
    before, saved_note.text, saved_note.edited_at = saved_note.text, text, clock.now()
    saved_note.version += 1
    saved_note.save(update_fields=["text", "edited_at", "version"])
    record(
        "change note",
        saved_note,
        by=by,
        before={"text": before},
        after={"text": text},
        institution=saved_note.institution,
    )
    return saved_note


@transaction.atomic
def remove_note(note: Note, *, version: int, by: Person) -> None:
    """Remove a note of one's own: no page shows it any more, the journal keeps it."""
    saved_note = _own_note(note, by, version)
    saved_note.removed_at = clock.now()
    saved_note.version += 1
    saved_note.save(update_fields=["removed_at", "version"])
    record(
        "remove note",
        saved_note,
        by=by,
        before={"text": saved_note.text},
        after=None,
        institution=saved_note.institution,
    )


@transaction.atomic
def let_note(note: Note, *, travel: bool, by: Person) -> None:
    """Choose whether a note travels when the employer is promoted, or stays in the CRM (A6)."""
    employer = locked_to_edit(note.employer, by)
    note = locked(Note, note.pk, "employer")
    require(rules.can_let_travel(by, note))
    before = note.stays_with_id is None
    note.stays_with = None if travel else employer.holder
    note.version += 1
    note.save(update_fields=["stays_with", "version"])
    if not travel:
        guard_again(note)
    record("let note travel", note, by=by, before={"travels": before}, after={"travels": travel})


@transaction.atomic
def own(
    employer: Employer, owner: Person | None, *, by: Person, version: int | None = None, telling: bool = True
) -> None:
    """Say who looks after a shared employer. Without `telling` the caller tells those whom it concerns."""
    saved_employer = locked_to_edit(employer, by, version)
    former, saved_employer.owner = saved_employer.owner, owner
    saved_employer.version += 1
    saved_employer.save(update_fields=["owner", "version"])
    record("own", saved_employer, by=by, before={"owner": text_of(former)}, after={"owner": text_of(owner)})
    if telling:
        tell_of_owner(saved_employer, former, by=by)
