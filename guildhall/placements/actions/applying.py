"""Putting a student forward, choosing, offering, and saying no: everything before a place is taken (C4)."""

from uuid import UUID

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse, require
from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Person
from guildhall.placements import emails, rules
from guildhall.placements.actions.sites import site_named
from guildhall.placements.actions.stepping import held_application, note_step, reaching, take_step
from guildhall.placements.models import Application
from guildhall.placements.parties import Party
from guildhall.placements.rules import Actor
from guildhall.store.locking import locked
from guildhall.students.models import Registration, Student

State = Application.State


@transaction.atomic
def refer(
    registration: Registration, opportunity: Opportunity, *, note: str = "", site: object = None, by: Person
) -> Application:
    """Put a student forward for an opportunity, perhaps at one of its sites; whoever refers looks after it.

    Journeys 8 and 9.
    """
    return _put_forward(registration, opportunity, State.REFERRED, note=note, site=site, by=by)


@transaction.atomic
def apply(registration: Registration, opportunity: Opportunity, *, site: object = None, by: Actor) -> Application:
    """A student applies for an opportunity, perhaps at one of its sites, or the staff write down that they did."""
    with reaching(by):
        return _put_forward(registration, opportunity, State.APPLIED, site=site, by=by)


def _put_forward(
    registration: Registration, opportunity: Opportunity, state: str, *, by: Actor, note: str = "", site: object = None
) -> Application:
    if isinstance(by, Party):  # one student, two institutions, two tabs: the second one waits for the first
        Student.objects.select_for_update(no_key=True).get(pk=registration.student_id)
    row = locked(Registration, registration.pk, "institution")
    require(rules.can_refer(by, row, opportunity))
    same = Application.objects.open().filter(student=row.student_id, opportunity=opportunity)
    if not isinstance(by, Party):  # another institution's is not told to the staff: one place is taken all the same
        same = same.filter(institution=row.institution)
    if same.exists():
        refuse("This student is put forward for it already.")
    now, staff = clock.now(), None if isinstance(by, Party) else by
    application = Application.objects.create(
        institution=row.institution, registration=row, student_id=row.student_id, employer=opportunity.employer,
        opportunity=opportunity, kind=opportunity.kind, title=opportunity.title, coordinator=staff, state=state,
        note=note.strip()[:1000], since=now, created_at=now, site=site_named(opportunity, site),
    )  # fmt: skip
    note_step(application, "", by=by)
    after = {"state": state, "opportunity": opportunity.name}
    if state == State.REFERRED:
        record("refer student", application, by=by, after=after, institution=row.institution)
    else:
        record("apply for student", application, by=by, after=after, institution=row.institution)
    emails.tell_applied(application, by=by)
    return application


@transaction.atomic
def shortlist(application: Application, *, version: int | None = None, by: Actor) -> Application:
    """The employer wants to see more of a student."""
    with reaching(by):
        row = held_application(application.pk, version)
        require(rules.can_decide(by, row, State.SHORTLISTED))
        take_step(row, State.SHORTLISTED, "shortlist student", by=by)
        emails.tell_moved(row, by=by)
        return row


@transaction.atomic
def offer(application: Application, *, version: int | None = None, by: Actor) -> Application:
    """The employer offers a place. More may be offered than there are: whoever accepts too late waits."""
    with reaching(by):
        row = held_application(application.pk, version)
        require(rules.can_decide(by, row, State.OFFERED))
        take_step(row, State.OFFERED, "offer place", by=by)
        emails.tell_moved(row, by=by)
        return row


@transaction.atomic
def turn_down(application: Application, *, reason: str = "", version: int | None = None, by: Actor) -> Application:
    """The employer does not choose a student; the reason stays with the institution."""
    with reaching(by):
        row = held_application(application.pk, version)
        require(rules.can_decide(by, row, State.NOT_CHOSEN))
        take_step(row, State.NOT_CHOSEN, "turn student down", by=by, reason=reason)
        emails.tell_moved(row, by=by)
        return row


@transaction.atomic
def end_with_opportunity(pk: UUID, *, tell: bool) -> bool:
    """End an application because its opportunity is not offered any more; the student is written to where `tell`."""
    row = held_application(pk)
    if not row.is_open or row.opportunity is None or row.opportunity.state != Opportunity.State.CLOSED:
        return False
    row.waits_since = None
    take_step(
        row, State.NOT_CHOSEN, "turn student down", by=None, reason=str(row.opportunity.get_closed_because_display())
    )
    if tell:
        emails.tell_moved(row, by=None, closed=True)
    return True


@transaction.atomic
def decline(application: Application, *, reason: str = "", version: int | None = None, by: Actor) -> Application:
    """The student does not take what was offered, or does not wait any longer."""
    with reaching(by):
        row = held_application(application.pk, version)
        require(rules.can_decide(by, row, State.DECLINED))
        row.waits_since = None
        take_step(row, State.DECLINED, "decline offer", by=by, reason=reason)
        emails.tell_moved(row, by=by)
        return row


@transaction.atomic
def withdraw_application(
    application: Application, *, reason: str = "", version: int | None = None, by: Actor
) -> Application:
    """The student does not want the place any more, before anything was offered."""
    with reaching(by):
        row = held_application(application.pk, version)
        require(rules.can_decide(by, row, State.WITHDRAWN))
        take_step(row, State.WITHDRAWN, "withdraw application", by=by, reason=reason)
        emails.tell_moved(row, by=by)
        return row
