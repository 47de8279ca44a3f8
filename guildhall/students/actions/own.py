"""What a student does with the own record: consenting, revoking, opting out, how to be reached (FERPA)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from guildhall.audit.recording import Change, record, record_block
from guildhall.context import Keeper, keeping
from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.store.locking import locked
from guildhall.students import rules
from guildhall.students.actions.asking import decline_held, hold_request, revoke_oneself, sign_held
from guildhall.students.models import Consent, ConsentRequest, Part, Registration, StudentLogin, Use
from guildhall.students.wording import digest_of, statement

WHY = "what a student says of the own record"


@transaction.atomic
def revoke_own(pk: UUID, *, version: int, by: StudentLogin) -> None:
    """A student revokes a consent; it holds with the next request (R5)."""
    with keeping(Keeper.CONSENTING, WHY):
        row = Consent.objects.filter(registration__login=by, pk=pk).select_related("registration").first()
        if row is None:
            refuse("This is not a consent of yours.")
        registration = locked(Registration, row.registration_id, "institution")
        consent = locked(Consent, pk, "institution")
        require(rules.may_revoke_own(registration, consent))
        if consent.version != version:
            raise Conflict
        revoke_oneself(consent)


@transaction.atomic
def answer_own_request(pk: UUID, *, consents: bool, name: str = "", read: str = "", by: StudentLogin) -> bool:
    """A student who is signed in answers a question for a consent, as by its link; the first answer counts (R5).

    `read` is the digest of the words that the page showed.
    """
    with keeping(Keeper.CONSENTING, WHY):
        row = ConsentRequest.objects.filter(registration__login=by, signer=Consent.Signer.STUDENT, pk=pk).first()
        if row is None:
            refuse("This is not a question to you.")
        held = hold_request(row)
        if held.state in ("withdrawn", "late"):
            refuse("Nobody waits for an answer any more.")
        if not consents:
            return decline_held(held)
        return sign_held(held, name, read=read, means=Consent.Means.SIGNED_IN)


@dataclass(frozen=True, slots=True)
class Given:
    """What a student agrees to without being asked; `employer` None: any employer with that use."""

    parts: Sequence[str]
    use: str
    expires_on: date
    employer: Employer | None = None


def words_of_given(row: Registration, given: Given) -> str:
    """What a student reads before signing it."""
    parts = [str(part.label) for part in Part if part in given.parts]
    to = given.employer.name if given.employer else ""
    return statement(row.name, row.institution.name, parts, str(Use(given.use).label), to, given.expires_on)


@transaction.atomic
def consent_oneself(pk: UUID, given: Given, *, name: str, read: str, by: StudentLogin) -> Consent:
    """A student who decides on the own record consents without being asked; `read` is the digest of the words that the
    page showed. Signed twice it is one consent.
    """
    with keeping(Keeper.CONSENTING, WHY):
        if not Registration.objects.filter(pk=pk, login=by).exists():
            refuse("This is not a record of yours.")
        row = locked(Registration, pk, "institution")
        require(rules.may_decide(row))
        parts, signature = [part for part in Part.values if part in given.parts], one_line(name)[:160]
        if not parts or given.use not in (Use.PLACE, Use.EVENT) or not signature:
            refuse("Say what of your record it is, for what, and sign with your full name.")
        if given.expires_on < clock.today():
            refuse("The last day has passed.")
        wording = words_of_given(row, given)
        if digest_of(wording) != read:
            refuse("What you agree to has changed since you opened this page. Read it again, then sign.")
        facts = {"use": Use(given.use), "employer": given.employer, "expires_on": given.expires_on, "wording": wording}
        if there := Consent.objects.in_force().filter(registration=row, signed_on=clock.today(), **facts).first():
            return there
        consent = Consent.objects.create(
            institution=row.institution, registration=row, parts=parts, purpose=str(Use(given.use).label)[:200],
            signer=Consent.Signer.STUDENT, signed_by=signature, signed_on=clock.today(),
            means=Consent.Means.SIGNED_IN, **facts,
        )  # fmt: skip
        after = {"parts": parts, "use": consent.use, "expires_on": given.expires_on}
        record("sign consent", consent, by=None, after=after, institution=row.institution)
        return consent


@transaction.atomic
def opt_out_oneself(pk: UUID, *, out: bool, version: int, by: StudentLogin) -> None:
    """A student opts out of directory information, or does not mind any more; at a school, from 18 on (FERPA)."""
    with keeping(Keeper.CONSENTING, WHY):
        row = _own(pk, version, by)
        require(rules.may_decide(row))
        before, row.opted_out_on = row.opted_out_on, clock.today() if out else None
        row.version += 1
        row.save(update_fields=["opted_out_on", "version"])
        said = [{"opted_out_on": before}, {"opted_out_on": row.opted_out_on}]
        changes = [Change("students.registration", str(row.pk), *said)]
        if out:
            record_block("opt out", row, changes, by=None, institution=row.institution)
        else:
            record_block("opt in", row, changes, by=None, institution=row.institution)


@transaction.atomic
def say_telephone(pk: UUID, phone: str, *, version: int, by: StudentLogin) -> None:
    """A student says by which telephone the institution reaches them."""
    with keeping(Keeper.CONSENTING, WHY):
        row = _own(pk, version, by)
        before, row.phone = row.phone, one_line(phone)[:40]
        row.version += 1
        row.save(update_fields=["phone", "version"])
        record(
            "change own telephone", row, by=None, before={"phone": before}, after={"phone": row.phone},
            institution=row.institution,
        )  # fmt: skip


def _own(pk: UUID, version: int, by: StudentLogin) -> Registration:
    if not Registration.objects.filter(pk=pk, login=by).exists():
        refuse("This is not a record of yours.")
    row = locked(Registration, pk, "institution")
    if row.version != version:
        raise Conflict
    return row
