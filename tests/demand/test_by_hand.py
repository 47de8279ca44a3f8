"""Figures entered by hand: decisions that are named as such wherever they stand (D5)."""

from decimal import Decimal

import pytest

from guildhall.demand.actions.by_hand import ByHand, end_by_hand, enter_by_hand
from guildhall.demand.exports import gaps_file
from guildhall.demand.models import Area, EnteredFigure
from guildhall.demand.queries.areas import areas_of
from guildhall.demand.queries.figures import known_of
from guildhall.demand.queries.gaps import Wanted, gap_view
from guildhall.demand.queries.lists import Criteria, basis_of, meeting
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from tests.demand.published import published
from tests.demand.test_lists import WELL_PAID, approved

CARDIOLOGISTS, LAB, NURSES = "29-1212", "29-2011", "29-1141"


@pytest.fixture
def here(cast, tmp_path):
    published(tmp_path, cast.region)
    cast.area = Area.objects.get(pk="0041740")
    return cast


def entered(here, soc=CARDIOLOGISTS, *, by=None, **more):
    said = {"title": "Cardiologists", "source": "Survey of the board, page 12", "as_of": clock.today(),
            "why": "The published cell was held back.", "employment": 210}  # fmt: skip
    return enter_by_hand(here.area, ByHand(soc, **said | more), by=by or here.director)


def known(here, soc=CARDIOLOGISTS):
    return known_of([soc], areas_of(here.mesa))[soc]


def test_it_stands_where_the_survey_held_back(here):
    """It is of our own area, and named as entered by hand; what is published further off comes after."""
    assert known(here).employment.area.code == "0600000"
    row = entered(here)
    found = known(here)
    assert (found.employment.value, found.employment.area, found.employment.entered) == (210, here.area, row)
    assert not found.employment.is_own
    assert found.hourly.entered is None
    assert basis_of(found)["employment"]["by_hand"] == row.source


def test_it_stands_before_a_broad_group_and_before_what_is_published(here):
    assert known(here, LAB).employment.code == "29-2010"
    entered(here, LAB, employment=700)
    assert (known(here, LAB).employment.value, known(here, LAB).employment.code) == (700, LAB)
    entered(here, NURSES, employment=None, hourly_50=Decimal("61.50"))
    nurses = known(here, NURSES)
    assert (nurses.hourly.value, nurses.hourly.entered is None) == (Decimal("61.50"), False)
    assert (nurses.employment.value, nurses.employment.entered) == (20_000, None)  # nothing was said of it


def test_ended_the_published_figure_stands_again(here):
    row = entered(here, NURSES, employment=5)
    ended = end_by_hand(row, "The survey has it now.", version=row.version, by=here.mesa_wbl)
    assert known(here, NURSES).employment.value == 20_000
    assert (ended.stands, ended.ended_because, ended.ended_by) == (False, "The survey has it now.", here.mesa_wbl)
    with pytest.raises(Refused, match="already"):
        end_by_hand(ended, "again", version=ended.version, by=here.mesa_wbl)


def test_another_one_follows_and_the_first_stays_readable(here):
    first = entered(here)
    second = entered(here, employment=250, by=here.mesa_wbl)
    first.refresh_from_db()
    assert not first.stands
    assert known(here).employment.entered == second
    with pytest.raises(Conflict):
        end_by_hand(second, "late", version=second.version + 1, by=here.director)


def test_a_source_a_reason_and_one_figure_are_needed(here):
    for lacking in ({"source": " "}, {"why": ""}, {"employment": None}):
        with pytest.raises(Refused):
            entered(here, **lacking)
    assert not EnteredFigure.objects.exists()
    with pytest.raises(Refused):
        entered(here, by=here.people["mesa_teacher"])


def test_it_can_meet_criteria_of_a_list(here):
    """An occupation that the area does not publish is proposed by what was entered."""
    assert "47-2231" not in [one.soc for one in meeting(Criteria(wage_floor=Decimal(80)), here.region)[0]]
    entered(here, "47-2231", title="Solar Photovoltaic Installers", hourly_50=Decimal("90.00"), openings=900)
    assert "47-2231" in [one.soc for one in meeting(Criteria(wage_floor=Decimal(80)), here.region)[0]]


def test_pages_and_files_name_it(here, client):
    approved(here, WELL_PAID)
    entered(here, NURSES, title="Registered Nurses", employment=123)
    client.force_login(here.mesa_wbl)
    for address in ("/demand/", f"/demand/occupations/{NURSES}/", "/demand/figures/by-hand/"):
        page = client.get(address).content.decode()
        assert "123" in page
        assert "ntered by hand" in page
    file = b"".join(gaps_file(here.mesa_wbl, gap_view(here.mesa_wbl, Wanted()), "csv")).decode()
    assert "entered by hand: Survey of the board, page 12" in file


def test_the_form_says_what_is_lacking_beside_its_field(here, client):
    client.force_login(here.mesa_wbl)
    at = "/demand/figures/by-hand/add/"
    began = client.get(f"{at}?soc={NURSES}").content.decode()
    assert "29-1141 Registered Nurses" in began
    assert "Redstone, CA" in began
    sent = {"occupation": NURSES, "area": "Redstone, CA", "source": "Survey", "why": "held back",
            "as_of": str(clock.today())}  # fmt: skip
    page = client.post(at, sent).content.decode()
    assert "Enter at least one figure." in page
    assert "held back" in page
    assert client.post(at, sent | {"area": "Nowhere", "openings": "4"}).content.decode().count("No area of this name")
    assert client.post(at, sent | {"openings": "4"}).status_code == 302
    assert EnteredFigure.objects.get().openings == 4
