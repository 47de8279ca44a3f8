"""Taking enquiries down, and who answers them: put to a person, handed over, closed, opened again (H6, P12, P14)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from guildhall.audit.recording import accessed, record, text_of
from guildhall.employers.models import Contact, Employer
from guildhall.engagements.models.engagements import kinds
from guildhall.enquiries import emails, rules
from guildhall.enquiries.models import Enquiry, EnquiryStep
from guildhall.enquiries.queries import line_of, patience
from guildhall.lib import clock
from guildhall.lib.reach import in_reach
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.lib.working_days import after_working_days
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.store.locking import locked

Kind, State = EnquiryStep.Kind, Enquiry.State
RELATED = ("employer__holder", "contact", "taken_by", "institution", "holder", "answered_by")


@dataclass(frozen=True, slots=True)
class Call:
    """What somebody takes down when an employer calls or writes; no day means today."""

    kind: str
    wants: str
    words: str = ""
    named: str = ""
    contact: Contact | None = None
    caller: str = ""
    email: str = ""
    phone: str = ""
    came_on: date | None = None


@transaction.atomic
def take_enquiry(
    said: Call, *, employer: Employer | None = None, origin: Institution, to: Institution, by: Person
) -> Enquiry:
    """Take down what an employer wants; the point of contact for employers of an institution answers it (H6, P12).

    Raises `Refused` where nobody may say so, or where the way, the day or the employer is missing.
    """
    require(rules.can_take(by, employer))
    came_at = _checked(said, employer)
    holder = who_answers(to, employer) or (by if to == origin else None)
    if holder is None or not rules.can_hold(holder, employer):
        refuse("Nobody of {place} may answer this employer.", place=to)
    days, _raise_days, _clause = patience(to)
    row = Enquiry.objects.create(
        employer=employer,
        named="" if employer else said.named.strip()[:200],
        contact=said.contact,
        caller=said.caller.strip()[:160],
        email=said.email.strip(),
        phone=said.phone.strip()[:40],
        kind=said.kind,
        wants=said.wants.strip()[:200],
        words=said.words.strip(),
        came_at=came_at,
        taken_by=by,
        origin=origin,
        institution=to,
        holder=holder,
        answer_by=after_working_days(clock.day_of(came_at), days),
    )
    step(row, Kind.TAKEN, by, person=holder)
    after = {"wants": row.wants, "employer": text_of(employer) or row.named, "holder": text_of(holder)}
    record("take enquiry", row, by=by, after=after, institution=to)
    if holder.pk != by.pk:
        emails.put_enquiry(row, holder, by=by)
    return row


def _checked(said: Call, employer: Employer | None) -> Any:
    kind = kinds().get(said.kind)
    if kind is None or kind.retired_at:
        refuse("That kind of engagement is not in use any more. Choose another one.")
    if employer is None and not any(c.isalnum() for c in said.named):
        refuse("Say which employer it was, as far as you know.")
    if said.contact and (employer is None or said.contact.employer_id != employer.pk):
        refuse("That contact belongs to another employer.")
    if not said.wants.strip():
        refuse("Say in one line what they want.")
    day = said.came_on or clock.today()
    if day > clock.today():
        refuse("This day is ahead: nobody can have called on it.")
    require(in_reach(day))
    return clock.now() if day == clock.today() else clock.noon_of(day)


def who_answers(place: Institution, employer: Employer | None, *, but: Person | None = None) -> Person | None:
    """The first person in an institution's line who may answer this employer."""
    able = (p for p in line_of(place) if (but is None or p.pk != but.pk) and rules.can_hold(p, employer))
    return next(able, None)


def step(row: Enquiry, kind: str, by: Person | None, *, person: Person | None = None, words: str = "") -> None:
    """Write what was done into an enquiry's own history."""
    EnquiryStep.objects.create(enquiry=row, kind=kind, at=clock.now(), by=by, person=person, words=words[:1000])


def held(pk: UUID, version: int | None = None) -> Enquiry:
    """An enquiry, locked; raises `Conflict` where somebody changed it since."""
    row = locked(Enquiry, pk, *RELATED)
    if version is not None and row.version != version:
        raise Conflict
    return row


def keep(row: Enquiry, verb: str, *, by: Person | None, before: dict[str, Any], reason: str = "") -> None:
    """Save an enquiry as it is now, and write what changed."""
    row.version += 1
    row.save()
    after = {name: _as_text(getattr(row, name)) for name in before}
    record(verb, row, by=by, before=before, after=after, institution=row.institution, reason=reason)


def _as_text(value: Any) -> Any:
    return text_of(value) if isinstance(value, Person | Institution | Contact | Employer) else value


@transaction.atomic
def change_enquiry(row: Enquiry, values: dict[str, Any], *, version: int, by: Person) -> Enquiry:
    """Correct what was taken down; an empty e-mail or telephone leaves the one that is there."""
    enquiry = held(row.pk, version)
    require(rules.can_change(by, enquiry))
    if not str(values["wants"]).strip():
        refuse("Say in one line what they want.")
    wanted = {name: value for name, value in values.items() if value or name not in ("email", "phone")}
    before = {name: _as_text(getattr(enquiry, name)) for name in wanted if name not in ("email", "phone")}
    for name, value in wanted.items():
        setattr(enquiry, name, value)
    keep(enquiry, "change enquiry", by=by, before=before)
    return enquiry


@transaction.atomic
def hand_over_enquiry(
    row: Enquiry, to: Institution, *, person: Person | None = None, words: str = "", version: int, by: Person
) -> Enquiry:
    """Hand an enquiry to another institution's point of contact, or to somebody in particular, who is told (P14).

    The day by which the employer is answered stays: for them nothing has begun anew.
    """
    enquiry = held(row.pk, version)
    require(rules.can_hand_over(by, enquiry))
    holder = person or who_answers(to, enquiry.employer, but=enquiry.holder if to == enquiry.institution else None)
    if holder is None:
        refuse("Nobody of {place} may answer this employer.", place=to)
    require(rules.can_hold(holder, enquiry.employer))
    if person and not person.may(Permission.RECORD_ENGAGEMENTS, at=to):
        refuse("{who} does not work for {place}.", who=person, place=to)
    if holder.pk == enquiry.holder_id and to.pk == enquiry.institution_id:
        refuse("{owner} has it already.", owner=holder)
    before = {"institution": text_of(enquiry.institution), "holder": text_of(enquiry.holder)}
    enquiry.institution, enquiry.holder, enquiry.reminded_on = to, holder, None
    step(enquiry, Kind.HANDED, by, person=holder, words=words.strip())
    keep(enquiry, "hand over enquiry", by=by, before=before, reason=words.strip()[:300])
    if holder.pk != by.pk:
        emails.put_enquiry(enquiry, holder, by=by, because="handed", words=words.strip())
    return enquiry


@transaction.atomic
def close_enquiry(row: Enquiry, *, reason: str, version: int, by: Person) -> Enquiry:
    """Close an enquiry that needs no answer, with the reason; it can be opened again."""
    enquiry = held(row.pk, version)
    require(rules.can_close(by, enquiry))
    if not reason.strip():
        refuse("Say why it needs no answer.")
    before = {"state": enquiry.state}
    enquiry.state, enquiry.closed_because = State.CLOSED, reason.strip()[:300]
    step(enquiry, Kind.CLOSED, by, words=reason.strip())
    keep(enquiry, "close enquiry", by=by, before=before, reason=reason.strip()[:300])
    return enquiry


@transaction.atomic
def reopen_enquiry(row: Enquiry, *, version: int, by: Person) -> Enquiry:
    """Open a closed enquiry again: it waits for an answer as before."""
    enquiry = held(row.pk, version)
    require(rules.can_reopen(by, enquiry))
    before = {"state": enquiry.state}
    enquiry.state, enquiry.closed_because = State.OPEN, ""
    step(enquiry, Kind.REOPENED, by)
    keep(enquiry, "reopen enquiry", by=by, before=before)
    return enquiry


@transaction.atomic
def show_reach(row: Enquiry, *, by: Person) -> Enquiry:
    """Show how to reach whoever called to somebody who sees to it, and write that it was shown (G1)."""
    require(rules.can_show_reach(by, row))
    where = home_institution(by, Permission.RECORD_ENGAGEMENTS)
    who = ", ".join(filter(None, (row.caller, row.named)))
    accessed("shown the address of a caller", row, by=by, detail=who, institution=where)
    return row
