"""Who puts papers of an initiative up for approval, who answers, who notes what partners said (Table 3)."""

from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.partnerships.models import Approval, Approver, Initiative, ProgressUpdate
from guildhall.partnerships.rules import can_change, can_lead
from guildhall.people.models import Person
from guildhall.people.permissions import Permission


def can_put_up(person: Person, initiative: Initiative, update: ProgressUpdate | None = None) -> Verdict:
    """Who puts a paper before those who approve it; of updates only drafts."""
    if update and not update.is_draft:
        return no("This update is published already: there is nothing left to approve.")
    return can_change(person, initiative)


def is_asked_still(row: Approver) -> Verdict:
    """Whether somebody is still asked to approve a paper; an answer stands as it was given."""
    if row.approval.taken_back_on:
        return no("This paper was taken back: nobody is asked any more.")
    if row.answer:
        return no("This was answered already. Whoever leads puts the paper up again when it changes.")
    return YES


def can_answer_by_link(row: Approver) -> Verdict:
    """Who answers by a link: the partner to whom it was mailed, as long as they decide and read that mailbox."""
    return is_asked_still(row) if row.answers_by_link else no("This link has expired.")


def can_approve(person: Person, row: Approver | None) -> Verdict:
    """Who approves a paper: whoever is asked."""
    if row is None or row.person_id != person.pk:
        return no("Only those who are asked answer this.")
    return is_asked_still(row) and person.may(Permission.SEE_DIRECTORY)


def can_note_approval(person: Person, row: Approver) -> Verdict:
    """Who writes down what a partner said of a paper: whoever leads. Colleagues answer themselves."""
    if row.person_id:
        return no("Colleagues answer signed in, themselves.")
    return is_asked_still(row) and can_lead(person, row.approval.initiative)


def can_take_paper_back(person: Person, row: Approval) -> Verdict:
    """Who takes a paper back that was put up."""
    if row.taken_back_on:
        return no("This paper was taken back already.")
    return can_change(person, row.initiative)
