"""More of the term of bulk e-mail in the demo: to students, to a board with a file, outreach that lacks something."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile

from guildhall.boards.models import Board
from guildhall.demo.attended import EVENING
from guildhall.demo.moments import Days
from guildhall.demo.steps import step
from guildhall.events.models import Event
from guildhall.lib import clock
from guildhall.mailings.actions import attaching, deciding, selecting, sending, writing
from guildhall.mailings.actions.writing import Draft
from guildhall.mailings.models import Mailing, Sender
from guildhall.mailings.queries.students import offers_to_students
from guildhall.people.models import Institution, Person

MISSED = """Hello,

you had a place at {event} on {day}, and we missed you.

# It is not too late

- The three stations stand again next month
- Whoever could not come tells us why, and we look for another hour

Answer this letter: a person of {institution} reads it."""
FITS = """Hello,

there is something new that fits what you learn: {opportunity}.

Sign in and look under “Opportunities”, or come by the career center. We read what you write before it goes out."""
BOARD = """Dear {first_name|member of our board},

the agenda of the next meeting goes along with this letter. If something is missing on it, answer until Friday.

Thank you for the hours that you give {institution}."""
AGENDA = """Agenda

1  What became of the advice of the last meeting
2  What graduates do a year later
3  New courses, and what they need
"""
TOURS = """Dear {first_name|colleague},

may a class of ours see where {employer} works? Twenty students, two hours, on a day of your choice."""
WHY_ANYWAY = "The dates follow when we know who opens a door: asking first costs nobody a promise."


def write_more(place: Institution, college: Sender, by: Person, approver: Person, days: Days) -> None:
    """What the college wrote beside its open day."""
    _to_who_missed(place, college, by, approver, days)
    _to_whom_it_fits(place, college, by, approver, days)
    _to_a_board(place, college, by, approver, days)


def ask_before_all_is_known(place: Institution, college: Sender, by: Person, days: Days) -> None:
    """Outreach that lacks something, put before those who approve with the reason why it goes anyway (E11, N20)."""
    tours = Draft(college, "students", "May a class see where you work?", TOURS, outreach=True,
                  asks_for="two hours in which a class of twenty sees your work",
                  elements=("rationale", "role", "benefit"))  # fmt: skip
    source = {"kind": "contacts", "label": "Agreed to e-mail about students", "query": "agreed=students"}
    asked = drafted(tours, place, by, days.at(10, 14), [source])
    if asked.recipients.included().exists():
        with step("ask for approval of a mailing", asked, days.at(10, 15)):
            asked = fresh(asked)
            deciding.ask_for_approval(asked, anyway=WHY_ANYWAY, version=asked.version, by=by)


def _to_who_missed(place: Institution, college: Sender, by: Person, approver: Person, days: Days) -> None:
    """Who did not come to an evening, and is one of ours."""
    event = Event.objects.filter(title=EVENING, institution=place).first()
    if event is None:
        return
    draft = Draft(college, "student_events", "We missed you", MISSED, audience="students")
    source = {"kind": "missed", "label": f"Students who did not come to an event: {EVENING}", "key": event.pk}
    row = drafted(draft, place, by, days.at(4, 9), [source])
    if row.student_recipients.included().exists():
        sent(row, approver, by, days.at(4, 11))


def _to_whom_it_fits(place: Institution, college: Sender, by: Person, approver: Person, days: Days) -> None:
    """What is new, to those whose program it fits; it leaves in a few days."""
    draft = Draft(college, "student_offers", "Something that fits what you learn", FITS, audience="students")
    row = drafted(draft, place, by, days.at(1, 13), [])
    for offer in offers_to_students(row, by).order_by("title", "pk"):
        with step("add recipients to a mailing", row, days.at(1, 13)):
            label = f"Students whom an opportunity fits: {offer.title}"
            added = selecting.add_source(fresh(row), "fitting", label=label, key=offer.pk, by=by)
            if row.student_recipients.included().exists():
                break
            selecting.remove_source(added, by=by)
    if row.student_recipients.included().exists():
        scheduled(row, approver, by, clock.moment_of(days.ahead(4), deciding.OPENS), days.at(1, 15))


def _to_a_board(place: Institution, college: Sender, by: Person, approver: Person, days: Days) -> None:
    """The agenda, as a file that a link opens."""
    board = Board.objects.filter(institution=place).standing().order_by("pk").first()
    if board is None:
        return
    source = {"kind": "board", "label": f"Members of an advisory board: {board}", "key": board.pk}
    row = drafted(Draft(college, "boards", "The agenda of our next meeting", BOARD), place, by, days.at(6, 9), [source])
    with step("add a file to a mailing", row, days.at(6, 10)):
        attaching.attach(fresh(row), ContentFile(AGENDA.encode(), "Agenda.txt"), by=by)
    if row.recipients.included().exists():
        sent(row, approver, by, days.at(6, 11))


def drafted(draft: Draft, place: Institution, by: Person, at: datetime, sources: Sequence[dict[str, Any]]) -> Mailing:
    """A draft with where its recipients come from."""
    with step("write a mailing", draft.subject, at):
        row = writing.write_mailing(draft, institution=place, by=by)
        for source in sources:
            selecting.add_source(row, **source, by=by)
    return fresh(row)


def fresh(row: Mailing) -> Mailing:
    """As it stands now."""
    return Mailing.objects.get(pk=row.pk)


def scheduled(row: Mailing, approver: Person, by: Person, send_from: datetime | None, at: datetime) -> None:
    with step("schedule a mailing", row, at):
        row = fresh(row)
        deciding.ask_for_approval(row, version=row.version, by=row.author)
        row = fresh(row)
        deciding.approve(row, version=row.version, by=approver)
        row = fresh(row)
        deciding.schedule(row, send_from, version=row.version, by=by)


def sent(row: Mailing, approver: Person, by: Person, at: datetime) -> None:
    scheduled(row, approver, by, None, at)
    for minute in range(1, 12):
        with step("send a mailing", row, at + timedelta(minutes=minute)):
            sending.send_due()
