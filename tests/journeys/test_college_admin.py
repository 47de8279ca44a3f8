"""Journey 10 without single sign-on: a college's administrator gives access, names whom to ask, refines, hands over."""

import pytest

from guildhall.community.actions import processes
from guildhall.community.models import ProcessMap
from guildhall.engagements.actions import following
from guildhall.engagements.models import FollowUp
from guildhall.lib import clock
from guildhall.people.models import Person, PointOfContact

pytestmark = pytest.mark.browser


@pytest.fixture
def drawn(town):
    row = processes.begin_map("From lead to placement", "One way for all.", institution=town.region, by=town.director)
    step = {"title": "First call", "who": "WBL coordinator", "text": "", "destination": "log"}
    processes.save_step(row, step, step=None, version=0, by=town.director)
    row = ProcessMap.objects.get(pk=row.pk)
    return processes.publish_map(row, on=True, version=row.version, by=town.director)


def give_access(admin):
    admin.menu("Access")
    admin.link("Give access").click()
    admin.type("E-mail", "ines.quiroga@mesa.example")
    admin.type("First name", "Inés")
    admin.type("Last name", "Quiroga")
    admin.page.get_by_label("Role").select_option(value="instructor")
    admin.page.get_by_label("At", exact=True).select_option(label="Mesa Grande College")
    admin.fits()
    admin.button("Give access").click()
    admin.reads("Inés Quiroga")


def name_contacts(admin, town):
    admin.go("/points-of-contact/mesa-grande-college/employers/")
    admin.page.get_by_label("Person").select_option(label=str(town.mesa_wbl))
    admin.page.get_by_label("Deputy").select_option(label=str(town.mesa_jobs))
    admin.button("Save").click()
    admin.reads(str(town.mesa_wbl))
    admin.fits()


def refine(admin, drawn):
    admin.menu("How we work")
    admin.link("From lead to placement").click()
    admin.link("How MGC does it").click()
    admin.type("How it is done here", "The career center calls first.")
    admin.fits()
    admin.button("Save").click()
    admin.reads("The career center calls first.", "WBL coordinator")
    admin.fits()


def test_a_year_of_a_college_administrator(town, drawn, visit, width):
    kestrel = town.shared("Kestrel Aerospace").employer
    promise = following.Promise("Send dates", town.mesa_wbl, clock.today(), asker=town.director)
    following.promise(kestrel, promise, by=town.director, institution=town.region)
    admin = visit(town.mesa_admin, width=width)
    give_access(admin)
    assert Person.objects.get(email="ines.quiroga@mesa.example").memberships.get().role == "instructor"
    name_contacts(admin, town)
    refine(admin, drawn)
    admin.menu("Access")
    admin.page.get_by_role("link", name=f"Hand over the work of {town.mesa_wbl}").click()
    admin.page.get_by_label("Who takes over?").select_option(label=str(town.mesa_jobs))
    admin.fits()
    admin.button("Hand it over").click()
    admin.reads("Handed over.")
    assert admin.taps() <= 16  # gave access, named contacts, refined, handed over
    admin.fits()
    assert FollowUp.objects.get().owner == town.mesa_jobs
    point = PointOfContact.objects.get(kind="employers", institution=town.mesa)
    assert (point.person, point.deputy) == (town.mesa_jobs, None)  # the deputy moves up
    assert not Person.objects.get(pk=town.mesa_wbl.pk).is_active
