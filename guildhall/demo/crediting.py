"""What counts at the demo's schools and colleges: courses, agreements on credit, certifications, enrollment, rates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from guildhall.demo.moments import Days
from guildhall.demo.staff import Staff
from guildhall.demo.steps import step
from guildhall.demo.timeline import Shared
from guildhall.employers.actions.editing import save_contact
from guildhall.lib.periods import school_year_of
from guildhall.pathways.actions import credit, terms
from guildhall.pathways.actions.checking import note_evidence
from guildhall.pathways.actions.programs import PathwayFacts, ProgramFacts, change_pathway, enter_program
from guildhall.pathways.models import Course, Pathway, Program
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Role
from guildhall.relations.actions import say_same_person

# What schools teach: (stamp, name, CIP, pathway)
SCHOOLS = (
    ("MGHS", "Health Careers Academy", "51.0801", "Caring for people"),
    ("MGHS", "Engineering and Manufacturing", "48.0501", "Making things"),
    ("HPHS", "Supply Chain Academy", "52.0203", "Energy and supply"),
)
COURSES = (  # (stamp, program, number, name, credits)
    ("MGHS", "Health Careers Academy", "HCA 2", "Medical terminology", None),
    ("MGHS", "Health Careers Academy", "HCA 3", "Patient care", None),
    ("MGHS", "Engineering and Manufacturing", "ENM 3", "Manufacturing II", None),
    ("HPHS", "Supply Chain Academy", "SCA 1", "Goods on the move", None),
    ("TRC", "Medical Assisting", "MED 110", "Medical terminology", 3),
    ("TRC", "Medical Assisting", "MED 120", "Clinical procedures", 4),
    ("MGC", "Machine Technology", "MACH 101", "Introduction to machining", 3),
    ("MGC", "Machine Technology", "MACH 115", "CNC milling", 4),
    ("MGC", "Registered Nursing", "NRSG 105", "Foundations of nursing", 5),
    ("HPC", "Logistics", "LOG 100", "Introduction to logistics", 3),
    ("HPC", "Logistics", "LOG 140", "Warehouse operations", 3),
    ("RCC", "Welding Technology", "WELD 110", "Arc welding", 4),
)
CERTIFICATIONS = (  # (name, issuer, cost, programs that lead to it)
    ("Certified clinical medical assistant", "National board of health careers", 165, (("TRC", "Medical Assisting"),)),
    ("Certified welder", "Society of welders", 150, (("RCC", "Welding Technology"), ("HPC", "Welding Technology"))),
    ("Machining, level I", "Institute of metalworking", 60, (("MGC", "Machine Technology"),)),
    ("Logistics associate", "Council of manufacturing skills", None, (("HPC", "Logistics"),)),
)
SKILLS = {
    "Caring for people": ("Infection control", "Taking vital signs", "Talking with patients", "Electronic records"),
    "Making things": ("Reading drawings", "Measuring to a thousandth", "Working safely with machines"),
}
EVIDENCE = (  # (element, state, what shows it)
    ("A", "met", "Figures of the labor market of last spring, and letters of four clinics."),
    ("B", "met", "Medical terminology counts at Two Rivers City College; nursing transfers to the university."),
    ("C", "met", "One counselor at the academy, two at the colleges; each student has a plan."),
    ("D", "partly", "Clinical procedures are taught with workplace English in one section only."),
    ("F", "met", "A diploma at the academy, certificates and an associate degree after it."),
)
RATES = (("MGC", 46, 2), ("RCC", 46, 3), ("TRC", 46, 2), ("HPC", 48, 2))
ENROLLED = {  # (stamp, program): last fall, this fall
    ("MGC", "Registered Nursing"): (118, 124), ("MGC", "Machine Technology"): (41, 38),
    ("RCC", "Aviation Maintenance"): (63, 70), ("RCC", "Welding Technology"): (52, 55),
    ("TRC", "Medical Assisting"): (47, 58), ("HPC", "Logistics"): (36, 44), ("HPC", "Welding Technology"): (12, 8),
    ("HPHS", "Supply Chain Academy"): (64, 71),
}  # fmt: skip
ADJUNCT = ("Kestrel Aerospace", "Machinist, second shift")
EARNED = {"TRC": ("MED 110", "articulated", (22, 29)), "HPC": ("LOG 100", "dual", (18, 26))}


@dataclass
class Taught:
    """What was entered, to be found by its names."""

    programs: dict[tuple[str, str], Program]
    courses: dict[tuple[str, str], Course]


def tell(days: Days, places: dict[str, Institution], staff: Staff) -> None:
    """Schools and colleges align their courses, and count who is enrolled and what was earned early."""
    pathways = {row.name: row for row in Pathway.objects.filter(institution=places["REG"])}
    taught = _teach(days, places, staff, pathways)
    _certify(days, places, staff, taught)
    _articulate(days, staff, taught)
    _check(days, staff, pathways)
    _count(days, places, staff, taught)


def tell_adjunct(rows: Sequence[Shared], days: Days, staff: Staff) -> None:
    """An instructor of the college works at an employer as well."""
    shared = next((row for row in rows if row.employer.name == ADJUNCT[0]), None)
    if shared is None:
        return
    employer, colleague = shared.employer, staff.one("AMFG", Role.INSTRUCTOR)
    by = staff.one("MGC", Role.WBL_COORDINATOR)
    with step("enter a contact", colleague.name, days.at(70, 11)):
        values = {"given_name": colleague.given_name, "family_name": colleague.family_name, "title": ADJUNCT[1]}
        contact = save_contact(employer, values, by=by)
    with step("say that a contact is a colleague", colleague.name, days.at(70, 12)):
        say_same_person(contact, colleague, by=by)


def _keeper(staff: Staff, code: str) -> Person:
    """Who keeps the programs of an institution; those of a school without an administrator, the office."""
    for role in (Role.WBL_COORDINATOR, Role.SCHOOL_ADMINISTRATOR):
        if found := staff.posts.get((code, role)):
            return found[0]
    return staff.directors[0]


def _teach(days: Days, places: dict[str, Institution], staff: Staff, pathways: dict[str, Pathway]) -> Taught:
    for code, name, cip, path in SCHOOLS:
        with step("enter a program", name, days.at(170, 10)):
            facts = ProgramFacts(name, "diploma", cip=cip, cluster=pathways[path].cluster, pathway=pathways[path])
            enter_program(places[code], facts, by=_keeper(staff, code))
    rows = Program.objects.select_related("institution")
    taught = Taught({(row.institution.code, row.name): row for row in rows}, {})
    places_taken: dict[tuple[str, str], int] = {}
    for code, program, number, name, credits in COURSES:
        position = places_taken[code, program] = places_taken.get((code, program), 0) + 1
        with step("enter a course", number, days.at(165, 10)):
            facts = credit.CourseFacts(number, name, Decimal(credits) if credits else None, position)
            row = credit.enter_course(taught.programs[code, program], facts, by=_keeper(staff, code))
            taught.courses[code, number] = row
    return taught


def _certify(days: Days, places: dict[str, Institution], staff: Staff, taught: Taught) -> None:
    for name, issuer, cost, programs in CERTIFICATIONS:
        with step("enter a certification", name, days.at(160, 10)):
            facts = credit.CertificationFacts(name, issuer, Decimal(cost) if cost else None)
            row = credit.enter_certification(places["REG"], facts, by=staff.directors[0])
        for code, program in programs:
            with step("name a certification", program, days.at(159, 10)):
                credit.say_led_to(taught.programs[code, program], row, by=_keeper(staff, code))


def _articulate(days: Days, staff: Staff, taught: Taught) -> None:
    """Two agreements that stand, of which one ends soon, and one that waits for the school."""
    office = staff.directors[0]
    for code, taken, college, granted, kind, credits, until, agreed_by in (
        ("MGHS", "HCA 2", "TRC", "MED 110", "articulated", 3, 400, office),
        ("HPHS", "SCA 1", "HPC", "LOG 100", "dual", 3, 60, _keeper(staff, "HPHS")),
        ("MGHS", "ENM 3", "MGC", "MACH 101", "articulated", 3, None, None),
    ):
        with step("enter an articulation agreement", granted, days.at(150, 10)):
            facts = credit.ArticulationFacts(
                kind, Decimal(credits), days.back(150), days.today + timedelta(until) if until else None,
                "grade B or better" if kind == "articulated" else "",
            )  # fmt: skip
            pair = taught.courses[code, taken], taught.courses[college, granted]
            row = credit.articulate(*pair, facts, by=_keeper(staff, college))
        if agreed_by and not row.is_agreed:
            with step("agree to an articulation agreement", granted, days.at(145, 10)):
                credit.agree_to(row, version=row.version, by=agreed_by)


def _check(days: Days, staff: Staff, pathways: dict[str, Pathway]) -> None:
    office = staff.directors[0]
    for name, skills in SKILLS.items():
        row = pathways[name]
        with step("name skills of a pathway", name, days.at(100, 10)):
            facts = PathwayFacts(row.name, row.about, row.cluster, tuple(row.occupations), skills=skills)
            change_pathway(row, facts, version=row.version, by=office)
    for element, state, words in EVIDENCE:
        with step("say what shows an element", element, days.at(90, 10)):
            note_evidence(pathways["Caring for people"], element, state, words, version=0, by=office)


def _count(days: Days, places: dict[str, Institution], staff: Staff, taught: Taught) -> None:
    this = school_year_of(days.today)
    for code, tuition, fees in RATES:
        for year in (this - 1, this):
            with step("enter a rate", code, days.at(80, 10)):
                rate = terms.RateFacts(Decimal(tuition), Decimal(fees), "College catalog")
                terms.enter_rate(places[code], year, rate, by=_keeper(staff, code))
    for n, year in enumerate((this - 1, this)):
        for code in dict.fromkeys(code for code, _name in ENROLLED):
            by = _keeper(staff, code)
            with step("count a term", code, days.at(40 - 20 * n, 10)):
                term = terms.begin_term(places[code], year, "fall", by=by)
                term = terms.count_term(term, _counts(code, n, taught), version=term.version, by=by)
            if n == 0 or code in ("MGC", "TRC"):
                with step("attest a term", code, days.at(15, 10)):
                    terms.attest_term(term, version=term.version, by=by)


def _counts(code: str, n: int, taught: Taught) -> terms.Counts:
    enrolled = {taught.programs[key].pk: numbers[n] for key, numbers in ENROLLED.items() if key[0] == code}
    if code not in EARNED:
        return terms.Counts(enrolled)
    number, kind, students = EARNED[code]
    course = taught.courses[code, number]
    earned = students[n], students[n] * (course.credits or Decimal(0))
    certified = {one.certification_id: students[n] // 2 for one in course.program.led_to.all()}
    return terms.Counts(enrolled, {(course.pk, kind): earned}, certified)
