"""Whose students are whose, who was on a tour, by which skills one evaluates, and which terms are to be attested."""

from datetime import timedelta

from guildhall.demo.moments import Days
from guildhall.demo.staff import Staff
from guildhall.demo.steps import step
from guildhall.people.models import Institution
from guildhall.people.permissions import Role
from guildhall.placements.actions.attesting import Term, attest
from guildhall.placements.actions.terms import set_term
from guildhall.placements.actions.ticking import say_who_took_part
from guildhall.placements.models import GroupExperience, Placement
from guildhall.students.actions.counseling import Portion, share_out
from guildhall.students.models import Registration
from guildhall.supervision.actions.choosing import choose_skills
from guildhall.supervision.actions.visiting import Said, note_evaluation
from guildhall.ui.dates import in_words

TICKED = 3  # students of the class of physics who have a record of their tour
OWN_SKILLS = ("Safety at work", "Care for patients")
WELL = "Comes early, asks good questions, and writes down what is new."
MORE = "Speak up in the morning round."


def tell(days: Days, places: dict[str, Institution], staff: Staff) -> None:
    """After placements and papers: these stand on them."""
    _counselors(days, places, staff)
    _groups(days, staff)
    _skills(days, places, staff)
    _terms(days, places, staff)


def _counselors(days: Days, places: dict[str, Institution], staff: Staff) -> None:
    """A school's counselor has all of its students; a college shares its own out by the alphabet."""
    by = staff.one("MGHS", Role.COUNSELOR)
    with step("share students out", "MGHS", days.at(6, 9)):
        share_out(places["MGHS"], by, Portion(), by=by)
    coordinator = staff.one("MGC", Role.WBL_COORDINATOR)
    with step("share students out", "MGC", days.at(6, 10)):
        share_out(places["MGC"], coordinator, Portion(last="L"), by=coordinator)


def _groups(days: Days, staff: Staff) -> None:
    of_colleges = GroupExperience.objects.filter(institution__kind="college").exclude(level="elementary")
    for group in of_colleges.select_related("institution"):
        by = staff.one(group.institution.code, Role.WBL_COORDINATOR)
        rows = Registration.objects.filter(institution=group.institution).order_by("family_name", "given_name")
        came = list(rows[:TICKED])
        with step("say who took part", group.group, days.at(30, 16)):
            say_who_took_part(group, came, {one.pk for one in came}, was=(), by=by)


def _skills(days: Days, places: dict[str, Institution], staff: Staff) -> None:
    by = staff.one("MGC", Role.WBL_COORDINATOR)
    with step("choose skills", "MGC", days.at(20, 10)):
        choose_skills(places["MGC"], "employability", OWN_SKILLS, version=0, by=by)
    row = Placement.objects.running().filter(institution=places["MGC"]).order_by("title").first()
    if row is not None:
        with step("note an evaluation", row.title, days.at(5, 15)):
            said = Said({"communication": 3, "personal": 4, "systems": 2}, WELL, MORE)
            note_evaluation(row, "midterm", said, "The supervisor", by=by)


def _terms(days: Days, places: dict[str, Institution], staff: Staff) -> None:
    """Twelve months are due soon, at all institutions; one of them has attested them."""
    last = days.today - timedelta(30)  # no school year, of which the story would lie more or less in by the day
    first, name = last - timedelta(364), f"Twelve months to {in_words(last)}"
    office, by = staff.directors[0], staff.one("MGC", Role.WBL_COORDINATOR)
    with step("set a term", name, days.at(9, 9)):
        region = Institution.objects.get(lineage__len=1)
        set_term(region, name, first, last, days.today + timedelta(10), by=office)
    with step("attest figures", name, days.at(8, 9)):
        attest(places["MGC"], Term(first, last), by=by)
