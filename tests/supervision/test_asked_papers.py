"""Papers that an employer asks for stand on the board, with who signs; a moved first day is told of anew (C5)."""

from datetime import timedelta

import pytest

from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Notice
from guildhall.placements.models import Placement
from guildhall.supervision.actions import linking, preparing, signing
from guildhall.supervision.actions.missing import tell_of_missing
from guildhall.supervision.actions.signing import SignedAs
from guildhall.supervision.actions.types import TypeFacts, enter_type
from guildhall.supervision.models import MissingTold, Paper, PaperType
from guildhall.supervision.queries.papers import lines_of, placements_of
from guildhall.supervision.queries.shown import is_released
from tests.opportunities.offers import posted
from tests.supervision.placed import placed, secret_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ahead(cast):
    """A placement of an adult that begins in three weeks; its opportunity names papers."""
    begins = clock.today() + timedelta(21)
    found = placed(cast, age=20, state="agreed", starts_on=begins, started_on=None, ends_on=begins + timedelta(60))
    row = posted(cast, found.employer)
    Opportunity.objects.filter(pk=row.pk).update(papers=["background", "safety", "permit"])
    Placement.objects.filter(pk=found.placement.pk).update(opportunity=row)
    found.cast, found.by = cast, cast.mesa_wbl
    return found


def lines(found):
    row = placements_of(found.by).get(pk=found.placement.pk)
    return {line.type.title: line for line in lines_of([row])[row.pk]}


def test_what_an_employer_asks_for_stands_on_the_board_with_its_signers(ahead):
    found = lines(ahead)
    assert set(found) == {"Agreement", "Background check", "Safety training"}, "no work permit of an adult"
    assert found["Safety training"].missing == ["student", "institution"]
    page = ahead.cast.client(ahead.by).get("/papers/").content.decode()
    assert "Background check" in page
    assert "Background check" not in ahead.cast.client(ahead.cast.harbor_wbl).get("/papers/").content.decode()


def test_making_what_is_missing_takes_the_usual_text_over_once(ahead):
    client = ahead.cast.client(ahead.by)
    url = f"/placements/{ahead.placement.pk}/papers/"
    assert "the employer asks for it" in client.get(url).content.decode()
    client.post(url + "prepare/")
    client.post(url + "prepare/")
    assert Paper.objects.filter(placement=ahead.placement).count() == 3
    kind = PaperType.objects.get(title="Background check")
    assert kind.only_asked and kind.covers == ["background"]
    assert not lines(ahead)["Background check"].asked


def test_a_paper_of_the_institution_that_covers_it_is_the_one(ahead):
    facts = TypeFacts("Clearance", "{student} is cleared.", ["institution"], kinds=["clinical"], covers=["background"])
    enter_type(ahead.cast.mesa, facts, by=ahead.by)
    found = lines(ahead)
    assert "Clearance" in found and "Background check" not in found, "although it is else for another kind"
    Placement.objects.filter(pk=ahead.placement.pk).update(opportunity=None)
    assert set(lines(ahead)) == {"Agreement"}
    with pytest.raises(Refused):
        enter_type(ahead.cast.mesa, TypeFacts("Nothing", "x", ["student"], only_asked=True), by=ahead.by)


def test_a_first_day_that_moves_is_told_of_anew(ahead):
    with clock.at(clock.now() + timedelta(14)):
        assert tell_of_missing() == 1
        assert tell_of_missing() == 0
        assert MissingTold.objects.filter(asked="background").exists()
        later = clock.today() + timedelta(9)
        Placement.objects.filter(pk=ahead.placement.pk).update(starts_on=later)
        tell_of_missing()
        told = Notice.objects.filter(event="papers missing").count()
    with clock.at(clock.now() + timedelta(18)):
        assert tell_of_missing() == 1
        assert tell_of_missing() == 0
    assert Notice.objects.filter(event="papers missing").count() > told


def test_what_was_signed_in_part_is_not_taken_back(cast):
    found = placed(cast)
    paper = preparing.prepare(found.placement, found.type, by=cast.mesa_wbl)
    other = placed(cast, name="Ivo")
    untouched = preparing.prepare(other.placement, other.type, by=cast.mesa_wbl)
    linking.ask_to_sign(paper, "guardian", by=cast.mesa_wbl)
    signing.sign_by_link(secret_in("sign", "rosa@g.example"), SignedAs("Rosa Zamora", "mother"))
    ended = clock.today() - timedelta(61)
    Placement.objects.update(state="completed", started_on=ended - timedelta(9), ended_on=ended)
    assert preparing.close_unsigned() == 1
    assert preparing.close_unsigned() == 0
    paper.refresh_from_db()
    untouched.refresh_from_db()
    assert (paper.state, untouched.state) == ("open", "withdrawn")
    assert paper.kept_until, "its years begin to count"
    signing.sign_for_institution(paper, SignedAs("Wilma"), by=cast.mesa_wbl)
    Placement.objects.filter(pk=found.placement.pk).update(state="withdrawn")
    Paper.objects.filter(pk=paper.pk).update(kept_until=None)
    assert preparing.close_unsigned() == 1, "of a place that never came to be nothing stays open"


def test_an_old_paper_for_one_age_is_not_hidden_from_the_supervisor(cast):
    """It was asked for by its words alone before what a paper tells was kept (ADR 53)."""
    found = placed(cast)
    PaperType.objects.filter(pk=found.type.pk).update(ages="minor")
    paper = preparing.prepare(found.placement, PaperType.objects.get(pk=found.type.pk), by=cast.mesa_wbl)
    assert paper.tells == ["of_age"]
    assert not is_released(found.placement, paper)
    Paper.objects.filter(pk=paper.pk).update(tells=None)
    assert is_released(found.placement, Paper.objects.get(pk=paper.pk))
