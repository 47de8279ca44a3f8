"""The ranked list of the super users, and what is new (C26, C27)."""

import re

import pytest

from guildhall.community import queries
from guildhall.community.actions import improvements as actions
from guildhall.lib.verdicts import Refused
from guildhall.people.handing import duties

pytestmark = pytest.mark.django_db


@pytest.fixture
def ranked(cast):
    actions.name_super_user(cast.mesa, cast.mesa_cases, by=cast.mesa_admin)
    actions.name_super_user(cast.harbor, cast.harbor_wbl, by=cast.harbor_admin)
    told = {"by": cast.mesa_jobs, "institution": cast.mesa}
    cast.rows = [actions.suggest("wish", title, "", **told) for title in ("One", "Two", "Three")]
    return cast


def order(cast):
    return [row.title for row in queries.improvements(cast.mesa_wbl, "open")]


def test_votes_rank_the_list_and_count_once(ranked):
    one, two, three = ranked.rows
    for who in (ranked.mesa_cases, ranked.mesa_cases, ranked.harbor_wbl):
        actions.vote(two, on=True, by=who)
    actions.vote(three, on=True, by=ranked.mesa_cases)
    assert order(ranked) == ["Two", "Three", "One"]
    assert [row.count for row in queries.improvements(ranked.mesa_wbl, "open")] == [2, 1, 0]
    for who in (ranked.mesa_cases, ranked.harbor_wbl):
        actions.vote(two, on=False, by=who)
    assert order(ranked)[0] == "Three"
    values = {"state": "planned", "priority": 1, "answer": ""}
    actions.rank(one, values, version=1, by=ranked.administrator)
    assert order(ranked)[0] == "One"  # what comes soon stands first


def test_who_votes_and_who_ranks(ranked):
    with pytest.raises(Refused, match="Super users"):
        actions.vote(ranked.rows[0], on=True, by=ranked.mesa_wbl)
    with pytest.raises(Refused):
        actions.rank(ranked.rows[0], {"state": "done", "priority": 1, "answer": ""}, version=1, by=ranked.mesa_wbl)
    values = {"state": "declined", "priority": 1, "answer": " "}
    with pytest.raises(Refused, match="why"):
        actions.rank(ranked.rows[0], values, version=1, by=ranked.mesa_cases)


def test_what_is_settled_takes_no_votes(ranked):
    actions.rank(ranked.rows[0], {"state": "done", "priority": 1, "answer": "In 0.2."}, version=1, by=ranked.mesa_cases)
    with pytest.raises(Refused, match="settled"):
        actions.vote(ranked.rows[0], on=True, by=ranked.harbor_wbl)
    assert [row.title for row in queries.improvements(ranked.mesa_wbl, "settled")] == ["One"]


def test_one_super_user_an_institution(ranked):
    actions.name_super_user(ranked.mesa, ranked.mesa_jobs, by=ranked.mesa_admin)
    seats = {s.institution: s.super_user.person for s in queries.seats(ranked.mesa_wbl) if s.super_user}
    assert seats == {ranked.mesa: ranked.mesa_jobs, ranked.harbor: ranked.harbor_wbl}
    with pytest.raises(Refused, match="does not work"):
        actions.name_super_user(ranked.mesa, ranked.harbor_wbl, by=ranked.mesa_admin)
    with pytest.raises(Refused):
        actions.name_super_user(ranked.harbor, ranked.harbor_admin, by=ranked.mesa_admin)


def test_a_leaver_hands_the_name_on(ranked):
    assert "community.superuser.person" in {duty.name for duty in duties()}


def test_news_is_new_until_it_was_read(cast):
    client = cast.client(cast.mesa_wbl)
    first = queries.releases()[0]
    assert first.points
    assert queries.news(cast.mesa_wbl)[0].new == first.points
    page = client.get("/news/").content.decode()
    assert all(point.topic and point.text for point in first.points)
    assert "unreleased" not in page and "**" not in page
    assert page.count("<summary>Follow-ups") == 1, "one topic stands together"
    assert '<a href="/follow-ups/">Open Follow-ups</a>' in page
    client.post("/news/")
    assert queries.news(cast.mesa_wbl)[0].new == []
    actions.read_news(first.name, len(first.points) - 2, by=cast.mesa_wbl)
    assert queries.news(cast.mesa_wbl)[0].new == first.points[:2]
    assert queries.news(cast.mesa_cases)[0].new == first.points  # each for themselves


def test_news_are_under_the_names_of_the_menu_and_say_their_language(cast):
    cast.mesa_wbl.language = "es"
    cast.mesa_wbl.save()
    page = cast.client(cast.mesa_wbl).get("/news/").content.decode()
    assert "en inglés" in page
    assert '<li lang="en">' in page
    assert re.search(r"<summary>\s*Empleadores ", page)
    assert not re.search(r"<summary>\s*Employers ", page)
