"""Asking a student or a parent for a consent, by a link that opens this one question (FERPA, R5).

Nobody of the staff acts where the link is opened: what belongs to its secret is read and written as a keeper, and
nothing else is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from guildhall.audit.recording import record
from guildhall.context import Keeper, keeping
from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Person
from guildhall.queue.apart import apart
from guildhall.store.locking import locked
from guildhall.students import emails, rules
from guildhall.students.models import Consent, ConsentRequest, Guardian, Part, Registration, Use
from guildhall.students.querysets import RequestQuerySet
from guildhall.students.wording import digest_of, statement

WHY = "the answer to a question for a consent, by its link"
RELATED = ("registration__institution", "institution", "employer", "consent__institution",
           "by")  # fmt: skip
DAYS, QUIET_DAYS = 30, 7  # to answer; until somebody who has not answered is reminded, once


@dataclass(frozen=True, slots=True)
class Wanted:
    """A consent to ask for; `employer` None: for any employer with that use. A parent where one signs."""

    parts: Sequence[str]
    purpose: str
    expires_on: date
    employer: Employer | None = None
    guardian: Guardian | None = None
    use: str = Use.PLACE


@transaction.atomic
def ask_for_consent(registration: Registration, wanted: Wanted, *, by: Person) -> ConsentRequest:
    """Ask whoever may sign: at a school a parent of a student who is not known to be 18, else the student."""
    row = locked(Registration, registration.pk, "institution")
    require(rules.can_ask_for_consent(by, row, wanted.guardian))
    parts, purpose = [part for part in Part.values if part in wanted.parts], one_line(wanted.purpose)[:200]
    if not parts or not purpose:
        refuse("Say what of the record the consent is for, and for which purpose.")
    if wanted.expires_on < clock.today():
        refuse("The last day has passed.")
    secret, guardian = new_secret(), wanted.guardian if rules.needs_guardian(row) else None
    who = (guardian.name, guardian.email, guardian.language) if guardian else (row.name, row.email, "")
    request = ConsentRequest(
        institution=row.institution, registration=row, guardian=guardian, parts=parts, purpose=purpose,
        employer=wanted.employer, expires_on=wanted.expires_on, secret_hash=kept(secret).hex(), sent_at=clock.now(),
        until=min(clock.today() + timedelta(DAYS), wanted.expires_on), use=Use(wanted.use), by=by,
    )  # fmt: skip
    request.signer = Consent.Signer.GUARDIAN if guardian else Consent.Signer.STUDENT
    request.name, request.email, request.language = who
    request.save()
    emails.ask_for_consent(request, secret)
    after = {
        "parts": parts,
        "use": request.use,
        "purpose": purpose,
        "expires_on": request.expires_on,
        "signer": request.signer,
    }
    record("ask for consent", request, by=by, after=after, institution=row.institution)
    return request


@transaction.atomic
def withdraw_request(request: ConsentRequest, *, version: int, by: Person) -> None:
    """Take a question back: its link opens nothing any more."""
    row = locked(ConsentRequest, request.pk, "institution")
    require(rules.can_keep(by, row.institution))
    if row.version != version or row.answered_at or row.withdrawn_at:
        raise Conflict
    row.withdrawn_at = clock.now()
    row.version += 1
    row.save(update_fields=["withdrawn_at", "version"])
    record("withdraw request", row, by=by, after={"withdrawn_at": row.withdrawn_at}, institution=row.institution)


def request_of(secret: str) -> ConsentRequest | None:
    """The question of a link while it may be answered, and what was signed there as long as it can be revoked."""
    with keeping(Keeper.CONSENTING, WHY):
        row = _rows(secret).first()
    return row if row and row.state in ("open", "signed", "declined") else None


@transaction.atomic
def sign_by_link(secret: str, name: str, relationship: str = "", *, read: str) -> bool:
    """Consent, with the typed name as signature; the first answer counts, however often the link is opened.

    `read` is the digest of the words that the page showed.
    """
    with keeping(Keeper.CONSENTING, WHY):
        return sign_held(_held(secret), name, relationship, read=read)


def sign_held(
    row: ConsentRequest, name: str, relationship: str = "", *, read: str, means: str = Consent.Means.LINK
) -> bool:
    """Consent to a question whose record the caller holds, as a keeper; returns whether it was the first answer.

    Raises `Refused` where the words are others now than those that were read: what is kept is what was read.
    """
    if row.answered_at:
        return False
    wording = words_of(row)
    if digest_of(wording) != read:
        refuse("What is asked of you has changed since you opened this page. Read it again, then answer.")
    registration = row.registration
    require(rules.can_sign(registration, row.signer, clock.today()))
    signature, related = one_line(name)[:160], one_line(relationship)[:60]
    if not signature or (row.signer == Consent.Signer.GUARDIAN and not related):
        refuse("Sign with your full name, and say how you are related to the student.")
    row.consent = Consent.objects.create(
        institution=row.institution, registration=registration, parts=row.parts, use=row.use, purpose=row.purpose,
        employer=row.employer, signer=row.signer, signed_by=signature, relationship=related,
        signed_on=clock.today(), expires_on=row.expires_on, means=means, wording=wording,
    )  # fmt: skip
    after = {"parts": row.parts, "purpose": row.purpose, "expires_on": row.expires_on}
    record("sign consent", row.consent, by=None, after=after, institution=row.institution)
    _answered(row, "signed")
    return True


@transaction.atomic
def decline_by_link(secret: str) -> bool:
    """Do not consent; nothing is released, and nobody is asked again by this link."""
    with keeping(Keeper.CONSENTING, WHY):
        return decline_held(_held(secret))


def decline_held(row: ConsentRequest) -> bool:
    """Do not consent to a question whose record the caller holds; returns whether it was the first answer."""
    if row.answered_at:
        return False
    record("decline consent", row, by=None, after={"purpose": row.purpose}, institution=row.institution)
    _answered(row, "declined")
    return True


@transaction.atomic
def revoke_by_link(secret: str) -> bool:
    """Revoke what was signed by the same link; it holds with the next request (R5)."""
    with keeping(Keeper.CONSENTING, WHY):
        row = _held(secret)
        if row.consent is None or row.consent.revoked_at:
            return False
        revoke_oneself(row.consent)
        emails.tell_asker(row, "revoked")
    return True


def revoke_oneself(consent: Consent) -> None:
    """Revoke a consent as its signer. Callers have asked whose it is, hold the record and act as a keeper."""
    consent.revoked_at, consent.revoked_by = clock.now(), None
    consent.version += 1
    consent.save(update_fields=["revoked_at", "revoked_by", "version"])
    after = {"revoked_at": consent.revoked_at}
    record("revoke consent", consent, by=None, after=after, institution=consent.institution)


def remind() -> int:
    """Remind, once, whoever has not answered for a week; the links of both e-mails work. Returns how many were."""
    with keeping(Keeper.CONSENTING, "questions for a consent that nobody has answered"):
        before = clock.now() - timedelta(QUIET_DAYS)
        rows = ConsentRequest.objects.open().filter(reminded_on=None, sent_at__lt=before)
        with apart() as pieces:
            return pieces.each(_remind, list(rows.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _remind(pk: object) -> bool:
    row = locked(ConsentRequest, pk, "institution", "by")
    if row.reminded_on or row.state != "open":
        return False
    secret = new_secret()
    row.reminded_on, row.reminder_hash = clock.today(), kept(secret).hex()
    row.save(update_fields=["reminded_on", "reminder_hash"])
    emails.ask_for_consent(row, secret)
    return True


def use_of(row: Consent | ConsentRequest) -> str:
    """For what a consent is: its use, and the words that were written beside it."""
    return row.purpose if row.use == Use.OTHER else f"{row.get_use_display()} ({row.purpose})"


def words_of(row: ConsentRequest) -> str:
    """What is read before signing."""
    parts = [str(Part(part).label) for part in row.parts]
    to = row.employer.name if row.employer else ""
    is_story, until = row.use == Use.STORY, row.expires_on
    return statement(row.registration.name, row.institution.name, parts, use_of(row), to, until, story=is_story)


def _rows(secret: str) -> RequestQuerySet:
    digest = kept(secret).hex()
    rows = ConsentRequest.objects.filter(Q(secret_hash=digest) | Q(reminder_hash=digest))
    return rows.select_related(*RELATED)


def _held(secret: str) -> ConsentRequest:
    """The question of a secret, with its record held: before a release of the same moment, or after it."""
    row = _rows(secret).first()
    if row is None or row.state not in ("open", "signed", "declined"):
        refuse("This link has expired.")
    return hold_request(row)


def hold_request(row: ConsentRequest) -> ConsentRequest:
    """A question as it stands now, with its record held."""
    locked(Registration, row.registration_id)
    locked(ConsentRequest, row.pk)
    return ConsentRequest.objects.select_related(*RELATED).get(pk=row.pk)


def _answered(row: ConsentRequest, how: str) -> None:
    row.answered_at = clock.now()
    row.version += 1
    row.save(update_fields=["answered_at", "consent", "version"])
    emails.tell_asker(row, how)
