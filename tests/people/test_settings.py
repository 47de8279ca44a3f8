"""The settings of the territory: the contact for colleges is somebody who may answer them (N1)."""

import pytest

from guildhall.lib.verdicts import Refused
from guildhall.people.actions.institutions import change_territory
from guildhall.people.models import Territory

pytestmark = pytest.mark.django_db
SENTENCE = "This person may not answer colleges. Choose one of the Regional Directors."


def send(cast, contact):
    values = {"name": "Two Rivers", "time_zone": "America/Los_Angeles", "brand_hue": 120, "version": 1}
    return cast.client(cast.administrator).post("/settings/", values | {"contact": str(contact.pk) if contact else ""})


def test_only_those_are_offered_who_may_answer(cast):
    form = cast.client(cast.administrator).get("/settings/").context["form"]
    assert set(form.fields["contact"].rows) == {cast.director, cast.second}


def test_somebody_else_is_refused_with_a_sentence_and_nothing_is_saved(cast):
    for who in ("administrator", "mesa_admin", "mesa_wbl"):
        page = send(cast, cast.people[who])
        assert page.status_code == 200
        assert SENTENCE in page.content.decode()
    assert Territory.objects.get().contact == cast.second


def test_a_director_is_saved_and_so_is_nobody(cast):
    assert send(cast, cast.director).status_code == 302
    assert Territory.objects.get().contact == cast.director
    Territory.objects.update(version=1)
    assert send(cast, None).status_code == 302
    assert Territory.objects.get().contact is None


def test_the_action_asks_the_rule_itself(cast):
    with pytest.raises(Refused, match="may not answer colleges"):
        change_territory({"contact": cast.mesa_wbl}, version=1, by=cast.administrator)
