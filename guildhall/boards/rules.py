from guildhall.boards.models import Board, BoardMeeting, Member, Motion, Recommendation, Seat
from guildhall.employers.models import Contact, Employer
from guildhall.employers.rules import can_show_address
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.meetings import rules as meeting_rules
from guildhall.meetings.models import Meeting
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission

State = Member.State


def can_read(person: Person) -> Verdict:
    """Who reads which boards there are: all of the staff."""
    return person.standing.sees(Permission.SEE_DIRECTORY)


def can_found(person: Person, institution: Institution | None = None) -> Verdict:
    """Who founds boards, enters academies and says why something has none: whoever keeps boards there (D12)."""
    return person.may(Permission.KEEP_BOARDS, at=institution)


def can_keep(person: Person, board: Board) -> Verdict:
    """Who sees to a board, its seats and its members: whoever keeps boards of its institution, while it stands."""
    if not board.is_open:
        return no("This board is closed: it is read now.")
    return can_found(person, board.institution)


def can_reopen(person: Person, board: Board) -> Verdict:
    """Who goes on with a board that was closed: whoever keeps boards of its institution."""
    return no("This board is not closed.") if board.is_open else can_found(person, board.institution)


def can_except(person: Person, board: Board) -> Verdict:
    """Who says that a rule of its kind does not fit a board, and lifts that again: whoever keeps the board (B15)."""
    return can_keep(person, board)


def can_assess(person: Person, board: Board) -> Verdict:
    """Who of the staff says how working together goes: the secretary, and colleagues who sit on the board (D18)."""
    if not board.is_open:
        return no("This board is closed: it is read now.")
    if board.secretary_id == person.pk or board.members.serving().filter(person=person.pk).exists():
        return YES
    return no("The secretary says this, and colleagues who sit on the board.")


def can_assess_by_link(row: Member) -> Verdict:
    """Which members say how working together goes: those who serve, and are no colleagues of the staff's side."""
    if not (verdict := is_open_by_link(row)):
        return verdict
    if row.person_id is not None or row.state != State.SERVING:
        return no("Members who have taken their seat are asked.")
    return YES


def can_seat(person: Person, employer: Employer) -> Verdict:
    """Which organizations get a seat: those that are shared, as a board is no secret among the staff (A1)."""
    if not Employer.objects.visible_to(person).filter(pk=employer.pk).exists():
        return no("This employer is not shared with your institutions.")
    return YES if employer.posted_at is not None else no("It is not shared yet: a seat would tell of it.")


def can_sit(person: Person, contact: Contact) -> Verdict:
    """Which contacts sit on a board: whoever still works at an organization that could have a seat."""
    if not Contact.objects.visible_to(person).filter(pk=contact.pk).exists():
        return no("This employer is not shared with your institutions.")
    if not contact.is_current:
        return no("That contact has left.")
    return can_seat(person, contact.employer)


def can_remove(person: Person, seat: Seat) -> Verdict:
    """Who takes a seat away: whoever keeps the board, once nobody sits on it."""
    if seat.removed_on is not None:
        return no("This seat was taken away.")
    if seat.members.current().exists():
        return no("Somebody sits on it: end their term first.")
    return can_keep(person, seat.board)


def can_change_member(person: Person, row: Member) -> Verdict:
    """Who renews a term, gives an office, notes an answer or ends a term: whoever keeps the board."""
    if not row.is_current:
        return no("They do not sit on this board any more.")
    return can_keep(person, row.board)


def can_invite(person: Person, row: Member) -> Verdict:
    """Who asks somebody to take their seat: whoever keeps the board; a contact only who may be shown the address."""
    if not (verdict := can_change_member(person, row)):
        return verdict
    if row.state == State.SERVING:
        return no("They have accepted their seat.")
    if row.person is not None:
        return YES if row.person.is_active else no("{person} is no longer active.", person=row.person)
    if row.contact is None:
        return YES if row.email else no("No e-mail address is known: ask by telephone, and note the answer.")
    if not row.contact.is_current:
        return no("That contact has left.")
    if not row.contact.email:
        return no("No e-mail address is known: ask by telephone, and note the answer.")
    return can_show_address(person, row.contact)


def is_answerable(row: Member) -> Verdict:
    """Whether somebody still answers whether they take their seat: while they hold it and the board stands."""
    if not row.board.is_open:
        return no("This board is closed.")
    if row.state == Member.State.DECLINED:
        return no("You declined this seat. If that changes, tell the secretary of this board.")
    return YES if row.is_current else no("You do not sit on this board any more.")


def is_open_by_link(row: Member) -> Verdict:
    """Whether a member's own page is open to whoever has its link: not once they have left where they spoke from."""
    if not (verdict := is_answerable(row)):
        return verdict
    return no("You do not work there any more: ask the secretary of this board.") if row.has_gone else YES


def can_answer(person: Person, row: Member) -> Verdict:
    """Who answers for a member: whoever it is, and whoever keeps the board, who notes what was said."""
    if not (verdict := is_answerable(row)):
        return verdict
    return YES if row.person_id == person.pk else can_change_member(person, row)


# ── Meetings ─────────────────────────────────────────────────────────


def can_plan(person: Person, board: Board) -> Verdict:
    """Who plans the meetings of a board: whoever keeps it (D15)."""
    return can_keep(person, board)


def can_look_in(person: Person, held: BoardMeeting) -> Verdict:
    """Who sees quorum, attendance and motions of a meeting: whoever is inside it."""
    return meeting_rules.is_inside(person, held.meeting)


def can_prepare(person: Person, held: BoardMeeting) -> Verdict:
    """Who builds the agenda and puts motions: whoever leads the meeting, until it is finished."""
    return meeting_rules.can_change(person, held.meeting)


def can_note(person: Person, held: BoardMeeting) -> Verdict:
    """Who writes down who came: whoever leads the meeting, also when it is finished."""
    return meeting_rules.can_keep_outcome(person, held.meeting)


def can_vote_by_hand(person: Person, motion: Motion) -> Verdict:
    """Who enters votes by show of hands: whoever leads the meeting, while the motion is open in the room."""
    if motion.outcome:
        return no("The vote on it is over.")
    if not motion.activity.is_open:
        return no("Open the vote first.")
    return meeting_rules.can_facilitate(person, motion.held.meeting)


def can_settle(person: Person, motion: Motion) -> Verdict:
    """Who closes a vote and writes down how it went: whoever leads the meeting, once it was opened."""
    if motion.outcome:
        return no("The vote on it is over.")
    if motion.activity.opened_at is None:
        return no("Open the vote first.")
    if motion.held.meeting.state == Meeting.State.CANCELED:
        return no("This meeting is canceled.")
    return meeting_rules.can_keep_outcome(person, motion.held.meeting)


# ── Advice ───────────────────────────────────────────────────────────


def can_advise(person: Person, board: Board) -> Verdict:
    """Who writes down what a board recommends: whoever keeps it (D16)."""
    return can_keep(person, board)


def can_change_advice(person: Person, row: Recommendation) -> Verdict:
    """Who writes a recommendation better: whoever keeps the board, until somebody has decided on it."""
    if row.state != Recommendation.State.OPEN:
        return no("It has been decided on: its words stay as they were.")
    return can_keep(person, row.board)


def can_decide(person: Person, row: Recommendation) -> Verdict:
    """Who says what becomes of advice: whoever was asked to, and who keeps programs or boards where it is given to."""
    if row.person_id == person.pk:
        return YES
    programs = person.may(Permission.KEEP_PROGRAMS, at=row.institution)
    return programs or person.may(Permission.KEEP_BOARDS, at=row.institution)
