"""Employers that called or wrote to the demo's institutions: answered, waiting, late, and one that nobody knows."""

from collections.abc import Sequence
from dataclasses import dataclass

from guildhall.demo.moments import Days
from guildhall.demo.staff import Staff
from guildhall.demo.steps import dice, step
from guildhall.demo.timeline import Shared
from guildhall.enquiries.actions import answering, rising, taking
from guildhall.people.models import Institution
from guildhall.people.permissions import Role


@dataclass(frozen=True)
class Told:
    """One call: so many days back, at which college, by which way, what they want, and what was answered."""

    back: int
    code: str
    kind: str
    wants: str
    words: str = ""
    answer: str = ""
    to: str = ""


CALLS = (
    Told(52, "MGC", "email", "Two interns for the summer", "Quality control, paid.", "Two names go out on Monday."),
    Told(41, "HPC", "call", "A speaker for their apprentices", "", "Their chair of welding comes in October."),
    Told(30, "TRC", "email", "May they post a job at the college?", "", "Yes, by the career center.", to="REG"),
    Told(23, "MGC", "call", "Which college trains electricians?", "For a new line.", "Three do; they got a list."),
    Told(12, "OVC", "call", "Somebody never sent the training plan", "They sounded tired.", "It went out today."),
    Told(9, "MGC", "call", "They want to host a class before Christmas", "Up to 20 students."),
    Told(2, "MGC", "email", "Is there insurance for students on their floor?", "Their own lawyer asks."),
    Told(1, "HPC", "call", "A place on an advisory board", "The plant manager herself."),
)
UNKNOWN = "Juniper Creek Millwork"


def tell(rows: Sequence[Shared], days: Days, places: dict[str, Institution], staff: Staff) -> None:
    """Tell it with employers that every institution sees."""
    usable = [row for row in rows if len(row.only) == 10 and row.contacts and not row.quiet]
    dice("calls").shuffle(usable)
    for n, told in enumerate(CALLS):
        _call(told, usable[n % len(usable)], days, places, staff)
    with step("call under a name that nobody knows", UNKNOWN, days.at(1, 15)):
        who = {"named": UNKNOWN, "caller": "Odell Pruitt", "phone": "5550142"}
        said = taking.Call("call", "They look for two cabinetmakers", **who)
        by = staff.one("MGC", Role.INSTRUCTOR)
        taking.take_enquiry(said, origin=places["MGC"], to=places["MGC"], by=by)
    for back in (5, 3):
        with step("remind of enquiries", "all of them", days.at(back, 6)):
            rising.rise()


def _call(told: Told, shared: Shared, days: Days, places: dict[str, Institution], staff: Staff) -> None:
    taker, place = staff.in_touch(told.code)[-1], places[told.code]
    said = taking.Call(told.kind, told.wants, words=told.words, contact=shared.contacts[0])
    with step("call", shared.employer, days.at(told.back, 10)):
        to = places[told.to or told.code]
        row = taking.take_enquiry(said, employer=shared.employer, origin=place, to=to, by=taker)
    if told.answer:
        with step("answer a call", shared.employer, days.at(told.back - told.back % 3, 16)):
            answered = answering.Answered(told.answer, told.kind)
            answering.answer_enquiry(row, answered, version=row.version, by=row.holder, institution=to)
