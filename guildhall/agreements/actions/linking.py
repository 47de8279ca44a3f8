"""Asking a party to sign by a link of one purpose: it is mailed, reminded of, and can be taken back (R28)."""

from datetime import date, timedelta

from django.db import transaction

from guildhall import context
from guildhall.agreements import emails, rules
from guildhall.agreements.actions.signing import REASON
from guildhall.agreements.models import Party, Revision, SigningLink
from guildhall.agreements.queries.links import Opened, contents_of, link_of
from guildhall.audit.recording import record
from guildhall.context import Keeper
from guildhall.employers.models import Contact
from guildhall.employers.rules import can_show_address
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person
from guildhall.queue.apart import apart
from guildhall.store.locking import locked

DAYS = 30  # in which an agreement is to be signed
REMIND_AFTER = (7, 20)  # days


def opened(secret: str) -> Opened | None:
    """What a link opens, or None where there is none with that secret; opening it changes nothing (R28)."""
    with context.keeping(Keeper.LINK, REASON):
        link = link_of(secret)
        if link is None:
            return None
        verdict = rules.can_use(link)
        return contents_of(link) if verdict else Opened(link, closed=str(verdict.reason))


@transaction.atomic
def ask_to_sign(
    revision: Revision, party: Party, *, contact: Contact | None = None, name: str = "", email: str = "", by: Person
) -> SigningLink:
    """Mail a link to whoever signs for a party; an earlier one opens nothing any more.

    A contact's address goes only where whoever asks may be shown it (N6).
    """
    row = locked(Revision, revision.pk, "agreement__institution")
    require(rules.can_keep(by, row.agreement))
    require(rules.can_be_signed(row, party, row.signatures.values_list("party", flat=True)))
    if contact is not None:
        if contact.employer_id != party.employer_id or not contact.is_current:
            refuse("That contact belongs to another employer.")
        require(can_show_address(by, contact))
        name, email = contact.name, contact.email
    if not email:
        refuse("No e-mail address is known. Type one, or have it signed on paper.")
    row.links.filter(party=party, revoked_at=None, used_at=None).update(revoked_at=clock.now())
    secret, now = new_secret(), clock.now()
    link = SigningLink.objects.create(
        revision=row, party=party, sent_to=one_line(name)[:160], email=email, secret_hash=kept(secret).hex(),
        sent_at=now, until=clock.today() + timedelta(DAYS), by=by,
    )  # fmt: skip
    emails.write(link, secret)
    after = {"party": party.name, "until": link.until}
    record("ask to sign agreement", link, by=by, after=after, institution=row.agreement.institution)
    return link


@transaction.atomic
def revoke_link(link: SigningLink, *, by: Person) -> None:
    """Take a link back: it opens nothing with the next request."""
    row = locked(SigningLink, link.pk, "revision__agreement__institution", "party")
    agreement = row.revision.agreement
    require(rules.can_keep(by, agreement))
    if row.revoked_at is None:
        row.revoked_at = clock.now()
        row.save(update_fields=["revoked_at"])
        after = {"revoked_at": row.revoked_at}
        record("revoke signing link", row, by=by, after=after, institution=agreement.institution)


def remind() -> int:
    """Write once more, twice at most, to whoever was asked to sign and has not; returns how many.

    The secret is not kept, so a reminder carries a new one; the earlier link opens nothing any more.
    """
    with apart() as pieces:
        return pieces.each(_remind, list(SigningLink.objects.live().values_list("pk", flat=True)), clock.today())


@transaction.atomic
def _remind(pk: object, today: date) -> bool:
    row = locked(SigningLink, pk, "revision__agreement__institution", "party", "by")
    sent = clock.day_of(row.sent_at)
    done = 0 if row.reminded_on is None else sum((row.reminded_on - sent).days >= days for days in REMIND_AFTER)
    due = sum((today - sent).days >= days for days in REMIND_AFTER)
    if due <= done or row.used_at or not rules.can_use(row):
        return False
    secret = new_secret()
    row.secret_hash, row.reminded_on = kept(secret).hex(), today
    row.save(update_fields=["secret_hash", "reminded_on"])
    emails.write(row, secret, again=True)
    return True
