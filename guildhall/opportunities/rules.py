from collections.abc import Sequence
from datetime import date

from guildhall.employers.models import Employer, EmployerLogin
from guildhall.employers.querysets import is_shared_with
from guildhall.employers.rules import can_speak_for
from guildhall.engagements import rules as engagement_rules
from guildhall.lib import clock
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.opportunities.models import KeptSearch, Limitation, Opportunity
from guildhall.opportunities.queries.standing import agreed_for
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.prospects import rules as prospect_rules
from guildhall.students.models import StudentLogin

State = Opportunity.State
MOST_SEARCHES = 20  # that a student keeps


def can_work_with(person: Person, employer: Employer) -> Verdict:
    """Whether somebody may note what an employer offers: of a restricted one those who develop it (A1)."""
    if employer.posted_at is None:
        return engagement_rules.can_record(person, employer)
    return YES if is_shared_with(person, employer) else no("This employer is not shared with your institutions.")


def can_enter(
    person: Person | EmployerLogin, employer: Employer | None = None, holder: Institution | None = None
) -> Verdict:
    """Who enters an opportunity: staff of the institution that looks after it, and directors above (B2); and the
    employer's own people, for themselves (N19).
    """
    if isinstance(person, EmployerLogin):
        return can_speak_for(person, employer or person.employer)
    if employer and not (verdict := can_work_with(person, employer)):
        return verdict
    return person.may(Permission.POST_OPPORTUNITIES, at=holder)


def can_change(person: Person | EmployerLogin, row: Opportunity) -> Verdict:
    """Who changes an opportunity: staff of the institution that looks after it, until it is closed."""
    if row.state == State.CLOSED:
        return no("It is closed. Offer it again instead: everything is filled in.")
    return can_enter(person, row.employer, row.holder)


def can_decide(person: Person, row: Opportunity) -> Verdict:
    """Who approves or refuses: whoever approves at the institution that looks after it; by clause somebody else than
    entered it.
    """
    if row.state != State.WAITING:
        return no("It does not wait for approval.")
    if not (verdict := can_work_with(person, row.employer)):
        return verdict
    if not (verdict := person.may(Permission.APPROVE_OPPORTUNITIES, at=row.holder)):
        return verdict
    clause, fixed = agreed_for(row.holder)
    if fixed["apart"] and row.entered_by_id == person.pk:
        return no("Somebody else approves what you entered.", clause=clause.citation if clause else "")
    return YES


def can_approve(person: Person, row: Opportunity) -> Verdict:
    """Who approves, as soon as its employer is vetted and shared: before that nobody else could see it (A1, B5)."""
    if not (verdict := can_decide(person, row)):
        return verdict
    return can_be_posted(row)


def can_be_posted(row: Opportunity) -> Verdict:
    """Whether the employer is shared, what it offers is never seen before; and whether it would be found at all."""
    if row.employer.posted_at is None:
        return no("This employer is not shared yet. Promote it first; the opportunity waits.")
    if row.expires_on < clock.today():
        return no("Its last day has passed: change that first, or nobody would find it.")
    return YES


def can_answer_by_link(row: Opportunity) -> Verdict:
    """Whether an employer may do something about it by a mailed link: what was refused, and what ended by itself."""
    by_itself = row.closed_because in (Opportunity.Closing.EXPIRED, Opportunity.Closing.SILENT)
    if row.state == State.REFUSED or (row.state == State.CLOSED and by_itself):
        return YES
    return no("This was put right already, or is over.")


def can_close(person: Person | EmployerLogin, row: Opportunity) -> Verdict:
    """Who closes an opportunity: whoever may change it."""
    if row.state == State.CLOSED:
        return no("It is closed already.")
    return can_enter(person, row.employer, row.holder)


def can_read_filled(person: Person, row: Opportunity) -> Verdict:
    """Who reads exactly how many places were filled: whoever looks after it. It tells of single students (R6)."""
    return can_enter(person, row.employer, row.holder)


def can_make_public(person: Person, row: Opportunity) -> Verdict:
    """Who shows an opportunity to everybody without signing in: whoever approves there, where no exception holds."""
    if row.state != State.POSTED:
        return no("Only what is posted can be shown to the public.")
    if not (verdict := can_work_with(person, row.employer)):
        return verdict
    if not (verdict := person.may(Permission.APPROVE_OPPORTUNITIES, at=row.holder)):
        return verdict
    if row.limited or row.default_audience is not None:
        return no("It is open to some institutions only, so the public cannot read it.")
    if row.employer.audience is not None or row.employer.default_audience is not None:
        return no("Its employer is shared with some institutions only, so the public cannot read it.")
    return YES


def can_limit(person: Person, row: Opportunity) -> Verdict:
    """Who records, changes or lifts an exception to who sees an opportunity: as with employers, whom the clause names
    (B6).
    """
    if row.state not in (State.POSTED, State.WAITING):
        return no("It is not open any more.")
    if not (verdict := can_enter(person, row.employer, row.holder)):
        return verdict
    return prospect_rules.can_record_exceptions(person, prospect_rules.exception_clause(row.holder))


def can_limit_to(
    person: Person, row: Opportunity, institutions: Sequence[Institution], reason: str, until: date | None
) -> Verdict:
    """Whether an exception is complete, and as its clause says: by whom, how long (B6)."""
    if not (verdict := can_limit(person, row)):
        return verdict
    clause = prospect_rules.exception_clause(row.holder)
    return prospect_rules.can_except(person, clause, institutions, reason, until)


def can_change_limitation(person: Person, limitation: Limitation) -> Verdict:
    """Who changes, extends or lifts an exception that stands."""
    if limitation.ended_at:
        return no("This exception has ended already.")
    return can_limit(person, limitation.opportunity)


def can_ask_whether_open(person: Person | EmployerLogin, row: Opportunity) -> Verdict:
    """Who asks the employer whether it still stands: whoever may change it, while it is shown."""
    if row.state != State.POSTED:
        return no("Only what is posted is asked about.")
    return can_enter(person, row.employer, row.holder)


def can_keep_reasons(person: Person, institution: Institution | None = None) -> Verdict:
    """Who keeps an institution's reasons for refusing: whoever approves there."""
    return person.may(Permission.APPROVE_OPPORTUNITIES, at=institution)


def can_keep_search(login: StudentLogin, name: str, of: KeptSearch | None = None) -> Verdict:
    """Whether a student may keep a search under a name: each name once, and not without end."""
    own = KeptSearch.objects.of_login(login)
    if not name:
        return no("Give the search a name.")
    if own.filter(name__iexact=name).exclude(pk=of.pk if of else None).exists():
        return no("You keep a search of this name already. Give this one another name.")
    if of is None and own.count() >= MOST_SEARCHES:
        return no("You keep {n} searches already. Remove one first.", n=MOST_SEARCHES)
    return YES
