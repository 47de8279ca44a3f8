"""Taking one contact into another of the same employer, and parting them again."""

from collections.abc import Collection, Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction

from guildhall.audit.recording import Change, record_block
from guildhall.employers import rules
from guildhall.employers.actions.editing import locked_to_edit
from guildhall.employers.actions.entering import renew_derived
from guildhall.employers.actions.moving import Ledger, journal, plain
from guildhall.employers.merging import strictest
from guildhall.employers.models import Contact, ContactMerge, Protection
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Person
from guildhall.store.locking import locked

Values = dict[str, Any]
# What of the two may be chosen; who wrote an address down, and when, goes with the address.
CHOSEN = ("given_name", "family_name", "title", "email", "phone", "site_id", "from_date", "to_date", "approach")
WITH_EMAIL = ("email_by_id", "email_at", "email_confirmed_at")
PERMISSIONS = ("students_may_email", "students_may_phone", "mail_topics")
ONCE: dict[type[models.Model], tuple[str, ...]] = {Protection: ("account_id",)}  # besides what constraints say


@transaction.atomic
def merge_contacts(
    survivor: Contact, loser: Contact, *, choose: Collection[str] = (), versions: tuple[int, int], by: Person
) -> ContactMerge:
    """Take one contact into another: everything that named it names the survivor, and it can be parted again (N16).

    The survivor keeps what it says; gaps are filled, and of the fields in `choose` the other one's value is taken. What
    either of the two forbids is forbidden, and whom a key account protects stays protected. Raises `Conflict` where
    somebody changed one of the two meanwhile.
    """
    employer = locked_to_edit(survivor.employer, by)
    pair = Contact.objects.select_for_update().filter(pk__in=[survivor.pk, loser.pk], employer=employer)
    found = {one.pk: one for one in pair.order_by("pk")}
    if len(found) < 2:
        raise Conflict
    survivor, loser = found[survivor.pk], found[loser.pk]
    survivor.employer = loser.employer = employer
    if (survivor.version, loser.version) != versions:
        raise Conflict
    require(rules.can_merge_contacts(by, survivor, loser))
    ledger = Ledger()
    removed = _references_moved(survivor, loser, ledger)
    for before, after in joint_values(survivor, loser, choose):
        ledger.change(Contact, [survivor.pk], before, after)
    merge = ContactMerge(survivor=survivor, by=by, merged_at=clock.now())
    merge.moves = ledger.moves | {"removed": removed, "contact": _values(loser)}
    permitted = {name: strictest(getattr(survivor, name), getattr(loser, name)) for name in PERMISSIONS}
    merge.moves["permitted"] = permitted
    merge.save(force_insert=True)
    Contact.objects.filter(pk=loser.pk).delete()
    Contact.objects.filter(pk=survivor.pk).update(version=survivor.version + 1)
    renew_derived([employer.pk])
    record_block("merge contacts", survivor, _told(merge), by=by, institution=employer.holder)
    return merge


def joint_values(survivor: Contact, loser: Contact, choose: Collection[str]) -> list[tuple[Values, Values]]:
    """What changes of the survivor, before and after, field by field. Refuses days that do not fit together."""
    groups: list[Values] = []
    for name in CHOSEN:
        ours, theirs = getattr(survivor, name), getattr(loser, name)
        if theirs not in ("", None) and ours != theirs and (ours in ("", None) or name in choose):
            more = WITH_EMAIL if name == "email" else ()
            groups.append({one: getattr(loser, one) for one in (name, *more)})
    groups += [{name: strictest(getattr(survivor, name), getattr(loser, name))} for name in PERMISSIONS]
    groups.append({"primary": survivor.primary or loser.primary})
    if survivor.followed_from_id in (None, loser.pk):
        before = loser.followed_from_id
        groups.append({"followed_from_id": None if before == survivor.pk else before})
    joint = {name: value for group in groups for name, value in group.items()}
    first, last = (joint.get(name, getattr(survivor, name)) for name in ("from_date", "to_date"))
    if first and last and last < first:
        refuse("The last day would lie before the first one. Choose both days of the same record.")
    pairs = [({name: getattr(survivor, name) for name in after}, after) for after in groups]
    return [(before, after) for before, after in pairs if before != after]


def references() -> Iterator[Any]:
    """Every column of any app that points to contacts, those of many-to-many tables among them."""
    for end in Contact._meta.get_fields(include_hidden=True):
        if end.auto_created and not end.concrete and (end.one_to_many or end.one_to_one):
            yield end.field


def _references_moved(survivor: Contact, loser: Contact, ledger: Ledger) -> list[Values]:
    """Let whatever named the loser name the survivor; returns the rows that the survivor had already, which go."""
    removed = []
    for field in references():
        model, column = field.model, field.attname
        rows = model._base_manager.filter(**{column: loser.pk}).exclude(pk=survivor.pk)
        for keys, where in _once(model, field):
            known = set(model._base_manager.filter(where, **{column: survivor.pk}).values_list(*keys))
            for row in rows.filter(where):
                if tuple(getattr(row, key) for key in keys) in known:
                    _check_bare(row)
                    removed.append({"model": model._meta.label_lower, "values": _values(row)})
                    row.delete()
        rows = model._base_manager.filter(**{column: loser.pk}).exclude(pk=survivor.pk)
        ledger.change(model, rows.values_list("pk", flat=True), {column: loser.pk}, {column: survivor.pk})
    return removed


def _once(model: type[models.Model], field: Any) -> list[tuple[tuple[str, ...], models.Q]]:
    """By which other columns a contact may be named once only in a table, and in which of its rows: a term on a board
    that is over forbids no other one.
    """
    constraints = (one for one in model._meta.constraints if isinstance(one, models.UniqueConstraint))
    unique = [(one.fields, one.condition or models.Q()) for one in constraints]
    unique += [(tuple(one), models.Q()) for one in model._meta.unique_together]
    others = [
        (tuple(model._meta.get_field(n).attname for n in names if n != field.name), where)
        for names, where in unique
        if field.name in names
    ]
    return [*others, (ONCE[model], models.Q())] if model in ONCE else others


def _check_bare(row: models.Model) -> None:
    """Refuse where more would go with a row than the row: votes of a meeting, what somebody wrote."""
    for end in row._meta.related_objects:
        if end.on_delete is models.CASCADE and end.related_model._base_manager.filter(**{end.field.name: row}).exists():
            what = str(row._meta.verbose_name)
            refuse("Both are in the same list, each with more to it: {what}. End one of them there first.", what=what)


def _values(row: models.Model) -> Values:
    return {f.attname: plain(getattr(row, f.attname)) for f in row._meta.concrete_fields}


def _restored(model: type[models.Model], values: Values) -> Any:
    """A row out of its kept values."""
    columns = {f.attname: f for f in model._meta.concrete_fields}
    return model(**{name: columns[name].to_python(value) for name, value in values.items() if name in columns})


@transaction.atomic
def undo_contact_merge(merge: ContactMerge, *, by: Person) -> Contact:
    """Part two contacts again; what was written since stays with the one that stayed, and so does what was changed."""
    employer = locked_to_edit(merge.survivor.employer, by)
    saved_merge = locked(ContactMerge, merge.pk, "survivor")
    survivor = locked(Contact, saved_merge.survivor_id, employer=employer)
    survivor.employer = saved_merge.survivor.employer = employer
    require(rules.can_part_contacts(by, saved_merge))
    contact = _restored(Contact, saved_merge.moves["contact"] | {"employer_id": str(employer.pk)})
    contact.primary = False  # one main contact: the survivor is asked below
    if not employer.sites.filter(pk=contact.site_id).exists():
        contact.site_id = None
    if "@" not in contact.email:  # struck out by an erasure meanwhile
        contact.email = ""
    _forbid_since(saved_merge, survivor, contact)
    contact.version += 1
    contact.save(force_insert=True)
    _put_back(saved_merge, survivor, contact)
    _protect_since(saved_merge, survivor, contact)
    saved_merge.undone_at, saved_merge.undone_by = clock.now(), by
    saved_merge.save(update_fields=["undone_at", "undone_by"])
    renew_derived([employer.pk])
    record_block("undo merge of contacts", survivor, _told(saved_merge, back=True), by=by, institution=employer.holder)
    return contact


def _put_back(merge: ContactMerge, survivor: Contact, contact: Contact) -> None:
    """What named the other contact names it again; of the survivor's own values those that nobody changed since."""
    for group in reversed(merge.moves["changed"]):
        model = apps.get_model(group["model"])
        rows = model._base_manager.filter(pk__in=group["rows"], **group["after"])
        rows.update(**group["before"])
    for one in merge.moves["removed"]:
        row = _restored(apps.get_model(one["model"]), one["values"])
        if not type(row)._base_manager.filter(pk=row.pk).exists():
            row.save(force_insert=True)
    Contact.objects.filter(pk=survivor.pk).update(version=models.F("version") + 1)
    if (
        merge.moves["contact"]["primary"]
        and not Contact.objects.filter(employer=contact.employer_id, primary=True).exists()
    ):
        Contact.objects.filter(pk=contact.pk).update(primary=True)


def _forbid_since(merge: ContactMerge, survivor: Contact, contact: Contact) -> None:
    """What the person has forbidden since stays forbidden at both; of an older merge, whatever is forbidden now."""
    for name in PERMISSIONS:
        now = getattr(survivor, name)
        if name not in merge.moves.get("permitted", {}) or now != merge.moves["permitted"][name]:
            setattr(contact, name, strictest(getattr(contact, name), now))


def _protect_since(merge: ContactMerge, survivor: Contact, contact: Contact) -> None:
    """Whoever was protected since the merge is protected at both: parting them opens no address (N6)."""
    held = set(Protection.objects.filter(contact=contact).values_list("account", flat=True))
    since = Protection.objects.filter(contact=survivor, pk__gt=merge.pk, account__ended_at=None)  # keys grow with time
    new = set(since.values_list("account", flat=True)) - held
    Protection.objects.bulk_create(
        Protection(employer_id=contact.employer_id, account_id=account, contact=contact) for account in sorted(new)
    )


def _told(merge: ContactMerge, *, back: bool = False) -> list[Change]:
    """What the journal says: every row that changed, and the contact that is gone or there again."""
    said = {k: v for k, v in merge.moves["contact"].items() if v not in ("", None, [], False)}
    gone = Change("employers.contact", str(merge.moves["contact"]["id"]), *((None, said) if back else (said, None)))
    return [gone, *journal(merge.moves, back=back)]
