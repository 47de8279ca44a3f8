"""A year of placements in the demo: students who were hired, who are there now, who wait; and classes on tours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from guildhall.demo.moments import Days
from guildhall.demo.staff import Staff
from guildhall.demo.steps import step
from guildhall.demo.timeline import Shared
from guildhall.lib import clock
from guildhall.opportunities.models import Opportunity
from guildhall.pathways.models import Program
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Role
from guildhall.placements.actions import accepting, applying, disclosing, grouping, moving
from guildhall.placements.actions.planning import Plan
from guildhall.placements.models import Application, Placement
from guildhall.students import rules as student_rules
from guildhall.students.actions.consenting import Signed, sign
from guildhall.students.actions.entering import StudentFacts, register
from guildhall.students.models import Registration
from guildhall.students.queries import teachers_at


@dataclass(frozen=True)
class Placed:
    """Somebody who has or had a place: from how many days back to how many, and what came of it."""

    code: str
    name: str
    program: str
    employer: str
    kind: str
    title: str
    began: int
    ended: int | None = None
    outcome: str = ""
    early: str = ""
    never: str = ""  # why it did not begin; without a reason the student did not come


@dataclass(frozen=True)
class Wants:
    """Somebody who was put forward for an opportunity, and how far it came."""

    code: str
    name: str
    program: str
    title: str
    then: str  # referred, shortlisted, offered, accepted, papers, not_chosen, declined, withdrawn
    consents: bool = False


P, W = Placed, Wants
PLACED = (
    P(
        "RCC",
        "Daniela Fuentes",
        "Welding Technology",
        "Calloway Fabrication",
        "internship_paid",
        "Intern, fabrication",
        300,
        212,
        "hired",
    ),
    P(
        "RCC",
        "Marcus Yoon",
        "Aviation Maintenance",
        "Kestrel Aerospace",
        "internship_paid",
        "Intern, composites",
        280,
        190,
        "offered",
    ),
    P(
        "MGC",
        "Aaliyah Grant",
        "Registered Nursing",
        "Oakhaven Senior Living",
        "clinical",
        "Clinical term",
        250,
        150,
        "education",
    ),
    P(
        "MGC",
        "Peter Nakagawa",
        "Machine Technology",
        "Ardent Machining LLC",
        "job_shadow",
        "A day on the floor",
        121,
        121,
    ),
    P(
        "MGC",
        "Imani Brooks",
        "Machine Technology",
        "Calloway Fabrication",
        "internship_paid",
        "Intern, press shop",
        100,
        74,
        early="The shift did not fit the bus.",
    ),
    P("MGC", "Rosa Delgado", "Registered Nursing", "Juniper Health Partners", "clinical", "Clinical rotation", 140),
    P(
        "RCC",
        "Theo Lindgren",
        "Aviation Maintenance",
        "Kestrel Aerospace",
        "apprenticeship",
        "Apprentice, first year",
        62,
    ),
    P("HPC", "Nadia Kovacs", "Logistics", "Harborline Logistics", "internship_paid", "Intern, dispatch", 41,
      never="A job at the port came first."),
    P("HPC", "Colin Reyes", "Logistics", "Harborline Logistics", "job_shadow", "A shift in the yard", 19, never="-"),
)  # fmt: skip
WANTED = (
    W("RCC", "Lucas Ferrante", "Aviation Maintenance", "Summer interns, quality control", "accepted", consents=True),
    W("RCC", "Hana Petrov", "Welding Technology", "Summer interns, quality control", "offered"),
    W("MGC", "Omar Said", "Machine Technology", "Summer interns, quality control", "shortlisted", consents=True),
    W("MGC", "Grace Tolentino", "Machine Technology", "A day with a welder", "referred"),
    W("MGC", "Ada Winslow", "Registered Nursing", "Half a day at a children’s practice", "accepted"),
    W("MGC", "Ben Castillo", "Registered Nursing", "Half a day at a children’s practice", "accepted"),
    W("RCC", "Cleo Marchetti", "Aviation Maintenance", "Half a day at a children’s practice", "accepted"),
    W("HPC", "Wren Okafor", "Welding Technology", "A day with a welder", "papers", consents=True),
    W("RCC", "Milan Duarte", "Welding Technology", "A day with a welder", "not_chosen"),
    W("MGC", "Selma Haugen", "Machine Technology", "A day with a welder", "declined"),
    W("MGC", "Tariq Bashir", "Machine Technology", "Summer interns, quality control", "withdrawn"),
)  # the third of them waits: there are two places
GROUPS = (  # (stamp, employer, activity, level, grade, students, which group, days back)
    ("MGC", "Kestrel Aerospace", "workplace_tour", "elementary", "5", 46, "two classes of grade 5", 90),
    ("MGC", "Juniper Health Partners", "workplace_tour", "college", "", 14, "the first year of nursing", 33),
    ("RCC", "Cobalt Ridge Energy", "workplace_tour", "high", "11", 23, "a class of physics", 35),
    ("MGHS", "Juniper Health Partners", "guest_speaker", "high", "9", 61, "grade 9", 45),
    ("MGHS", "Kestrel Aerospace", "job_shadow", "high", "10", 12, "Manufacturing I", 38),
    ("MGHS", "Juniper Health Partners", "mock_interview", "high", "12", 18, "Health Careers Academy", 24),
)


def tell(rows: Sequence[Shared], days: Days, places: dict[str, Institution], staff: Staff) -> None:
    """Tell it with employers that every institution sees."""
    by_name = {row.employer.name: row for row in rows}
    for placed in PLACED:
        if shared := by_name.get(placed.employer):
            _placed(placed, shared, days, places[placed.code], staff.one(placed.code, Role.WBL_COORDINATOR))
    for n, wants in enumerate(WANTED):
        row = Opportunity.objects.filter(title=wants.title, state="posted").select_related("employer").first()
        if row:
            _wants(wants, row, n, days, places[wants.code], staff.one(wants.code, Role.WBL_COORDINATOR))
    for code, employer, activity, level, grade, count, words, back in GROUPS:
        if shared := by_name.get(employer):
            with step("count a group", words, days.at(back, 15)):
                group = grouping.Group(activity, clock.today(), level, count, words, 3, grade=grade)
                by = staff.one(code, Role.COUNSELOR if code == "MGHS" else Role.WBL_COORDINATOR)
                grouping.count_group(places[code], shared.employer, group, by=by)


def _student(name: str, program: str, place: Institution, by: Person) -> Registration:
    given, family = name.split()
    taught = Program.objects.filter(institution=place, name=program).first()
    email = f"{given}.{family}@students.example".lower()
    teachers = list(teachers_at([place]))
    teacher = teachers[ord(program[0]) % len(teachers)] if teachers and taught else None
    return register(place, StudentFacts(given, family, email=email, program=taught, teacher=teacher), by=by)


def _placed(placed: Placed, shared: Shared, days: Days, place: Institution, by: Person) -> None:
    with step("agree a placement", placed.name, days.at(placed.began + 20, 10)):
        student = _student(placed.name, placed.program, place, by)
        taught = Program.objects.filter(institution=place, name=placed.program).first()
        contact = next((one for one in shared.contacts if one.email), None)
        first, paid = days.back(placed.began), placed.kind in ("internship_paid", "apprenticeship")
        plan = Plan(
            shared.employer, placed.kind, placed.title, supervisor=contact, program=taught, related=True, paid=paid,
            starts_on=first, ends_on=days.back(placed.ended) if placed.ended else first + timedelta(220),
            hours_planned=Decimal(160), wage=Decimal(22) if paid else None, wage_per="hour" if paid else "",
        )  # fmt: skip
        row = accepting.place(student, plan, by=by)
        agreed = Signed(  # the employer could not take somebody in whom it may not know
            ("name", "institution", "program"), f"the placement: {placed.title}", "student", placed.name, clock.today(),
            plan.ends_on + timedelta(30) if plan.ends_on else None, shared.employer,
        )  # fmt: skip
        if student_rules.can_sign(student, agreed.signer, agreed.signed_on):
            sign(student, agreed, by=by)
            disclosing.may_be_named(row, by=by)
    if placed.never:
        _never(placed, row, days, by)
        return
    with step("start a placement", placed.name, days.at(placed.began, 9)):
        row = moving.start(row, clock.today(), by=by)
    if placed.ended is None:
        return
    with step("end a placement", placed.name, days.at(placed.ended, 16)):
        if placed.early:
            moving.end_early(row, clock.today(), placed.early, by=by)
        else:
            moving.complete(row, clock.today(), outcome=placed.outcome, by=by)


def _never(placed: Placed, row: Placement, days: Days, by: Person) -> None:
    """It did not begin: the student gave the place back, or did not come."""
    with step("give a place up", placed.name, days.at(placed.began, 11)):
        if placed.never == "-":
            moving.note_no_show(row, by=by)
        else:
            moving.withdraw_placement(row, placed.never, by=by)


def _wants(wants: Wants, row: Opportunity, n: int, days: Days, place: Institution, by: Person) -> None:
    with step("put a student forward", wants.name, days.at(3, 9 + n)):
        student = _student(wants.name, wants.program, place, by)
        if wants.consents:
            signed = Signed(["name", "program", "experience"], "internships", "student", wants.name, clock.today(),
                            employer=row.employer)  # fmt: skip
            sign(student, signed, by=by)
        application = applying.refer(student, row, by=by)
    with step("decide about a student", wants.name, days.at(2, 9 + n)):
        _decide(wants.then, application, by)
    if wants.then in ("accepted", "papers"):
        with step("accept a place", wants.name, days.at(1, 9 + n)):
            placement = accepting.accept(application, by=by)
            if placement and wants.then == "papers":
                moving.begin_papers(placement, by=by)


def _decide(then: str, application: Application, by: Person) -> None:
    """How far it came by yesterday."""
    if then == "referred":
        return
    if then == "shortlisted":
        applying.shortlist(application, by=by)
    elif then == "withdrawn":
        applying.withdraw_application(application, reason="Found something closer to home.", by=by)
    elif then == "not_chosen":
        applying.turn_down(application, reason="They wanted somebody with a year of practice.", by=by)
    else:
        applying.offer(application, by=by)
        if then == "declined":
            applying.decline(application, reason="The hours do not fit the evening class.", by=by)
