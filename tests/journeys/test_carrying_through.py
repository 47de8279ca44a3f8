"""Journey 4 to its end: a college opens an internship to two colleges by an exception with its clause, the other one
refers a student who is a minor, three sign by links on a phone, hours are approved, both sides say how it went, it is
completed, and the figures count one more (B6, C4, D18, F22).
"""

from datetime import date, timedelta

import pytest

from guildhall.lib import clock
from guildhall.placements.models import Application, Placement
from guildhall.students.actions.entering import StudentFacts, register
from guildhall.students.models import Guardian
from guildhall.supervision.actions.types import TypeFacts, enter_type
from guildhall.supervision.models import Evaluation, HoursEntry, Paper
from tests.journeys.walking import PHONE
from tests.opportunities.offers import posted
from tests.supervision.placed import CONTACT, secret_in

pytestmark = pytest.mark.browser
TITLE = "Summer interns, quality control"
GIL, ROSA, AMA = "gil@students.example", "rosa@home.example", CONTACT["email"]


@pytest.fixture
def region(town):
    """Mesa Grande offers an internship of Kestrel; Harbor has a student of sixteen, a guardian and a paper of three."""
    employer = town.shared("Kestrel Aerospace", contact=CONTACT).employer
    facts = {"title": TITLE, "contact": employer.contacts.get(), "pay_low": 21, "pay_per": "hour"}
    town.offer = posted(town, employer, **facts)
    born = date(clock.today().year - 16, 1, 1) - timedelta(40)
    row = register(town.harbor, StudentFacts("Gil", "Zamora", born, email=GIL), by=town.harbor_wbl)
    Guardian.objects.create(institution=town.harbor, registration=row, name="Rosa Zamora", email=ROSA)
    agreement = TypeFacts("Training agreement", "{student} learns.", ["student", "guardian", "supervisor"])
    enter_type(town.harbor, agreement, by=town.harbor_wbl)
    return town


def opens_to_two(coordinator, region):
    coordinator.go(f"/opportunities/{region.offer.pk}/")
    coordinator.link("Only some institutions should see it").click()
    for place in (region.mesa, region.harbor):
        coordinator.page.get_by_label(place.name).check()
    coordinator.type("Why not everybody?", "A pilot of two colleges.")
    coordinator.fits()
    coordinator.button("Record the exception").click()
    coordinator.reads("From now on, only these see it.", "By an exception: A pilot of two colleges.", "2.4")


def refers(colleague, region):
    colleague.go(f"/opportunities/{region.offer.pk}/refer/")
    colleague.type("Student", "Gil Zamora")
    colleague.fits()
    colleague.button("Put forward").click()
    colleague.go(f"/applications/{Application.objects.get().pk}/")
    colleague.button("Ask the employer by e-mail").click()
    colleague.reads("The employer is asked by e-mail.")


def offers_a_place(employer):
    employer.go(f"/placement/{secret_in('placement', AMA)}/")
    employer.reads("A student of")
    employer.does_not_read("Zamora")
    employer.fits()
    employer.choose("We offer a place")
    employer.button("Send the answer").click()


def accepts(colleague):
    colleague.go(f"/applications/{Application.objects.get().pk}/")
    colleague.button("The student accepts").click()
    colleague.heading(f"Gil Zamora: {TITLE}")


def asks_for_signatures(colleague):
    pk = Placement.objects.get().pk
    colleague.go(f"/placements/{pk}/change/")
    colleague.type("Supervisor at the employer", "Ama Ortega")
    colleague.button("Save").click()
    colleague.go(f"/placements/{pk}/papers/")
    colleague.button("Make all papers that are missing").click()
    colleague.button("Ask for all signatures").click()
    colleague.reads("Links on their way", GIL, ROSA)


def signs(visitor, email, name, relationship=""):
    visitor.go(f"/sign/{secret_in('sign', email)}/")
    visitor.reads("Gil Zamora learns.")
    visitor.fits()
    if relationship:
        visitor.type("Your relationship to the student", relationship)
    visitor.type("Your full name", name)
    visitor.page.get_by_label("I have read this paper").check()
    visitor.button("Sign").click()
    visitor.reads("Your signature is here. Thank you.")


def begins(colleague):
    colleague.go(f"/placements/{Placement.objects.get().pk}/")
    colleague.button("It has begun").click()
    colleague.reads("Noted.")
    colleague.go(f"/placements/{Placement.objects.get().pk}/hours/")
    colleague.button("Send the student the link").click()
    colleague.reads("The link is on its way.")


def logs(student):
    student.go(f"/hours-of/{secret_in('hours-of', GIL)}/")
    student.type("Or how many hours", "3.5")
    student.type("What you did and learned", "Measured parts")
    student.fits()
    student.button("Save these hours").click()
    student.reads("Measured parts")


def approves(colleague, employer):
    colleague.go(f"/placements/{Placement.objects.get().pk}/hours/")
    colleague.button("Ask the supervisor to approve").click()
    colleague.reads("The link is on its way.")
    employer.go(f"/approve/{secret_in('approve', AMA)}/")
    employer.reads("Measured parts")
    employer.fits()
    employer.button("Approve what is ticked").click()
    employer.reads("Nothing waits for you. Thank you.")
    assert HoursEntry.objects.get().state == "approved"


def both_say_how_it_went(colleague, employer, student):
    for moment, who, email in (("final", employer, AMA), ("reflect", student, GIL)):
        colleague.go(f"/placements/{Placement.objects.get().pk}/visits/")
        colleague.page.locator(f"form[action$='/ask/{moment}/'] button").click()
        who.go(f"/evaluate/{secret_in('evaluate', email)}/")
        who.page.locator("[name=well]").fill(f"Well said, {moment}")
        who.fits()
        who.button("Send").click()
        who.reads("Your answer is here. Thank you.")
    assert set(Evaluation.objects.values_list("moment", flat=True)) == {"final", "reflect"}


def completed(colleague):
    colleague.go("/placements/figures/")
    before = int(colleague.page.locator("dd a[href='/placements/figures/internships/']").inner_text())
    colleague.go(f"/placements/{Placement.objects.get().pk}/")
    colleague.page.get_by_text("It is completed").first.click()
    colleague.button("It is completed").click()
    colleague.reads("Noted.")
    colleague.go("/placements/figures/")
    assert int(colleague.page.locator("dd a[href='/placements/figures/internships/']").inner_text()) == before + 1
    colleague.link(str(before + 1), exact=True).click()
    colleague.reads("Gil Zamora")


def test_from_an_exception_to_one_more_in_the_figures(region, visit):
    mesa, harbor = visit(region.mesa_wbl), visit(region.harbor_wbl)
    employer, student, guardian = (visit(width=PHONE) for _who in range(3))
    opens_to_two(mesa, region)
    refers(harbor, region)
    offers_a_place(employer)
    accepts(harbor)
    asks_for_signatures(harbor)
    signs(student, GIL, "Gil Zamora")
    signs(guardian, ROSA, "Rosa Zamora", "mother")
    signs(employer, AMA, "Ama Ortega")
    assert Paper.objects.get().state == "signed"
    begins(harbor)
    logs(student)
    approves(harbor, employer)
    both_say_how_it_went(harbor, employer, student)
    completed(harbor)
    mesa.go("/placements/")
    mesa.does_not_read("Zamora")
