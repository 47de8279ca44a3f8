from uuid import UUID

from guildhall.employers.models import (
    Contact,
    ContactMerge,
    Employer,
    EmployerLogin,
    KeyAccount,
    Note,
    Protection,
    TouchPoint,
)
from guildhall.employers.queries.key_accounts import worked_together
from guildhall.employers.querysets import holders_open_to, is_shared_with
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.protocols.models import Clause
from guildhall.protocols.queries import agreed


def can_speak_for(login: EmployerLogin, employer: Employer) -> Verdict:
    """Whether somebody signs in for this employer: its own record is its own to change (N19)."""
    if login.ended_at or login.employer_id != employer.pk:
        return no("You do not sign in for this employer.")
    return no("This record was merged into another one.") if employer.merged_into_id else YES


def can_administer(login: EmployerLogin) -> Verdict:
    """Who invites colleagues of an employer and ends their logins (N19)."""
    if not (verdict := can_speak_for(login, login.employer)):
        return verdict
    return YES if login.administers else no("Only a colleague who administers your logins does that.")


def can_end_login(by: Person | EmployerLogin, login: EmployerLogin) -> Verdict:
    """Who ends a login: a colleague who administers them, and staff who edit the employer (N19)."""
    if login.ended_at:
        return no("This login has ended already.")
    if not isinstance(by, EmployerLogin):
        return can_edit(by, login.employer)
    if login.employer_id != by.employer_id:
        return no("You do not sign in for this employer.")
    return can_administer(by)


def can_edit(person: Person | EmployerLogin, employer: Employer) -> Verdict:
    """Who edits an employer: while restricted those who develop it, when shared the staff of any institution; and its
    own people.
    """
    if isinstance(person, EmployerLogin):
        return can_speak_for(person, employer)
    if employer.merged_into_id:
        return no("This record was merged into another one.")
    if employer.posted_at is None:
        if employer.holder_id in holders_open_to(person):
            return person.standing.earned(Permission.DEVELOP_EMPLOYERS)
        return no("Only those who develop this employer may change it.")
    if not is_shared_with(person, employer):
        return no("This employer is not shared with your institutions.")
    return person.may(Permission.EDIT_EMPLOYERS)


def can_change_note(person: Person, note: Note) -> Verdict:
    """Who changes or removes a note: whoever wrote it, as long as that person may work on the employer."""
    if not (verdict := can_edit(person, note.employer)):
        return verdict
    if note.removed_at:
        return no("This note was removed.")
    if note.by_id != person.pk:
        return no("Only whoever wrote a note changes or removes it. You can write one of your own.")
    return YES


def can_let_travel(person: Person, note: Note) -> Verdict:
    """Who chooses whether a note travels on promotion: whoever develops the employer; once it is shared, its author."""
    return can_edit(person, note.employer) if note.employer.posted_at is None else can_change_note(person, note)


def can_show_addresses(person: Person, employer: Employer) -> Verdict:
    """Who is shown the e-mail and telephone of an employer's contacts, but for protected ones (C24)."""
    if employer.posted_at is None:
        return can_edit(person, employer)
    return person.may(Permission.RECORD_ENGAGEMENTS)


def can_show_address(person: Person, contact: Contact) -> Verdict:
    """Who is shown one contact's e-mail and telephone: the only answer there is, for every door (C11, C24, N6).

    Staff who work with employers; of a contact whom a key account protects only its operator, its deputy, and those
    with whom one of them agreed.
    """
    if not (verdict := can_show_addresses(person, contact.employer)):
        return verdict
    return can_approach(person, contact)


def can_approach(person: Person, contact: Contact) -> Verdict:
    """Whether somebody may turn to a contact without asking anybody first: a protected one, once agreed (C11, N6).

    A contact that was read `with_closed` for this person is not asked about again.
    """
    if (asked := getattr(contact, "closed_for", None)) != person.pk or asked is None:
        contact = Contact.objects.with_closed(person).get(pk=contact.pk)
    if not contact.closed:  # type: ignore[attr-defined]
        return YES
    return no(
        "{who} is protected by a key account: ask its operator first.",
        way="liaison-ask",
        at=contact.employer_id,
        who=contact.name,
    )


def can_keep_accounts(person: Person, employer: Employer, institution: Institution) -> Verdict:
    """Who names key accounts and touch points of an institution: its own staff who edit employers, and directors."""
    if not (verdict := can_edit(person, employer)):
        return verdict
    return person.may(Permission.EDIT_EMPLOYERS, at=institution)


def can_open_account(person: Person, employer: Employer, institution: Institution) -> Verdict:
    """Who opens a key account (C9); at an employer with several touch points nobody is asked first (C13)."""
    if not (verdict := can_keep_accounts(person, employer, institution)):
        return verdict
    if employer.many_doors:
        return no("This employer has several touch points and belongs to nobody alone: name a touch point instead.")
    return can_rest_on_work(employer, institution)


def can_rest_on_work(employer: Employer, institution: Institution) -> Verdict:
    """Whether an institution works with an employer as much as the clause on key accounts asks (C9)."""
    clause, fixed = agreed(Clause.Subject.KEY_ACCOUNT, institution)
    if not fixed["engagements"] or worked_together(employer, institution) >= fixed["engagements"]:
        return YES
    return no(
        "A key account rests on work. Engagements of a year with this employer that the clause asks of {place}: {n}.",
        place=institution,
        n=fixed["engagements"],
        clause=clause.citation if clause else "",
    )


def can_contest(person: Person, account: KeyAccount) -> Verdict:
    """Who contests a key account: whoever works with the employer and does not answer for the account (C9, C11)."""
    if account.ended_at:
        return no("This key account has ended.")
    if person.pk in (account.operator_id, account.deputy_id):
        return no("Whoever answers for a key account ends it, and does not contest it.")
    return can_edit(person, account.employer)


def can_settle(person: Person, account: KeyAccount) -> Verdict:
    """Who settles a contest: a Regional Director above the institution who does not answer for the account."""
    if person.pk in (account.operator_id, account.deputy_id):
        return no("Whoever answers for a key account does not judge it.")
    return person.may(Permission.USE_CRM, at=account.institution)


def can_change_account(person: Person, account: KeyAccount) -> Verdict:
    """Who changes or ends a key account: operator and deputy, whoever gives access there, Regional Directors.

    Were it everybody at the institution, whoever did not want to ask would name themselves (N6).
    """
    if account.ended_at:
        return no("This key account has ended.")
    if not (verdict := can_keep_accounts(person, account.employer, account.institution)):
        return verdict
    if person.pk in (account.operator_id, account.deputy_id) or person.may(Permission.USE_CRM):
        return YES
    if person.may(Permission.GRANT_ACCESS, at=account.institution):
        return YES
    return no(
        "Only the operator, the deputy or an administrator changes a key account. Ask {who}.", who=account.operator
    )


def can_name_operators(person: Person, account: KeyAccount, operator: Person, deputy: Person | None) -> Verdict:
    """Nobody from outside makes themselves operator or deputy: that would be a way to the details without asking."""
    standing = (account.operator_id, account.deputy_id)
    themselves = person.pk in (operator.pk, deputy.pk if deputy else None)
    if not themselves or person.pk in standing or person.may(Permission.GRANT_ACCESS, at=account.institution):
        return YES
    return no("Whoever keeps a key account now, or an administrator there, names you. Ask {who}.", who=account.operator)


def can_change_touch_point(person: Person, point: TouchPoint) -> Verdict:
    """Who changes or ends a touch point: staff of its institution who edit employers, and directors."""
    if point.ended_at:
        return no("This touch point has ended.")
    return can_keep_accounts(person, point.employer, point.institution)


def can_mark_doors(person: Person, employer: Employer, *, protected: bool) -> Verdict:
    """Who says that an employer has several touch points: whoever edits it, once no key account stands (C13)."""
    if not (verdict := can_edit(person, employer)):
        return verdict
    if protected and not employer.many_doors:
        return no("Key accounts stand for this employer. End them first, then everybody may contact it directly.")
    return YES


def can_see_readings(person: Person, employer: Employer, *, operates: bool) -> Verdict:
    """Who reads whom an employer's details were shown: operators of its key accounts and Regional Directors (N6)."""
    if operates or person.may(Permission.USE_CRM, at=employer.holder):
        return YES
    return no("Only the operators of this employer's key accounts and the Regional Directors see this list.")


def can_export(person: Person) -> Verdict:
    """Who may take the directory away as a file."""
    return person.may(Permission.EXPORT_DIRECTORY)


def can_edit_many(person: Person) -> Verdict:
    """Who changes many employers at once: whoever changes them one by one; each is asked for again."""
    return person.may(Permission.EDIT_EMPLOYERS)


def can_merge(person: Person) -> Verdict:
    """Who joins duplicates: data stewards of the region."""
    return person.may(Permission.MERGE_EMPLOYERS)


def can_merge_contacts(person: Person, survivor: Contact, loser: Contact) -> Verdict:
    """Who joins two contacts of an employer: whoever edits it and is shown the details of both (C24, N6)."""
    if not (verdict := can_edit(person, survivor.employer)):
        return verdict
    if survivor.pk == loser.pk or survivor.employer_id != loser.employer_id:
        return no("Choose two contacts of the same employer.")
    for one in (survivor, loser):
        if not (verdict := can_show_address(person, one)):
            return verdict
    ours, theirs = guarding(survivor), guarding(loser)
    if ours and theirs and ours != theirs:  # what one operator agreed to would open what the other one guards
        return no("Different key accounts protect these two. Let their operators agree first who answers for both.")
    return YES


def guarding(contact: Contact) -> set[UUID]:
    """The key accounts that protect a contact; of one that was read `with_guards` nothing is asked."""
    known = getattr(contact, "guards", None)
    if known is None:
        rows = Protection.objects.filter(contact=contact, account__ended_at=None)
        known = rows.values_list("account", flat=True)
    return set(known)


def can_part_contacts(person: Person, merge: ContactMerge) -> Verdict:
    """Who parts two contacts again: whoever might join them, from the last merge back (N16)."""
    if not (verdict := can_edit(person, merge.survivor.employer)):
        return verdict
    if merge.undone_at:
        return no("This merge was undone already.")
    if ContactMerge.objects.standing().filter(survivor=merge.survivor_id, merged_at__gt=merge.merged_at).exists():
        return no("Another contact was merged into this one later. Undo that merge first.")
    return can_show_address(person, merge.survivor)


def can_export_addresses(person: Person) -> Verdict:
    """Who may take contacts away with their e-mail and telephone: whoever exports, and is shown them one by one."""
    if not (verdict := can_export(person)):
        return verdict
    return person.may(Permission.RECORD_ENGAGEMENTS)
