"""What a board's next agenda begins with: what is open of the last one, new figures, terms and seats (D15, D16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.boards.models import BoardMeeting, Recommendation
from guildhall.boards.queries.due import coverage_of, programs_of
from guildhall.boards.queries.figures import figures_for
from guildhall.boards.queries.seats import Place, seats_of
from guildhall.employers.models import Employer
from guildhall.meetings.models import Meeting
from guildhall.people.models import Person
from guildhall.ui.dates import in_words

LAST = 3  # meetings whose minutes are put to approval at most


@dataclass(frozen=True, slots=True)
class Proposed:
    """A point for the agenda: what it is about, how long it takes, and what was said about it."""

    title: str
    minutes: int
    text: str = ""


def proposed(held: BoardMeeting, person: Person) -> list[Proposed]:
    """What the agenda of a meeting begins with, in the language of whoever prepares it (D16)."""
    board = held.board
    before = BoardMeeting.objects.filter(
        board=board, meeting__state=Meeting.State.HELD, meeting__starts_at__lt=held.meeting.starts_at
    )
    past = list(before.select_related("meeting")[:LAST])
    lines = [Proposed(_("Welcome: who is here, and whether there is a quorum"), 5)]
    lines += [_minutes(one) for one in past if one.approved_on is None and one.meeting.minutes]
    lines += [_asked_again(one) for one in waiting_for(board)]
    lines += _of_last(past[:1])
    figures = [f"{one.label}: {one.value}" for one in figures_for(programs_of(board))]
    if figures:
        lines.append(Proposed(_("New figures"), 10, "\n".join(figures)))
    lines.append(Proposed(_("Course sequence and unit plans: what the board recommends"), 25))
    lines.append(Proposed(_("Seats and terms"), 5, _seats(held, person)))
    lines.append(Proposed(_("Date of the next meeting"), 5))
    return lines


def _day(held: BoardMeeting) -> str:
    return in_words(held.meeting.starts_at)


def _minutes(held: BoardMeeting) -> Proposed:
    return Proposed(_("Approve the minutes of %s") % _day(held), 5)


def waiting_for(board: object) -> Sequence[Recommendation]:
    """The advice of a board of which nothing final has become, the oldest first."""
    rows = Recommendation.objects.waiting().filter(board=board)
    return list(rows.select_related("institution", "person").order_by("made_at", "pk")[:30])


def _asked_again(one: Recommendation) -> Proposed:
    said = str(one.mark[2]) + (f": {one.reason}" if one.reason else "")
    who = _("Decides: %s") % (one.person.name if one.person is not None else one.institution.name)
    return Proposed(_("What became of our advice: %s") % one.subject, 5, "\n".join([one.text, said, who]))


def _of_last(past: Sequence[BoardMeeting]) -> list[Proposed]:
    if not past:
        return []
    meeting = past[0].meeting
    said = [one.text for one in meeting.decisions.all()]
    said += [_("To do: %s") % one.text for one in meeting.action_items.filter(done_at=None)]
    if not said:
        return []
    return [Proposed(_("What we decided on %s") % _day(past[0]), 5, "\n".join(said))]


def _seats(held: BoardMeeting, person: Person) -> str:
    """Everybody who is invited reads it: what speaks of an employer that is hidden from some of them is not counted.

    A vacant seat is there for everybody, whoever it is for.
    """
    coverage, places = coverage_of(held.board, person).due, seats_of(held.board, person)
    named = {pk for one in places for pk in _employers_of(one)} | {one.employer.pk for one in coverage}
    shared = set(Employer.objects.shared_with_all().filter(pk__in=named).values_list("pk", flat=True))
    vacant = sum(one.member is None for one in places)
    ending = sum(one.renewal_due and _employers_of(one) <= shared for one in places)
    due = sum(one.employer.pk in shared for one in coverage)
    said = []
    if vacant:
        said.append(ngettext("%d seat is vacant.", "%d seats are vacant.", vacant) % vacant)
    if ending:
        said.append(ngettext("%d term ends soon.", "%d terms end soon.", ending) % ending)
    if due:
        said.append(ngettext("%d organization is due a seat.", "%d organizations are due a seat.", due) % due)
    return "\n".join(said)


def _employers_of(place: Place) -> set[Any]:
    """The employers of which a seat speaks: for whom it is, and where who sits there works."""
    sitting = place.member.contact if place.member is not None else None
    return {one.employer_id for one in place.organizations} | ({sitting.employer_id} if sitting is not None else set())
