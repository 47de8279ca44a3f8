"""What a secret address opens of meetings: one invitation, or one room."""

from hashlib import sha256

from django.utils.crypto import constant_time_compare

from guildhall.meetings.links import names_somebody, number_in, secret_of_participant, secret_of_room
from guildhall.meetings.models import Attendee, Meeting, Participant

RELATED = ("meeting__institution", "person", "contact__employer")


def invitation_of(secret: str) -> Participant | None:
    """The participant whose letters hold this address; None where it opens nothing."""
    pk = number_in(secret)
    row = Participant.objects.select_related(*RELATED).filter(pk=pk).first() if pk else None
    if row is None or not constant_time_compare(secret, secret_of_participant(row)):
        return None
    has_left = row.contact is not None and not row.contact.is_current  # somebody else may read that mailbox
    return row if names_somebody(row) and not has_left else None


def room_of(secret: str) -> Meeting | None:
    """The meeting whose room this address opens, also while it is closed; None where it opens nothing."""
    pk = number_in(secret)
    row = Meeting.objects.select_related("institution").filter(pk=pk).first() if pk else None
    if row is None or not constant_time_compare(secret, secret_of_room(row)):
        return None
    return row


def room_with_code(code: str) -> Meeting | None:
    """The meeting whose open room has a code that somebody typed."""
    return Meeting.objects.filter(code=code, state=Meeting.State.PLANNED).first() if code else None


def hash_of_key(key: str) -> str:
    """What is kept of the key of a device."""
    return sha256(key.encode()).hexdigest()


def attendee_with_key(meeting: Meeting, key: str) -> Attendee | None:
    """Who speaks from a device in a room."""
    if not key:
        return None
    rows = meeting.attendees.select_related("participant__person", "participant__contact__employer")
    return rows.filter(key=hash_of_key(key)).first()
