from django.utils.translation import gettext_noop

from guildhall.employers.models import Contact, EmployerLogin
from guildhall.employers.rules import can_approach
from guildhall.engagements import rules as engagement_rules
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.meetings import rules as meeting_rules
from guildhall.partnerships.kinds import HowOften
from guildhall.partnerships.models import (
    Activity,
    Barrier,
    Candidate,
    EvaluationRound,
    Follower,
    Initiative,
    Profile,
    ProgressUpdate,
    Stakeholder,
)
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission

State = Initiative.State
ENDED = gettext_noop("This initiative has ended. Open it again first.")


def can_read(person: Person) -> Verdict:
    """Who reads about initiatives: all of the staff, as far as they see each."""
    return person.may(Permission.SEE_DIRECTORY)


def can_start(person: Person, institution: Institution | None = None) -> Verdict:
    """Who starts an initiative: whoever convenes for an institution (F1)."""
    return person.may(Permission.CONVENE, at=institution) if institution else person.may(Permission.CONVENE)


def can_lead(person: Person, initiative: Initiative) -> Verdict:
    """Who leads an initiative: those named, and whoever convenes for its institution (F1)."""
    if any(lead.person_id == person.pk for lead in initiative.leads.all()):
        return person.may(Permission.SEE_DIRECTORY)
    if verdict := person.may(Permission.CONVENE, at=initiative.institution):
        return verdict
    return no("Only those who lead this initiative can do this.")


def can_change(person: Person, initiative: Initiative) -> Verdict:
    """Who changes what an initiative is and does, until it has ended."""
    return no(ENDED) if initiative.state == State.ENDED else can_lead(person, initiative)


def can_run(person: Person, initiative: Initiative) -> Verdict:
    """Who puts an initiative before the colleagues: whoever leads it, once its purpose is written (N20)."""
    if initiative.state != State.PREPARED:
        return no("This initiative is under way already.")
    if not initiative.purpose.strip():
        return no("Write the purpose statement first: colleagues read it before anything else.")
    return can_lead(person, initiative)


def can_end(person: Person, initiative: Initiative) -> Verdict:
    """Who ends an initiative that is under way."""
    if initiative.state != State.RUNNING:
        return no("Only an initiative that is under way is ended.")
    return can_lead(person, initiative)


def can_reopen(person: Person, initiative: Initiative) -> Verdict:
    """Who opens an ended initiative again."""
    if initiative.state != State.ENDED:
        return no("This initiative has not ended.")
    return can_lead(person, initiative)


def can_be_named_lead(person: Person) -> Verdict:
    """Who may be named to lead: somebody of the staff who is there."""
    if not person.is_active:
        return no("{person} is no longer active.", person=person)
    return person.standing.sees(Permission.SEE_DIRECTORY)


def can_leave_lead(initiative: Initiative) -> Verdict:
    """Whether one of the leads may go: an initiative keeps at least one (F1)."""
    return YES if initiative.leads.count() > 1 else no("An initiative has at least one lead. Name another one first.")


def can_keep_lists(person: Person, root: Institution | None) -> Verdict:
    """Who changes the categories and the rules of coverage: whoever convenes for the whole territory (E1, N15)."""
    return person.may(Permission.CONVENE, at=root) if root else no("This installation has no territory yet.")


# ── Stakeholders ─────────────────────────────────────────────────────


def can_take_in(person: Person, initiative: Initiative) -> Verdict:
    """Who puts somebody on the list of stakeholders, and changes what is said of them."""
    return can_change(person, initiative)


def can_record_answer(person: Person, row: Stakeholder) -> Verdict:
    """Who writes down that a stakeholder has accepted or declined their part (E12, E14)."""
    if row.state == Stakeholder.State.REPLACED:
        return no("This stakeholder was replaced.")
    return can_change(person, row.initiative)


def can_replace(person: Person, row: Stakeholder) -> Verdict:
    """Who takes the wrong voice off, with the reason (F10)."""
    return can_record_answer(person, row)


def can_take_back(person: Person, row: Stakeholder) -> Verdict:
    """Who puts a replaced stakeholder back."""
    if row.state != Stakeholder.State.REPLACED:
        return no("This stakeholder is on the list.")
    return can_change(person, row.initiative)


def can_remove(person: Person, row: Stakeholder) -> Verdict:
    """Who takes a stakeholder off who was never asked: entered by mistake."""
    if row.state != Stakeholder.State.LISTED or row.outreach.exists():
        return no("This stakeholder was asked already. Replace them, with the reason.")
    return can_change(person, row.initiative)


def can_reach_out(person: Person, row: Stakeholder) -> Verdict:
    """Who writes to a stakeholder to win them; of an employer only whoever may record with it."""
    if row.state == Stakeholder.State.REPLACED:
        return no("This stakeholder was replaced.")
    if row.employer and not (verdict := engagement_rules.can_record(person, row.employer)):
        return verdict
    return can_change(person, row.initiative)


def can_write_to(person: Person, contact: Contact) -> Verdict:
    """Whether a contact may be written to without asking anybody first (C11)."""
    return can_approach(person, contact)


# ── Profiles and candidates ──────────────────────────────────────────


def can_recruit(person: Person, profile: Profile) -> Verdict:
    """Who names candidates for a profile."""
    if profile.closed_on:
        return no("This profile is closed.")
    return can_change(person, profile.initiative)


def can_decide(person: Person, row: Candidate) -> Verdict:
    """Who decides about a candidate, or changes what is written of them, until that is done (F7)."""
    if row.state != Candidate.State.CONSIDERED:
        return no("A decision about this candidate was made already.")
    return can_change(person, row.profile.initiative)


def can_reconsider(person: Person, row: Candidate) -> Verdict:
    """Who considers somebody again who was not chosen."""
    if row.state != Candidate.State.NOT_CHOSEN:
        return no("Only somebody who was not chosen can be considered again.")
    return can_change(person, row.profile.initiative)


# ── Meetings and agreements ──────────────────────────────────────────


def can_link(person: Person, initiative: Initiative) -> Verdict:
    """Who says that a meeting or an agreement belongs to an initiative."""
    return can_change(person, initiative)


def can_plan_kickoff(person: Person, initiative: Initiative) -> Verdict:
    """Who plans a meeting of an initiative: whoever leads it and may plan meetings where it is convened (E13)."""
    if not (verdict := can_change(person, initiative)):
        return verdict
    return meeting_rules.can_plan(person, initiative.institution)


# ── Evaluation ───────────────────────────────────────────────────────


def can_evaluate(person: Person, initiative: Initiative) -> Verdict:
    """Who asks both sides how it goes: whoever leads an initiative that is under way (F15)."""
    if initiative.state != State.RUNNING:
        return no("Only an initiative that is under way is evaluated.")
    return can_lead(person, initiative)


def can_conclude(person: Person, row: EvaluationRound) -> Verdict:
    """Who writes down what an evaluation shows, once it is over."""
    if row.is_open:
        return no("Let the evaluation end first: until then nothing is shown.")
    return can_lead(person, row.initiative)


# ── The plan ─────────────────────────────────────────────────────────


def can_plan(person: Person, initiative: Initiative) -> Verdict:
    """Who writes the action plan."""
    return can_change(person, initiative)


def can_report(person: Person, row: Activity) -> Verdict:
    """Who says how far an activity is: whoever sees to it, and whoever leads (E9)."""
    if row.initiative.state == State.ENDED:
        return no(ENDED)
    return person.may(Permission.SEE_DIRECTORY) if row.person_id == person.pk else can_lead(person, row.initiative)


# ── Rules that stand in the way, and models of others ────────────────


def can_keep_policy(person: Person, initiative: Initiative) -> Verdict:
    """Who writes down what stands in the way, and what others do who had the same aim."""
    return can_change(person, initiative)


def can_report_barrier(person: Person, row: Barrier) -> Verdict:
    """Who says how far a barrier is: whoever sees to it, and whoever leads."""
    if row.initiative.state == State.ENDED:
        return no(ENDED)
    return person.may(Permission.SEE_DIRECTORY) if row.person_id == person.pk else can_lead(person, row.initiative)


# ── Updates ──────────────────────────────────────────────────────────


def can_write_updates(person: Person, initiative: Initiative) -> Verdict:
    """Who drafts updates: whoever leads the initiative, also a last one after its end (F13)."""
    return can_lead(person, initiative)


def can_change_update(person: Person, row: ProgressUpdate) -> Verdict:
    """Who changes or deletes an update: whoever leads, while it is a draft. What was published stands still (G9)."""
    if not row.is_draft:
        return no("This update is published: it stays as it was. Take it back and write another one instead.")
    return can_lead(person, row.initiative)


def can_publish_update(person: Person, row: ProgressUpdate) -> Verdict:
    """Who publishes an update: whoever leads an initiative that was put before the colleagues."""
    if not row.is_draft:
        return no("This update is published already.")
    if row.initiative.state == State.PREPARED:
        return no("Put the initiative before your colleagues first.")
    return can_lead(person, row.initiative)


def can_withdraw_update(person: Person, row: ProgressUpdate) -> Verdict:
    """Who takes a published update back."""
    if not row.is_published:
        return no("Only an update that is published is taken back.")
    return can_lead(person, row.initiative)


def can_follow(person: Person, initiative: Initiative) -> Verdict:
    """Who follows an initiative: all of the staff, once it is before them."""
    if initiative.state == State.PREPARED:
        return no("Put the initiative before your colleagues first.")
    return can_read(person)


def can_note_choice(person: Person, row: Stakeholder, known: Follower, how: str) -> Verdict:
    """Who writes down how often a stakeholder wants to hear: never more often than they chose themselves (H14)."""
    order = list(HowOften.values)
    if how in order and known.themselves and order.index(how) < order.index(known.how):
        return no("They chose this themselves. Only they can choose to hear more often.")
    return can_lead(person, row.initiative)


# ── At the front door ────────────────────────────────────────────────


def can_answer_at_door(login: EmployerLogin, row: Stakeholder) -> Verdict:
    """Who at an employer answers for its part: whoever is asked by name; where nobody is, any of its people (N19)."""
    if row.initiative.state == State.ENDED:
        return no("This initiative has ended.")
    asked = row.contact
    if asked and asked.pk != login.contact_id and asked.email.lower() != login.email.lower():
        return no("{who} is asked for this part.", who=asked.name)
    return YES
