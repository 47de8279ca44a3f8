"""A new installation leads from its territory to the first shared employer."""

import pytest

from guildhall.community.models import ProcessMap
from guildhall.dashboards.queries.starting import LABELS, steps
from guildhall.lib import clock
from guildhall.people.actions.setting_up import set_up
from guildhall.people.models import PointOfContact, Terms, Territory
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TERRITORY = {"territory": "Two Rivers", "office": "Two Rivers Center", "institutions": []}
ADA = {"given_name": "Ada", "family_name": "First", "email": "ada@two.example", "password": "a sentence that is long"}


def test_at_first_nothing_is_done() -> None:
    person = set_up(**TERRITORY, **ADA)
    assert [(step.name, step.done) for step in steps(person)] == [(name, False) for name in LABELS]


def test_what_is_done_is_ticked_and_the_last_step_ends_it(cast: Cast) -> None:
    done = {step.name for step in steps(cast.administrator) if step.done}
    assert {"institutions", "people", "directors", "protocol"} <= done
    assert "shared" not in done
    cast.shared("Harborline Robotics")
    Territory.objects.update(contact=cast.director)
    PointOfContact.objects.create(institution=cast.mesa, person=cast.mesa_career, kind="employers")
    assert [step.name for step in steps(cast.administrator) if not step.done] == ["terms", "process"]
    Terms.objects.create(
        institution=cast.region, number=1, text="A promise", in_force_from=clock.today(), published_at=clock.now()
    )
    ProcessMap.objects.create(institution=cast.region, title="We share", changed_at=clock.now(), by=cast.director,
                              published_at=clock.now())  # fmt: skip
    assert steps(cast.administrator) == []


def test_a_hidden_employer_ticks_nothing(cast: Cast) -> None:
    """Whoever sets up may not learn from a tick what stands behind the wall (N1)."""
    before = steps(cast.administrator)
    cast.vetted("Behind The Wall Works")
    assert steps(cast.administrator) == before


def test_only_who_sets_up_sees_the_steps(cast: Cast) -> None:
    assert "Getting started" in cast.client(cast.administrator).get("/").content.decode()
    assert "Getting started" not in cast.client(cast.mesa_wbl).get("/").content.decode()


def test_each_step_leads_to_a_page_that_opens(cast: Cast) -> None:
    from django.urls import reverse

    client = cast.client(cast.administrator)
    for step in steps(cast.administrator):
        assert client.get(reverse(step.page)).status_code == 200, step.name
