"""Two hundred students book the same event at the same moment, through two nodes, for 1, 50 and 199 places; then some
give theirs back at once: never one too many, no seat lost, nobody twice, in the order of booking (C16, R7). So also
where one of the nodes is killed in the middle, and whoever got no answer sends the same form to the other one."""

import json
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.prove.drills.races import Crowd, faults
from tests.prove.report import Report
from tests.prove.stage import Installation, Node, Stage
from tests.prove.visitor import GONE, Answer, Visitor, at_once

WANT, GIVEN_BACK = 200, 10
FEW = 60  # students without row locks: as many at a time are served as of two hundred
KILLED_AFTER = 0.6  # seconds: some have their answer, most wait for it
SLOWEST = 2.0  # seconds, of ninety-nine in a hundred
STUDENTS = """
import json
from datetime import timedelta
from guildhall.context import Keeper, begun, keeping
from guildhall.lib import clock
from guildhall.people.actions.institutions import found, settle_territory
from guildhall.people.actions.persons import enter_person, grant
from guildhall.people.models import Membership, Person
from guildhall.people.permissions import Role
from guildhall.students.actions.entering import StudentFacts, register
from guildhall.students.actions.inviting import invite
from guildhall.visitors.actions import open_session
from guildhall.visitors.doors import door_of
with begun(), keeping(Keeper.SCHEMA, "a drill"):
    region = found("Region of a drill", "region", parent=None, by=None, code="REG")
    place = found("College of a drill", "college", parent=region, by=None, code="DRI")
    who = enter_person("coordinator@drill.example", "Cora", "Dill", by=None, password="a sentence for the drill")
    grant(who, Role.WBL_COORDINATOR, place, by=None)
    Membership.objects.update(from_date=clock.today() - timedelta(30))  # in whatever zone
    settle_territory("Region of a drill", region, by=None, contact=who, time_zone="America/Los_Angeles")
    by = Person.objects.get(pk=who.pk)
    keys = []
    for n in range({want}):
        facts = StudentFacts(f"Student{{n}}", "Drill", email=f"student{{n}}@drill.example")
        keys.append(open_session(invite(register(place, facts, by=by), by=by), keep=True))
    print("MADE" + json.dumps([by.email, door_of("student").cookie, keys]))
"""
EVENTS = """
import json
from datetime import timedelta
from guildhall.context import Keeper, begun, keeping
from guildhall.events.actions.entering import Facts, plan_event
from guildhall.events.actions.publishing import publish_event
from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.people.permissions import Role
with begun(), keeping(Keeper.SCHEMA, "a drill"):
    by = Person.objects.get(email="{email}")
    place = by.memberships.get(role=Role.WBL_COORDINATOR).institution
    made = []
    for n, places in enumerate({places}):
        begin = clock.now() + timedelta(days=40 + n)
        told = Facts("workshop", f"Places of a drill {{n}}", begin, begin + timedelta(hours=1), "own", capacity=places)
        row = plan_event(told, institution=place, by=by)
        row = publish_event(row, because="a drill", version=row.version, by=by)
        made.append([str(row.pk), row.occurrences.get().starts_at.isoformat()])
    print("MADE" + json.dumps(made))
"""
OF_EVENT = "FROM bookings_booking b JOIN bookings_roll r ON r.id = b.roll_id WHERE r.event_id = %s"
Event = tuple[str, str]  # its key, and the moment of its time
STATES = f"SELECT b.state, count(*) {OF_EVENT} GROUP BY 1"
TURNS = f"SELECT count(DISTINCT b.turn), max(b.turn), count(DISTINCT b.registration_id) {OF_EVENT}"
OVERTAKEN = f"""SELECT count(*) {OF_EVENT} AND b.state = 'waiting' AND EXISTS (
  SELECT FROM bookings_booking o WHERE o.roll_id = b.roll_id AND o.state = 'booked' AND o.turn > b.turn)"""
TWICE = """SELECT count(*) FROM (SELECT object_id FROM audit_entry WHERE verb = 'give booked place'
           GROUP BY 1 HAVING count(*) > 1) twice"""


def run(stage: Stage, report: Report, *, quick: bool, seed: int) -> None:
    rounds, killed = (1, (1,)) if quick else (20, (1, 50, 199))
    asked = [places for places in (1, 50, 199) for _round in range(rounds)]
    with stage.installation("empty") as made:
        made.without_daily_work()
        people = _people(made, WANT)
        students = people.at(Crowd(made), WANT)
        events = _events(made, students, [*asked, *killed])
        wrong: list[str] = []
        seconds: list[float] = []
        for places in asked:
            wrong += _round_of(made, students, places, next(events), seconds)
        for places in killed:
            wrong += _round_with_a_killed_node(made, students, places, next(events))
        seconds.sort()
        report.figure("rounds", len(asked))
        report.figure("rounds with a killed node", len(killed))
        report.figure("booked at once", WANT)
        report.figure("seconds, of ninety-nine in a hundred", round(seconds[int(len(seconds) * 0.99)], 2))
        report.expect(not wrong, "; ".join(wrong[:10]))
        for node in students.nodes:
            node.stop()
        students = people.at(Crowd(made, **made.without("locks")), FEW)
        noticed: list[str] = []
        for event in _events(made, students, [FEW // 3] * 3):
            noticed = noticed or _round_of(made, students, FEW // 3, event, [])
        report.control("without row locks", noticed)


class Students:
    """Signed-in students, each at one of two nodes."""

    def __init__(self, email: str, visitors: list[Visitor], nodes: list[Node]) -> None:
        self.email, self.visitors, self.nodes = email, visitors, nodes

    @property
    def count(self) -> int:
        return len(self.visitors)


@dataclass(frozen=True)
class People:
    """A coordinator, and students who signed in: the name and the values of their cookies."""

    email: str
    cookie: str
    keys: list[str]

    def at(self, crowd: Crowd, want: int) -> Students:
        """So many of the students, at one node or the other."""
        visitors = []
        for n, key in enumerate(self.keys[:want]):
            nodes = crowd.nodes[n % 2 :] + crowd.nodes[: n % 2]
            one = Visitor(*nodes, timeout=120)
            one.cookies[self.cookie] = key
            one.get("/student/first-time/")  # its form brings the token that every later one is sent with
            visitors.append(one)
        return Students(self.email, visitors, crowd.nodes)


def _people(made: Installation, want: int) -> People:
    """A college with students, in a region that has nothing else."""
    text = made.guildhall("shell", "-c", STUDENTS.format(want=want)).stdout
    return People(*json.loads(text.partition("MADE")[2].splitlines()[0]))


def _events(made: Installation, students: Students, places: list[int]) -> Iterator[Event]:
    """A new event for each of some numbers of places."""
    text = made.guildhall("shell", "-c", EVENTS.format(email=students.email, places=places)).stdout
    return iter([(pk, moment) for pk, moment in json.loads(text.partition("MADE")[2].splitlines()[0])])


def _round_with_a_killed_node(made: Installation, students: Students, places: int, of: Event) -> list[str]:
    """Everybody books; a node dies on the way; whoever got no answer sends the same form once more (R7, R9)."""
    (event, moment), dying = of, students.nodes[1]

    def book(visitor: Visitor) -> Answer:
        form = {"key": str(uuid4()), "time": moment}
        for _try in range(3):
            try:
                answer = visitor.post(f"/student/events/{event}/book/", form)
            except GONE:
                continue
            if answer.status < 500:
                return answer
        raise ConnectionError("no answer in three tries")

    killer = threading.Thread(target=lambda: (time.sleep(KILLED_AFTER), dying.kill()))
    killer.start()
    answers = at_once([lambda v=v: book(v) for v in students.visitors])
    killer.join()
    dying.start()
    dying.ready()
    wrong = _judged(made, event, students.count, places, 0)
    return [f"{places} places, a node killed: {words}" for words in wrong + faults(answers)]


def _round_of(made: Installation, students: Students, places: int, of: Event, seconds: list[float]) -> list[str]:
    event, moment = of
    answers = at_once([
        lambda v=v: v.post(f"/student/events/{event}/book/", {"key": str(uuid4()), "time": moment})
        for v in students.visitors
    ])  # fmt: skip
    seconds += [one.seconds for one in answers if isinstance(one, Answer)]
    wrong = _judged(made, event, students.count, places, 0)
    booked = [
        (v, one.path)
        for v, one in zip(students.visitors, answers, strict=True)
        if isinstance(one, Answer) and "/student/bookings/" in one.path
    ]
    holding = {str(pk) for (pk,) in made.sql(f"SELECT b.id::text {OF_EVENT} AND b.state = 'booked'", event)}
    back = [(v, path) for v, path in booked if path.split("/")[3] in holding][:GIVEN_BACK]
    answers += at_once([lambda v=v, path=path: v.post(f"{path}cancel/") for v, path in back])
    wrong += _judged(made, event, students.count, places, len(back))
    return wrong + [f"{places} places: answered with {words}" for words in faults(answers)]


def _judged(made: Installation, event: str, want: int, places: int, given_back: int) -> list[str]:
    """What is wrong where so many have booked, and so many gave theirs back."""
    open_ = want - given_back
    taken = min(places, open_)
    states: dict[str, int] = dict(made.sql(STATES, event))
    distinct, last, people = _one_row(made.sql(TURNS, event))
    wrong = []
    if states.get("booked", 0) != taken:
        wrong.append(f"{states.get('booked', 0)} places taken of {taken}")
    if states.get("booked", 0) + states.get("waiting", 0) != open_:
        wrong.append(f"of {open_} there are {states}")
    if not distinct == last == people == want:
        wrong.append(f"{distinct} turns up to {last} of {people} students")
    if count := made.one(OVERTAKEN, event):
        wrong.append(f"{count} overtaken while they waited")
    if count := made.one(TWICE):
        wrong.append(f"{count} promoted twice")
    roll = _one_row(made.sql("SELECT taken, waiting FROM bookings_roll WHERE event_id = %s", event))
    if tuple(roll) != (taken, open_ - taken):
        wrong.append(f"the list says {roll}")
    return wrong


def _one_row(rows: Sequence[Any]) -> Sequence[Any]:
    return rows[0] if rows else (0, 0, 0)
