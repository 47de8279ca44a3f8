"""An empty region begins with texts to adapt: a protocol with its vetting questions, terms of use, a process map."""

import pytest

from guildhall.community.models import ProcessMap
from guildhall.lib import clock
from guildhall.protocols import starter
from guildhall.protocols.models import Protocol

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(cast):
    """A director of a region that has agreed on nothing yet."""
    Protocol.objects.all().delete()
    return cast.client(cast.director)


def test_a_starter_protocol_is_adapted_and_published(cast, director):
    page = director.get("/protocols/draft/").content.decode()
    assert "The starter protocol, to adapt" in page
    answer = director.post("/protocols/draft/", {"what": "starter", "institution": cast.region.pk, "title": ""})
    draft = Protocol.objects.drafts().get()
    assert answer.headers["Location"] == f"/protocols/{draft.pk}/"
    assert draft.title == starter.TITLE
    assert [clause.number for clause in draft.clauses.all()] == [said.number for said in starter.CLAUSES]
    assert draft.clauses.get(subject="vetting_criteria").criteria.count() == 7
    published = director.post(
        f"/protocols/{draft.pk}/publish/", {"in_force_from": clock.today(), "version": draft.version}
    )
    assert published.status_code == 302
    assert Protocol.objects.published().get() == draft


def test_whoever_has_a_protocol_is_not_offered_another_beginning(cast):
    assert "The starter protocol" not in cast.client(cast.director).get("/protocols/draft/").content.decode()


def test_terms_begin_with_words_to_adapt(cast):
    page = cast.client(cast.administrator).get("/terms/publish/").content.decode()
    assert "as if the employer read it" in page


def test_a_map_begins_with_steps_to_change(cast):
    client = cast.client(cast.director)
    assert "Begin with the steps" in client.get("/processes/add/").content.decode()
    client.post("/processes/add/", {"institution": cast.region.pk, "title": "How we share", "starter": "on"})
    assert ProcessMap.objects.get().steps.count() == 6
    assert "Begin with the steps" not in client.get("/processes/add/").content.decode()


def test_without_the_mark_it_begins_empty(cast):
    cast.client(cast.director).post("/processes/add/", {"institution": cast.region.pk, "title": "Ours"})
    assert not ProcessMap.objects.get().steps.exists()
