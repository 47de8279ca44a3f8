"""Asking both sides how working together goes, and keeping what they answer (D18, D19, N13)."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from guildhall.audit.recording import record
from guildhall.employers.models import Contact, Employer, EmployerLogin
from guildhall.employers.rules import can_show_address
from guildhall.lib import clock
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Institution, Person
from guildhall.placements.models import Placement
from guildhall.store.locking import locked
from guildhall.supervision import emails, rules
from guildhall.supervision.models import RelationshipAssessment
from guildhall.supervision.queries.assessing import assessment_by_link
from guildhall.supervision.questions_of_both import QUESTIONS, cleaned

DAYS = 60
Side = RelationshipAssessment.Side


@transaction.atomic
def ask_both_sides(employer: Employer, institution: Institution, year: str, *, by: Person) -> tuple[int, int]:
    """Ask the coordinators and the supervisors of the placements at an employer, each once in a school year.

    Whoever was asked is not asked again. Returns how many of the institution and of the employer were asked now.
    """
    locked(Employer, employer.pk)
    require(rules.can_ask_employer(by, employer, institution))
    rows = Placement.objects.visible_to(by).filter(employer=employer, institution__lineage__contains=[institution.pk])
    people = Person.objects.filter(pk__in=rows.values("coordinator"), is_active=True)
    contacts = Contact.objects.filter(pk__in=rows.values("supervisor")).exclude(email="").select_related("employer")
    there = RelationshipAssessment.objects.filter(institution=institution, employer=employer, year=year)
    facts = {"institution": institution, "employer": employer, "year": year, "by": by}
    ours = [
        RelationshipAssessment.objects.create(side=Side.INSTITUTION, person=one, who=f"person {one.pk}", **facts)
        for one in people.exclude(pk__in=there.filter(~Q(person=None)).values("person"))
    ]
    asked = there.filter(~Q(contact=None)).values("contact")
    theirs = [_ask(one, facts, by) for one in contacts.exclude(pk__in=asked) if _may_be_written(one, by)]
    if not ours and not theirs:
        refuse("Nobody is left to ask: coordinators and supervisors of placements at this employer were asked already.")
    after = {"year": year, "ours": len(ours), "theirs": len(theirs)}
    record("ask both sides", (ours + theirs)[0], by=by, after=after, institution=institution)
    return len(ours), len(theirs)


def _may_be_written(contact: Contact, by: Person) -> bool:
    return bool(contact.is_current and can_show_address(by, contact))


def _ask(contact: Contact, facts: dict[str, object], by: Person) -> RelationshipAssessment:
    secret = new_secret()
    row = RelationshipAssessment.objects.create(
        side=Side.EMPLOYER, contact=contact, who=f"contact {contact.pk}", secret_hash=kept(secret).hex(),
        sent_at=clock.now(), until=clock.today() + timedelta(DAYS), **facts,
    )  # fmt: skip
    emails.write_assessment(row, secret, by=by)
    return row


def open_assessment(secret: str) -> RelationshipAssessment | None:
    """What a contact is asked, while the link may be used."""
    row = assessment_by_link(secret)
    return row if row and row.until and row.until >= clock.today() else None


@transaction.atomic
def answer_by_link(secret: str, answers: Mapping[str, int]) -> bool:
    """A contact answers; once, however often the link is opened (N13)."""
    row = open_assessment(secret)
    if row is None:
        refuse("This link has expired.")
    return _answer(row, answers)


@transaction.atomic
def answer_signed_in(row: RelationshipAssessment, answers: Mapping[str, int], *, by: EmployerLogin) -> bool:
    """A contact who is signed in answers what they were asked (N13)."""
    if by.contact_id is None or row.contact_id != by.contact_id or row.employer_id != by.employer_id:
        refuse("This was asked of somebody else.")
    return _answer(row, answers)


@transaction.atomic
def answer_ourselves(row: RelationshipAssessment, answers: Mapping[str, int], *, by: Person) -> bool:
    """Somebody of the staff answers what they were asked; nobody sees who said what."""
    if row.person_id != by.pk:
        refuse("This was asked of somebody else.")
    return _answer(row, answers)


def _answer(row: RelationshipAssessment, answers: Mapping[str, int]) -> bool:
    held = locked(RelationshipAssessment, row.pk, "institution", "employer")
    if held.answered_at:
        return False
    said = cleaned(dict(answers))
    if len(said) < len(QUESTIONS):
        refuse("Answer every question, please: what is compared has to be whole.")
    held.answers, held.answered_at = said, clock.now()
    held.save(update_fields=["answers", "answered_at"])
    record("answer assessment", held, by=None, after={"answered_at": held.answered_at}, institution=held.institution)
    return True
