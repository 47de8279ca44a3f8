"""Contesting key accounts: a colleague says why one should not stand, a Regional Director settles it (C9, C11)."""

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers import emails, rules
from guildhall.employers.actions.key_accounts import end_key_account
from guildhall.employers.models import Contest, Employer, KeyAccount
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked


@transaction.atomic
def contest(account: KeyAccount, why: str, *, by: Person, institution: Institution) -> Contest:
    """Say why a key account should not stand; the operator and the region's contact are told."""
    found = _locked(account)
    require(rules.can_contest(by, found))
    if not (why := one_line(why)):
        refuse("Say why it should not stand.")
    if found.contests.filter(institution=institution, upheld=None).exists():
        refuse("Your institution has contested it already, and waits for the answer.")
    told = {"why": why[:300], "at": clock.now()}
    row = Contest.objects.create(account=found, by=by, institution=institution, **told)
    record("contest key account", found, by=by, after={"why": row.why}, institution=institution)
    emails.tell_of_contest(row)
    return row


@transaction.atomic
def settle(row: Contest, words: str, *, uphold: bool, by: Person) -> Contest:
    """Uphold a key account, or end it, with the reason; whoever contested it and the operator are told."""
    account = _locked(row.account)
    found = locked(Contest, row.pk, "by", "institution")
    found.account = account
    require(rules.can_settle(by, account))
    if found.upheld is not None:
        refuse("Somebody has settled this already.")
    if not (words := one_line(words)):
        refuse("Say why: both sides read it.")
    found.upheld, found.answer, found.answered_by, found.answered_at = uphold, words[:300], by, clock.now()
    found.save()
    after = {"upheld": uphold}
    record("settle contest", account, by=by, after=after, reason=found.answer, institution=found.institution)
    if not uphold and account.ended_at is None:
        end_key_account(account, reason=found.answer, by=by)
    emails.tell_of_settling(found, by=by)
    return found


def _locked(account: KeyAccount) -> KeyAccount:
    employer = locked(Employer, account.employer_id, "holder")
    found = locked(KeyAccount, account.pk, "institution", "operator", "deputy")
    found.employer = employer
    return found
