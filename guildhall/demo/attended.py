"""An evening of the demo that is over: who came, who did not and why, how it was, what the employer read the next
morning; and interviews ahead, for which somebody was chosen.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from guildhall.bookings.actions.asking_after import (
    ask_how_it_was,
    ask_missing,
    say_how_it_was_at_door,
    say_why_oneself,
)
from guildhall.bookings.actions.attending import tap
from guildhall.bookings.actions.booking import Wish
from guildhall.bookings.actions.choosing import choose
from guildhall.bookings.actions.closing import close_list
from guildhall.bookings.actions.many import book_for
from guildhall.bookings.actions.tapping import Tapped
from guildhall.bookings.actions.telling_employers import tell_employers
from guildhall.bookings.actions.terms import Given, set_terms
from guildhall.bookings.models import Booking, Roll
from guildhall.demo.moments import Days, moment
from guildhall.demo.staff import Staff
from guildhall.demo.steps import step
from guildhall.demo.timeline import Shared
from guildhall.employers.models import Contact
from guildhall.employers.rules import can_show_address
from guildhall.events.actions import arriving, entering, publishing, taking_part
from guildhall.events.models import Event, Session, TakingPart
from guildhall.lib import clock
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Role
from guildhall.students.actions.consenting import Signed, sign
from guildhall.students.models import Part, Registration, Use

EVENING, BACK = "An evening of the health programs", 5
EMPLOYERS = (  # the first of them whom the college may write to
    "Juniper Health Partners", "Oakhaven Senior Living", "Tidelands Community Clinic", "Lowell Street Pediatrics",
    "Brightwater Dental", "Harborline Logistics", "Calloway Fabrication",
)  # fmt: skip
ONLY_THEN = "The laboratory is free on this evening alone."
INTERVIEWS, HOST = "An evening with Kestrel", "Kestrel Aerospace"
SAID = (  # of those who came without booking: how far each of the four sentences is true, and words
    (5, 4, 5, 5, "More time in the laboratory"), (4, 4, 4, 4, ""), (4, 3, 5, 4, "Signs from the parking lot"),
    (5, 5, 5, 5, ""), (3, 4, 4, 3, "A second evening for parents"), (5, 4, 4, 5, "Say which shoes to wear"),
    (4, 5, 4, 4, ""), (5, 4, 5, 4, "Start half an hour later"), (4, 4, 3, 4, ""), (5, 5, 4, 5, ""),
)  # fmt: skip
QUESTIONS = ("worth", "ready", "learned", "again")


def tell(rows: Sequence[Shared], days: Days, places: dict[str, Institution], staff: Staff) -> None:
    """Tell both, with the employers that every institution sees."""
    employers = {row.employer.name: row for row in rows}
    by = staff.one("MGC", Role.WBL_COORDINATOR)
    event = _publish(_who_comes(employers, by), days, places["MGC"], by)
    for code in ("MGC", "HPC"):
        booked = _book(event, days.at(9, 11), places[code], staff.one(code, Role.WBL_COORDINATOR))
        _agree(booked[-2:], days, staff.one(code, Role.WBL_COORDINATOR))
    roll = Roll.objects.get(event=event, session=None)
    missing = _keep_the_door(roll, places["HPC"], by)
    _hear_afterward(roll, missing, days, by)
    if HOST in employers:
        _choose_for_interviews(days, places["RCC"], staff.one("RCC", Role.WBL_COORDINATOR))


def _who_comes(employers: Mapping[str, Shared], by: Person) -> Contact | None:
    """A contact whose address the organizer may use, so that the report reaches somebody."""
    found = (contact for name in EMPLOYERS if name in employers for contact in employers[name].contacts)
    return next((contact for contact in found if contact.email and can_show_address(by, contact)), None)


def _publish(contact: Contact | None, days: Days, place: Institution, by: Person) -> Event:
    """Planned and published three weeks before, with the employer who comes."""
    begins = moment(days.back(BACK), 16)
    with step("plan an event", EVENING, days.at(26, 9)):
        more = {"place": "Mesa Grande, laboratory", "capacity": 40, "description": "Three stations to try, and soup."}
        facts = entering.Facts("information", EVENING, begins, begins + timedelta(hours=2), "all", **more)
        event = entering.plan_event(facts, institution=place, by=by)
        if contact is not None:
            part = taking_part.Part(contact=contact, offers="Two nurses")
            row = taking_part.name_employer(event, contact.employer, part, by=by)
            taking_part.change_part(row, part, TakingPart.State.CONFIRMED, version=row.version, by=by)
            taking_part.add_session(event, taking_part.Stall("stall", "", contact.employer, room="Table 1"), by=by)
    with step("publish an event", EVENING, days.at(25, 10)):
        return publishing.publish_event(event, because=ONLY_THEN, version=event.version, by=by)


def _book(event: Event, at: datetime, place: Institution, by: Person, session: Session | None = None) -> list[Booking]:
    """All students of a college book, or ask for an interview."""
    rows = Registration.objects.filter(institution=place).select_related("institution", "student")
    chosen = list(rows.order_by("family_name", "given_name", "pk")[:20])
    if not chosen:
        return []
    key = uuid5(NAMESPACE_URL, f"{event.title} {place.code} {session or ''}")
    with step("book for students", event.title, at):
        done = book_for(Wish(event, event.starts_at, key, session), chosen, by=by)
    return [one.booking for one in done if one.booking is not None]


def _agree(rows: Sequence[Booking], days: Days, by: Person) -> None:
    """Some of a college agree that employers whom they meet at events know who they are."""
    for row in rows:
        if row.registration is not None:
            with step("write a consent down", row.registration.name, days.at(8, 10)):
                parts, name = [Part.NAME, Part.PROGRAM, Part.CONTACT], row.registration.name
                last = clock.today() + timedelta(365)
                said = Signed(parts, "meeting employers at events", "student", name, clock.today(), last, use=Use.EVENT)
                sign(row.registration, said, by=by)


def _keep_the_door(roll: Roll, others: Institution, by: Person) -> list[Booking]:
    """Two who had booked do not come, one of whom signs in; twelve come without booking, and most say how it was."""
    rows = Booking.objects.filter(roll=roll, state=Booking.State.BOOKED).select_related("registration__login")
    booked = sorted(rows, key=lambda row: (row.registration is None or row.registration.login_id is None, row.turn))
    missing = booked[:2]
    with step("keep the door", EVENING, roll.begins_at + timedelta(minutes=10)):
        for stall in roll.event.sessions.exclude(employer=None):
            arriving.check_in_employer(stall, by=by)
        for n, row in enumerate(booked[2:]):
            tap(roll, Tapped(f"evening{n}", "here", booking=str(row.pk)), by=by)
        tap(roll, Tapped("eveningothers", "walk_in", people=12, institution=others), by=by)
    with step("say how it was", EVENING, roll.ends_at - timedelta(minutes=5)):
        for *answers, words in SAID:
            say_how_it_was_at_door(roll, dict(zip(QUESTIONS, map(int, answers), strict=True)), str(words))
    with step("close a list", EVENING, roll.ends_at + timedelta(minutes=10)):
        close_list(roll, by=by)
        event = Event.objects.get(pk=roll.event_id)
        came = set(event.parts.values_list("pk", flat=True))
        taking_part.note_held(event, came=came, attended=event.attended, version=event.version, by=by)
    return missing


def _hear_afterward(roll: Roll, missing: Sequence[Booking], days: Days, by: Person) -> None:
    """Who came is asked how it was, who did not come why; the next morning the employer reads the numbers."""
    with step("tell employers", EVENING, days.at(BACK - 1, 8)):
        ask_how_it_was(str(roll.pk))
        tell_employers()
    with step("ask who did not come", EVENING, days.at(BACK - 1, 9)):
        if missing:
            ask_missing(roll, by=by)
    for row in missing:
        login = row.registration.login if row.registration else None
        if login is not None:
            with step("say why not come", EVENING, days.at(BACK - 2, 18)):
                say_why_oneself(Booking.objects.get(pk=row.pk), "class", "My shift was moved.", by=login)
            return


def _choose_for_interviews(days: Days, place: Institution, by: Person) -> None:
    """Students ask for two interviews with an employer; two are chosen, and the next one is an alternate."""
    event = Event.objects.select_related("institution").get(title=INTERVIEWS)
    with step("add a session", INTERVIEWS, days.at(2, 15)):
        part = event.parts.select_related("employer").get(employer__name=HOST)
        slot = taking_part.Stall("slot", "Interviews for summer places", part.employer, room="Room 4", capacity=2)
        session = taking_part.add_session(event, slot, by=by)
        event.refresh_from_db()
        set_terms(event, Given(event.capacity, slots_by_choice=True), version=event.version, by=by)
    asked = _book(Event.objects.get(pk=event.pk), days.at(2, 16), place, by, session)
    if not asked:
        return
    with step("choose for interviews", INTERVIEWS, days.at(1, 10)):
        roll = Roll.objects.select_related("event", "session").get(pk=asked[0].roll_id)
        choose(roll, {row.pk: max(0, n - 1) for n, row in enumerate(asked[:3])}, version=roll.version, by=by)
