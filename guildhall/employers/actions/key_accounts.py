"""Key accounts and touch points: named, changed, ended (C9, C10, C13)."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.recording import record, text_of
from guildhall.employers import rules
from guildhall.employers.actions.editing import changed
from guildhall.employers.actions.entering import renew_stars
from guildhall.employers.models import (
    Contact,
    ContactGrant,
    Employer,
    KeyAccount,
    Protection,
    TouchPoint,
)
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked


def _locked(employer: Employer) -> Employer:
    return locked(Employer, employer.pk, "holder")


@transaction.atomic
def open_key_account(
    employer: Employer,
    institution: Institution,
    *,
    operator: Person,
    deputy: Person | None,
    contacts: Sequence[Contact],
    note: str = "",
    by: Person,
) -> KeyAccount:
    """Make an employer a key account of an institution: whoever wants its protected contacts asks first (C9, C11)."""
    found = _locked(employer)
    require(rules.can_open_account(by, found, institution))
    _fit(found, institution, operator, deputy)
    _may_protect(contacts, by)
    account = KeyAccount.objects.create(
        employer=found, institution=institution, operator=operator, deputy=deputy, note=note, since=clock.today()
    )
    Protection.objects.bulk_create(Protection(employer=found, account=account, contact=c) for c in contacts)
    renew_stars([found.pk])
    after: dict[str, Any] = {
        "institution": text_of(institution),
        "operator": text_of(operator),
        "deputy": text_of(deputy),
    }
    after |= {"contacts": [c.name for c in contacts], "note": note}
    record("open key account", account, by=by, after=after, institution=institution)
    return account


@transaction.atomic
def change_key_account(
    account: KeyAccount, values: dict[str, Any], *, contacts: Sequence[Contact], version: int, by: Person
) -> KeyAccount:
    """Change operator, deputy, protected contacts or the note on how to approach them."""
    employer = _locked(account.employer)
    found = locked(KeyAccount, account.pk)
    found.employer = employer
    require(rules.can_change_account(by, found))
    if found.version != version:
        raise Conflict
    require(rules.can_name_operators(by, found, values["operator"], values["deputy"]))
    _fit(employer, found.institution, values["operator"], values["deputy"])
    protected = {p.contact_id: p for p in found.protections.select_related("contact")}
    new = [c for c in contacts if c.pk not in protected]
    _may_protect(new, by)
    before, after = changed(found, values)
    wanted = {c.pk for c in contacts}
    gone = [p for pk, p in protected.items() if pk not in wanted]
    if gone or new:
        before["contacts"] = sorted(p.contact.name for p in protected.values())
        after["contacts"] = sorted(c.name for c in contacts)
        Protection.objects.filter(pk__in=[p.pk for p in gone]).delete()
        Protection.objects.bulk_create(Protection(employer=employer, account=found, contact=c) for c in new)
        renew_stars([employer.pk])
    found.version += 1
    found.save()
    record("change key account", found, by=by, before=before, after=after, institution=found.institution)
    return found


@transaction.atomic
def end_key_account(account: KeyAccount, *, reason: str, by: Person) -> None:
    """End a key account: its contacts are open to everybody again whom no other account keeps from them."""
    employer = _locked(account.employer)
    found = locked(KeyAccount, account.pk)
    found.employer = employer
    require(rules.can_change_account(by, found))
    if not reason.strip():
        refuse(_("Say why the key account ends: the others will ask."))
    found.ended_at, found.ended_because = clock.now(), reason.strip()[:300]
    found.version += 1
    found.save(update_fields=["ended_at", "ended_because", "version"])
    renew_stars([employer.pk])
    record("end key account", found, by=by, after={"ended": True}, reason=reason, institution=found.institution)


def _fit(employer: Employer, institution: Institution, operator: Person, deputy: Person | None) -> None:
    """Operator and deputy work with this employer at that institution, and are two people."""
    if deputy and deputy == operator:
        refuse(_("Operator and deputy are two people, so that one of them is there."))
    for person in filter(None, (operator, deputy)):
        if not person.is_active or not rules.can_keep_accounts(person, employer, institution):
            told = {"who": person, "where": institution}
            refuse(_("%(who)s does not work with this employer at %(where)s, so cannot answer for it.") % told)


def _may_protect(contacts: Sequence[Contact], by: Person) -> None:
    """Nobody comes by details that another account protects by protecting them once more."""
    for contact in contacts:
        require(rules.can_show_address(by, contact))


@transaction.atomic
def grant_contact(contact: Contact, person: Person, *, until: Any, reason: str, by: Person) -> ContactGrant:
    """Let a person see a protected contact's details until a day. Who may agree is for the caller to ask (N6)."""
    _locked(contact.employer)
    values = {"until": until, "reason": reason[:300], "by": by, "granted_at": clock.now()}
    grant = ContactGrant.objects.create(employer_id=contact.employer_id, contact=contact, person=person, **values)
    record("grant contact", contact, by=by, after={"person": text_of(person), "until": until}, reason=reason[:300])
    return grant


# ── Employers that belong to nobody alone ────────────────────────────


@transaction.atomic
def mark_doors(employer: Employer, *, many: bool, by: Person) -> None:
    """Say that an employer has several touch points, so that nobody is asked first, or that it has not (C13)."""
    found = _locked(employer)
    protected = found.key_accounts.standing().exists()
    require(rules.can_mark_doors(by, found, protected=protected))
    if found.many_doors == many:
        return
    found.many_doors = many
    found.version += 1
    found.save(update_fields=["many_doors", "version"])
    record("mark touch points", found, by=by, before={"many": not many}, after={"many": many})


@transaction.atomic
def save_touch_point(
    employer: Employer, values: dict[str, Any], *, by: Person, point: TouchPoint | None = None, version: int = 0
) -> TouchPoint:
    """Name who answers for a topic or site of an employer with several touch points, or change it (C13)."""
    found = _locked(employer)
    if point is None:
        require(rules.can_keep_accounts(by, found, values["institution"]))
        if not found.many_doors:
            refuse(_("Say first that this employer has several touch points."))
        point = TouchPoint(employer=found, since=clock.today(), **values)
        before: dict[str, Any] = {}
        after = _said(values)
    else:
        point = locked(TouchPoint, point.pk)
        point.employer = found
        require(rules.can_change_touch_point(by, point))
        if point.version != version:
            raise Conflict
        before, after = changed(point, values)
        point.version += 1
    if not rules.can_keep_accounts(values["person"], found, values["institution"]):
        told = {"who": values["person"], "where": values["institution"]}
        refuse(_("%(who)s does not work with this employer at %(where)s, so cannot answer for it.") % told)
    point.save()
    record("save touch point", point, by=by, before=before, after=after, institution=point.institution)
    return point


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {name: text_of(value) for name, value in values.items()}


@transaction.atomic
def end_touch_point(point: TouchPoint, *, by: Person) -> None:
    """Nobody in particular answers for a topic or site any more."""
    employer = _locked(point.employer)
    found = locked(TouchPoint, point.pk)
    found.employer = employer
    require(rules.can_change_touch_point(by, found))
    found.ended_at = clock.now()
    found.version += 1
    found.save(update_fields=["ended_at", "version"])
    record("end touch point", found, by=by, before={"of": text_of(found)}, after=None, institution=found.institution)
