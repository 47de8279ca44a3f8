"""Key accounts and touch points: named, changed, ended (C9, C10, C13)."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from guildhall.audit.recording import record, text_of
from guildhall.employers import emails, rules
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
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked

NOT_HERE = gettext_noop("{who} does not work with this employer at {where}, so cannot answer for it.")


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
    saved_employer = _locked(employer)
    require(rules.can_open_account(by, saved_employer, institution))
    _fit(saved_employer, institution, operator, deputy)
    _may_protect(contacts, by)
    account = KeyAccount.objects.create(
        employer=saved_employer,
        institution=institution,
        operator=operator,
        deputy=deputy,
        note=note,
        since=clock.today(),
    )
    Protection.objects.bulk_create(Protection(employer=saved_employer, account=account, contact=c) for c in contacts)
    renew_stars([saved_employer.pk])
    after: dict[str, Any] = {
        "institution": text_of(institution),
        "operator": text_of(operator),
        "deputy": text_of(deputy),
    }
    after |= {"contacts": [c.name for c in contacts], "note": note}
    record("open key account", account, by=by, after=after, institution=institution)
    emails.tell_of_account(account, by=by)
    return account


@transaction.atomic
def change_key_account(
    account: KeyAccount, values: dict[str, Any], *, contacts: Sequence[Contact], version: int, by: Person
) -> KeyAccount:
    """Change operator, deputy, protected contacts or the note on how to approach them."""
    employer = _locked(account.employer)
    key_account = locked(KeyAccount, account.pk)
    key_account.employer = employer
    require(rules.can_change_account(by, key_account))
    if key_account.version != version:
        raise Conflict
    require(rules.can_name_operators(by, key_account, values["operator"], values["deputy"]))
    _fit(employer, key_account.institution, values["operator"], values["deputy"])
    protected = {p.contact_id: p for p in key_account.protections.select_related("contact")}
    new = [c for c in contacts if c.pk not in protected]
    _may_protect(new, by)
    if new:
        require(rules.can_rest_on_work(employer, key_account.institution))
    before, after = changed(key_account, values)
    wanted = {c.pk for c in contacts}
    gone = [p for pk, p in protected.items() if pk not in wanted]
    if gone or new:
        before["contacts"] = sorted(p.contact.name for p in protected.values())
        after["contacts"] = sorted(c.name for c in contacts)
        Protection.objects.filter(pk__in=[p.pk for p in gone]).delete()
        Protection.objects.bulk_create(Protection(employer=employer, account=key_account, contact=c) for c in new)
        renew_stars([employer.pk])
    key_account.version += 1
    key_account.save()
    record("change key account", key_account, by=by, before=before, after=after, institution=key_account.institution)
    if new:
        emails.tell_of_account(key_account, by=by, widened=True)
    return key_account


@transaction.atomic
def end_key_account(account: KeyAccount, *, reason: str, by: Person) -> None:
    """End a key account: its contacts are open to everybody again whom no other account keeps from them."""
    employer = _locked(account.employer)
    key_account = locked(KeyAccount, account.pk)
    key_account.employer = employer
    require(rules.can_change_account(by, key_account))
    if not (reason := one_line(reason)):
        refuse("Say why the key account ends: the others will ask.")
    key_account.ended_at, key_account.ended_because = clock.now(), reason[:300]
    key_account.version += 1
    key_account.save(update_fields=["ended_at", "ended_because", "version"])
    renew_stars([employer.pk])
    record(
        "end key account", key_account, by=by, after={"ended": True}, reason=reason, institution=key_account.institution
    )


def _fit(employer: Employer, institution: Institution, operator: Person, deputy: Person | None) -> None:
    """Operator and deputy work with this employer at that institution, and are two people."""
    if deputy and deputy == operator:
        refuse("Operator and deputy are two people, so that one of them is there.")
    for person in filter(None, (operator, deputy)):
        if not person.is_active or not rules.can_keep_accounts(person, employer, institution):
            refuse(NOT_HERE, who=person, where=institution)


def _may_protect(contacts: Sequence[Contact], by: Person) -> None:
    """Nobody comes by details that another account protects by protecting them once more."""
    for contact in contacts:
        require(rules.can_show_address(by, contact))


@transaction.atomic
def grant_contact(
    contact: Contact, person: Person, *, account: KeyAccount | None, until: Any, reason: str, by: Person
) -> ContactGrant:
    """Let a person see a contact whom a key account protects until a day, or until the account ends (N6).

    Who may agree is for the caller to ask. Without an account it opens nothing that one protects.
    """
    _locked(contact.employer)
    values = {"account": account, "until": until, "reason": reason[:300], "by": by, "granted_at": clock.now()}
    grant = ContactGrant.objects.create(employer_id=contact.employer_id, contact=contact, person=person, **values)
    record("grant contact", contact, by=by, after={"person": text_of(person), "until": until}, reason=reason[:300])
    return grant


# ── Employers that belong to nobody alone ────────────────────────────


@transaction.atomic
def mark_doors(employer: Employer, *, many: bool, by: Person) -> None:
    """Say that an employer has several touch points, so that nobody is asked first, or that it has not (C13)."""
    saved_employer = _locked(employer)
    protected = saved_employer.key_accounts.standing().exists()
    require(rules.can_mark_doors(by, saved_employer, protected=protected))
    if saved_employer.many_doors == many:
        return
    saved_employer.many_doors = many
    saved_employer.version += 1
    saved_employer.save(update_fields=["many_doors", "version"])
    record("mark touch points", saved_employer, by=by, before={"many": not many}, after={"many": many})
    emails.tell_of_doors(saved_employer, by=by)


@transaction.atomic
def save_touch_point(
    employer: Employer, values: dict[str, Any], *, by: Person, point: TouchPoint | None = None, version: int = 0
) -> TouchPoint:
    """Name who answers for a topic or site of an employer with several touch points, or change it (C13)."""
    saved_employer = _locked(employer)
    if point is None:
        require(rules.can_keep_accounts(by, saved_employer, values["institution"]))
        if not saved_employer.many_doors:
            refuse("Say first that this employer has several touch points.")
        point = TouchPoint(employer=saved_employer, since=clock.today(), **values)
        before: dict[str, Any] = {}
        after = _said(values)
    else:
        point = locked(TouchPoint, point.pk)
        point.employer = saved_employer
        require(rules.can_change_touch_point(by, point))
        if point.version != version:
            raise Conflict
        before, after = changed(point, values)
        point.version += 1
    if not rules.can_keep_accounts(values["person"], saved_employer, values["institution"]):
        refuse(NOT_HERE, who=values["person"], where=values["institution"])
    point.save()
    record("save touch point", point, by=by, before=before, after=after, institution=point.institution)
    return point


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {name: text_of(value) for name, value in values.items()}


@transaction.atomic
def end_touch_point(point: TouchPoint, *, by: Person) -> None:
    """Nobody in particular answers for a topic or site any more."""
    employer = _locked(point.employer)
    touch_point = locked(TouchPoint, point.pk)
    touch_point.employer = employer
    require(rules.can_change_touch_point(by, touch_point))
    touch_point.ended_at = clock.now()
    touch_point.version += 1
    touch_point.save(update_fields=["ended_at", "version"])
    record(
        "end touch point",
        touch_point,
        by=by,
        before={"of": text_of(touch_point)},
        after=None,
        institution=touch_point.institution,
    )
