"""Agreements of the demo: one counts four of six, one ends soon, one expired while a student is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from guildhall.agreements.actions import linking, living, obliging, signing
from guildhall.agreements.actions.drawing_up import Bound, Head, Words, draw_up
from guildhall.agreements.actions.obliging import Duty
from guildhall.agreements.models import Agreement, Revision
from guildhall.demo.moments import Days
from guildhall.demo.staff import Staff
from guildhall.demo.steps import step
from guildhall.demo.timeline import Shared
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Role
from guildhall.supervision.actions.signing import SignedAs

SCAN = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@dataclass(frozen=True)
class Promise:
    """What a side does: whose duty it is, in words, what counts, how many, until how many days ahead."""

    side: str
    what: str
    counts: str
    wanted: int
    ahead: int
    kinds: tuple[str, ...] = ()
    noted: int = 0
    note: str = ""


@dataclass(frozen=True)
class Told:
    """One agreement: who with whom, from how many days back, until how many ahead (or back, below zero)."""

    code: str
    partner: str
    kind: str
    title: str
    back: int
    ahead: int | None
    then: str  # signed, out, draft, ended
    purpose: str
    terms: str
    does: str
    gains: str
    promises: tuple[Promise, ...]


P = Promise
_EACH = "Each side names one person for all questions. Whoever cannot keep a date says so two weeks before."
AGREED = (
    Told(
        "RCC", "Kestrel Aerospace", "training", "Apprentices and interns in composites", 75, 300, "signed",
        "More people who can lay up and repair composites, from this valley.", _EACH,
        "Opens places, names a mentor for each, and lets apprentices go to class on Tuesdays.",
        "Meets the people it hires a year before they graduate.",
        (
            P("theirs", "open six places for apprentices", "places", 6, 190, ("apprenticeship",)),
            P("theirs", "host interns and apprentices", "begun", 3, 190, ("apprenticeship", "internship_paid")),
            P("ours", "visit the floor or meet", "engagements", 4, 190),
            P("ours", "send the class schedule each quarter", "by_hand", 4, 300, noted=2, note="fall and winter sent"),
        ),
    ),
    Told(
        "MGC", "Juniper Health Partners", "affiliation", "Clinical rotations in two clinics", 380, -15, "signed",
        "Nursing students learn in the clinics where most of them will work.", _EACH,
        "Gives eight rotations a year with a preceptor.", "Nurses who know its clinics.",
        (
            P("theirs", "give clinical rotations", "begun", 8, -15, ("clinical",)),
            P("ours", "check health records before the first day", "by_hand", 8, -15, noted=8),
        ),
    ),
    Told(
        "REG", "Two Rivers Chamber of Commerce", "mou", "A seat at the table", 300, 60, "signed",
        "Members hear from the colleges, and the colleges from members.", _EACH,
        "Lets the region present at its meetings twice a year, and names three members who could host.",
        "Its members find trained people.",
        (
            P("theirs", "let us present at a meeting", "by_hand", 2, 60, noted=1, note="the fall breakfast"),
            P("ours", "report on placements of members", "by_hand", 2, 60, noted=2),
        ),
    ),
    Told(
        "MGC", "Calloway Fabrication", "training", "Welders on the job", 8, 355, "out",
        "Paid training for machine technology students.", _EACH, "Trains four students on the job.",
        "A shift that it can fill in June.",
        (P("theirs", "train students on the job", "begun", 4, 200, ("on_the_job", "internship_paid")),),
    ),
    Told(
        "WRC", "Cobalt Ridge Energy", "data_sharing", "Where apprentices go", 3, None, "draft",
        "Both sides want to know who stays in solar.", "", "Says once a year which apprentices stayed.",
        "Learns which classes helped.",
        (P("theirs", "say who stayed", "by_hand", 1, 350),),
    ),
    Told(
        "RCC", "Ardent Machining LLC", "mou", "Five-axis interns", 250, 115, "ended",
        "One intern each term in the five-axis shop.", _EACH, "Hosts one intern each term.", "Hands in a busy season.",
        (P("theirs", "host an intern each term", "begun", 2, 115, ("internship_paid",)),),
    ),
)  # fmt: skip


def tell(rows: Sequence[Shared], days: Days, places: dict[str, Institution], staff: Staff) -> None:
    """Each from its first day on; a partner that is no employer of the record is named in words."""
    by_name = {row.employer.name: row for row in rows}
    for told in AGREED:
        if told.partner in by_name or told.code == "REG":
            _one(told, by_name.get(told.partner), days, places[told.code], _keeper(told, staff))


def _keeper(told: Told, staff: Staff) -> Person:
    return staff.directors[0] if told.code == "REG" else staff.one(told.code, Role.WBL_COORDINATOR)


def _one(told: Told, shared: Shared | None, days: Days, place: Institution, by: Person) -> None:
    with step("draw up an agreement", told.title, days.at(told.back + 2, 10)):
        row = _drawn(told, shared, days, place, by)
    if told.then == "draft":
        return
    with step("send an agreement out", told.title, days.at(told.back + 1, 11)):
        revision = Revision.objects.get(agreement=row)
        signing.send_out(revision, version=revision.version, by=by)
        signing.sign_as_staff(revision, row.parties.get(side="ours"), SignedAs(by.name), by=by)
    _signed(told, shared, days, row, by)


def _day(days: Days, ahead: int) -> date:
    return days.ahead(ahead) if ahead > 0 else days.back(-ahead)


def _drawn(told: Told, shared: Shared | None, days: Days, place: Institution, by: Person) -> Agreement:
    who = {"employer": shared.employer} if shared else {"named": told.partner}
    parties = [Bound("ours", institution=place), Bound("theirs", does=told.does, gains=told.gains, **who)]
    ends = None if told.ahead is None else _day(days, told.ahead)
    first = days.back(told.back)
    words = Words(first, ends, 90, told.purpose, told.terms)
    row = draw_up(Head(told.kind, told.title, by), words, parties, institution=place, by=by)
    revision = Revision.objects.get(agreement=row)
    for one in told.promises:
        duty = Duty(one.what, first, _day(days, one.ahead), one.counts, one.wanted, one.kinds)
        obliging.add_obligation(revision, row.parties.get(side=one.side), duty, by=by)
    return row


def _signed(told: Told, shared: Shared | None, days: Days, row: Agreement, by: Person) -> None:
    revision, party = Revision.objects.get(agreement=row), row.parties.get(side="theirs")
    contact = shared.contacts[0] if shared else None
    if told.then == "out" and contact:
        with step("ask for a signature", told.title, days.at(2, 9)):
            linking.ask_to_sign(revision, party, name=contact.name, email=contact.email, by=by)
        return
    with step("keep a signed paper", told.title, days.at(told.back, 15)):
        name = contact.name if contact else "Lorraine Abbott"
        signing.note_on_paper(revision, [party], name, "signed agreement.pdf", [SCAN], by=by)
    for one, obligation in zip(told.promises, revision.obligations.order_by("pk"), strict=True):
        if one.noted:
            with step("note a duty", one.what, days.at(5, 14)):
                obliging.note_progress(obligation, one.noted, one.note, version=1, by=by)
    if told.then == "ended":
        with step("end an agreement", told.title, days.at(30, 16)):
            why = "Their mentor retired, and nobody followed him."
            lesson = "Agree on two mentors, so that one may leave."
            now = Agreement.objects.get(pk=row.pk)
            living.end_early(now, why, lesson, version=now.version, by=by)
