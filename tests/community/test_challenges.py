"""From a challenge to what came of its decision (B21, journey 14)."""

from datetime import timedelta

import pytest

from guildhall.community.actions import challenges as actions
from guildhall.community.models import Challenge
from guildhall.community.queries import look_again
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.protocols.actions import start_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def raised(cast):
    cast.row = actions.raise_challenge("Nobody answers", "For weeks.", by=cast.mesa_wbl, institution=cast.mesa)
    return cast


def say(cast, who, words):
    place = cast.harbor if who is cast.harbor_wbl else cast.mesa
    said = actions.contribute(cast.row, words, by=who, institution=place)
    cast.row.refresh_from_db()
    return said


def decided(**more):
    return actions.Decided("One call a month.", "The directors", clock.today(), **more)


def test_everybody_who_took_part_is_told(raised):
    say(raised, raised.harbor_wbl, "The same here.")
    assert [m.to for m in OutgoingEmail.objects.filter(kind="contribution")] == [raised.mesa_wbl.email]
    say(raised, raised.mesa_wbl, "I have asked them.")  # one's own words are no news
    actions.decide(raised.row, decided(), version=raised.row.version, by=raised.director)
    told = {m.to for m in OutgoingEmail.objects.filter(kind="decision")}
    assert told == {raised.mesa_wbl.email, raised.harbor_wbl.email}


def test_a_decision_is_looked_at_again_until_something_came_of_it(raised):
    later = decided(look_again_on=clock.today() + timedelta(1))
    made = actions.decide(raised.row, later, version=1, by=raised.director)
    assert not look_again(raised.director).exists()
    type(made).objects.update(decided_on=clock.today() - timedelta(9), look_again_on=clock.today())
    assert look_again(raised.director).count() == 1
    assert not look_again(raised.mesa_wbl).exists()
    draft = start_draft(raised.region, "Contact rules", by=raised.director)
    made = actions.note_outcome(made, "Fewer calls.", draft, version=made.version, by=raised.director)
    assert not look_again(raised.director).exists()
    page = raised.client(raised.mesa_wbl).get(f"/community/{raised.row.pk}/").content.decode()
    assert "Fewer calls." in page
    assert "Contact rules" not in page  # a draft is for its writers
    assert "Contact rules" in raised.client(raised.director).get(f"/community/{raised.row.pk}/").content.decode()


def test_who_decided_before_the_last_word_reads_it_first(raised):
    seen = raised.row.version
    say(raised, raised.harbor_wbl, "Wait, there is more.")
    with pytest.raises(Conflict):
        actions.decide(raised.row, decided(), version=seen, by=raised.director)
    assert not raised.row.decisions.exists()


def test_coordinators_do_not_decide(raised):
    with pytest.raises(Refused):
        actions.decide(raised.row, decided(), version=1, by=raised.mesa_wbl)


def test_a_closed_challenge_takes_no_words(raised):
    with pytest.raises(Refused, match="why"):
        actions.close_challenge(raised.row, " ", version=1, by=raised.mesa_wbl)
    actions.close_challenge(raised.row, "They answered.", version=1, by=raised.mesa_wbl)
    with pytest.raises(Refused, match="closed"):
        actions.contribute(raised.row, "Late.", by=raised.harbor_wbl, institution=raised.harbor)


def test_removed_words_leave_their_place(raised):
    said = say(raised, raised.harbor_wbl, "I regret this.")
    with pytest.raises(Refused, match="author"):
        actions.change_contribution(said, "Mine now", version=1, by=raised.director)
    actions.change_contribution(said, "", version=1, by=raised.harbor_wbl)
    page = raised.client(raised.mesa_wbl).get(f"/community/{raised.row.pk}/").content.decode()
    assert "I regret this." not in page
    assert "has removed these words" in page


def test_lists(raised):
    client = raised.client(raised.mesa_wbl)
    assert "Nobody answers" in client.get("/community/").content.decode()
    assert "Nobody answers" not in client.get("/community/?view=decided").content.decode()
    actions.decide(raised.row, decided(), version=1, by=raised.director)
    assert "Nobody answers" in client.get("/community/?view=decided").content.decode()
    assert "Nobody answers" in client.get("/community/?view=mine").content.decode()
    assert Challenge.objects.visible_to(raised.mesa_student).count() == 0
