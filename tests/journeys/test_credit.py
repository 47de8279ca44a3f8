"""Journey 11, its first half, without the boards: a pathway is made whole across a school and a college.

The school's coordinator sees what is missing on the pathway, enters a course and says as what it counts; the college
agrees on a phone; the college counts its fall and reads what the credit saved (D9, D11, F16, M15).
"""

from decimal import Decimal

import pytest
from django.db import transaction

from guildhall.lib import clock
from guildhall.pathways.actions import credit, programs, terms
from guildhall.pathways.models import Articulation, CountedTerm
from guildhall.people.actions.institutions import found
from guildhall.people.permissions import Role
from tests.journeys.walking import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def aligned(town):
    """A pathway with a program of a school and one of a college, which has a course and a rate."""
    with transaction.atomic():
        school = found("Mesa Grande High School", "school", parent=town.region, by=None, code="MGHS")
        school_wbl = town.add("school_wbl", Role.WBL_COORDINATOR, school)
        path = programs.enter_pathway(town.region, programs.PathwayFacts("Caring for people"), by=town.director)
        academy = programs.ProgramFacts("Health academy", "diploma", pathway=path)
        programs.enter_program(school, academy, by=school_wbl)
        nursing = programs.ProgramFacts("Registered Nursing", "associate", pathway=path)
        program = programs.enter_program(town.mesa, nursing, by=town.mesa_wbl)
        facts = credit.CourseFacts("NUR 10", "Medical terms", Decimal(3))
        credit.enter_course(program, facts, by=town.mesa_wbl)
        rate = terms.RateFacts(Decimal(46), Decimal(2), "College catalog")
        terms.enter_rate(town.mesa, clock.today().year - 1, rate, by=town.mesa_wbl)
    return town


def test_a_pathway_is_made_whole_across_two_institutions(aligned, visit):
    teacher = visit(aligned.people["school_wbl"])
    teacher.menu("Programs of study")
    teacher.link("Pathways", exact=True).click()
    teacher.link("Caring for people").click()
    teacher.reads("No course of a school counts at a college")
    teacher.link("Health academy").click()
    teacher.link("Add a course").click()
    teacher.type("Number in the catalog", "HCA 2")
    teacher.type("What is it called?", "Medical terms")
    teacher.button("Save the course").click()
    teacher.link("HCA 2 Medical terms").click()
    teacher.link("Enter an articulation agreement").click()
    teacher.type("As which course of the other institution?", "NUR 10")
    teacher.type("Credits", "3")
    teacher.type("On what condition?", "grade B or better")
    teacher.button("Save the agreement").click()
    teacher.reads("It counts once the other institution has agreed.", "not yet")
    teacher.fits()
    where = f"/articulations/{Articulation.objects.get().pk}/"
    college = visit(aligned.mesa_wbl, width=PHONE)
    college.go("/articulations/?state=waiting")
    college.link("HCA 2 Medical terms → NUR 10 Medical terms").click()
    assert college.page.url.endswith(where)
    college.button("Agree for our side").click()
    college.reads("in force")
    college.fits()
    teacher.go(where)
    teacher.reads("in force", "grade B or better")
    _counted(aligned, college)


def _counted(aligned, college):
    """The college counts its fall on the phone, attests it, and reads what was saved."""
    year = clock.today().year - 1
    college.go("/enrollment/add/")
    college.page.get_by_label("School year").select_option(str(year))
    college.button("Go on to the counts").click()
    college.type("Registered Nursing, Associate degree", "31")
    college.button("Save the counts").click()
    college.reads("Students by program", "31", "not attested")
    college.button("Attest these counts").click()
    college.reads("The counts are attested.")
    with transaction.atomic():
        row = CountedTerm.objects.get()
        course = Articulation.objects.get().granted
        counts = terms.Counts({}, {(course.pk, "articulated"): (12, Decimal(36))})
        terms.count_term(row, counts, version=row.version, by=aligned.mesa_wbl)
    college.go(f"/credit-value/?year={year}")
    college.reads("$1,656.00", "$72.00", "College catalog")
    college.fits()
    college.link("Mesa Grande College").click()
    college.reads("NUR 10 Medical terms", "36")


def test_relations_are_walked_by_keyboard_and_read_as_a_list(aligned, visit, width):
    """D20: from a pathway to its program to who teaches there, link by link, with the keyboard alone in the picture."""
    reader = visit(aligned.mesa_instructor, width=width)
    reader.go("/pathways/")
    reader.link("Caring for people").click()
    reader.link("Who is connected with it").click()
    reader.heading("Caring for people")
    reader.fits()
    picture = reader.page.locator("figure.chart svg a", has_text="Registered Nursing")
    picture.focus()
    reader.page.keyboard.press("Enter")
    reader.heading("Registered Nursing")
    reader.reads("As a list", "Mesa Grande College")
    reader.page.locator("figure.chart svg a", has_text="Mesa Grande College").focus()
    reader.page.keyboard.press("Enter")
    reader.heading("Mesa Grande College")
    reader.fits()
