"""The people of the demo. All of them are invented, and all of them have the one public password."""

from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password

from guildhall.demo.institutions import COLLEGES, FULL
from guildhall.demo.moments import START, Days
from guildhall.demo.steps import step
from guildhall.people.actions.contacts import name_point_of_contact
from guildhall.people.actions.persons import enter_person, grant
from guildhall.people.models import Institution, Person, PointOfContact
from guildhall.people.permissions import Role

R = Role
ADMINISTRATOR = ("Joanna Whitcombe", R.REGION_ADMINISTRATOR)
DIRECTORS = (  # (name, sectors)
    ("Ruth Abara", ("62", "31")),
    ("Amir Haddad", ("51", "52", "54", "55", "56")),
    ("Ravi Menon", ("22", "23", "42", "48", "81")),
    ("Celia Brandvold", ("11", "44", "53", "61", "71", "72", "92")),
)
CONTACT_FOR_COLLEGES = "Ravi Menon"

# Whoever stands first in a role is shown on the sign-in page. Rows: (stamp, role, names)
STAFF = (
    ("MGC", R.WBL_COORDINATOR, "Teresa Villalobos"),
    ("MGC", R.COLLEGE_ADMINISTRATOR, "Leonard Okoye"),
    ("MGC", R.PLACEMENT_CASE_MANAGER, "Gwen Castellano"),
    ("MGC", R.CAREER_CENTER_STAFF, "Priya Nair, Marcus Dunleavy"),
    ("MGC", R.JOB_DEVELOPER, "Hector Salcido, Annika Voss"),
    ("MGC", R.CTE_TEACHER, "Dolores Quintanar"),
    ("RCC", R.WBL_COORDINATOR, "Owen Blakely"),
    ("RCC", R.COLLEGE_ADMINISTRATOR, "Sylvia Thornquist"),
    ("RCC", R.PLACEMENT_CASE_MANAGER, "Ibrahim Sesay"),
    ("RCC", R.CAREER_CENTER_STAFF, "Carmen Delacroix"),
    ("RCC", R.JOB_DEVELOPER, "Lena Hofstad"),
    ("RCC", R.CTE_TEACHER, "Walter Brisbane"),
    ("TRC", R.WBL_COORDINATOR, "Yolanda Pruitt"),
    ("TRC", R.COLLEGE_ADMINISTRATOR, "Desmond Achterberg"),
    ("TRC", R.JOB_DEVELOPER, "Kiet Truong"),
    ("TRC", R.CAREER_CENTER_STAFF, "Rosalind Meeks"),
    ("NFC", R.WBL_COORDINATOR, "Birgit Sandoval"),
    ("NFC", R.COLLEGE_ADMINISTRATOR, "Everett Lindqvist"),
    ("NFC", R.JOB_DEVELOPER, "Paloma Reinhardt"),
    ("ACC", R.WBL_COORDINATOR, "Hanh Pham"),
    ("ACC", R.COLLEGE_ADMINISTRATOR, "Grace Oyelaran"),
    ("ACC", R.JOB_DEVELOPER, "Tobias Menendez"),
    ("OVC", R.WBL_COORDINATOR, "Ines Carrasco"),
    ("OVC", R.COLLEGE_ADMINISTRATOR, "Philip Stanhope"),
    ("OVC", R.JOB_DEVELOPER, "Nadia Kowalczyk"),
    ("OVC", R.PLACEMENT_CASE_MANAGER, "Benedict Amoah"),
    ("SMC", R.WBL_COORDINATOR, "Aisha Rahmani"),
    ("SMC", R.COLLEGE_ADMINISTRATOR, "Terrence Holloway"),
    ("SMC", R.JOB_DEVELOPER, "Mireille Fontaine"),
    ("HPC", R.WBL_COORDINATOR, "Sam Treadwell"),
    ("HPC", R.COLLEGE_ADMINISTRATOR, "Vivian Escobedo"),
    ("HPC", R.JOB_DEVELOPER, "Arjun Pillai"),
    ("HPC", R.CAREER_CENTER_STAFF, "Noelle Whitaker"),
    ("WRC", R.WBL_COORDINATOR, "Dev Acharya"),
    ("WRC", R.COLLEGE_ADMINISTRATOR, "Margaret Ellsworth"),
    ("WRC", R.JOB_DEVELOPER, "Ramon Figueroa"),
    ("BVC", R.WBL_COORDINATOR, "June Fairbanks"),
    ("BVC", R.COLLEGE_ADMINISTRATOR, "Augusto Bellini"),
    ("BVC", R.JOB_DEVELOPER, "Corinne Abernathy"),
    ("MGHS", R.CTE_TEACHER, "Frances Ito"),
    ("HPHS", R.CTE_TEACHER, "Curtis Valdivia"),
    ("MGC", R.INSTRUCTOR, "Judith Barrow"),
    ("NURS", R.INSTRUCTOR, "Bernadette Loya"),
    ("AMFG", R.INSTRUCTOR, "Stefan Krall"),
    ("RCC", R.INSTRUCTOR, "Malcolm Greer"),
    ("AMT", R.INSTRUCTOR, "Elena Marsh"),
    ("MGHS", R.COUNSELOR, "Priya Castellanos"),
    ("HPHS", R.SCHOOL_ADMINISTRATOR, "Gordon Whitlock"),
    ("REG", R.CONVENER, "Delphine Okafor"),
)
# They came later, and do nothing in the story.
NEWCOMERS = (
    ("MGC", R.STUDENT, "Maya Thibodeaux, Jordan Aguilera, Tomas Ferreira"),
    ("RCC", R.STUDENT, "Sofia Rosenthal, Khalil Bright"),
    ("TRC", R.STUDENT, "Leilani Gomes"),
    ("HPC", R.STUDENT, "Darius Cole"),
    ("MGC", R.EMPLOYER, "Marisol Ortega"),
    ("HPC", R.EMPLOYER, "Ngozi Adeyemi"),
)
COMPANY_MAIL = {"Marisol Ortega": "kestrel-aero.example", "Ngozi Adeyemi": "harborline.example"}
MAIL = {
    "REG": "tworivers-region", "MGC": "mesagrande", "RCC": "redstone", "TRC": "tworiverscity", "NFC": "northfork",
    "ACC": "aldercreek", "OVC": "orchardvalley", "SMC": "saltmarsh", "HPC": "harborpoint", "WRC": "westridge",
    "BVC": "bellview", "MGHS": "mghs", "HPHS": "hphs", "NURS": "mesagrande", "AMFG": "mesagrande", "AMT": "redstone",
}  # fmt: skip
IN_TOUCH = (R.WBL_COORDINATOR, R.JOB_DEVELOPER, R.PLACEMENT_CASE_MANAGER, R.CAREER_CENTER_STAFF)


@dataclass
class Staff:
    """Everybody by name, and who has which role where."""

    administrator: Person
    directors: list[Person]
    by_name: dict[str, Person] = field(default_factory=dict)
    posts: dict[tuple[str, Role], list[Person]] = field(default_factory=dict)

    def one(self, code: str, role: Role) -> Person:
        """The first person with a role at an institution."""
        return self.posts[code, role][0]

    def in_touch(self, code: str) -> list[Person]:
        """Those of a college who deal with employers every day, the coordinator first."""
        return [p for role in IN_TOUCH for p in self.posts.get((code, role), [])]


class Hiring:
    """Enters people, hashing the one password once: the slow hash is meant for real ones."""

    def __init__(self, password: str) -> None:
        self.hash = make_password(password)

    def enter(self, name: str, code: str, *, by: Person | None, student: bool = False) -> Person:
        """Enter one demo person, with an address of the institution or the company."""
        given, _space, family = name.partition(" ")
        place = COMPANY_MAIL.get(name) or f"{'students.' if student else ''}{MAIL[code]}.example"
        email = f"{given}.{family}@{place}".lower()
        return enter_person(email, given, family, by=by, password_hash=self.hash, demo=True)


def hire_office(office: Institution, days: Days, hiring: Hiring) -> Staff:
    """Enter the administrator and the directors of the region."""
    with step("hire", "the regional office", days.at(START)):
        administrator = hiring.enter(ADMINISTRATOR[0], office.code, by=None)
        grant(administrator, ADMINISTRATOR[1], office, by=None)
        staff = Staff(administrator, [])
        for name, sectors in DIRECTORS:
            director = hiring.enter(name, office.code, by=administrator)
            grant(director, R.REGIONAL_DIRECTOR, office, by=administrator, sectors=sectors)
            staff.directors.append(director)
            staff.by_name[name] = director
    staff.posts[office.code, R.REGIONAL_DIRECTOR] = staff.directors
    return staff


def hire_others(staff: Staff, places: dict[str, Institution], days: Days, hiring: Hiring) -> None:
    """Enter the people of colleges and schools, and name whom employers and directors ask for there."""
    for rows, since in ((STAFF, START - 1), (NEWCOMERS, 90)):
        with step("hire", "colleges and schools", days.at(since)):
            for code, role, names in rows:
                for name in names.split(", "):
                    person = hiring.enter(name, code, by=staff.administrator, student=role == R.STUDENT)
                    grant(person, role, places[code], by=staff.administrator)
                    staff.by_name[name] = person
                    staff.posts.setdefault((code, role), []).append(person)
    kinds = PointOfContact.Kind
    with step("name points of contact", "colleges", days.at(START - 2)):
        for code in COLLEGES:
            for kind, role in ((kinds.EMPLOYERS, R.WBL_COORDINATOR), (kinds.DIRECTORS, R.COLLEGE_ADMINISTRATOR)):
                person = staff.one(code, R.WBL_COORDINATOR if code in FULL else role)
                name_point_of_contact(places[code], kind, person, by=staff.administrator)
