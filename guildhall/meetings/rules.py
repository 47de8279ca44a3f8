from datetime import timedelta

from guildhall.employers.rules import can_show_address
from guildhall.lib import clock
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.meetings.models import ActionItem, Activity, Attendee, Meeting, Participant
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.ui.dates import short_moment

State = Meeting.State
ROOM_OPENS = timedelta(days=1)  # before a meeting begins: to try it out


def can_see_meetings(person: Person) -> Verdict:
    """Who has the list of meetings: all of the staff, who see their institution's and those that they are asked to."""
    return person.standing.sees(Permission.SEE_DIRECTORY)


def can_plan(person: Person, institution: Institution | None = None, under: Permission = Permission.CONVENE) -> Verdict:
    """Who plans a meeting of an institution: whoever convenes for it (E13), and for a board whoever keeps it (D15)."""
    return person.may(under, at=institution)


def is_inside(person: Person, row: Meeting) -> Verdict:
    """Who sees the inside of a meeting: its organizers, and whoever convenes for its institution."""
    if row.institution_id in person.below(Permission.CONVENE) or row.organizers.filter(person=person.pk).exists():
        return YES
    return no("Only its organizers, and whoever convenes for {place}, see this.", place=row.institution)


def can_lead(person: Person, row: Meeting) -> Verdict:
    """Who prepares and facilitates a meeting: its organizers, and whoever convenes for its institution (E13)."""
    if row.organizers.filter(person=person.pk).exists():
        return person.standing.sees(Permission.SEE_DIRECTORY)
    if not (verdict := is_inside(person, row)):
        return verdict
    return can_plan(person, row.institution)


def can_change(person: Person, row: Meeting) -> Verdict:
    """Who changes a meeting: whoever leads it, until it is finished; afterward it is read, and corrected in words."""
    if row.state == State.CANCELED:
        return no("This meeting is canceled.")
    if row.state == State.HELD:
        return no("This meeting is finished: it is read now. Its outcome can be corrected, with the reason.")
    return can_lead(person, row)


def can_correct(person: Person, row: Meeting) -> Verdict:
    """Who corrects the outcome of a finished meeting: whoever leads it; what stood before stays in the journal."""
    if row.state != State.HELD:
        return no("This meeting is not finished: change it as it is.")
    return can_lead(person, row)


def can_keep_outcome(person: Person, row: Meeting) -> Verdict:
    """Who writes minutes, decisions and tasks: whoever leads the meeting, before and after it is finished."""
    return can_correct(person, row) if row.state == State.HELD else can_change(person, row)


def can_read_minutes(person: Person, row: Meeting) -> Verdict:
    """Who reads the minutes: whoever is inside; once they are shared, whoever may know of the meeting."""
    if row.shared_at is not None:
        return YES
    return is_inside(person, row)


def can_open_room(person: Person, row: Meeting) -> Verdict:
    """Who opens the room for phones: whoever leads the meeting, from a day before it begins."""
    if row.starts_at - ROOM_OPENS > clock.now():
        return no("The room opens a day before the meeting begins, {when}.", when=short_moment(row.starts_at))
    return can_change(person, row)


def can_facilitate(person: Person, row: Meeting) -> Verdict:
    """Who opens and closes what is done in the room: whoever leads the meeting, while the room is open."""
    if row.state == State.PLANNED and not row.is_open:
        return no("Open the room first.")
    return can_change(person, row)


def can_finish(person: Person, row: Meeting) -> Verdict:
    """Who finishes a meeting: whoever leads it, once it has begun."""
    if row.state == State.PLANNED and row.starts_at > clock.now():
        return no("It has not begun yet.")
    return can_change(person, row)


def can_invite(person: Person, row: Participant) -> Verdict:
    """Who writes to a participant: whoever leads the meeting; to a contact only who may be shown the address."""
    if not (verdict := can_change(person, row.meeting)):
        return verdict
    if row.meeting.is_over:
        return no("This meeting is over.")
    if row.person is not None:
        return YES if row.person.is_active else no("{person} is no longer active.", person=row.person)
    if row.contact is None:
        return YES if row.email else no("No e-mail address is known: ask by telephone, and note the answer.")
    if not row.contact.is_current:
        return no("That contact has left.")
    if not row.contact.email:
        return no("No e-mail address is known: ask by telephone, and note the answer.")
    return can_show_address(person, row.contact)


def can_tell(person: Person, row: Participant) -> Verdict:
    """Who tells a participant that the meeting moves or is canceled: whoever was written to once is told by anybody
    who leads it, as the letter shows no address; others only by who may be shown theirs.
    """
    if row.person is not None:
        return YES if row.person.is_active else no("{person} is no longer active.", person=row.person)
    if row.contact is None:
        return YES if row.email else no("No e-mail address is known.")
    if not row.contact.is_current:
        return no("That contact has left.")
    if not row.contact.email:
        return no("No e-mail address is known.")
    return YES if row.invited_at is not None else can_show_address(person, row.contact)


def can_answer(person: Person, row: Participant) -> Verdict:
    """Who answers for a participant: whoever it is, and whoever leads the meeting, who notes what was said (E12)."""
    if not (verdict := is_answerable(row)):
        return verdict
    return YES if row.person_id == person.pk else can_change(person, row.meeting)


def is_answerable(row: Participant) -> Verdict:
    """Whether an invitation still takes an answer: while the meeting is planned and not over."""
    if row.meeting.state == State.CANCELED:
        return no("This meeting is canceled.")
    if row.meeting.state == State.HELD or row.meeting.is_over:
        return no("This meeting is over.")
    return YES


def can_speak(row: Meeting, activity: Activity | None) -> Verdict:
    """Whether the room takes what somebody sends: while it is open, for what is open now."""
    if not row.is_open:
        return no("The room is closed.")
    if activity is None or not activity.is_open:
        return no("This is closed: it takes nothing more.")
    return YES


def can_vote(activity: Activity, attendee: Attendee) -> Verdict:
    """Who votes on a motion: whoever stands on the list with a vote, and has no conflict of interest in it (D15)."""
    participant = attendee.participant
    if participant is None:
        return no("Only who stands on the list of this meeting votes.")
    if not participant.votes:
        return no("You take part without a vote.")
    if activity.abstaining.filter(pk=participant.pk).exists():
        return no("You abstain here: a conflict of interest is noted.")
    return YES


def can_finish_task(person: Person, row: ActionItem) -> Verdict:
    """Who says that a task from a meeting is done: whose it is, and whoever leads the meeting."""
    return YES if row.person_id == person.pk else can_lead(person, row.meeting)
