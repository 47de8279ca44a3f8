"""Students of the demo who sign in, what they and their parents are asked, and what employers are asked about them."""

from dataclasses import dataclass
from datetime import date, timedelta

from guildhall.demo.moments import Days
from guildhall.demo.staff import Staff
from guildhall.demo.steps import step
from guildhall.lib import clock
from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Role
from guildhall.placements.actions import applying, asking
from guildhall.placements.emails import may_be_written
from guildhall.placements.models import Application, Placement
from guildhall.students.actions.asking import Wanted, ask_for_consent
from guildhall.students.actions.consenting import Signed, sign
from guildhall.students.actions.entering import StudentFacts, register
from guildhall.students.actions.guarding import GuardianFacts, add_guardian
from guildhall.students.actions.inviting import invite
from guildhall.students.models import Registration
from guildhall.supervision import rules
from guildhall.supervision.actions.linking import ask_by_link
from guildhall.supervision.models import Link

SIGN_IN = ("theo.lindgren@students.example", "hana.petrov@students.example", "rosa.delgado@students.example")
ASKED = "hana.petrov@students.example"  # who has a consent to answer
PARTS = ("name", "institution", "program")


@dataclass(frozen=True)
class Minor:
    """A student of a high school, and the parent who signs; `signed`: they have."""

    name: str
    parent: str
    signed: bool


MINORS = (Minor("Elena Quiroz", "Pilar Quiroz", signed=True), Minor("Jonah Whitaker", "Ruth Whitaker", signed=False))


def tell(days: Days, places: dict[str, Institution], staff: Staff) -> None:
    """Three college students sign in, and two of a high school whose parents decide; employers have questions."""
    for n, email in enumerate(SIGN_IN):
        for row in Registration.objects.filter(email=email).select_related("institution"):
            by = staff.one(row.institution.code, Role.WBL_COORDINATOR)
            with step("invite a student", email, days.at(40 - n, 11)):
                invite(row, by=by, demo=True)
            if email == ASKED:
                _ask(row, days, by)
    for minor in MINORS:
        _minor(minor, days, places["MGHS"], staff.one("MGHS", Role.COUNSELOR))
    _ask_employers(days)


def _wanted(days: Days, **more: object) -> Wanted:
    return Wanted(PARTS, "internships", days.today + timedelta(200), **more)  # type: ignore[arg-type]


def _ask(row: Registration, days: Days, by: Person) -> None:
    with step("ask for a consent", row.email, days.at(2, 11)):
        ask_for_consent(row, _wanted(days), by=by)


def _minor(minor: Minor, days: Days, school: Institution, by: Person) -> None:
    """A student of 16, whose parent is asked by a link, or has signed a sheet of paper."""
    given, family = minor.name.split()
    email = f"{given}.{family}@students.mghs.example".lower()
    born = date(days.today.year - 16, days.today.month, 1)
    with step("enter a student", minor.name, days.at(35, 9)):
        row = register(school, StudentFacts(given, family, born, email=email), by=by)
        facts = GuardianFacts(minor.parent, "mother", f"{minor.parent.split()[0]}@home.example".lower())
        guardian = add_guardian(row, facts, by=by)
        invite(row, by=by, demo=minor.signed)
    with step("ask a parent", minor.name, days.at(4, 9)):
        ask_for_consent(row, _wanted(days, guardian=guardian), by=by)
    if minor.signed:
        with step("write a consent down", minor.name, days.at(3, 9)):
            paper = Signed(PARTS, "job shadowing", "guardian", minor.parent, clock.today(), days.today + timedelta(200))
            sign(row, paper, by=by)
    offered = Opportunity.objects.filter(title="A day with a welder", state="posted").first()
    if offered:
        with step("note that a student applied", minor.name, days.at(2, 15)):
            applying.apply(row, offered, by=by)


def _ask_employers(days: Days) -> None:
    """Employers are asked whom they choose, and to approve hours; those whose addresses are protected are called."""
    wanted = Application.objects.filter(state__in=["referred", "shortlisted"]).select_related(
        "opportunity__contact", "coordinator", "employer"
    )
    for row in wanted.order_by("title", "registration__email"):
        by, contact = row.coordinator, row.opportunity and row.opportunity.contact
        if by and may_be_written(contact, by):
            with step("ask an employer", row.title, days.at(1, 13)):
                asking.ask_choice(row, by=by)
    running = Placement.objects.running().select_related("supervisor", "coordinator", "registration__institution")
    for one in running.order_by("title"):
        by = one.coordinator
        if by and rules.can_write_supervisor(by, one) and rules.can_show_to_employer(one):
            with step("ask to approve hours", one.title, days.at(1, 14)):
                ask_by_link(one, Link.Purpose.LOG, by=by)
                ask_by_link(one, Link.Purpose.APPROVE, by=by)
