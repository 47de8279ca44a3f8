"""Writing a signed consent down, and that it was revoked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Person
from guildhall.store.locking import locked
from guildhall.students import rules
from guildhall.students.models import Consent, Part, Registration, Use


@dataclass(frozen=True, slots=True)
class Signed:
    """A consent as it was signed; `employer` None: for any employer with that use."""

    parts: Sequence[str]
    purpose: str
    signer: str
    signed_by: str
    signed_on: date
    expires_on: date | None = None
    employer: Employer | None = None
    use: str = Use.PLACE


@transaction.atomic
def sign(registration: Registration, signed: Signed, *, by: Person) -> Consent:
    """Write down a consent that a student, or a parent where one is needed, has signed (FERPA, COPPA)."""
    require(rules.can_change(by, registration))
    require(rules.can_sign(registration, signed.signer, signed.signed_on))
    purpose, name = one_line(signed.purpose)[:200], one_line(signed.signed_by)[:160]
    parts = [part for part in Part.values if part in signed.parts]
    if not parts:
        refuse("Say what of the record the consent is for.")
    if not purpose or not name:
        refuse("Say for which purpose it is, and who signed.")
    if signed.signed_on > clock.today():
        refuse("It cannot have been signed on a day to come.")
    if signed.expires_on and signed.expires_on < signed.signed_on:
        refuse("It cannot expire before it was signed.")
    row = Consent.objects.create(
        institution=registration.institution, registration=registration, parts=parts, purpose=purpose,
        employer=signed.employer, signer=signed.signer, signed_by=name, signed_on=signed.signed_on,
        expires_on=signed.expires_on, use=Use(signed.use), by=by,
    )  # fmt: skip
    after = {"parts": parts, "use": row.use, "purpose": purpose, "signed_on": signed.signed_on}
    after["expires_on"] = signed.expires_on
    record("sign consent", row, by=by, after=after, institution=registration.institution)
    return row


@transaction.atomic
def revoke(consent: Consent, *, version: int, by: Person) -> None:
    """Write down that a consent was revoked: it holds with the next request (R5). What was released stays told."""
    locked(Registration, consent.registration_id)  # before a release of the same moment, or after it
    row = locked(Consent, consent.pk, "institution")
    require(rules.can_revoke(by, row))
    if row.version != version:
        raise Conflict
    row.revoked_at, row.revoked_by = clock.now(), by
    row.version += 1
    row.save(update_fields=["revoked_at", "revoked_by", "version"])
    record("revoke consent", row, by=by, after={"revoked_at": row.revoked_at}, institution=row.institution)
