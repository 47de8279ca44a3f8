"""Searching what is offered: words, place and distance, pay, kind, period, program (B1, B6)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildhall.employers.queries.everything import everything
from guildhall.lib import clock
from guildhall.opportunities.actions import excepting
from guildhall.opportunities.distances import Point, box_around, miles_between
from guildhall.opportunities.drawing import Spot, sheet_of
from guildhall.opportunities.forms.searching import SearchForm
from guildhall.opportunities.models import Centroid
from guildhall.opportunities.queries.searching import Wanted, searched, spots
from guildhall.pathways.actions import programs as teach
from tests.opportunities.offers import offer, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def offers(cast):
    """Three employers at three places, each with one offer."""
    at = {"Kestrel Aerospace": ("San Diego", "92101"), "Bluegate": ("Chula Vista", "91911")}
    at["Far"] = ("El Centro", "92243")
    machinist = {"pay_low": Decimal(22), "pay_per": "hour", "occupation": "Machinists", "soc": "51-4041"}
    rows = {}
    for (name, (city, code)), (title, facts) in zip(
        at.items(),
        (
            ("Machinist intern", machinist),
            ("Tour of the plant", {"kind": "workplace_tour"}),
            ("Nurse, full time", {"kind": "job_full_time", "pay_low": Decimal(83_200), "pay_per": "year"}),
        ),
        strict=True,
    ):
        employer = cast.shared(name, city=city, state="CA", zip=code).employer
        rows[title] = posted(cast, employer, title=title, site=employer.sites.get(), **facts)
    return rows


def titles(cast, **wanted):
    return {row.title for row in searched(cast.harbor_wbl, Wanted(**wanted))}


def test_words_find_titles_and_employers_by_their_beginnings(cast, offers):
    assert titles(cast, q="machin") == {"Machinist intern"}
    assert titles(cast, q="kestrel intern") == {"Machinist intern"}
    assert titles(cast, q="nothing like it") == set()
    assert len(titles(cast)) == 3


def test_kinds_and_stages(cast, offers):
    assert titles(cast, kind="workplace_tour") == {"Tour of the plant"}
    assert titles(cast, kind="work") == {"Nurse, full time"}
    assert titles(cast, kind="training") == {"Machinist intern"}


def test_occupations_by_code_and_by_words(cast, offers):
    assert titles(cast, occupation="51-4041 Machinists") == {"Machinist intern"}
    assert titles(cast, occupation="machin") == {"Machinist intern"}


def test_pay_is_compared_by_the_hour(cast, offers):
    assert titles(cast, paid=True) == {"Machinist intern", "Nurse, full time"}
    assert titles(cast, pay=Decimal(30)) == {"Nurse, full time"}, "83,200 a year are 40 an hour"


def test_place_and_distance(cast, offers):
    downtown = Centroid.objects.get(pk="92101")
    near = Point(downtown.latitude, downtown.longitude)
    assert titles(cast, place="chula vista") == {"Tour of the plant"}
    assert titles(cast, near=near, miles=5) == {"Machinist intern"}
    assert titles(cast, near=near, miles=25) == {"Machinist intern", "Tour of the plant"}
    rows = list(searched(cast.harbor_wbl, Wanted(near=near, miles=250)).order_by("miles"))
    assert [row.title for row in rows] == ["Machinist intern", "Tour of the plant", "Nurse, full time"]
    far = Point(rows[-1].latitude, rows[-1].longitude)
    assert rows[-1].miles == pytest.approx(miles_between(near, far), rel=1e-6)


def test_periods(cast):
    today = clock.today()
    employer = cast.shared("Seasonal").employer
    posted(cast, employer, title="summer", starts_on=today + timedelta(60), ends_on=today + timedelta(120))
    posted(cast, employer, title="any time")
    assert titles(cast, ends=today + timedelta(30)) == {"any time"}
    assert titles(cast, begins=today + timedelta(90)) == {"summer", "any time"}
    assert titles(cast, begins=today + timedelta(200)) == {"any time"}


def test_open_to_my_program(cast):
    """Journey 9: what names a program, its pathway or its cluster, and what names nobody."""
    path = teach.enter_pathway(cast.region, teach.PathwayFacts("Making", cluster="2024:010100"), by=cast.director)
    facts = teach.ProgramFacts("Machining", "certificate", cluster="2002:13", pathway=path)
    mine = teach.enter_program(cast.harbor, facts, by=cast.harbor_wbl)
    other = teach.enter_program(cast.harbor, teach.ProgramFacts("Nursing", "associate"), by=cast.harbor_wbl)
    employer = cast.shared("Kestrel Aerospace").employer
    posted(cast, employer, title="for all")
    posted(cast, employer, title="for machining", programs=(mine,))
    posted(cast, employer, title="for nursing", programs=(other,))
    posted(cast, employer, title="for the pathway", pathway=path)
    posted(cast, employer, title="for the cluster", cluster="2024:010100")
    posted(cast, employer, title="for health", cluster="2024:040200")
    assert titles(cast, program=mine) == {"for all", "for machining", "for the pathway", "for the cluster"}
    assert titles(cast, program=other) == {"for all", "for nursing"}
    assert titles(cast, pathway=path.pk) == {"for machining", "for the pathway"}


def test_an_exception_hides_it_and_ends_by_itself(cast, offers):
    row = offers["Tour of the plant"]
    until = clock.today() + timedelta(9)
    excepting.limit(row, [cast.mesa], reason="pilot", until=until, by=cast.mesa_wbl)
    assert "Tour of the plant" not in titles(cast)
    assert "Tour of the plant" in {r.title for r in searched(cast.mesa_jobs, Wanted())}
    type(row).objects.filter(pk=row.pk).update(audience_until=clock.today() - timedelta(1))
    assert "Tour of the plant" in titles(cast)


def test_the_map_counts_what_the_list_holds(cast, offers):
    employer = cast.shared("From afar").employer
    posted(cast, employer, title="remote", kind="mentorship")
    found, nowhere = spots(searched(cast.harbor_wbl, Wanted()))
    assert {(s.name, s.count) for s in found} == {("San Diego", 1), ("Chula Vista", 1), ("El Centro", 1)}
    assert nowhere == 1


def test_a_page_of_the_search_and_the_map(cast, offers):
    client = cast.client(cast.harbor_wbl)
    text = client.get("/opportunities/?zip=92101&miles=10&sort=near").content.decode()
    assert "Machinist intern" in text
    assert "Nurse, full time" not in text
    assert "No ZIP code is like this one" in client.get("/opportunities/?zip=00000").content.decode()
    drawn = client.get("/opportunities/map/").content.decode()
    assert drawn.count('class="spot"') == 3
    assert "http" not in drawn.partition("<svg viewBox=")[2].partition("</svg>")[0], "no request leaves the machine"


def test_odd_addresses_narrow_nothing(cast, offers):
    typed = {"kind": "x", "miles": "7", "pay": "much", "program": "1", "begins": "soon"}
    form = SearchForm(typed, person=cast.harbor_wbl)
    assert searched(cast.harbor_wbl, form.wanted()).count() == 3


# ── Arithmetic ───────────────────────────────────────────────────────

DEGREES = st.floats(-60, 60)


@given(DEGREES, st.floats(-170, 170), st.floats(1, 200), st.floats(0, 6.28))
def test_whatever_is_near_lies_in_the_box(north, east, miles, turn):
    from math import cos, radians, sin

    here = Point(north, east)
    box = box_around(here, miles)
    up, along = miles * 0.99 / 69.1, miles * 0.99 / (69.1 * cos(radians(abs(north) + 3)))
    there = Point(north + up * sin(turn), east + along * cos(turn))
    if miles_between(here, there) <= miles:
        assert box.south <= there.latitude <= box.north
        assert box.west - 1e-6 <= there.longitude <= box.east + 1e-6


def test_a_known_distance():
    san_diego, el_centro = Point(32.7157, -117.1611), Point(32.7920, -115.5631)
    assert miles_between(san_diego, el_centro) == pytest.approx(93, abs=1.5)


@given(st.lists(st.tuples(st.floats(32, 34), st.floats(-118, -115), st.integers(1, 400)), min_size=1, max_size=40))
def test_everything_is_drawn_on_the_sheet(rows):
    sheet = sheet_of([Spot(n, e, f"place {i}", count) for i, (n, e, count) in enumerate(rows)])
    assert len(sheet.dots) == len(rows)
    for dot in sheet.dots:
        assert 0 <= dot.x <= 720
        assert 0 <= dot.y <= 440
        assert 7 <= dot.radius <= 26
    assert 0 < sheet.bar <= 720


def test_nothing_is_no_sheet():
    assert sheet_of([]) is None


def test_the_search_over_everything_finds_titles_first_and_only_what_is_open_to_one(cast, offers):
    def hits(who, q, most=4):
        return [hit.name for kind in everything(cast.people[who], q, most=most).others for hit in kind.rows]

    employer = cast.shared("Machine Works").employer
    posted(cast, employer, title="Shadow a planner")  # newer, and found by its employer's name alone
    waiting = offer(cast, employer, title="Machine shop tour", kind="workplace_tour")
    assert hits("harbor_wbl", "machin")[:1] == ["Machinist intern"]
    assert set(hits("harbor_wbl", "machin")) == {"Machinist intern", "Shadow a planner"}, "what waits at Mesa is Mesa's"
    assert waiting.title in hits("mesa_wbl", "machin")
    excepting.limit(offers["Machinist intern"], [cast.mesa], reason="A pilot.", until=None, by=cast.mesa_wbl)
    assert "Machinist intern" not in hits("harbor_wbl", "machin")
    assert "Machinist intern" in hits("mesa_wbl", "machin")
    assert hits("mesa_wbl", "machin", most=1) == ["Machinist intern"]
    assert hits("mesa_student", "machin") == []
