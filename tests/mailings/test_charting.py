"""The time chart of communication: all channels, past and scheduled, by sender, sector, employer and contact (C20)."""

from datetime import timedelta

import pytest

from guildhall.engagements.actions.asking import Plan, plan_ask
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.lib import clock
from guildhall.mailings.actions import sending
from guildhall.mailings.queries.charting import BACK, Wanted, chart_of, monday_of
from tests.mailings.written import drafted, employer, monday, scheduled, trained

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(cast):
    trained(cast)
    cast.kestrel = employer(cast, "Kestrel", "One", "Two", naics="336411")
    cast.juniper = employer(cast, "Juniper", naics="622110")
    return cast


def call(cast, of, by, place, *, ago=0):
    day = clock.today() - timedelta(ago)
    record_engagement(of, Happening("call", "Hello", day, contact=of.contacts.first()), by=by, institution=place)


def week_of(chart, day):
    return next(week for week in chart.weeks if week.monday == monday_of(day))


def test_every_channel_counts_once_for_each_employer(told):
    call(told, told.kestrel, told.mesa_wbl, told.mesa, ago=30)
    call(told, told.juniper, told.harbor_wbl, told.harbor, ago=30)
    chart = chart_of(told.mesa_wbl, Wanted())
    week = week_of(chart, clock.today() - timedelta(30))
    assert (week.made, week.planned) == (2, 0)
    assert {unit.institution.name: unit.total for unit in chart.units} == {"Mesa Grande College": 1,
                                                                           "Harbor Point College": 1}  # fmt: skip
    assert chart.made == 2
    assert len(chart.weeks) > BACK


def test_it_is_narrowed_by_sender_sector_employer_and_contact(told):
    call(told, told.kestrel, told.mesa_wbl, told.mesa, ago=30)
    call(told, told.juniper, told.harbor_wbl, told.harbor, ago=30)
    one = told.kestrel.contacts.first()
    for wanted, made in (
        (Wanted(institution=told.mesa), 1), (Wanted(institution=told.region), 2), (Wanted(sector="62"), 1),
        (Wanted(sector="31"), 1), (Wanted(sector="11"), 0), (Wanted(employer=told.juniper), 1),
        (Wanted(employer=told.kestrel, contact=one), 1),
        (Wanted(contact=told.kestrel.contacts.exclude(pk=one.pk).get()), 0),
    ):  # fmt: skip
        assert chart_of(told.mesa_wbl, wanted).made == made, wanted


def test_what_is_planned_and_scheduled_lies_ahead_with_the_budget_line(told):
    ask = Plan("call", clock.today() + timedelta(20), "Interns")
    plan_ask(told.kestrel, ask, by=told.mesa_wbl, institution=told.mesa)
    mailing = scheduled(told, drafted(told, whom="all"), at=monday())
    chart = chart_of(told.mesa_wbl, Wanted())
    assert week_of(chart, clock.today() + timedelta(20)).planned >= 1
    assert chart.planned == 3, "one ask, and one letter to each employer"
    assert chart.line_at is None, "a line for all employers together would mean nothing"
    own = chart_of(told.mesa_wbl, Wanted(employer=told.kestrel))
    assert own.line_at
    with clock.at(monday()):
        sending.send_due()
        after = chart_of(told.mesa_wbl, Wanted())
    assert (after.made, after.planned) == (2, 1), "a letter that was handed over is counted once, as begun"
    assert mailing.pk


@pytest.mark.always
def test_what_is_behind_the_wall_is_in_no_number(told):
    hidden = told.prospect("Hidden Works", contact={"family_name": "Secret", "email": "s@hidden.example"})
    before = chart_of(told.mesa_wbl, Wanted()).made
    record_engagement(hidden.employer, Happening("call", "Hello", clock.today()), by=told.director,
                      institution=told.region)  # fmt: skip
    assert chart_of(told.mesa_wbl, Wanted()).made == before
    assert chart_of(told.director, Wanted()).made == before + 1, "the control"


def test_each_week_opens_into_its_rows(told):
    call(told, told.kestrel, told.mesa_wbl, told.mesa)
    page = told.client(told.mesa_wbl).get("/contacts-over-time/").content.decode()
    assert "<table" in page
    assert "The budget lets each be contacted" in page
    key = monday_of(clock.today()).isoformat()
    rows = told.client(told.mesa_wbl).get(f"/contacts-over-time/rows/?week={key}").content.decode()
    assert "Kestrel" in rows
    for odd in ("week=9999-12-31", "week=x", "week=0001-01-01", "employer=x"):
        assert told.client(told.mesa_wbl).get(f"/contacts-over-time/rows/?{odd}").status_code == 200


def test_an_employer_has_its_own_as_a_tab_of_its_page(told):
    """With the pace of the budget, narrowed to a contact, each week opening into its rows; a hidden one has none."""
    call(told, told.kestrel, told.mesa_wbl, told.mesa)
    call(told, told.juniper, told.mesa_wbl, told.mesa)
    client, page = told.client(told.mesa_wbl), f"/employers/{told.kestrel.pk}/contacts-over-time/"
    shown = client.get(page).content.decode()
    assert "1 contact was begun" in shown and "The dashed line is that pace." in shown and "<table" in shown
    assert f"employer={told.kestrel.pk}" in shown.partition("<table")[2]
    assert 'aria-current="page">Contacts over time' in " ".join(shown.split()).replace("> ", ">")
    key = monday_of(clock.today()).isoformat()
    rows = client.get(f"/contacts-over-time/rows/?week={key}&employer={told.kestrel.pk}").content.decode()
    assert "Kestrel" in rows and "Juniper" not in rows
    other = told.kestrel.contacts.last()
    assert "0 contacts were begun" in client.get(f"{page}?contact={other.pk}").content.decode()
    hidden = told.prospect("Hidden Works").employer
    assert client.get(f"/employers/{hidden.pk}/contacts-over-time/").status_code == 404
