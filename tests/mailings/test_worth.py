"""What others have on is offered where it fits the recipients, with the reason, and added with one press (N9, C19)."""

from datetime import timedelta

import pytest

from guildhall.employers.models import Employer
from guildhall.events.models import Event, TakingPart
from guildhall.lib import clock
from guildhall.mailings.actions import selecting
from guildhall.mailings.queries.worth import worth_adding
from guildhall.pathways.models import Pathway
from tests.mailings.test_together import fair
from tests.mailings.written import drafted, employer, fresh, trained
from tests.opportunities.offers import posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(cast):
    """Two builders in Mesa and a hospital in Harbor, which offers something in the pathway of health."""
    trained(cast)
    for name, city, naics in (
        ("Kestrel", "Mesa", "236220"),
        ("Juniper", "Mesa", "238110"),
        ("Clinic", "Harbor", "622110"),
    ):
        row = employer(cast, name, city=city)
        Employer.objects.filter(pk=row.pk).update(naics=naics)
    cast.health = Pathway.objects.create(institution=cast.harbor, name="Health")
    cast.clinic = Employer.objects.get(name="Clinic")
    posted(cast, cast.clinic, by="harbor_wbl", pathway=cast.health)
    cast.row = drafted(cast)
    return cast


def said(cast, row=None):
    return {one.thing.title: one.words for one in worth_adding(row or cast.row, cast.mesa_wbl)}


def test_what_fits_by_place_industry_or_pathway_says_how_many_and_why(three):
    fair(three, title="In Mesa", place="City hall, Mesa")
    fair(three, title="For health").pathways.add(three.health)
    part = {"at": clock.now(), "state": "confirmed"}
    TakingPart.objects.create(
        event=fair(three, title="With builders"), employer=Employer.objects.get(name="Juniper"), **part
    )
    fair(three, title="For all")
    welding = Pathway.objects.create(institution=three.harbor, name="Welding")
    fair(three, title="For welders").pathways.add(welding)
    assert said(three) == {
        "In Mesa": "2 of 3 are in Mesa",
        "With builders": "2 of 3 are in Construction",
        "For health": "1 of 3 offer something in Health",
        "For all": "For every field of work",
    }, "what fits nobody is not offered, and what fits most comes first"


def test_a_city_is_a_word_and_not_a_part_of_one(three):
    fair(three, title="Elsewhere", place="Mesaville").pathways.add(
        Pathway.objects.create(institution=three.harbor, name="X")
    )
    assert said(three) == {}


def test_nothing_is_told_of_those_whom_the_reader_does_not_see(three):
    """The pathway of an offer that is hidden from the reader fits nobody."""
    fair(three, title="For health").pathways.add(three.health)
    assert said(three) == {"For health": "1 of 3 offer something in Health"}
    Employer.objects.filter(pk=three.clinic.pk).update(audience=[three.harbor.pk])
    selecting.select_recipients(fresh(three.row), by=three.mesa_wbl)
    assert said(three) == {}


def test_one_press_adds_it_and_the_letter_holds_it(three):
    event = fair(three, title="In Mesa", place="Mesa")
    client = three.client(three.mesa_wbl)
    assert f"/mailings/{three.row.pk}/together/#worth" in client.get(f"/mailings/{three.row.pk}/").content.decode()
    page = client.get(f"/mailings/{three.row.pk}/together/").content.decode()
    assert "Worth adding" in page and "2 of 3 are in Mesa" in page
    client.post(f"/mailings/{three.row.pk}/together/carry/", {"what": f"event:{event.pk}"})
    assert fresh(three.row).carried.get().event == event
    assert "In Mesa" in client.get(f"/mailings/{three.row.pk}/").content.decode(), "it stands in the letter"
    assert said(three) == {}, "and is not offered again"


def test_many_events_ask_no_more_often_than_one(three, django_assert_max_num_queries):
    for n in range(6):
        fair(three, title=f"Fair {n}", place="Mesa", starts_at=clock.now() + timedelta(days=n + 2)).pathways.add(
            three.health
        )
    with django_assert_max_num_queries(18):
        assert len(worth_adding(three.row, three.mesa_wbl)) == 5
    assert Event.objects.count() == 6
