"""Forty students accept seven places at the same moment, through two nodes; then places free, and those who wait get
them: never one too many, nobody twice, in the order of waiting (C4, R7)."""

import json
import random
from collections.abc import Sequence
from typing import Any

from tests.prove.drills.races import Crowd, faults
from tests.prove.report import Report
from tests.prove.stage import Installation, Stage
from tests.prove.visitor import at_once

WANT, PLACES = 40, 7
# A college's staff put forty students forward for one opportunity, and every one is offered a place.
PREPARE = """
import json
from guildhall.context import Keeper, acting, begun, keeping
from guildhall.employers.models import Employer
from guildhall.opportunities.actions import deciding
from guildhall.opportunities.actions.entering import Offer, enter_opportunity
from guildhall.people.models import Person
from guildhall.people.permissions import Role
from guildhall.placements.actions import applying
from guildhall.students.actions.entering import StudentFacts, register
with begun(), keeping(Keeper.SCHEMA, "a drill"):
    by = next(p for p in Person.objects.filter(is_active=True, memberships__role=Role.WBL_COORDINATOR).order_by("email")
              if p.memberships.first().institution.kind == "college")
    place = by.memberships.get(role=Role.WBL_COORDINATOR).institution
    employer = Employer.objects.shared_with(by).order_by("pk").first()
    told = Offer("internship_paid", "Places of a drill", places={places})
    row = enter_opportunity(employer, told, holder=place, by=by)
    if row.state == "waiting":
        row = deciding.approve(row, version=row.version, by=by)
    made = []
    for n in range({want}):
        student = register(place, StudentFacts(f"Student{{n}}", "Drill"), by=by)
        made.append(str(applying.offer(applying.refer(student, row, by=by), by=by).pk))
    print("MADE" + json.dumps([by.email, str(row.pk), made]))
"""
STATES = "SELECT state, count(*) FROM placements_application WHERE opportunity_id = %s GROUP BY 1"
TAKEN = """SELECT count(*) FROM placements_placement
           WHERE opportunity_id = %s AND state IN ('agreed', 'papers', 'started', 'completed')"""
TWICE = """SELECT count(*) FROM (SELECT application_id FROM placements_step
           WHERE after = 'accepted' AND application_id IS NOT NULL GROUP BY 1 HAVING count(*) > 1) twice"""
# Whoever waits although somebody who began to wait later has a place.
OVERTAKEN = """
SELECT count(*) FROM placements_application a
JOIN placements_step w ON w.application_id = a.id AND w.after = 'waiting'
WHERE a.opportunity_id = %s AND a.state = 'waiting' AND EXISTS (
  SELECT FROM placements_application b JOIN placements_step v ON v.application_id = b.id AND v.after = 'waiting'
  WHERE b.opportunity_id = a.opportunity_id AND b.state = 'accepted' AND v.at > w.at)"""


def run(stage: Stage, report: Report, *, quick: bool, seed: int) -> None:
    rounds = 1 if quick else 10
    random_ = random.Random(seed)
    with stage.installation() as made:
        made.without_daily_work()
        crowd = Crowd(made)
        wrong: list[str] = []
        for _round in range(rounds):
            wrong += _round_of(made, crowd, random_)
        report.figure("rounds", rounds)
        report.figure("accepted at once", WANT)
        report.figure("places", PLACES)
        report.expect(not wrong, "; ".join(wrong[:10]))
    with stage.installation() as made:
        made.without_daily_work()
        crowd = Crowd(made, **made.without("locks"))
        noticed: list[str] = []
        for _try in range(3):
            noticed = noticed or _round_of(made, crowd, random_)
        report.control("without row locks", noticed)


def _round_of(made: Installation, crowd: Crowd, random_: random.Random) -> list[str]:
    text = made.guildhall("shell", "-c", PREPARE.format(places=PLACES, want=WANT)).stdout
    email, opportunity, applications = json.loads(text.partition("MADE")[2].splitlines()[0])
    random_.shuffle(applications)
    answers = _step(crowd, email, [("applications", pk, "accepted") for pk in applications])
    wrong = _judged(made, opportunity, PLACES, WANT - PLACES)
    held = made.sql("SELECT id::text FROM placements_placement WHERE opportunity_id = %s AND state = 'agreed'",
                    opportunity)  # fmt: skip
    waiting = made.sql("SELECT id::text FROM placements_application WHERE opportunity_id = %s AND state = 'waiting'",
                       opportunity)  # fmt: skip
    gone = random_.sample([pk for (pk,) in waiting], 5)
    acts = [("placements", pk, "withdrawn") for (pk,) in held] + [("applications", pk, "declined") for pk in gone]
    answers += _step(crowd, email, acts)
    wrong += _judged(made, opportunity, PLACES, WANT - 2 * PLACES)
    return wrong + [f"answered with {words}" for words in faults(answers)]


def _step(crowd: Crowd, email: str, acts: Sequence[tuple[str, str, str]]) -> list[Any]:
    """Everybody presses a button at the same moment, at one node or the other."""
    people = [crowd.somebody(email, turn) for turn in range(len(acts))]
    rows = {}
    for table, pk, _to in acts:
        name = "placements_placement" if table == "placements" else "placements_application"
        rows[pk] = crowd.installation.one(f"SELECT version FROM {name} WHERE id = %s", pk)
    return at_once([
        lambda v=v, act=act: v.post(f"/{act[0]}/{act[1]}/step/", {"to": act[2], "version": rows[act[1]], "reason": "-"})
        for v, act in zip(people, acts, strict=True)
    ])  # fmt: skip


def _judged(made: Installation, opportunity: str, taken: int, waiting: int) -> list[str]:
    states = dict(made.sql(STATES, opportunity))
    wrong = []
    if (count := made.one(TAKEN, opportunity)) != taken:
        wrong.append(f"{count} places taken of {taken}")
    if states.get("waiting", 0) > waiting or states.get("offered", 0):
        wrong.append(f"after all have answered: {states}")
    if count := made.one(TWICE):
        wrong.append(f"{count} promoted twice")
    if count := made.one(OVERTAKEN, opportunity):
        wrong.append(f"{count} overtaken while they waited")
    filled = made.one("SELECT filled FROM opportunities_opportunity WHERE id = %s", opportunity)
    if filled != taken:
        wrong.append(f"the opportunity says {filled} filled")
    return wrong
