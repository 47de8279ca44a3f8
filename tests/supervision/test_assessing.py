"""Both sides answer the same questions once a year, and nobody is told who said what (D18, D19, N13)."""

import pytest

from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.students.forms.students import school_year
from guildhall.supervision.actions import assessing
from guildhall.supervision.models import RelationshipAssessment
from guildhall.supervision.queries.assessing import assessments_of, picture_of
from guildhall.supervision.questions_of_both import QUESTIONS
from tests.supervision.placed import placed, secret_in

pytestmark = pytest.mark.django_db


def answers(value):
    return {code: value for code, _label in QUESTIONS}


def rows(employer, place, side, values):
    """Answers of as many people, as they come."""
    for value in values:
        count = RelationshipAssessment.objects.count()
        RelationshipAssessment.objects.create(
            institution=place, employer=employer, year=school_year(), side=side, who=f"n{count}",
            answered_at=clock.now(), answers=answers(value),
        )  # fmt: skip


def test_a_contact_answers_once_by_link(cast):
    one = placed(cast)
    assert assessing.ask_both_sides(one.employer, cast.mesa, school_year(), by=cast.mesa_wbl) == (1, 1)
    with pytest.raises(Refused, match="asked already"):
        assessing.ask_both_sides(one.employer, cast.mesa, school_year(), by=cast.mesa_wbl)
    secret, client = secret_in("assess"), cast.client(None)
    assert client.get(f"/assess/{secret}/").status_code == 200
    row = RelationshipAssessment.objects.get(side="employer")
    assert row.answered_at is None, "opening it changes nothing"
    assert client.post(f"/assess/{secret}/", answers(2) | {"goals": ""}).status_code == 200
    assert client.post(f"/assess/{secret}/", answers(2)).status_code == 302
    assert client.post(f"/assess/{secret}/", answers(5)).status_code == 302
    row.refresh_from_db()
    assert row.answers == answers(2)
    mine = RelationshipAssessment.objects.get(side="institution")
    with pytest.raises(Refused, match="somebody else"):
        assessing.answer_ourselves(mine, answers(3), by=cast.mesa_cases)


def test_the_page_shows_no_figure_of_fewer_than_five(cast):
    employer = placed(cast).employer
    rows(employer, cast.mesa, "employer", [5, 5, 5, 5])
    rows(employer, cast.mesa, "institution", [2] * 6)
    picture = picture_of(assessments_of(cast.mesa_wbl, school_year()))
    assert {one.theirs for one in picture.whole} == {None}
    assert {one.gap for one in picture.whole} == {None}
    assert {one.ours.count for one in picture.whole} == {5}
    rows(employer, cast.mesa, "employer", [1])
    picture = picture_of(assessments_of(cast.mesa_wbl, school_year()))
    assert {round(one.gap, 1) for one in picture.whole} == {-2.2}
    page = cast.client(cast.mesa_wbl).get("/both-sides/").content.decode()
    assert "4.2" in page
    other = cast.client(cast.harbor_wbl).get("/both-sides/").content.decode()
    assert "4.2" not in other
