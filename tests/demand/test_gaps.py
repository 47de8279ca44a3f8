"""The gap view: demand held against programs, partners, places and placements, from rows one may see (D7)."""

import re
from datetime import timedelta

import pytest

from guildhall.demand.actions import lists, roles
from guildhall.demand.actions.lists import Terms
from guildhall.demand.actions.roles import Role
from guildhall.demand.gaps import Finding
from guildhall.demand.models import HardToFill
from guildhall.demand.queries.gaps import Wanted, gap_view
from guildhall.demand.queries.occupations import occupation
from guildhall.demand.queries.on_agendas import board_figures
from guildhall.demand.queries.programs import where_programs_lead
from guildhall.engagements.models import ContactLimit
from guildhall.lib import clock
from guildhall.pathways.actions.programs import PathwayFacts, ProgramFacts, enter_pathway, enter_program
from guildhall.pathways.queries.counting import in_demand
from guildhall.placements.models import Placement
from tests.agreements.drawn import drawn, signed
from tests.demand.published import published
from tests.demand.test_lists import WELL_PAID, approved
from tests.opportunities.offers import posted
from tests.pathways.test_counts import counted
from tests.supervision.placed import placed

NURSES, LAB = "29-1141", "29-2010"


@pytest.fixture
def here(cast, tmp_path):
    published(tmp_path, cast.region)
    cast.list = approved(cast, WELL_PAID)
    cast.kestrel = cast.shared("Kestrel Health").employer
    return cast


def gap(cast, code=NURSES, *, person=None, **wanted):
    view = gap_view(person or cast.mesa_wbl, Wanted(**wanted))
    return next((one for one in view.gaps if one.soc == code), None)


def program(cast, cip="51.3801", *, by="mesa_wbl", place=None, **more):
    facts = ProgramFacts(more.pop("name", f"Program {cip}"), "associate", cip=cip, **more)
    return enter_program(place or cast.mesa, facts, by=cast.people[by])


def role(cast, employer=None, soc=NURSES, **more):
    said = Role(**({"title": "Nurses", "until": clock.today() + timedelta(60), "soc": soc, "how_many": 4} | more))
    return roles.note_role(employer or cast.kestrel, said, by=cast.director)


def test_each_step_closes_one_gap(here):
    """D7: from nothing to programs, partners, places and placements."""
    assert gap(here).finding == Finding.BUILD
    program(here)
    assert gap(here).finding == Finding.ASK
    role(here)
    signed(drawn(here, here.kestrel), by=here.mesa_wbl)
    assert gap(here).finding == Finding.OFFER
    posted(here, here.kestrel, soc=NURSES, soc_version="2018", occupation="Nurses", places=3)
    found = gap(here)
    assert (found.finding, found.supplied.places, found.supplied.wanted) == (Finding.USE, 3, 4)
    placed(here, soc=NURSES)
    assert gap(here).finding == Finding.COVERED


def test_a_partner_has_an_agreement_in_force_and_to_do_with_it(here):
    role(here)
    assert gap(here).supplied.partners == frozenset()
    signed(drawn(here, here.kestrel), by=here.mesa_wbl)
    signed(drawn(here, here.shared("Quite Another").employer), by=here.mesa_wbl)
    assert gap(here).supplied.partners == {here.kestrel.pk}


def test_what_is_published_as_a_group_is_one_row(here):
    """The list has 29-2010; a program leads to 29-2011, an employer looks for 29-2012."""
    program(here, "51.1004")
    role(here, soc="29-2012")
    found = gap(here, LAB)
    assert (len(found.programs), found.supplied.wanted, found.listed) == (1, 4, True)
    assert gap(here, "29-2012") is None
    assert found.title == "Clinical Laboratory Technologists and Technicians"


def test_offers_and_placements_without_a_code_count_through_their_program(here):
    row = program(here)
    posted(here, here.kestrel, places=2, programs=(row,))
    posted(here, here.kestrel, places=60, programs=(row,), kind="guest_speaker")
    placed(here, program=row)
    found = gap(here)
    assert (found.supplied.places, found.placed.students) == (2, 1)


def test_offers_count_through_their_pathway(here):
    path = enter_pathway(here.mesa, PathwayFacts("Care", occupations=(NURSES,)), by=here.mesa_wbl)
    posted(here, here.kestrel, places=5, pathway=path)
    found = gap(here)
    assert found.supplied.places == 5
    assert [one.name for one in occupation(here.mesa_wbl, NURSES, None).pathways] == ["Care"]


def test_students_of_others_are_not_told_one_by_one(here):
    """R6, with a control: one's own institution reads the number."""
    placed(here, soc=NURSES)
    own, others = gap(here).placed, gap(here, person=here.harbor_wbl).placed
    assert (own.students, own.told) == (1, True)
    assert not others.told
    page = here.client(here.harbor_wbl).get(f"/demand/occupations/{NURSES}/").content.decode()
    assert "fewer than 10" in page
    assert "Wiring harnesses" not in page
    rows = f"/demand/occupations/{NURSES}/placements/"
    assert "Wiring harnesses" not in here.client(here.harbor_wbl).get(rows).content.decode()
    assert "Wiring harnesses" in here.client(here.mesa_wbl).get(rows).content.decode()


def test_ten_students_of_others_are_told(here):
    for n in range(10):
        placed(here, soc=NURSES, name=f"S{n}")
    assert gap(here, person=here.harbor_wbl).placed.told


def test_students_of_others_are_told_in_full_tens(here):
    """R6: the region’s number less that of a college, or yesterday’s, would tell of the few between them."""
    for n in range(13):
        placed(here, soc=NURSES, name=f"S{n}")
    own, others = gap(here).placed, gap(here, person=here.harbor_wbl).placed
    assert (own.students, own.rounded) == (13, False), "the control: whoever keeps them reads the number"
    assert (others.students, others.in_words) == (10, "10+")
    for address in ("/demand/", f"/demand/occupations/{NURSES}/"):
        page = here.client(here.harbor_wbl).get(address).content.decode()
        assert "10+" in page
        assert not re.search(r">\s*13\b", page)


def test_placements_count_for_a_year_once_begun(here):
    placed(here, soc=NURSES, started_on=clock.today() - timedelta(400))
    placed(here, soc=NURSES, name="Bo", state="agreed", started_on=None)
    assert gap(here).placed.students == 0
    Placement.objects.update(started_on=clock.today() - timedelta(5))
    assert gap(here).placed.students == 1


def test_what_is_not_attested_is_hatched(here):
    placed(here, soc=NURSES)
    assert not gap(here).placed.attested
    assert "hatched" in here.client(here.mesa_wbl).get("/demand/").content.decode()


def test_hidden_employers_change_nothing(here):
    """A1, R33: the same page, with and without what stands behind the wall."""
    browser = here.client(here.mesa_wbl)
    before = browser.get("/demand/").content
    hidden = here.prospect("Northwind Robotics").employer
    role(here, hidden)
    role(here, hidden, soc="47-2231", title="Secret installers")
    signed(drawn(here, hidden, by=here.director, place=here.region), by=here.director)
    assert _plain(browser.get("/demand/").content) == _plain(before)
    assert gap(here, "47-2231", person=here.director).supplied.wanted == 4, "the director sees it"


def _plain(content):
    return [line for line in content.decode().splitlines() if "csrf" not in line and "nonce" not in line]


def test_a_place_has_its_own_programs_and_a_list_of_the_region(here):
    program(here)
    assert len(gap(here, place=here.mesa).programs) == 1
    assert gap(here, place=here.harbor).finding == Finding.BUILD


def test_filters_narrow_what_is_shown(here):
    role(here, soc="47-2231")
    program(here)
    view = gap_view(here.mesa_wbl, Wanted())
    assert {one.soc for one in view.gaps} == {NURSES, LAB, "25-2052", "29-1212", "47-2231"}
    assert view.counts == {"build": 4, "ask": 1, "offer": 0, "use": 0, "covered": 0}
    narrowed = {
        "employers": Wanted(source="employers"), "list": Wanted(source="list"), "field": Wanted(field="47"),
        "words": Wanted(words="nurse reg"), "finding": Wanted(finding="ask"),
    }  # fmt: skip
    found = {name: {one.soc for one in gap_view(here.mesa_wbl, wanted).gaps} for name, wanted in narrowed.items()}
    assert found["employers"] == found["field"] == {"47-2231"}
    assert "47-2231" not in found["list"]
    assert found["words"] == found["finding"] == {NURSES}


def test_roles_without_a_code_are_counted_beside(here):
    role(here, soc="", title="Everything")
    view = gap_view(here.mesa_wbl, Wanted())
    assert view.uncoded == 1
    assert "carries no occupation" in here.client(here.mesa_wbl).get("/demand/").content.decode()


def test_whom_to_ask_is_within_the_touch_budget(here):
    """N3: who rests is not pointed to as free."""
    role(here)
    [ask] = occupation(here.mesa_wbl, NURSES, None).to_ask
    assert (ask.employer, ask.is_hard_pressed, ask.may_be_asked) == (here.kestrel, True, True)
    ContactLimit.objects.create(employer=here.kestrel, most=0, said="by telephone", by=here.director, at=clock.now())
    [ask] = occupation(here.mesa_wbl, NURSES, None).to_ask
    assert not ask.may_be_asked


def test_every_figure_opens_into_its_rows(here):
    program(here, name="Nursing science")
    role(here, title="Night nurses")
    signed(drawn(here, here.kestrel), by=here.mesa_wbl)
    posted(here, here.kestrel, soc=NURSES, title="Ward interns", places=3)
    page = here.client(here.mesa_wbl).get(f"/demand/occupations/{NURSES}/").content.decode()
    for words in ("Nursing science", "Night nurses", "Kestrel Health", "Ward interns", "20,000", "$60.00 an hour",
                  "Redstone, CA", "on version 1 of the list"):  # fmt: skip
        assert words in page, words


def test_an_occupation_that_nobody_knows_is_not_there(here):
    assert here.client(here.mesa_wbl).get("/demand/occupations/99-9998/").status_code == 404
    assert here.client(here.mesa_wbl).get("/demand/occupations/29-2011/").status_code == 200


def test_where_programs_lead(here):
    """D7: which programs lead nowhere here."""
    program(here, name="Nursing")
    program(here, "24.0101", name="Liberal arts")
    program(here, "15.0505", name="Solar")
    program(here, "", name="Uncoded")
    rows, counts = where_programs_lead(here.mesa_wbl, None)
    assert [(one.program.name, one.lead.value) for one in rows] == [
        ("Uncoded", "no_code"), ("Liberal arts", "no_match"), ("Solar", "nowhere"), ("Nursing", "somewhere"),
    ]  # fmt: skip
    role(here, soc="47-2231")
    assert where_programs_lead(here.mesa_wbl, None)[1]["somewhere"] == 2
    assert counts["nowhere"] == 1
    text = here.client(here.mesa_wbl).get("/demand/programs/?lead=no_match").content.decode()
    assert "Liberal arts" in text
    assert "Solar" not in text


def test_the_file_has_the_words_of_the_page(here):
    program(here)
    answer = here.client(here.director).post("/demand/export/?finding=ask", {"form": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert "Registered Nurses" in text
    assert "Programs, but no partner" in text
    assert "Cardiologists" not in text
    assert here.client(here.mesa_instructor).post("/demand/export/", {"form": "csv"}).status_code == 403


def test_enrollment_stands_beside_its_programs(here):
    """F16: by the newest term of each program; few students of another institution are in no sum (R6)."""
    mine, theirs = program(here), program(here, by="harbor_wbl", place=here.harbor)
    counted(here, {mine: 40}, part="fall")
    counted(here, {mine: 44}, part="spring")
    counted(here, {theirs: 6}, at="harbor")
    found = gap(here).enrolled
    assert (found.students, found.counted, found.hidden, found.attested) == (44, 2, 1, False)
    assert gap(here, person=here.harbor_wbl).enrolled.students == 50
    assert gap(here, LAB).enrolled.counted == 0


def test_agendas_of_boards_tell_it(here):
    """D16: published figures and the list in force, about some programs."""
    told = {one.label: one.value for one in board_figures([program(here).pk, program(here, "51.1004").pk])}
    assert told == {
        "Jobs in the occupations it leads to, Redstone, CA": "22,740",
        "Of its occupations on the list of high demand": "3 of 3",
    }
    assert board_figures([program(here, "24.0101").pk]) == []


def test_the_share_of_enrollment_is_counted_by_the_list_in_force(here):
    """M14: also occupations that stand on the list under a broad code."""
    [one] = in_demand(clock.today())
    assert {NURSES, LAB, "29-2011", "29-2012"} <= one.codes
    assert "47-2231" not in one.codes
    assert in_demand(clock.today() - timedelta(9)) == []


def test_without_list_and_figures_the_page_says_what_to_do(cast):
    text = cast.client(cast.director).get("/demand/").content.decode()
    assert "Nothing is in demand yet" in text
    assert "Draw up a list" in text
    assert not HardToFill.objects.exists()


def test_a_list_that_is_over_counts_no_more(here):
    role(here)
    row = lists.begin_list(here.region, Terms("Another"), by=here.director)
    lists.add_occupation(row, "47-2231", "Solar", "decided", by=here.director)
    row.refresh_from_db()
    day = clock.today() + timedelta(1)
    lists.approve(row, day, "", version=row.version, by=here.director)
    assert gap(here).listed
