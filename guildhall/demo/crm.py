"""What is restricted in the demo: the directors' prospects, the colleges' own ones, and who asks to join."""

import random

from guildhall.demo.cases import Case, Player, Stage
from guildhall.demo.companies import Company, Maker
from guildhall.demo.institutions import COLLEGES
from guildhall.demo.known import DEVELOPED
from guildhall.demo.moments import Days
from guildhall.demo.sizes import Size
from guildhall.demo.staff import Staff
from guildhall.demo.steps import dice, step
from guildhall.employers.actions.editing import save_contact
from guildhall.employers.actions.entering import NewEmployer, NewSite
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Role
from guildhall.prospects.actions import vetting
from guildhall.prospects.actions.asking import answer_request, ask_to_join

# name: (director, stage, age, last step, answers, next step, due, notes)
WITH_A_FACE = {
    "Northwind Robotics, Inc.": ("Ruth Abara", Stage.DEVELOPING, 54, 4, 0, "Agree on a plant tour for 15 students", 3,
        (("They would like to begin with a plant tour for 15 students.", False),
         ("A second assembly line is planned; not public until it is signed.", True))),
    "Northfield Dynamics": ("Ruth Abara", Stage.VETTING, 75, 2, 5, "Ask for the insurance certificate", 4,
        (("Expansion to a second shift, not public until January.", True),
         ("Prefers Mesa Grande students for distance.", False))),
    "Lantern Street Foods": ("Celia Brandvold", Stage.LEAD, 12, 1, 0, "Call Mei Tanaka", 2, ()),
    "Pinecrest Data Centers": ("Amir Haddad", Stage.LEAD, 33, 33, 0, "Find a contact", -12,
        (("From the list of the chamber.", False),)),
    "Granite Pass Solar": ("Ravi Menon", Stage.LEAD, 9, 2, 0, "Research how they train apprentices", 6, ()),
    "Avila Freight Systems": ("Ravi Menon", Stage.CONTACTED, 28, 3, 0, "Second call", 1, ()),
    "Sundial Credit Union": ("Amir Haddad", Stage.CONTACTED, 40, 6, 0, "Send the one-page brief", -3, ()),
    "Marrow & Vale Architects": ("Amir Haddad", Stage.CONTACTED, 35, 5, 0, "Wait for their reply", 5, ()),
    "Bluegate Semiconductor": ("Ruth Abara", Stage.DEVELOPING, 95, 3, 0, "Plant visit with faculty of Westridge", 9,
        (("Decides on a training partner before the fiscal year ends.", True),)),
    "Two Rivers Water District": ("Ravi Menon", Stage.DEVELOPING, 66, 8, 0, "Agree on job shadows in spring", 12, ()),
    "Casa Robles Hotels": ("Celia Brandvold", Stage.VETTING, 60, 5, 4, "Safety walk", 6,
        (("The wage question is open with their head office.", True),)),
    "Everline Staffing": ("Amir Haddad", Stage.VETTING, 48, 7, 2, "Ask whether students are placed elsewhere", -2, ()),
    "Ostrander Biologics": ("Ruth Abara", Stage.READY, 110, 2, 0, "Promote", 0,
        (("Would host two biotechnology classes a year.", False),)),
    "Fairlead Shipyard": ("Ravi Menon", Stage.VETTING, 90, 3, 7, "Second person to confirm", 0,
        (("Welders first; electricians in a second year.", False),)),
}  # fmt: skip

# (stage, how many): those without a face
OTHERS = (
    (Stage.LEAD, 17), (Stage.CONTACTED, 9), (Stage.DEVELOPING, 7), (Stage.VETTING, 2),
    (Stage.READY, 2), (Stage.PARKED, 4), (Stage.DECLINED, 3),
)  # fmt: skip
STEPS = {
    Stage.LEAD: ("Find a contact", "Ask the chamber for an introduction", "First call", "Read up on the company"),
    Stage.CONTACTED: ("Second call", "Send the one-page brief", "Fix a first meeting", "Wait for their reply"),
    Stage.DEVELOPING: ("Site visit with faculty", "Draft what students would do", "Meet the supervisors"),
    Stage.VETTING: ("Ask for the insurance certificate", "Search the safety citations", "Get the wage in writing"),
    Stage.READY: ("Promote", "Tell the colleges nearby, then promote"),
}
DUE = (-9, -4, -1, 0, 1, 3, 6, 10, 17, None)
PARKED = (
    "Moving to a new building; wishes to talk again in summer.",
    "New owner since last month, no decisions before the audit.",
    "Hiring is frozen this fiscal year.",
    "Their contact left, and nobody has followed.",
)
DECLINED = (
    "Wants unpaid work that the law does not allow.",
    "Open safety citation, and no date for closing it.",
    "Recruits only through its parent company, out of state.",
)
NOTES = (
    ("Two former students of ours work there and speak well of it.", False),
    ("Best reached before 9 am.", False),
    ("Considering a second location in the region; told us in confidence.", True),
    ("Had a difficult experience with a college years ago, be patient.", True),
)
COLLEGE_STAGES = (  # what ten colleges hold themselves
    Stage.LEAD, Stage.CONTACTED, Stage.VETTING, Stage.DEVELOPING, Stage.LEAD,
    Stage.VETTING, Stage.CONTACTED, Stage.READY, Stage.LEAD, Stage.DEVELOPING,
)  # fmt: skip


def others(size: Size) -> list[tuple[str, int]]:
    """How many of those without a face there are at each stage: one at least."""
    return [(stage, -(-count // size.prospects)) for stage, count in OTHERS]


def develop(office: Institution, staff: Staff, maker: Maker, spare: list[Company], days: Days, size: Size) -> None:
    """Play what the Regional Directors develop, some of it without an owner."""
    player = Player(days, office, staff.directors)
    for known in DEVELOPED:
        name, stage, age, last, answers, next_step, due, notes = WITH_A_FACE[known.name]
        case = Case(maker.known(known), stage, age, last, staff.by_name[name], answers, None, next_step, due, notes)
        player.play(case)
        if known.name == "Fairlead Shipyard":  # vetted, and the employer itself has been asked
            with step("send the readiness link", known.name, days.at(2, 16)):
                other = next(d for d in staff.directors if d.name != name)  # no vetter wrote the address down
                values = {"given_name": "Sylvia", "family_name": "Grant", "title": "Staffing partner"}
                values["email"] = f"sylvia.grant@{known.domain}"
                contact = save_contact(case.prospect.employer, values, by=other)
                vetting.send_ready_link(case.prospect, contact.email, by=staff.by_name[name])
    rng = dice("prospects")
    for stage, count in others(size):
        for n in range(count):
            player.play(_case(stage, n, spare.pop(), staff.directors, rng))


def _case(stage: str, n: int, company: Company, team: list[Person], rng: random.Random) -> Case:
    """A case without a face; every third lead has no owner, and nobody has contacted leads."""
    unowned = stage in (Stage.LEAD, Stage.CONTACTED) and n % 3 == 0
    age = rng.randrange(3, 60) if stage == Stage.LEAD else rng.randrange(40, 160)
    case = Case(company, stage, age, last=min(age, rng.randrange(1, 12)), owner=None if unowned else rng.choice(team))
    if stage == Stage.VETTING:
        case.answers, case.refused = (3, None) if n else (4, 4)
    if stage in (Stage.PARKED, Stage.DECLINED):
        case.reason = (PARKED if stage == Stage.PARKED else DECLINED)[n]
        case.until = rng.choice((Stage.CONTACTED, Stage.DEVELOPING))
    elif not unowned:
        case.next_step, case.due = rng.choice(STEPS[stage]), rng.choice(DUE)
    if stage != Stage.LEAD and rng.random() < 0.5:
        case.notes = (rng.choice(NOTES),)
    return case


def vet_at_colleges(places: dict[str, Institution], staff: Staff, spare: list[Company], days: Days) -> None:
    """Play what the colleges vet themselves, one employer each."""
    rng = dice("prospects of colleges")
    for code, stage in zip(COLLEGES, COLLEGE_STAGES, strict=True):
        team = [staff.one(code, Role.JOB_DEVELOPER), staff.one(code, Role.WBL_COORDINATOR)]
        case = _case(stage, 1, spare.pop(), team, rng)
        case.refused = None
        Player(days, places[code], team).play(case)


def ask(places: dict[str, Institution], staff: Staff, days: Days) -> None:
    """Three colleges type an employer behind the wall: one waits, one is brought in, one is answered."""
    ruth, celia = staff.by_name["Ruth Abara"], staff.by_name["Celia Brandvold"]
    dynamics = NewEmployer("Northfield Dynamics", site=NewSite(city="Mesa Grande"), domain="northfield.example")
    foods = NewEmployer("Lantern Street Foods", site=NewSite(city="Orchard Valley"), domain="lantern-street.example")
    gate = NewEmployer("Bluegate Semiconductor Inc", site=NewSite(city="Westridge"), domain="bluegate-semi.example")
    teresa, ines, dev = (staff.by_name[n] for n in ("Teresa Villalobos", "Ines Carrasco", "Dev Acharya"))
    with step("ask to join", gate.name, days.at(20, 9)):
        joined = ask_to_join(
            gate, "Our photonics class would like to see a clean room.", by=dev, institution=places["WRC"]
        )
    with step("bring a college in", gate.name, days.at(18, 15)):
        words = "Please come along: Hana Sorkin expects us both at the plant visit. I will send you the day."
        answer_request(joined, words, accept=True, by=ruth)
    with step("ask to join", foods.name, days.at(6, 16)):
        asked = ask_to_join(foods, "May we call them about food safety?", by=ines, institution=places["OVC"])
    with step("answer a college", foods.name, days.at(4, 11)):
        words = "We have not spoken with them yet. Please wait until the first call; you will hear from me after it."
        answer_request(asked, words, accept=False, by=celia)
    words = "Their plant is across from our campus; two of our faculty used to work there."
    with step("ask to join", dynamics.name, days.at(2, 9, 20)):
        ask_to_join(dynamics, words, by=teresa, institution=places["MGC"])
