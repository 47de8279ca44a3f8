"""Follow-ups: promised, moved, reported, and closed only by the other side (N7, B12)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.employers.models import Contact, Employer, EmployerLogin
from guildhall.employers.rules import can_show_address
from guildhall.engagements import emails, rules
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.models import Engagement, FollowUp, FollowUpLink, FollowUpStep
from guildhall.engagements.queries.follow_ups import link_of
from guildhall.lib import clock
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.lib.reach import in_reach
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution

LINK_DAYS = 30
Kind, State = FollowUpStep.Kind, FollowUp.State


@dataclass(frozen=True, slots=True)
class Promise:
    """What somebody promises: what, who does it, by when, and who asked for it; no asker means the employer."""

    what: str
    owner: Person
    due_on: date
    asker: Person | None = None
    contact: Contact | None = None


@transaction.atomic
def promise(
    employer: Employer, said: Promise, *, by: Person, institution: Institution, engagement: Engagement | None = None
) -> FollowUp:
    """Enter a follow-up with one owner and a day; the owner is told, unless it is their own (N7)."""
    require(rules.can_promise(by, employer))
    require(rules.can_own(said.owner, employer))
    if not said.what.strip():
        refuse("Say what is to be done.")
    if said.due_on < clock.today():
        refuse("The day by which it is to be done has passed already.")
    require(in_reach(said.due_on))
    if said.contact and said.contact.employer_id != employer.pk:
        refuse("That contact belongs to another employer.")
    if said.asker and said.asker.pk == said.owner.pk:
        refuse("Nobody confirms their own follow-up. Name somebody else who asked for it, or the employer.")
    row = FollowUp.objects.create(
        employer=employer,
        engagement=engagement,
        what=said.what.strip(),
        promised_by=by,
        owner=said.owner,
        asker=said.asker,
        contact=said.contact,
        institution=_house(said.owner, institution),
        due_on=said.due_on,
        first_due_on=said.due_on,
        made_at=clock.now(),
    )
    _step(row, Kind.PROMISED, by, due_on=said.due_on)
    record(
        "promise",
        row,
        by=by,
        institution=institution,
        after={"what": row.what, "owner": text_of(row.owner), "due_on": row.due_on, "asker": _asker(row)},
    )
    if said.owner.pk != by.pk:
        emails.tell_owner(row, by=by)
    return row


def _house(owner: Person, otherwise: Institution) -> Institution:
    """The institution that a follow-up counts for: where its owner works."""
    return home_institution(owner, Permission.RECORD_ENGAGEMENTS) or otherwise


def _asker(row: FollowUp) -> str:
    return text_of(row.asker) or ", ".join(filter(None, (text_of(row.employer), text_of(row.contact))))


def _step(row: FollowUp, kind: str, by: Person | None, *, words: str = "", due_on: date | None = None) -> None:
    FollowUpStep.objects.create(follow_up=row, kind=kind, at=clock.now(), by=by, words=words[:500], due_on=due_on)


def _locked(pk: UUID, version: int | None = None) -> FollowUp:
    rows = FollowUp.objects.select_for_update(of=("self",))
    row = rows.select_related("employer", "engagement__employer", "owner", "asker", "contact", "institution").get(pk=pk)
    if version is not None and row.version != version:
        raise Conflict
    return row


def _save(row: FollowUp, verb: str, *, by: Person | None, before: dict[str, Any], reason: str = "") -> None:
    row.version += 1
    row.save()
    after = {name: _as_json(getattr(row, name)) for name in before}
    record(verb, row, by=by, institution=row.institution, before=before, after=after, reason=reason)


def _as_json(value: Any) -> Any:
    return text_of(value) if isinstance(value, Person | Institution | Contact) else value


@transaction.atomic
def redate(row: FollowUp, due_on: date, *, reason: str, version: int, by: Person) -> FollowUp:
    """Give a follow-up another day, with the reason; the day that was promised first is kept and counted (M1)."""
    follow_up = _locked(row.pk, version)
    require(rules.can_move_follow_up(by, follow_up))
    if due_on < clock.today():
        refuse("The new day has passed already.")
    require(in_reach(due_on))
    if not reason.strip():
        refuse("Say why it takes longer: whoever asked for it reads that.")
    before = {"due_on": follow_up.due_on}
    follow_up.due_on = due_on
    _step(follow_up, Kind.REDATED, by, words=reason.strip(), due_on=due_on)
    _save(follow_up, "redate", by=by, before=before, reason=reason.strip())
    emails.tell_redated(follow_up, by=by, reason=reason.strip())
    return follow_up


@transaction.atomic
def hand_on(row: FollowUp, owner: Person, *, words: str = "", version: int, by: Person) -> FollowUp:
    """Hand a follow-up to somebody else, who is told."""
    follow_up = _locked(row.pk, version)
    require(rules.can_move_follow_up(by, follow_up))
    require(rules.can_own(owner, follow_up.employer))
    if owner.pk == follow_up.owner_id:
        refuse("{owner} has it already.", owner=owner)
    if owner.pk == follow_up.asker_id:
        refuse("{owner} asked for it, and nobody confirms their own follow-up.", owner=owner)
    before = {"owner": text_of(follow_up.owner), "institution": text_of(follow_up.institution)}
    follow_up.owner, follow_up.institution = owner, _house(owner, follow_up.institution)
    _step(follow_up, Kind.HANDED, by, words=f"{owner}. {words.strip()}".strip())
    _save(follow_up, "hand on", by=by, before=before)
    if owner.pk != by.pk:
        emails.tell_owner(follow_up, by=by)
    return follow_up


@transaction.atomic
def cancel(row: FollowUp, *, reason: str, version: int, by: Person) -> FollowUp:
    """Cancel a follow-up with the reason; it leaves the figures, and whoever asked for it is told."""
    follow_up = _locked(row.pk, version)
    require(rules.can_move_follow_up(by, follow_up))
    if not reason.strip():
        refuse("Say why it is cancelled.")
    before = {"state": follow_up.state}
    follow_up.state, follow_up.cancelled_because = State.CANCELLED, reason.strip()[:300]
    _step(follow_up, Kind.CANCELLED, by, words=reason.strip())
    _save(follow_up, "cancel", by=by, before=before, reason=reason.strip())
    if follow_up.asker and follow_up.asker_id != by.pk:
        emails.tell_asker(follow_up, "cancelled", by=by, words=reason.strip())
    return follow_up


@transaction.atomic
def report(row: FollowUp, words: str, *, version: int, by: Person) -> FollowUp:
    """Say that a follow-up is done: now whoever asked for it has the word (N7)."""
    follow_up = _locked(row.pk, version)
    require(rules.can_report(by, follow_up))
    before = {"state": follow_up.state, "reported_on": follow_up.reported_on}
    follow_up.state, follow_up.reported_on, follow_up.report = State.REPORTED, clock.today(), words.strip()[:500]
    _step(follow_up, Kind.REPORTED, by, words=words.strip())
    _save(follow_up, "report", by=by, before=before)
    if follow_up.asker:
        emails.tell_asker(follow_up, "reported", by=by, words=follow_up.report)
    return follow_up


@transaction.atomic
def take_back(row: FollowUp, *, version: int, by: Person) -> FollowUp:
    """Say that a follow-up is not done after all: it is open again, and nobody has sent it back."""
    follow_up = _locked(row.pk, version)
    require(rules.can_take_back(by, follow_up))
    before = {"state": follow_up.state, "reported_on": follow_up.reported_on}
    follow_up.state, follow_up.reported_on, follow_up.report = State.OPEN, None, ""
    _step(follow_up, Kind.BOUNCED, by)
    _save(follow_up, "take back", by=by, before=before)
    return follow_up


@transaction.atomic
def confirm(row: FollowUp, *, said: str = "", version: int, by: Person) -> FollowUp:
    """Confirm that a follow-up is done; for the employer, somebody else says who told them (N7)."""
    follow_up = _locked(row.pk, version)
    require(rules.can_confirm(by, follow_up))
    if follow_up.asked_by_employer and not said.strip():
        refuse("Say who of the employer told you that it is done, and when.")
    return _confirmed(follow_up, by=by, said=said.strip())


def _confirmed(found: FollowUp, *, by: Person | None, said: str) -> FollowUp:
    before = {"state": found.state, "confirmed_by": None, "confirmed_as": found.confirmed_as}
    found.state, found.confirmed_at, found.confirmed_by = State.CONFIRMED, clock.now(), by
    found.confirmed_as = said[:200]
    _step(found, Kind.CONFIRMED, by, words=said)
    _save(found, "confirm", by=by, before=before)
    return found


@transaction.atomic
def bounce(row: FollowUp, words: str, *, version: int, by: Person) -> FollowUp:
    """Send a follow-up back as not done: it is open again, and counted as sent back."""
    follow_up = _locked(row.pk, version)
    require(rules.can_confirm(by, follow_up))
    if not words.strip():
        refuse("Say what is still missing.")
    return _bounced(follow_up, words.strip(), by=by, who=by.name)


def _bounced(found: FollowUp, words: str, *, by: Person | None, who: str) -> FollowUp:
    before = {"state": found.state, "bounces": found.bounces}
    found.state, found.bounces = State.OPEN, found.bounces + 1
    _step(found, Kind.BOUNCED, by, words=words)
    _save(found, "send back", by=by, before=before, reason=words)
    emails.tell_bounced(found, who=who, words=words)
    return found


# ── The employer's own word, without signing in ──────────────────────


@transaction.atomic
def ask_employer(row: FollowUp, contact: Contact, *, by: Person) -> FollowUpLink:
    """Mail the contact who asked a link on which they confirm, or say what is missing; only its hash is kept."""
    follow_up = _locked(row.pk)
    require(rules.can_ask_employer(by, follow_up))
    if contact.employer_id != follow_up.employer_id or not contact.email or not contact.is_current:
        refuse("The link goes only to an e-mail address of a contact of this employer.")
    require(can_show_address(by, contact))  # nobody mails whom one has to ask for first (N6)
    secret = new_secret()
    link = FollowUpLink.objects.create(
        follow_up=follow_up,
        secret_hash=kept(secret).hex(),
        sent_to=contact.email,
        name=contact.name,
        sent_at=clock.now(),
        until=clock.today() + timedelta(LINK_DAYS),
    )
    _step(follow_up, Kind.ASKED, by, words=contact.name)
    emails.ask_employer(follow_up, contact, secret, by=by)
    record("ask employer", follow_up, by=by, institution=follow_up.institution, after={"to": text_of(contact)})
    return link


@transaction.atomic
def answer_by_link(secret: str, *, done: bool, words: str = "") -> FollowUp:
    """The employer confirms, or says what is missing; one answer counts, however often the link is opened (N7)."""
    link = link_of(secret)
    if link is None:
        refuse("This link has been used already or has expired. Ask for a new one.")
    follow_up = _locked(link.follow_up_id)
    if FollowUpLink.objects.filter(pk=link.pk, used_at=None).update(used_at=clock.now()) == 0:
        refuse("You have answered already. Thank you.")
    if follow_up.state != State.REPORTED:
        refuse("This has been settled meanwhile. Thank you.")
    if done:
        return _confirmed(follow_up, by=None, said=link.name)
    if not words.strip():
        refuse("Say what is still missing.")
    return _bounced(follow_up, words.strip(), by=None, who=link.name)


@transaction.atomic
def answer_signed_in(row: FollowUp, *, done: bool, words: str = "", version: int, by: EmployerLogin) -> FollowUp:
    """The employer, signed in, confirms what was promised to it, or says what is missing (N7, N19)."""
    follow_up = _locked(row.pk, version)
    require(rules.can_answer_signed_in(by, follow_up))
    if done:
        return _confirmed(follow_up, by=None, said=by.name)
    if not words.strip():
        refuse("Say what is still missing.")
    return _bounced(follow_up, words.strip(), by=None, who=by.name)


@transaction.atomic
def log(
    employer: Employer, happening: Happening, promised: Promise | None, *, by: Person, institution: Institution
) -> Engagement:
    """Log an engagement together with the follow-up that was promised in it: both, or neither."""
    engagement = record_engagement(employer, happening, by=by, institution=institution)
    if promised:
        promise(engagement.employer, promised, by=by, institution=institution, engagement=engagement)
    return engagement
