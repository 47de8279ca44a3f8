"""Rules in the way of an initiative, and what other states and regions do (E8, Table 4 of document 002)."""

from datetime import timedelta

import pytest

from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.partnerships.actions import policy as actions
from guildhall.partnerships.actions.policy import Elsewhere, InTheWay
from guildhall.partnerships.models import Barrier, PeerModel
from guildhall.partnerships.queries import policy as queries
from guildhall.people.models import Notice
from tests.partnerships.building import started

pytestmark = pytest.mark.django_db
RULE = InTheWay("Credit ends at the county line", "State board of education", "Title 5, section 55002", "Lift it")


def noted(cast, row, found=RULE):
    return actions.note_barrier(row, found, by=cast.mesa_convener)


def test_a_barrier_says_whose_rule_it_is_and_who_sees_to_it_is_told(cast):
    row = started(cast)
    with pytest.raises(Refused, match="whose rule"):
        noted(cast, row, InTheWay("Credit ends at the county line", " "))
    made = noted(cast, row, InTheWay("No bus", "County", person=cast.harbor_wbl, due_on=clock.today() - timedelta(1)))
    assert made.is_late
    assert Notice.objects.filter(person=cast.harbor_wbl, event="activity given").count() == 1
    assert list(queries.barriers_of(cast.harbor_wbl)) == [made]
    assert "No bus" in cast.client(cast.harbor_wbl).get("/initiatives/mine/").content.decode()
    made = actions.report_barrier(made, "raised", "", version=made.version, by=cast.harbor_wbl)
    with pytest.raises(Refused, match="what came of it"):
        actions.report_barrier(made, "removed", " ", version=made.version, by=cast.harbor_wbl)
    made.refresh_from_db()
    made = actions.report_barrier(made, "removed", "The county pays.", version=made.version, by=cast.harbor_wbl)
    assert made.settled_on == clock.today()
    assert not queries.barriers_of(cast.harbor_wbl)
    made = actions.report_barrier(made, "raised", "Cut again.", version=made.version, by=cast.harbor_wbl)
    assert made.settled_on is None  # back among the open ones


def test_others_neither_write_nor_report_and_nobody_hears_of_what_is_prepared(cast):
    row = started(cast, running=False)
    made = noted(cast, row, InTheWay("No bus", "County", person=cast.harbor_wbl))
    assert not Notice.objects.filter(person=cast.harbor_wbl)
    assert not Barrier.objects.visible_to(cast.harbor_wbl)
    for by in (cast.mesa_wbl, cast.harbor_admin):
        with pytest.raises(Refused):
            actions.note_barrier(row, RULE, by=by)
        with pytest.raises(Refused):
            actions.report_barrier(made, "raised", "", version=made.version, by=by)
    with pytest.raises(Conflict):
        actions.change_barrier(made, RULE, version=made.version + 1, by=cast.mesa_convener)


def test_the_page_shows_what_is_open_first_then_what_was_settled(cast):
    row = started(cast)
    first, second = noted(cast, row), noted(cast, row, InTheWay("No bus", "County"))
    actions.report_barrier(first, "stands", "Not before 2028.", version=first.version, by=cast.mesa_convener)
    assert [one.pk for one in queries.barriers(cast.harbor_wbl, row)] == [second.pk, first.pk]
    page = cast.client(cast.harbor_wbl).get(f"/initiatives/{row.pk}/policy/").content.decode()
    for words in (
        "Title 5, section 55002",
        "State board of education",
        "Lift it",
        "Not before 2028.",
        "Stays as it is",
    ):
        assert words in page
    assert "How far is it?" not in page  # who reads it does not report on it


def test_what_other_states_do_with_where_it_is_read_and_what_is_taken(cast):
    row = started(cast)
    there = {"place": "Delaware", "title": "Delaware Pathways", "shows": "Fourteen fields.", "taken": "Names"}
    seen = Elsewhere(**there, looked_on=clock.today(), link="https://pathways.example")
    made = actions.add_peer_model(row, seen, by=cast.mesa_convener)
    page = cast.client(cast.harbor_wbl).get(f"/initiatives/{row.pk}/policy/").content.decode()
    assert 'href="https://pathways.example"' in page
    ahead = Elsewhere("Ohio", "One", "Two", clock.today() + timedelta(1))
    with pytest.raises(Refused, match="ahead"):
        actions.add_peer_model(row, ahead, by=cast.mesa_convener)
    with pytest.raises(Refused):
        actions.remove_peer_model(made, by=cast.harbor_admin)
    actions.remove_peer_model(made, by=cast.mesa_convener)
    assert not PeerModel.objects.exists()


def test_a_link_is_an_address_of_the_web(cast):
    row = started(cast)
    typed = {"place": "Ohio", "title": "One", "shows": "Two", "looked_on": clock.today(), "link": "javascript:alert(1)"}
    page = cast.client(cast.mesa_convener).post(f"/initiatives/{row.pk}/policy/models/add/", typed).content.decode()
    assert "aria-invalid" in page
    assert not PeerModel.objects.exists()
