"""Forty phones of one room vote, and change their minds, at the same moment through two nodes; each sends its form
more than once, as on a bad network, and forms of before arrive late. The count is exactly what each chose last (N15).
So also where one of the nodes is killed in the middle, and whoever got no answer sends the same form to the other one.
"""

import json
import threading
import time
from typing import Any
from uuid import uuid4

from tests.prove.drills.races import Crowd, faults
from tests.prove.report import Report
from tests.prove.stage import DIRECTORS, Installation, Stage
from tests.prove.visitor import GONE, Answer, Visitor, at_once

PHONES, ELEMENTS, TRIES = 40, 4, 6
KILLED_AFTER = 0.5  # seconds: some have their answer, most wait for it
OFFICE = """
from guildhall.context import Keeper, at_home, begun, keeping
from guildhall.demo.institutions import found_office
from guildhall.demo.moments import Days
from guildhall.demo.region import NAME, PASSWORD, TIME_ZONE
from guildhall.demo.staff import CONTACT_FOR_COLLEGES, Hiring, hire_office
from guildhall.lib import clock
from guildhall.people.actions.institutions import settle_territory
from guildhall.project.running import collect_static
with begun(), keeping(Keeper.SCHEMA, "a drill"), at_home(TIME_ZONE):
    office = found_office()
    staff = hire_office(office, Days(clock.today()), Hiring(PASSWORD))
    settled = {"demo": True, "contact": staff.by_name[CONTACT_FOR_COLLEGES], "time_zone": TIME_ZONE}
    settle_territory(NAME, office, by=staff.administrator, **settled)
collect_static()
"""
MEETING = """
import json
from datetime import timedelta
from guildhall.context import Keeper, begun, keeping
from guildhall.lib import clock
from guildhall.meetings.actions import opening, planning, preparing
from guildhall.meetings.links import secret_of_room
from guildhall.meetings.models import Element
from guildhall.people.models import Person
with begun(), keeping(Keeper.SCHEMA, "a drill"):
    by = Person.objects.get(email="{email}")
    start = clock.now()
    planned = planning.Planned("Kickoff of a drill", start, start + timedelta(hours=3))
    row = planning.plan_meeting(planned, institution=by.posts[0].institution, by=by)
    elements = [preparing.save_row(row, Element, {{"text": f"Element {{n}}"}}, by=by) for n in range({elements})]
    row = opening.open_room(row, by=by)
    tally = opening.open_activity(row.activities.get(kind="tally"), by=by)
    print("MADE" + json.dumps([str(row.pk), secret_of_room(row), str(tally.pk), [str(one.pk) for one in elements]]))
"""
CHOSEN = """SELECT a.typed, e.position FROM meetings_vote v JOIN meetings_element e ON e.id = v.element_id
            JOIN meetings_ballot b ON b.id = v.ballot_id JOIN meetings_attendee a ON a.id = b.attendee_id
            WHERE b.activity_id = %s"""
PEOPLE = "SELECT count(*), count(DISTINCT typed) FROM meetings_attendee WHERE meeting_id = %s"


def run(stage: Stage, report: Report, *, quick: bool, seed: int) -> None:
    rounds, killed = (1, 1) if quick else (10, 5)
    with stage.installation("empty") as made:
        made.guildhall("shell", "-c", OFFICE)
        made.without_daily_work()
        crowd = Crowd(made)
        wrong: list[str] = []
        seconds: list[float] = []
        for _round in range(rounds):
            wrong += Room(made, crowd, seconds).vote()
        for _round in range(killed):
            wrong += Room(made, crowd, []).vote(kill=True)
        seconds.sort()
        report.figure("rounds", rounds)
        report.figure("rounds with a killed node", killed)
        report.figure("phones at once", PHONES)
        report.figure("seconds to vote, of ninety-nine in a hundred", round(seconds[int(len(seconds) * 0.99)], 2))
        report.expect(not wrong, "; ".join(wrong[:10]))
        for node in crowd.nodes:
            node.stop()
        noticed = Room(made, Crowd(made, **made.without("form-editions")), []).vote()
        report.control("without editions and keys of forms", noticed)


class Room:
    """One meeting whose room is open, and the phones in it."""

    def __init__(self, made: Installation, crowd: Crowd, seconds: list[float]) -> None:
        self.made, self.crowd, self.seconds = made, crowd, seconds
        text = made.guildhall("shell", "-c", MEETING.format(email=DIRECTORS[0], elements=ELEMENTS)).stdout
        facts = json.loads(text.partition("MADE")[2].splitlines()[0])
        self.meeting, secret, self.tally, self.elements = facts
        self.path = f"/room/{secret}/"
        nodes = crowd.nodes
        self.phones = [Visitor(*nodes[n % 2 :], *nodes[: n % 2], timeout=60) for n in range(PHONES)]

    def vote(self, *, kill: bool = False) -> list[str]:
        """All come in, vote, vote otherwise, and send the first form once more; what is wrong afterward."""
        answers = at_once([lambda n=n: self._come(n) for n in range(PHONES)])
        killer = threading.Thread(target=self._kill)
        if kill:
            killer.start()
        first = [(uuid4().hex, n % ELEMENTS, (n + 1) % ELEMENTS) for n in range(PHONES)]
        second = [(uuid4().hex, (n * 3) % ELEMENTS) for n in range(PHONES)]
        answers += at_once([lambda n=n: self._send(n, 0, *first[n]) for n in range(PHONES)])
        answers += at_once([lambda n=n: self._send(n, 1, *second[n]) for n in range(PHONES)])
        answers += at_once([lambda n=n: self._send(n, 0, *first[n]) for n in range(PHONES)])
        if kill:
            killer.join()
            self.crowd.nodes[1].start()
            self.crowd.nodes[1].ready()
        expected = {(f"Person {n}", one + 1) for n in range(PHONES) for one in second[n][1:]}
        return self._judged(expected) + [f"answered with {words}" for words in faults(answers)]

    def _kill(self) -> None:
        time.sleep(KILLED_AFTER)
        self.crowd.nodes[1].kill()

    def _come(self, n: int) -> Answer:
        phone = self.phones[n]
        phone.get(self.path)
        return self._tried(phone, self.path, {"typed": f"Person {n}"})

    def _send(self, n: int, edition: int, key: str, *chosen: int) -> Answer:
        """Send a vote, and the same form once more."""
        phone, form = self.phones[n], {"activity": self.tally, "key": key, "edition": str(edition)}
        form |= {f"element-{self.elements[one]}": "on" for one in chosen}
        answer = self._tried(phone, f"{self.path}say/", form)
        self.seconds.append(answer.seconds)
        return self._tried(phone, f"{self.path}say/", form)

    @staticmethod
    def _tried(phone: Visitor, path: str, form: dict[str, Any]) -> Answer:
        for _try in range(TRIES):
            try:
                answer = phone.post(path, form)
            except GONE:
                continue
            if answer.status < 500:
                return answer
        raise ConnectionError("no answer in all tries")

    def _judged(self, expected: set[tuple[str, int]]) -> list[str]:
        """What is wrong with the votes, and with the count that pages show."""
        stand = self.made.sql(CHOSEN, self.tally)
        wrong = [] if len(stand) == len(set(stand)) else ["an element has two votes of one person"]
        if missing := expected - set(stand):
            wrong.append(f"{len(missing)} votes are missing")
        if more := set(stand) - expected:
            wrong.append(f"{len(more)} votes are too many")
        if self.made.sql(PEOPLE, self.meeting) != [(PHONES, PHONES)]:
            wrong.append("somebody came in twice")
        director = self.crowd.somebody(DIRECTORS[0])
        page = director.get(f"/meetings/{self.meeting}/room/{self.tally}/tally.csv").text
        shown = [line.count("X") for line in page.splitlines()[1:]]
        count = [sum(position == one for _who, position in expected) for one in range(1, ELEMENTS + 1)]
        return wrong + ([] if shown == count else [f"the page counts {shown}, and it is {count}"])
