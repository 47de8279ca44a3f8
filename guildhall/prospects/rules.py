from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects

from guildhall.employers.matching import registered_domain
from guildhall.employers.models import Contact, Designation, Employer
from guildhall.employers.querysets import REGIONAL, holders_open_to
from guildhall.lib import clock
from guildhall.lib.once import once
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.models import Institution, Membership, Person
from guildhall.people.permissions import Permission, Role
from guildhall.prospects.models import Answer, Criterion, Promotion, Prospect
from guildhall.protocols.models import Clause
from guildhall.protocols.parameters import DIRECTORS
from guildhall.protocols.queries import clause_in_force, clauses_in_force
from guildhall.protocols.rules import can_change_draft

UNDO_HOURS = 24


def can_use_crm(person: Person) -> Verdict:
    """Only a limited number of people use the regional CRM (A1)."""
    return person.may(Permission.USE_CRM)


def can_enter(person: Person, holder: Institution) -> Verdict:
    """Who enters a new employer for an institution: its staff who develop employers, or its list importers."""
    if person.may(Permission.DEVELOP_EMPLOYERS, at=holder) or person.may(Permission.IMPORT_LISTS, at=holder):
        return YES
    return no("Your role does not let you enter employers for {holder}.", holder=holder)


def can_develop(person: Person, prospect: Prospect) -> Verdict:
    """Who works on a prospect: those who see its employer before it is posted (DESIGN decision 3)."""
    if prospect.employer.holder_id in holders_open_to(person):
        return person.standing.earned(Permission.DEVELOP_EMPLOYERS)
    return no("Only those who develop this employer may do that.")


def vetting_clause(holder: Institution) -> Clause | None:
    """The clause whose criteria a prospect of this holder is vetted by: the region's, or the one for colleges.

    It brings its criteria along, and is read once a request.
    """
    return once(("vetting clause", holder.pk), lambda: _vetting_clause(holder))


def _vetting_clause(holder: Institution) -> Clause | None:
    clauses = clauses_in_force(holder)
    own = None if holder.kind in REGIONAL else clauses.get(Clause.Subject.COLLEGE_VETTING)
    shared = clauses.get(Clause.Subject.VETTING_CRITERIA)
    prefetch_related_objects([clause for clause in (own, shared) if clause], "criteria")
    return own if own and own.criteria.all() else shared


def answers_to(prospect: Prospect, criteria: Sequence[Criterion]) -> dict[UUID, Answer]:
    """A prospect's answers by the criterion in force: one given under an earlier version counts where its question
    was carried over unchanged.
    """
    answers: list[Answer] = sorted(prospect.answers.all(), key=lambda a: a.answered_at)
    asked = {c.pk: c.root for c in criteria}
    strange = [a.criterion_id for a in answers if a.criterion_id not in asked]
    if strange:
        asked |= dict(Criterion.objects.filter(pk__in=strange).values_list("pk", "root"))
    by_root = {asked[a.criterion_id]: a for a in answers}
    return {c.pk: by_root[c.root] for c in criteria if c.root in by_root}


def can_answer(person: Person, prospect: Prospect) -> Verdict:
    """Who answers criteria; nobody vets an employer that they work for (conflict of interest)."""
    if not (verdict := can_develop(person, prospect)):
        return verdict
    if works_for(person, prospect):
        return no(
            "You have a position at this employer, so somebody else must vet it.",
            clause=_cite(vetting_clause(prospect.employer.holder)),
        )
    return YES


def vetters_of(prospect: Prospect) -> set[UUID]:
    """Everybody who answered a criterion."""
    return {answer.by_id for answer in prospect.answers.all() if answer.by_id}


def can_confirm_from(person: Person, prospect: Prospect, contact: Contact) -> Verdict:
    """Whether a contact's address may confirm readiness: not one that a vetter wrote down (A5, conflict of interest).

    An address of the employer's own web domain will do, where somebody else wrote the domain down.
    """
    employer = prospect.employer
    clause = _cite(clause_in_force(Clause.Subject.GATES, employer.holder))
    if not is_vetted(prospect):
        return no("First every criterion is answered; then the employer is asked.", clause=clause)
    interested = vetters_of(prospect) | {person.pk}
    if not interested & _answering_for(employer, contact.email_by_id, contact.email_at):
        return YES
    at_home = bool(employer.domain) and registered_domain(contact.email) == employer.domain
    if at_home and not interested & _answering_for(employer, employer.domain_by_id, clock.now()):
        return YES
    return no(
        "Whoever vets an employer cannot write down the address that confirms it. A second person confirms, or writes "
        "{name}'s address down.",
        name=contact.name,
        clause=clause,
    )


def _answering_for(employer: Employer, by: UUID | None, at: datetime | None) -> set[UUID | None]:
    """Who answers for an address or web domain: whoever wrote it down.

    Where nobody is known, it came with the employer, or one of its logins wrote it: whoever let any of them in before
    that answers for it as well.
    """
    if by:
        return {by}
    let_in = {login.approved_by_id for login in employer.logins.all() if at and login.opened_at <= at}
    return {employer.entered_by_id} | (let_in - {None})


def works_for(person: Person, prospect: Prospect) -> bool:
    """Whether a person is a contact of the employer, by e-mail or full name, or signs in for it."""
    name, email = person.name.casefold(), person.email.casefold()
    people: list[Any] = [one for one in prospect.employer.contacts.all() if one.is_current]
    people += [login for login in prospect.employer.logins.all() if login.ended_at is None]
    return any(one.email.casefold() == email or one.name.casefold() == name for one in people)


def is_vetted(prospect: Prospect) -> Verdict:
    """The first gate: every criterion in force answered, none of them with no (A4, A5)."""
    if prospect.attested and prospect.vetted_at:
        return YES
    holder = prospect.employer.holder
    clause = vetting_clause(holder)
    if clause is None:
        return no("No vetting criteria are in force, so nothing can be vetted: publish a protocol first.")
    criteria: list[Criterion] = list(clause.criteria.all())
    answers = {pk: answer.choice for pk, answer in answers_to(prospect, criteria).items()}
    missing = [c for c in criteria if c.pk not in answers]
    denied = [c for c in criteria if answers.get(c.pk) == Answer.Choice.NO]
    points = tuple(f"{c.number}. {c.question}" for c in (*denied, *missing))
    details: Any = {"clause": _cite(clause), "open_points": points, "n": len(missing), "n_": len(criteria)}
    which = ", ".join(str(c.number) for c in denied)
    if denied and missing:
        return no("Answered with No: criterion {which}. {n} of {n_} criteria are open.", which=which, **details)
    if denied:
        return no("Answered with No: criterion {which}.", which=which, **details)
    return no("{n} of {n_} criteria are open.", **details) if missing else YES


def is_ready(prospect: Prospect) -> Verdict:
    """The second gate: readiness confirmed by a second person, or by the employer (A5)."""
    if prospect.ready_at:
        return YES
    clause = clause_in_force(Clause.Subject.GATES, prospect.employer.holder)
    return no("Nobody has confirmed yet that the employer is ready to work with colleges.", clause=_cite(clause))


def can_confirm_readiness(person: Person, prospect: Prospect) -> Verdict:
    """The second person is another one than who vetted, and does not work for the employer."""
    if not (verdict := can_answer(person, prospect)):
        return verdict
    clause = _cite(clause_in_force(Clause.Subject.GATES, prospect.employer.holder))
    if not is_vetted(prospect):
        return no("First every criterion is answered; then a second person confirms.", clause=clause)
    if prospect.vetted_by_id == person.pk:
        return no("You completed the vetting, so a second person, or the employer, confirms.", clause=clause)
    return YES


def can_promote(person: Person, prospect: Prospect) -> Verdict:
    """Both gates are needed; what is open is listed (A5)."""
    if not (verdict := can_answer(person, prospect)):
        return verdict
    if prospect.employer.posted_at:
        return no("This employer is shared already.")
    if prospect.stage in (Prospect.Stage.PARKED, Prospect.Stage.DECLINED):
        return no("Take it up again first: it is parked or declined.")
    gates = (is_vetted(prospect), is_ready(prospect))
    closed = [gate for gate in gates if not gate]
    if not closed:
        return YES
    points = tuple(point for gate in closed for point in (gate.open_points or (gate.reason,)))
    return no(" ".join(gate.reason for gate in closed), clause=closed[0].clause, open_points=points)


def can_except(
    person: Person, clause: Clause | None, audience: Sequence[Institution], reason: str, until: date | None
) -> Verdict:
    """Whether an exception to the default audience is complete, and as its clause says: by whom, how long (B4)."""
    cited = _cite(clause)
    if not (verdict := can_record_exceptions(person, clause)):
        return verdict
    if not audience:
        return no("Choose at least one institution, or share it as the protocol says.", clause=cited)
    if not reason.strip():
        return no("Say why not everybody sees it: the reason is recorded.", clause=cited)
    if until and until <= clock.today():
        return no("That day has passed already: everybody would see it. Choose a day to come.", clause=cited)
    longest = clause.parameters.get("longest") if clause else None
    if longest and (until is None or until > clock.today() + timedelta(days=longest)):
        return no("An exception ends after {longest} days at most: say on which day.", clause=cited, longest=longest)
    return YES


def can_record_exceptions(person: Person, clause: Clause | None) -> Verdict:
    """Who records, changes and lifts exceptions: whom the clause names (B4)."""
    if clause and clause.parameters.get("who") == DIRECTORS and not person.may(Permission.USE_CRM):
        return no("Regional Directors record exceptions to who sees an employer.", clause=_cite(clause))
    return YES


def exception_clause(holder: Institution) -> Clause | None:
    """The clause that an exception of a holder rests on."""
    clauses = clauses_in_force(holder)
    return clauses.get(Clause.Subject.AUDIENCE_EXCEPTION) or clauses.get(Clause.Subject.DEFAULT_AUDIENCE)


def can_change_exception(person: Person, designation: Designation) -> Verdict:
    """Who changes, extends or lifts an exception: who develops the employer, and whom the clause names (B4)."""
    employer = designation.employer
    if designation.ended_at or (designation.until and designation.until < clock.today()):
        return no("This exception has ended already.")
    if not (verdict := can_develop(person, employer.prospect)):
        return verdict
    return can_record_exceptions(person, exception_clause(employer.holder))


def can_begin_exception(person: Person, employer: Employer) -> Verdict:
    """Who limits to some institutions who sees a shared employer: as one changes an exception (B4)."""
    if employer.posted_at is None:
        return no("It is not shared yet: say who sees it when you promote it.")
    if not (verdict := can_develop(person, employer.prospect)):
        return verdict
    return can_record_exceptions(person, exception_clause(employer.holder))


def can_undo(person: Person, promotion: Promotion) -> Verdict:
    """A promotion is undone within a day, and not once another institution has recorded anything there (N2)."""
    prospect = promotion.prospect
    if not (verdict := can_develop(person, prospect)):
        return verdict
    if promotion.undone_at or prospect.employer.posted_at is None:
        return no("This promotion has been undone already.")
    if (clock.now() - promotion.promoted_at).total_seconds() > UNDO_HOURS * 3600:
        return no("A promotion can be undone for 24 hours; park the employer instead.")
    if not Promotion.objects.undisturbed().filter(pk=promotion.pk).exists():
        return no("Another institution has worked with it since, so it cannot be hidden again; park it instead.")
    return YES


def is_undone_by(person: Person, employer: Employer) -> bool:
    """Whether somebody may undo a promotion of this day, if there was one and nobody else has worked there since."""
    develops = employer.holder_id in holders_open_to(person) and person.standing.earned(Permission.DEVELOP_EMPLOYERS)
    return bool(develops and employer.posted_at and clock.now() - employer.posted_at <= timedelta(hours=UNDO_HOURS))


def can_attest(person: Person, institution: Institution) -> Verdict:
    """Who attests that employers are partners already: by permission, or by the clause (A4)."""
    clause = clause_in_force(Clause.Subject.ATTESTATION, institution)
    if clause is None:
        return no("No clause on the attestation of existing partners is in force.")
    if person.may(Permission.ATTEST_EXISTING, at=institution):
        return YES
    roles = [r for r in clause.parameters.get("also", []) if r in set(Role)]
    held = Membership.objects.in_force().filter(person=person, role__in=roles, institution__in=institution.lineage)
    if held.exists():
        return YES
    return no("Your role does not let you attest existing partners.", clause=_cite(clause))


def can_answer_requests(person: Person) -> Verdict:
    """Who answers colleges that ask to join a regional relationship."""
    return person.may(Permission.DEVELOP_EMPLOYERS)


def can_be_asked_about(person: Person, employer: Employer) -> Verdict:
    """To whom a request about an employer may go: somebody who finds it among the requests, and may answer it."""
    if not person.is_active:
        return no("{person} does not sign in any more.", person=person)
    if not (verdict := can_answer_requests(person)):
        return verdict
    if employer.holder_id in holders_open_to(person):
        return YES
    return no("Only those who develop this employer answer for it.")


def can_rewrite_criteria(person: Person, clause: Clause) -> Verdict:
    """Who writes the questions of a vetting clause: those who draft its protocol, as long as it is a draft (A4)."""
    if clause.subject not in (Clause.Subject.VETTING_CRITERIA, Clause.Subject.COLLEGE_VETTING):
        return no("This clause asks nothing: only vetting clauses carry criteria.")
    return can_change_draft(person, clause.protocol)


def _cite(clause: Clause | None) -> str:
    return clause.citation if clause else ""
