from django.utils.translation import gettext as _

from guildhall.employers import rules as employer_rules
from guildhall.employers.models import Employer, EmployerLogin
from guildhall.employers.queries.audience import audience_words
from guildhall.employers.queries.key_accounts import guards_of
from guildhall.employers.querysets import is_shared_with
from guildhall.engagements.models import ACT, Ask, Copy, Ending, Engagement, FollowUp, GuestLink, Liaison, RedTape
from guildhall.lib import clock
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.models import Person
from guildhall.people.permissions import Permission

State = FollowUp.State


def can_record(person: Person, employer: Employer) -> Verdict:
    """Who logs an engagement: those who develop a restricted employer, and staff with a shared one."""
    if employer.posted_at is None:
        return employer_rules.can_edit(person, employer)
    if not is_shared_with(person, employer):
        return no("This employer is not shared with your institutions.")
    return person.may(Permission.RECORD_ENGAGEMENTS)


def can_change_engagement(person: Person, engagement: Engagement) -> Verdict:
    """Who corrects an engagement: whoever logged it, and colleagues of the same institution."""
    if not (verdict := can_record(person, engagement.employer)):
        return verdict
    if engagement.kind == ACT:
        return no("A recorded act is not changed: it says what was done.")
    if engagement.by_id == person.pk or person.may(Permission.RECORD_ENGAGEMENTS, at=engagement.institution):
        return YES
    return no("Only whoever logged it, or a colleague of the same institution, changes an engagement.")


# ── Follow-ups (N7) ──────────────────────────────────────────────────


def can_promise(person: Person, employer: Employer) -> Verdict:
    """Who enters a follow-up: whoever may log what happened."""
    return can_record(person, employer)


def can_own(person: Person, employer: Employer) -> Verdict:
    """Who may be given a follow-up: somebody who may work with the employer."""
    if not person.is_active:
        return no("{person} is no longer active.", person=person)
    if not can_record(person, employer):
        return no("{person} may not record anything with this employer.", person=person)
    return YES


def can_move_follow_up(person: Person, follow_up: FollowUp) -> Verdict:
    """Who gives a follow-up another day, hands it over or cancels it: its owner and whoever asked for it."""
    if follow_up.state != State.OPEN:
        return no("Only an open follow-up is changed.")
    if person.pk in (follow_up.owner_id, follow_up.asker_id, follow_up.promised_by_id):
        return can_record(person, follow_up.employer)
    return no("Only its owner, whoever promised it and whoever asked for it change a follow-up.")


def can_report(person: Person, follow_up: FollowUp) -> Verdict:
    """Who reports a follow-up as done: its owner."""
    if follow_up.state != State.OPEN:
        return no("This follow-up is not open.")
    if person.pk != follow_up.owner_id:
        return no("Only {owner} reports this as done. It can be handed to somebody else.", owner=follow_up.owner)
    return can_record(person, follow_up.employer)


def can_take_back(person: Person, follow_up: FollowUp) -> Verdict:
    """Who says that a follow-up is not done after all: its owner, until somebody confirms it."""
    if follow_up.state != State.REPORTED or person.pk != follow_up.owner_id:
        return no("Only its owner takes this back, and only until it is confirmed.")
    return can_record(person, follow_up.employer)


def can_confirm(person: Person, follow_up: FollowUp) -> Verdict:
    """Who confirms that a follow-up is done, or sends it back: the other side, never its owner (N7).

    Where the employer asked and does not use the link, a second person says what the employer told them; where the
    asker has left, a colleague of the asker steps in.
    """
    if follow_up.state != State.REPORTED:
        return no("There is nothing to confirm: nobody has reported this as done.")
    if person.pk == follow_up.owner_id:
        return no("Nobody confirms their own follow-up: the other side does.")
    if follow_up.asker and follow_up.asker.is_active and follow_up.asker_id != person.pk:
        return no("{asker} asked for this and confirms it.", asker=follow_up.asker)
    return can_record(person, follow_up.employer)


def can_ask_employer(person: Person, follow_up: FollowUp) -> Verdict:
    """Who mails the employer a link to confirm: those who may confirm or own it, where the employer asked."""
    if follow_up.state != State.REPORTED:
        return no("The employer is asked once the follow-up is reported as done.")
    if not follow_up.asked_by_employer:
        return no("{asker} asked for this and confirms it.", asker=follow_up.asker)
    return can_record(person, follow_up.employer)


# ── Asks ─────────────────────────────────────────────────────────────


def can_plan_ask(person: Person, employer: Employer) -> Verdict:
    """Who plans to ask something of an employer: whoever may log it."""
    return can_record(person, employer)


def can_change_ask(person: Person, ask: Ask) -> Verdict:
    """Who carries out, moves or withdraws a planned ask: whoever planned it and colleagues of the institution."""
    if ask.state != Ask.State.PLANNED:
        return no("This has been done or withdrawn already.")
    if ask.by_id == person.pk or person.may(Permission.RECORD_ENGAGEMENTS, at=ask.institution):
        return can_record(person, ask.employer)
    return no("Only whoever planned it, or a colleague of the same institution, changes this.")


def can_join_ask(person: Person, ask: Ask) -> Verdict:
    """Who asks together with another institution: staff of one that has not signed yet (N4)."""
    if ask.state != Ask.State.PLANNED or ask.planned_on < clock.today():
        return no("This is done already, or its day has passed.")
    if any(post.institution == ask.institution_id for post in person.standing.posts):
        return no("Your own institution asks this already.")
    return can_record(person, ask.employer)


def can_set_limits(person: Person | EmployerLogin, employer: Employer) -> Verdict:
    """Who writes down what an employer told us about being contacted: those who may edit it, and its own people."""
    return employer_rules.can_edit(person, employer)


def can_answer_signed_in(login: EmployerLogin, row: FollowUp) -> Verdict:
    """Whether somebody of the employer has the word: it was promised to the employer, and is said to be done (N7)."""
    if not (verdict := employer_rules.can_speak_for(login, row.employer)):
        return verdict
    if not row.asked_by_employer:
        return no("This was promised to somebody else.")
    return YES if row.state == FollowUp.State.REPORTED else no("This has been settled meanwhile.")


# ── Guests, kinds ────────────────────────────────────────────────────


def is_open_to_guests(employer: Employer, engagement: Engagement | None) -> bool:
    """Whether a guest may read it: open today to every institution, and kept by nobody to itself (B4, B11)."""
    if employer.posted_at is None or employer.merged_into_id or audience_words(employer) is not None:
        return False
    return engagement is None or (
        engagement.visibility == Engagement.Visibility.REGION
        and engagement.stays_with_id is None
        and engagement.removed_at is None
    )


def can_bring_in(person: Person, employer: Employer, engagement: Engagement | None) -> Verdict:
    """Who brings in a colleague without an account: whoever may log, for what every institution may read (B11)."""
    if not is_open_to_guests(employer, engagement):
        return no("Only what every institution of the region may read is shown to a guest.")
    return can_record(person, employer)


def can_close_link(person: Person, link: GuestLink) -> Verdict:
    """Who closes a guest's link: whoever gave it, and colleagues of that institution."""
    if person.pk == link.by_id or person.may(Permission.RECORD_ENGAGEMENTS, at=link.institution):
        return can_record(person, link.employer)
    return no("{institution} brought this guest in, and closes the link itself.", institution=link.institution)


def can_resume(person: Person, ending: Ending) -> Verdict:
    """Who takes a relationship up again: the institution that ended it, and those above it (F18)."""
    if not (verdict := can_record(person, ending.employer)):
        return verdict
    if person.may(Permission.RECORD_ENGAGEMENTS, at=ending.institution):
        return YES
    return no("{institution} ended its own relationship, and takes it up again itself.", institution=ending.institution)


def can_change_red_tape(person: Person, tape: RedTape) -> Verdict:
    """Who says anew, or ends, what is taken care of for an employer: the institution that sees to it (F22)."""
    if not (verdict := can_record(person, tape.employer)):
        return verdict
    if tape.ended_at:
        return no("It has ended.")
    if person.may(Permission.RECORD_ENGAGEMENTS, at=tape.institution):
        return YES
    return no("{institution} sees to this, and changes it itself.", institution=tape.institution)


def can_change_kinds(person: Person) -> Verdict:
    """Who edits the list of kinds: Regional Directors and region administrators."""
    if person.may(Permission.USE_CRM) or person.may(Permission.CHANGE_TERRITORY):
        return YES
    return no("Regional Directors and region administrators edit this list.")


# ── Asking first (N6) ────────────────────────────────────────────────


def can_ask_first(person: Person, employer: Employer) -> Verdict:
    """Who asks the operator of a key account, or whoever answers for a topic: those who may log engagements (C11)."""
    return can_record(person, employer)


def can_answer_liaison(person: Person, liaison: Liaison, *, put_to: bool) -> Verdict:
    """Who answers a request: operator, deputy, and whoever it was put to, also after it was handed on."""
    if liaison.state != Liaison.State.OPEN:
        return no("This request was answered already, or withdrawn.")
    if person.pk == liaison.asked_by_id:
        return no("Nobody answers their own request.")
    account = liaison.account
    if put_to or person.pk == liaison.holder_id or (account and person.pk in (account.operator_id, account.deputy_id)):
        return can_record(person, liaison.employer)
    return no("This request was put to {who}.", who=liaison.holder or _("somebody else"))


def can_agree(person: Person, liaison: Liaison, *, put_to: bool) -> Verdict:
    """Who lets the asker through: whoever answers, as long as this very account protects the contact (N6).

    Where it has ended, or has let the contact go, another one may stand in its place: that one's operator is asked.
    """
    if not (verdict := can_answer_liaison(person, liaison, put_to=put_to)):
        return verdict
    account, contact = liaison.account, liaison.contact
    if account and contact and not guards_of(contact).filter(pk=account.pk).exists():
        return no("This key account does not protect {who} any more: others say who sees them.", who=contact.name)
    return YES


def can_withdraw_liaison(person: Person, liaison: Liaison) -> Verdict:
    """Who takes a request back: whoever asked, until it is answered."""
    if liaison.state != Liaison.State.OPEN:
        return no("This request was answered already, or withdrawn.")
    return YES if person.pk == liaison.asked_by_id else no("Only whoever asked takes a request back.")


def can_be_put_to(person: Person, liaison: Liaison) -> Verdict:
    """Whether somebody can be asked: there still, working with this employer, and not the asker."""
    if not person.is_active or person.pk == liaison.asked_by_id:
        return no("{who} cannot answer this.", who=person)
    return can_record(person, liaison.employer)


# ── Copies of messages ───────────────────────────────────────────────


def can_send_copies(person: Person) -> Verdict:
    """Who logs by sending a copy: whoever works here and may log engagements."""
    if not person.is_active or not person.standing.is_staff:
        return no("Staff send copies to be logged.")
    return person.may(Permission.RECORD_ENGAGEMENTS)


def can_end_copy(person: Person, copy: Copy) -> Verdict:
    """Who logs a copy or sets it aside: whoever sent it."""
    return YES if copy.person_id == person.pk else no("Only whoever sent a copy logs it or sets it aside.")
