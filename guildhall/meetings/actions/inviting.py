"""Whom a meeting is for: named, written to, their answers and the acceptance of their role (E12, E14)."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from guildhall.audit.recording import record
from guildhall.employers.models import Contact, Employer
from guildhall.employers.queries.contacts import contact_at
from guildhall.engagements.actions.asking import NotNow
from guildhall.engagements.actions.letters import refuse_address, touch_address
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.contact_rules import may_ask
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, Refused, Verdict, refuse, require
from guildhall.meetings import emails, rules
from guildhall.meetings.actions.planning import held
from guildhall.meetings.models import Meeting, Participant
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked

Answer, Way = Participant.Answer, Participant.Way
RELATED = ("meeting__institution", "person", "contact__employer")
MOST = 500  # participants of one meeting


@dataclass(frozen=True, slots=True)
class Named:
    """Whom to ask to a meeting: a colleague, a contact, or a name with an e-mail; `role` is what is asked of them."""

    person: Person | None = None
    contact: Contact | None = None
    given: str = ""
    email: str = ""
    affiliation: str = ""
    role: str = ""


@transaction.atomic
def add_participant(meeting: Meeting, named: Named, *, by: Person) -> Participant:
    """Put somebody on the list of a meeting; nobody is written to by that."""
    row = held(meeting)
    require(rules.can_change(by, row))
    if row.participants.count() >= MOST:
        refuse("Five hundred people at most are asked to one meeting.")
    if named.person is None and named.contact is None and not any(c.isalpha() for c in named.given):
        refuse("Say who it is.")
    if named.contact is not None and not Contact.objects.visible_to(by).filter(pk=named.contact.pk).exists():
        refuse("This employer is not shared with your institutions.")
    if named.contact is None and named.person is None and (contact := contact_at(named.email, by)) is not None:
        refuse_address(contact)
    facts = {
        "person": named.person, "contact": named.contact, "given": one_line(named.given)[:160],
        "email": named.email.strip(), "affiliation": one_line(named.affiliation)[:160],
        "role": named.role.strip()[:500],
    }  # fmt: skip
    try:
        with transaction.atomic():
            participant = Participant.objects.create(meeting=row, added_by=by, **facts)
    except IntegrityError:
        refuse("They are on the list already.")
    after = {"name": participant.name, "role": participant.role}
    record("add participant", participant, by=by, after=after, institution=row.institution)
    return participant


def held_participant(row: Participant, version: int | None = None) -> Participant:
    """A participant, locked; raises `Conflict` where somebody changed it since."""
    participant = locked(Participant, row.pk, *RELATED)
    if version is not None and participant.version != version:
        raise Conflict
    return participant


@transaction.atomic
def change_role(row: Participant, role: str, *, version: int, by: Person) -> Participant:
    """Say anew what is asked of somebody; who had accepted other words accepts again."""
    participant = held_participant(row, version)
    require(rules.can_change(by, participant.meeting))
    before = {"role": participant.role}
    if participant.role == role.strip()[:500]:
        return participant
    participant.role, participant.accepted_at, participant.accepted_way = role.strip()[:500], None, ""
    _keep(participant, "role", "accepted_at", "accepted_way")
    after = {"role": participant.role}
    record("change role", participant, by=by, before=before, after=after, institution=participant.meeting.institution)
    return participant


@transaction.atomic
def give_vote(row: Participant, votes: bool, *, by: Person | None) -> Participant:
    """Say whether somebody has a vote on motions; whoever calls it, such as a board, has asked its own rule."""
    participant = held_participant(row)
    if participant.votes != votes:
        participant.votes = votes
        _keep(participant, "votes")
        record("give vote", participant, by=by, after={"votes": votes}, institution=participant.meeting.institution)
    return participant


@transaction.atomic
def remove_participant(row: Participant, *, by: Person) -> None:
    """Take somebody off the list; who was in the room already stays."""
    participant = held_participant(row)
    require(rules.can_change(by, participant.meeting))
    if participant.came_at is not None:
        refuse("They have come: they stay on the list.")
    place, before = participant.meeting.institution, {"name": participant.name}
    record("remove participant", participant, by=by, before=before, institution=place)
    participant.delete()


# ── Written to ───────────────────────────────────────────────────────


@transaction.atomic
def invite(row: Participant, *, again: int | None = None, by: Person) -> bool:
    """Write to a participant, with the link to answer by; returns whether a letter goes.

    To a contact it is a touch, under the employer's budget. Who was written to gets no second letter, unless `again`
    is the version in which somebody saw that, and asked for one more.
    """
    participant = held_participant(row)
    require(rules.can_invite(by, participant))
    if participant.invited_at is not None and again != participant.version:
        return False
    meeting = participant.meeting
    if participant.contact is not None:
        count_touch(participant.contact, f"Invited: {meeting.title}"[:200], institution=meeting.institution, by=by)
    elif participant.person is None:
        touch_address(participant.email, by=by, institution=meeting.institution)
    participant.invited_at = clock.now()
    _keep(participant, "invited_at")
    record("invite", participant, by=by, after={"name": participant.name}, institution=participant.meeting.institution)
    emails.invite(participant, by=by)
    return True


def count_touch(contact: Contact, words: str, *, institution: Institution, by: Person) -> None:
    """Count a letter to a contact as a touch, under the employer's budget; beyond it nothing is written (N3)."""
    employer = locked(Employer, contact.employer_id)
    answer = may_ask(employer, [contact], clock.today(), institution=institution)
    if not answer:
        raise NotNow(answer)
    said = Happening("email", words, clock.today(), contact=contact)
    record_engagement(employer, said, by=by, institution=institution)


@dataclass(frozen=True)
class Sent:
    """What became of writing to many: how many were written to, and who was not, with the reason."""

    count: int
    left_out: tuple[tuple[Participant, Verdict], ...]


def invite_all(meeting: Meeting, *, by: Person) -> Sent:
    """Write to everybody on the list who was not written to yet; whoever cannot be is named with the reason."""
    require(rules.can_change(by, meeting))
    count, left_out = 0, []
    rows = Participant.objects.visible_to(by).filter(meeting=meeting, invited_at=None, answer="")
    for row in rows.select_related(*RELATED):
        try:
            count += invite(row, by=by)
        except Refused as refused:
            left_out.append((row, refused.verdict))
    return Sent(count, tuple(left_out))


@transaction.atomic
def end_link(row: Participant, *, by: Person) -> None:
    """End the link in the letters of a participant, such as one that was passed on; the next letter has another one."""
    participant = held_participant(row)
    require(rules.can_change(by, participant.meeting))
    participant.links_ended += 1
    _keep(participant, "links_ended")
    record("end link of participant", participant, by=by, institution=participant.meeting.institution)


# ── Answers ──────────────────────────────────────────────────────────


@transaction.atomic
def answer_by_link(
    row: Participant, answer: str, *, accepts: bool, mark_of_role: str = "", note: str = ""
) -> Participant:
    """A participant answers by the link in their letter, and accepts their role or leaves that open.

    What is accepted is the words that were shown: `mark_of_role` is that of the role in the form.
    """
    participant = held_participant(row)
    require(rules.is_answerable(participant))
    if accepts and mark_of_role != participant.mark_of_role:
        refuse("What is asked of you has changed meanwhile. Read it again before you accept it.")
    return _answered(participant, answer, Way.LINK, accepts=accepts, note=note, by=None)


@transaction.atomic
def note_answer(
    row: Participant, answer: str, way: str, *, accepts: bool, note: str = "", version: int, by: Person
) -> Participant:
    """Answer for oneself, or write down what somebody answered: by telephone, face to face, in writing (E12, E14)."""
    participant = held_participant(row, version)
    require(rules.can_answer(by, participant))
    return _answered(participant, answer, way, accepts=accepts, note=note, by=by)


def _answered(row: Participant, answer: str, way: str, *, accepts: bool, note: str, by: Person | None) -> Participant:
    if answer not in (Answer.YES, Answer.MAYBE, Answer.NO):
        refuse("Say whether you will come.")
    if way not in Way.values:
        refuse("Say how they answered.")
    said = one_line(note)[:200]
    if row.answer == answer and row.answer_note == said and accepts == (row.accepted_at is not None):
        return row  # sent twice
    before = {"answer": row.answer, "accepted": row.accepted_at is not None}
    row.answer, row.answered_at, row.answer_way, row.answer_note, row.noted_by = answer, clock.now(), way, said, by
    if accepts != (row.accepted_at is not None):
        row.accepted_at, row.accepted_way, row.accepted_by = (clock.now(), way, by) if accepts else (None, "", None)
    _keep(row, "answer", "answered_at", "answer_way", "answer_note", "noted_by",
          "accepted_at", "accepted_way", "accepted_by")  # fmt: skip
    after = {"answer": answer, "accepted": accepts, "way": way}
    record("answer invitation", row, by=by, before=before, after=after, institution=row.meeting.institution)
    emails.tell_answered(row, by=by)
    return row


def _keep(row: Participant, *names: str) -> None:
    row.version += 1
    row.save(update_fields=[*names, "version"])


@transaction.atomic
def note_attendance(row: Participant, *, came: bool, by: Person) -> Participant:
    """Write down that somebody came, or did not after all, also when the meeting is finished; twice counts once."""
    participant = held_participant(row)
    require(rules.can_keep_outcome(by, participant.meeting))
    if came == (participant.came_at is not None):
        return participant
    participant.came_at = clock.now() if came else None
    participant.came_way = Participant.Came.HAND if came else Participant.Came.NONE
    _keep(participant, "came_at", "came_way")
    record("note who came", participant, by=by, after={"came": came}, institution=participant.meeting.institution)
    return participant
