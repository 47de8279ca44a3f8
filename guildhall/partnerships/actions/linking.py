"""Meetings and agreements of an initiative: a kickoff with everybody who has a part, others linked (E13, F11)."""

from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction

from guildhall.agreements.models import Agreement
from guildhall.audit.recording import record
from guildhall.employers.queries.contacts import contact_at
from guildhall.lib.verdicts import refuse, require
from guildhall.meetings.actions.inviting import Named, add_participant
from guildhall.meetings.actions.planning import Planned, plan_meeting
from guildhall.meetings.models import Meeting
from guildhall.partnerships import rules
from guildhall.partnerships.models import Initiative, InitiativeAgreement, InitiativeMeeting, Stakeholder
from guildhall.partnerships.queries.linked import kept_by
from guildhall.people.models import Person
from guildhall.store.locking import locked

COMING = (Stakeholder.State.LISTED, Stakeholder.State.ASKED, Stakeholder.State.ACCEPTED)


@transaction.atomic
def plan_kickoff(row: Initiative, planned: Planned, *, kickoff: bool, by: Person) -> Meeting:
    """Plan a meeting with everybody who has a part and is known by name, each with the role asked of them.

    Nobody is written to by that: the invitations are sent from the meeting's own page, under the contact rules.
    """
    initiative = locked(Initiative, row.pk, "institution")
    require(rules.can_plan_kickoff(by, initiative))
    leads = [lead.person for lead in initiative.leads.select_related("person")]
    meeting = plan_meeting(planned, institution=initiative.institution, by=by, organizers=leads, kickoff=kickoff)
    link_meeting(initiative, meeting, by=by)
    seen = Stakeholder.objects.visible_to(by).filter(initiative=initiative, state__in=COMING)
    parts = seen.select_related("contact__employer", "person", "employer", "institution")
    for named in _once([_named(part, by) for part in parts if part.person_name]):
        add_participant(meeting, named, by=by)
    return meeting


def _once(asked: list[Named]) -> list[Named]:
    """Everybody once, with all that is asked of them: one person may have two parts."""
    people: dict[Any, Named] = {}
    for n, one in enumerate(asked):
        key = one.person or one.contact or one.email.strip().casefold() or n
        known = people.get(key)
        people[key] = one if known is None else replace(known, role=_joined(known.role, one.role))
    return list(people.values())


def _joined(*roles: str) -> str:
    return "\n".join(dict.fromkeys(filter(None, roles)))


def _named(part: Stakeholder, by: Person) -> Named:
    role = ". ".join(filter(None, [", ".join(part.role_names), part.responsibilities]))
    contact = part.contact or (contact_at(part.email, by) if part.person is None else None)
    if contact or part.person:
        return Named(person=part.person, contact=contact, role=role)
    return Named(given=part.name, email=part.email, affiliation=part.body_name, role=role)


@transaction.atomic
def link_meeting(row: Initiative, meeting: Meeting, *, by: Person) -> InitiativeMeeting:
    """Say that a meeting belongs to an initiative."""
    initiative = locked(Initiative, row.pk, "institution")
    require(rules.can_link(by, initiative))
    if not Meeting.objects.led_by(by).filter(pk=meeting.pk).exists():
        refuse("Only a meeting that you organize is linked.")
    try:
        with transaction.atomic():
            made = InitiativeMeeting.objects.create(initiative=initiative, meeting=meeting)
    except IntegrityError:
        refuse("This meeting belongs to an initiative already.")
    record("link meeting", made, by=by, institution=initiative.institution, after={"meeting": meeting.title})
    return made


@transaction.atomic
def unlink_meeting(made: InitiativeMeeting, *, by: Person) -> None:
    """A meeting does not belong to the initiative after all; it stays as it is."""
    initiative = locked(Initiative, made.initiative_id, "institution")
    require(rules.can_link(by, initiative))
    record("unlink meeting", made, by=by, institution=initiative.institution, before={"meeting": made.meeting.title})
    made.delete()


@transaction.atomic
def link_agreement(row: Initiative, agreement: Agreement, *, by: Person) -> InitiativeAgreement:
    """Say that an agreement came of an initiative (F11)."""
    initiative = locked(Initiative, row.pk, "institution")
    require(rules.can_link(by, initiative))
    if not kept_by(by).filter(pk=agreement.pk).exists():
        refuse("Only an agreement that you keep, and that both sides have signed, is linked.")
    try:
        with transaction.atomic():
            made = InitiativeAgreement.objects.create(initiative=initiative, agreement=agreement)
    except IntegrityError:
        refuse("This agreement belongs to an initiative already.")
    record("link agreement", made, by=by, institution=initiative.institution, after={"agreement": agreement.title})
    return made


@transaction.atomic
def unlink_agreement(made: InitiativeAgreement, *, by: Person) -> None:
    """An agreement does not belong to the initiative after all; it stays as it is."""
    initiative = locked(Initiative, made.initiative_id, "institution")
    require(rules.can_link(by, initiative))
    before = {"agreement": made.agreement.title}
    record("unlink agreement", made, by=by, institution=initiative.institution, before=before)
    made.delete()
