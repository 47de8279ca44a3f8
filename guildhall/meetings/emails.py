"""What participants and organizers of a meeting are written; the wording lies in templates (E12).

Who is asked, organizes it or is given a task may work anywhere, so what they are told stays behind no institution.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse

from guildhall.employers.telling import reader_at_employer
from guildhall.lib.scopes import OPEN
from guildhall.meetings import rules
from guildhall.meetings.links import secret_of_participant
from guildhall.meetings.models import ActionItem, Meeting, Participant
from guildhall.meetings.queries.entries import calendar_of
from guildhall.outbox.actions import hand_over
from guildhall.outbox.wording import Addressee
from guildhall.people import events
from guildhall.people.models import Person
from guildhall.people.queries import territory
from guildhall.people.telling import tell
from guildhall.ui.dates import in_words_lazy, short_moment_lazy

INVITED = "meetings/email/invited.txt"


def invite(row: Participant, *, by: Person) -> None:
    """Ask a participant to a meeting: when, where, what is asked of them, and the link to answer by."""
    _write(row, "invited", by=by, key=f"{row.version}")


def tell_changed(meeting: Meeting, how: str, *, by: Person) -> None:
    """Tell whoever was invited or comes, once, that a meeting moves or is canceled (`how`), unless it is over."""
    if meeting.is_over:
        return
    for row in meeting.participants.select_related("person", "contact__employer"):
        row.meeting = meeting
        if row.is_expected and rules.can_tell(by, row):
            _write(row, how, by=by, key=f"{meeting.version}")


def _write(row: Participant, how: str, *, by: Person, key: str) -> None:
    meeting = row.meeting
    words: dict[str, Any] = {"row": row, "meeting": meeting, "how": how, "by": by, "territory": territory()}
    words |= {"when": short_moment_lazy(meeting.starts_at), "until": short_moment_lazy(meeting.ends_at)}
    key = f"meeting:{meeting.pk}:{row.pk}:{how}:{key}"
    if row.person is not None:
        event = events.MEETING_INVITED if how == "invited" else events.MEETING_CHANGED
        path = reverse("meeting", args=[meeting.pk])
        tell(event, [row.person], INVITED, words | {"name": row.person.given_name}, path=path, key=key, scope=OPEN)
        return
    link = reverse("meeting-link", args=[secret_of_participant(row)])
    words |= {"name": row.name, "link": settings.PUBLIC_URL + link}
    details: dict[str, Any] = {"kind": "meeting", "scope": row.scope, "key": key, "confidential": True}
    reader = reader_at_employer(row.contact) if row.contact is not None else Addressee(row.email)
    hand_over(reader, INVITED, words, **details, reply_to=by.email, calendar=calendar_of(row))


def tell_answered(row: Participant, *, by: Person | None) -> None:
    """Tell the organizers what a participant answered, but for whoever wrote it down."""
    people = [
        one.person for one in row.meeting.organizers.select_related("person") if by is None or one.person_id != by.pk
    ]
    words = {"row": row, "meeting": row.meeting, "territory": territory()}
    where = {"path": reverse("meeting-people", args=[row.meeting_id]), "scope": row.scope_of_name}
    key = f"meeting answer:{row.pk}:{row.version}"
    tell(events.MEETING_ANSWERED, people, "meetings/email/answered.txt", words, key=key, **where)


def tell_task(row: ActionItem, *, by: Person) -> None:
    """Tell a colleague that something from a meeting is theirs to do."""
    if row.person is None or row.person_id == by.pk:
        return
    due = in_words_lazy(row.due, "full") if row.due else ""
    words = {"row": row, "meeting": row.meeting, "by": by, "due": due, "territory": territory()}
    path, key = reverse("meeting-tasks"), f"meeting task:{row.pk}:{row.version}"
    tell(events.MEETING_TASK, [row.person], "meetings/email/task.txt", words, path=path, key=key, scope=OPEN)
