"""A semester of events in the demo: fairs, talks, tours, interviews, before today and ahead; what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from guildhall.demo.moments import Days, moment
from guildhall.demo.offers import PATHWAYS
from guildhall.demo.staff import Staff
from guildhall.demo.steps import step
from guildhall.demo.timeline import Shared
from guildhall.events.actions import arriving, entering, opening, publishing, series, taking_part
from guildhall.events.models import Event, TakingPart
from guildhall.events.overrides import Details
from guildhall.lib import clock
from guildhall.pathways.models import Pathway
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Role

NOTICE = 20  # days before an event on which it is published
CLASH = "Nurses of the night shift come to ours, clinics to theirs; both rooms are taken."
MOVED = "The hall is needed for examinations."


@dataclass(frozen=True)
class Told:
    """An event: who holds it, when (days back are negative), for how long, for whom, and what became of it."""

    code: str
    kind: str
    title: str
    day: int
    hour: int = 10
    hours: int = 2
    audience: str = "own"
    employers: tuple[str, ...] = ()
    host: bool = False  # at the place of the first of them
    place: str = ""
    capacity: int | None = None
    path: int | None = None  # the number of the pathway it aims at
    rule: str = ""
    last: tuple[str, str] = ("", "")  # what the last time of a series is called, and where it takes place
    then: str = ""  # draft, canceled, moved; of the past: held
    came: int | None = None  # how many people
    words: str = ""


T = Told
PAST = (
    T("RCC", "career_fair", "Career fair in the gymnasium", -66, 10, 4, "all",
      ("Kestrel Aerospace", "Calloway Fabrication", "Harborline Logistics", "Cobalt Ridge Energy"),
      place="Redstone, gymnasium", capacity=400, came=212, words="Bring three copies of your résumé."),
    T("MGC", "employer_talk", "What a clinic looks for", -52, 13, 1, "own", ("Juniper Health Partners",), path=0,
      place="Mesa Grande, room 204", capacity=40, came=34),
    T("HPC", "tour", "Inside the warehouse", -45, 9, 3, "own", ("Harborline Logistics",), host=True, path=2,
      capacity=20, came=18, words="Closed shoes, please."),
    T("TRC", "panel", "Five ways into health care", -38, 15, 2, "all",
      ("Tidelands Community Clinic", "Juniper Health Partners"), path=0, place="Two Rivers, theater", capacity=120,
      came=61),
    T("WRC", "information", "Apprenticeships explained", -31, 11, 1, "own", ("Cobalt Ridge Energy",), path=2,
      place="Westridge, library", came=27),
    T("MGC", "interviews", "Practice interviews", -24, 9, 4, "own", ("Brightwater Dental",), place="Career center",
      capacity=24, came=22),
    T("SMC", "workshop", "Your first application", -17, 14, 1, "own", place="Saltmarsh, room 12", came=15),
    T("RCC", "tour", "Tour of the composites hall", -10, 9, 2, "own", ("Kestrel Aerospace",), host=True, path=1,
      capacity=25, came=24),
    T("OVC", "employer_talk", "Careers in dental care", -6, 13, 1, "own", ("Brightwater Dental",), path=0,
      place="Orchard Valley, room 7", then="canceled", words="With time for questions."),
)  # fmt: skip
SERIES = (
    T("MGC", "workshop", "Open hour: résumés and letters", -42, 12, 1, "own", place="Career center", capacity=12,
      rule="FREQ=WEEKLY;COUNT=14", words="Come with what you have; no appointment."),
    T("RCC", "panel", "Machinists’ lunch", -28, 12, 1, "own", ("Ardent Machining LLC",), place="Redstone, workshop 3",
      rule="FREQ=WEEKLY;INTERVAL=2;COUNT=6", words="One machinist, one hour, and something to eat.",
      last=("Machinists’ lunch at the machines", "Ardent Machining, hall B")),
)  # fmt: skip
AHEAD = (
    T("MGC", "interviews", "Interview day: nursing and medical assisting", 4, 9, 5, "all",
      ("Juniper Health Partners", "Oakhaven Senior Living"), path=0, place="Mesa Grande, hall B", capacity=40,
      words="Twenty minutes each. Bring your résumé and your immunization card."),
    T("RCC", "employer_talk", "An evening with Kestrel", 8, 17, 2, "all", ("Kestrel Aerospace",), path=1,
      place="Redstone, auditorium", capacity=150),
    T("HPC", "career_fair", "Logistics and trades fair", 12, 10, 4, "public",
      ("Harborline Logistics", "Tern Composites", "Calloway Fabrication"), place="Harbor Point, main hall",
      capacity=300, words="Everybody is welcome, also without an appointment."),
    T("MGC", "employer_talk", "Nurses tell of the night shift", 16, 14, 2, "all", ("Oakhaven Senior Living",), path=0,
      place="Mesa Grande, room 204", capacity=60),
    T("TRC", "panel", "Clinics and practices: who hires", 16, 14, 2, "all", ("Tidelands Community Clinic",), path=0,
      place="Two Rivers, theater", capacity=120),
    T("WRC", "tour", "To the solar park by bus", 20, 9, 4, "named", ("Cobalt Ridge Energy",), host=True, path=2,
      capacity=30, words="The bus leaves from the main gate."),
    T("REG", "externship", "A week with the planners: how it works", 26, 16, 1, "all", ("Kestrel Aerospace",),
      place="Online", words="For teachers who want to spend a week at an employer."),
    T("SMC", "workshop", "Talking about money", 30, 14, 1, "own", place="Saltmarsh, room 12", capacity=25),
    T("BVC", "information", "Working with animals", 34, 11, 1, "own", ("Bellview Veterinary Hospital",),
      place="Bellview, room 3"),
    T("HPC", "employer_talk", "What a yard planner does", 37, 13, 1, "own", ("Harborline Logistics",), path=2,
      place="Harbor Point, room 21", capacity=45, then="moved"),
    T("TRC", "job_shadow", "Half a day with a pediatric nurse", 40, 8, 4, "own", ("Lowell Street Pediatrics",),
      host=True, path=0, capacity=6),
    T("REG", "chamber", "We present at the chamber’s breakfast", 47, 8, 2, "all", place="Two Rivers, old depot"),
    T("MGC", "board_meeting", "Advisory board, health programs", 54, 15, 2, "own", ("Juniper Health Partners",),
      place="Mesa Grande, boardroom"),
    T("RCC", "career_fair", "Fair for aviation and engineering", 62, 10, 4, "all", ("Kestrel Aerospace",), path=1,
      place="Redstone, gymnasium", capacity=400, then="draft"),
)  # fmt: skip
STALLS = (("HPC", "Logistics and trades fair", "stall"),
          ("MGC", "Interview day: nursing and medical assisting", "slot"))  # fmt: skip
OPENED = (  # of which event another college is asked whether its students come: why, and the answer
    ("To the solar park by bus", "TRC", "Your medical assistants asked for it.", "Not now: we have examinations."),
    ("Tour of the composites hall", "MGC", "Four seats are left in the bus.", "Gladly."),
    ("What a yard planner does", "SMC", "Half of it is about ships.", ""),
)  # fmt: skip


def tell(rows: Sequence[Shared], days: Days, places: dict[str, Institution], staff: Staff) -> None:
    """Tell it with employers that every institution sees."""
    Gatherings(rows, days, places, staff).tell()


class Gatherings:
    """Plans, publishes and holds the events of the demo, each at its moment."""

    def __init__(self, rows: Sequence[Shared], days: Days, places: dict[str, Institution], staff: Staff) -> None:
        self.days, self.places, self.staff = days, places, staff
        self.employers = {row.employer.name: row for row in rows}
        by_name = {row.name: row for row in Pathway.objects.filter(institution=places["REG"])}
        self.pathways = [by_name[name] for name, _cluster, _codes in PATHWAYS]
        self.events: dict[str, Event] = {}

    def tell(self) -> None:
        """All of them in their order; then booths, and what other colleges were asked."""
        for told in (*PAST, *SERIES, *AHEAD):
            self.plan(told)
        for code, title, kind in STALLS:
            self.add_stalls(title, kind, by=self.planner(code))
        for title, code, words, answer in OPENED:
            self.open(title, code, words, answer)
        for told in PAST:
            self.hold(told)
        self.record_afterward()

    def planner(self, code: str) -> Person:
        return self.staff.directors[2] if code == "REG" else self.staff.one(code, Role.WBL_COORDINATOR)

    def day_of(self, told: Told) -> date:
        return self.days.back(-told.day) if told.day < 0 else self.days.ahead(told.day)

    def notice_of(self, told: Told) -> int:
        """How many days back an event was published."""
        return NOTICE - told.day if told.day < 0 else max(2, NOTICE - told.day // 3)

    def plan(self, told: Told) -> None:
        """Plan an event with its employers, and publish it."""
        by, back = self.planner(told.code), self.notice_of(told)
        with step("plan an event", told.title, self.days.at(back + 2, 9)):
            event = entering.plan_event(self.facts(told), institution=self.places[told.code], by=by)
        with step("name employers at an event", told.title, self.days.at(back + 1, 9)):
            for n, name in enumerate(told.employers):
                self.name(event, name, host=told.host and n == 0, by=by)
        self.events[told.title] = event
        if told.then != "draft":
            with step("publish an event", told.title, self.days.at(back, 10)):
                because = CLASH if told.title == "Clinics and practices: who hires" else ""
                self.events[told.title] = publishing.publish_event(event, because=because, version=1, by=by)
        self.change(told, by=by)

    def facts(self, told: Told) -> entering.Facts:
        """An event as its planner describes it."""
        begins = moment(self.day_of(told), told.hour)
        more: dict[str, Any] = {"open_to": (self.places["WRC"], self.places["MGC"])} if told.audience == "named" else {}
        if told.path is not None:
            more["pathways"] = (self.pathways[told.path],)
        if told.capacity and told.day > 0:
            more |= {"books_from": self.days.at(self.notice_of(told), 12), "books_until": begins - timedelta(days=1)}
        return entering.Facts(
            told.kind, told.title, begins, moment(self.day_of(told), told.hour + told.hours), told.audience,
            description=told.words, rule=told.rule, place=told.place, capacity=told.capacity, **more,
        )  # fmt: skip

    def name(self, event: Event, name: str, *, host: bool, by: Person) -> None:
        """Put an employer on an event: it comes."""
        if (shared := self.employers.get(name)) is None:
            return
        contact = shared.contacts[0] if shared.contacts else None
        part = taking_part.Part(host=host, contact=contact)
        row = taking_part.name_employer(event, shared.employer, part, by=by)
        taking_part.change_part(row, part, TakingPart.State.CONFIRMED, version=row.version, by=by)

    def change(self, told: Told, *, by: Person) -> None:
        """What became of an event before its day."""
        event = self.events[told.title]
        if told.last[0]:
            with step("change one time of an event", told.title, self.days.at(1 - told.day, 11)):
                last = event.occurrences.order_by("starts_at").last()
                self.events[told.title] = series.change_time(
                    event, last.starts_at, Details(*told.last), version=event.version, by=by
                )
        if told.then == "canceled":
            with step("cancel an event", told.title, self.days.at(1 - told.day, 9)):
                reason = "The speaker is ill; we look for another day."
                publishing.cancel_event(event, reason=reason, version=event.version, by=by)
        elif told.then == "moved":
            begins = moment(self.days.ahead(told.day + 7), told.hour)
            with step("move an event", told.title, self.days.at(1, 9)):
                ends = begins + timedelta(hours=told.hours)
                self.events[told.title] = publishing.move_event(
                    event, begins, ends, because=MOVED, version=event.version, by=by
                )

    def hold(self, told: Told) -> None:
        """Say how an event went: whoever was confirmed came."""
        event = self.events[told.title]
        if told.then == "canceled":
            return
        if told.kind == "career_fair":
            self._check_in(event, self.planner(told.code))
        with step("note an event held", told.title, self.days.at(-told.day, 18)):
            event.refresh_from_db()
            came = set(event.parts.values_list("pk", flat=True))
            by = self.planner(told.code)
            taking_part.note_held(event, came=came, attended=told.came, version=event.version, by=by)

    def _check_in(self, event: Event, by: Person) -> None:
        """Three employers are checked in at the door of a fair; of the others somebody says it afterward."""
        begins = event.starts_at
        with step("check employers in", event.title, begins + timedelta(minutes=10)):
            for part in event.parts.select_related("employer").order_by("employer__name")[:3]:
                arriving.arrive(event, part.employer, at=clock.now(), time=begins, by=by)

    def add_stalls(self, title: str, kind: str, *, by: Person) -> None:
        """A booth, or a slot for interviews, for each employer of an event."""
        event = self.events[title]
        for n, part in enumerate(event.parts.select_related("employer").order_by("employer__name")):
            starts = event.starts_at + timedelta(hours=2 * n)
            times = {"starts_at": starts, "ends_at": starts + timedelta(hours=2)} if kind == "slot" else {}
            with step("add a session", title, self.days.at(2, 15)):
                stall = taking_part.Stall(kind, "", part.employer, room=f"{n + 1}", capacity=6, **times)
                taking_part.add_session(event, stall, by=by)

    def open(self, title: str, code: str, words: str, said: str) -> None:
        """Ask another college whether its students come; it says yes, no, or nothing yet."""
        event, place = self.events[title], self.places[code]
        told = next(one for one in (*PAST, *AHEAD) if one.title == title)
        back = self.notice_of(told) - 3 if told.day < 0 else 3
        with step("offer an event", title, self.days.at(back, 9)):
            row = opening.offer(event, place, words=words, by=self.planner(told.code))
        if said:
            with step("answer an offer", title, self.days.at(back - 1, 9)):
                agreed, by = said == "Gladly.", self.planner(code)
                opening.answer(row, agreed=agreed, words=said, version=row.version, by=by)

    def record_afterward(self) -> None:
        """One that nobody had put into the calendar."""
        starts = moment(self.days.back(20), 17)
        with step("record an event", "Trades night", self.days.at(18, 9)):
            facts = entering.Facts(
                "other",
                "Trades night at the fairground",
                starts,
                starts + timedelta(hours=3),
                "own",
                place="North Fork",
            )
            by = self.planner("NFC")
            entering.record_event(facts, attended=140, institution=self.places["NFC"], by=by)
