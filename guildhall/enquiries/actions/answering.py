"""Answering enquiries, and saying which employer it was: the answer stands on the employer's timeline (H6)."""

from dataclasses import dataclass

from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.employers.actions.entering import NewContact, NewEmployer
from guildhall.employers.models import Employer
from guildhall.engagements.actions.following import Promise, promise
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.models import Engagement
from guildhall.enquiries import emails, rules
from guildhall.enquiries.actions.taking import State, held, keep, step
from guildhall.enquiries.models import Enquiry, EnquiryStep
from guildhall.enquiries.queries import alike, knows_employer
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Institution, Person
from guildhall.prospects.actions.opening import open_prospect

Kind = EnquiryStep.Kind


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody answered, by which way, and what they promised with it."""

    words: str
    kind: str
    promised: Promise | None = None


@transaction.atomic
def answer_enquiry(row: Enquiry, said: Answered, *, version: int, by: Person, institution: Institution) -> Enquiry:
    """Answer an employer: the first answer counts, and stands on the timeline as their initiative, which uses up no
    touch budget. Where it was answered already, both are told of each other (H6, C5).
    """
    enquiry = held(row.pk, version)
    require(rules.can_answer(by, enquiry))
    if not said.words.strip():
        refuse("Say what you answered: the others read it before they call as well.")
    if said.promised and not enquiry.employer:
        refuse("Say first which employer it is: a follow-up hangs on its record.")
    entry = _log(enquiry, said.words.strip(), said.kind, by=by, institution=institution)
    if said.promised and enquiry.employer:
        promise(enquiry.employer, said.promised, by=by, institution=institution, engagement=entry)
    first = enquiry.answered_by if enquiry.state == State.ANSWERED else None
    if first:
        step(enquiry, Kind.ADDED, by, words=said.words.strip())
        keep(enquiry, "answer enquiry", by=by, before={"answered_by": text_of(first)})
    else:
        before = {"state": enquiry.state, "answer": enquiry.answer}
        enquiry.state, enquiry.answered_at, enquiry.answered_by = State.ANSWERED, clock.now(), by
        enquiry.answer, enquiry.engagement = said.words.strip()[:1000], entry
        step(enquiry, Kind.ANSWERED, by, words=said.words.strip())
        keep(enquiry, "answer enquiry", by=by, before=before)
    _tell(enquiry, first, said.words.strip(), by)
    return enquiry


def _log(
    enquiry: Enquiry, words: str, kind: str, *, by: Person, institution: Institution, earlier: bool = False
) -> Engagement | None:
    """Put the answer on the employer's timeline; it stands nowhere else while nobody knows which employer it is.

    An `earlier` one stands there under the day and the name of whoever gave it.
    """
    if enquiry.employer is None:
        return None
    day, who = clock.today(), by
    if earlier and enquiry.answered_at and enquiry.answered_by:
        day, who = clock.day_of(enquiry.answered_at), enquiry.answered_by
    body = "\n\n".join(filter(None, (enquiry.words, words)))[:4000]
    happening = Happening(
        kind=kind,
        summary=enquiry.wants,
        happened_on=day,
        body=body,
        contact=enquiry.contact,
        direction=Engagement.Direction.THEIRS,
        outcome=words[:200],
    )
    place = institution if who == by else enquiry.institution
    return record_engagement(enquiry.employer, happening, by=who, institution=place, brought_by=by)


def _tell(enquiry: Enquiry, first: Person | None, words: str, by: Person) -> None:
    """Tell whoever took it, whoever answered first, and who answers the same employer about something else, or has.

    These only where they know the employer: that two calls are of one employer says who it is (A1).
    """
    told = {p.pk: (p, enquiry) for p in (enquiry.taken_by, enquiry.holder, first) if p}
    for other in alike(enquiry, by):
        person = other.answered_by or other.holder
        if knows_employer(person, other):
            told.setdefault(person.pk, (person, other))
    for person, about in told.values():
        if person.pk != by.pk and person.is_active:
            emails.tell_answer(enquiry, person, about, words=words, by=by, again=first is not None)


@transaction.atomic
def name_employer(
    row: Enquiry, employer: Employer, *, version: int | None = None, by: Person, institution: Institution
) -> Enquiry:
    """Say which employer it was; an answer that was given already goes onto its timeline."""
    enquiry = held(row.pk, version)
    require(rules.can_name(by, enquiry))
    require(rules.can_hold(by, employer))
    before = {"employer": text_of(enquiry.employer)}
    enquiry.employer = employer
    if not rules.can_hold(enquiry.holder, employer):
        enquiry.holder = by  # whoever had it may not work with this employer
    if enquiry.state == State.ANSWERED:
        enquiry.engagement = _log(enquiry, enquiry.answer, enquiry.kind, by=by, institution=institution, earlier=True)
    step(enquiry, Kind.NAMED, by)
    keep(enquiry, "name employer of enquiry", by=by, before=before)
    return enquiry


def as_new_employer(enquiry: Enquiry) -> NewEmployer:
    """The employer of an enquiry as the one door for new employers takes it."""
    *given, family = enquiry.caller.split() or [""]
    contacts = [NewContact(family, " ".join(given), email=enquiry.email, phone=enquiry.phone)] if family else []
    return NewEmployer(name=enquiry.named, contacts=contacts, source="by hand")


@transaction.atomic
def enter_lead(row: Enquiry, *, holder: Institution, version: int | None = None, by: Person) -> Enquiry:
    """Enter the employer of an enquiry as a new lead; whoever calls has looked for others like it (A2, A8)."""
    enquiry = held(row.pk, version)
    require(rules.can_name(by, enquiry))
    if enquiry.employer_id:  # pressed twice, or by two at once: one lead
        refuse("Somebody has said meanwhile which employer it is.")
    prospect = open_prospect(as_new_employer(enquiry), holder=holder, by=by)
    record("enter lead of enquiry", enquiry, by=by, after={"employer": enquiry.named}, institution=holder)
    enquiry.contact = prospect.employer.contacts.first()
    enquiry.save(update_fields=["contact"])
    return name_employer(enquiry, prospect.employer, by=by, institution=holder)
