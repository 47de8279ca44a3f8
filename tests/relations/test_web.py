"""The web of relations over what the reader sees: picture, list, who holds it together (D20, A1)."""

import re

import pytest

from guildhall.boards.models import Seat
from guildhall.employers.actions import editing
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.lib import clock
from guildhall.pathways.actions import programs
from guildhall.relations.queries.around import around
from guildhall.relations.queries.holding import holding
from guildhall.relations.queries.sorts import Kind, Point
from tests.boards.seated import founded, seat, sits
from tests.boards.seated import program as nursing

pytestmark = pytest.mark.django_db


def employer(cast, name, *, owner=None, **more):
    row = cast.shared(name, contact={"given_name": "Ana", "family_name": f"Of {name}"}, **more).employer
    if owner:
        editing.own(row, owner, by=owner)
    return row


def spoke(cast, row, by, place=None):
    record_engagement(row, Happening("call", "We talked", clock.today()), by=by, institution=place or cast.mesa)


def names(found):
    return {one.of.name for one in found.neighbors}


@pytest.fixture
def web(cast):
    """Three employers of one colleague, one of whom another one knows too."""
    cast.rows = [employer(cast, name) for name in ("Acme", "Bolt", "Crane")]
    for row in cast.rows:
        spoke(cast, row, cast.mesa_jobs)
    spoke(cast, cast.rows[0], cast.mesa_wbl)
    return cast


def test_an_employer_stands_with_all_that_is_connected_with_it(web):
    found = around(web.mesa_instructor, Point(Kind.EMPLOYER, web.rows[0].pk))
    assert names(found) >= {"Mesa Grande College", "Ana Of Acme", str(web.mesa_jobs), str(web.mesa_wbl)}
    words = {one.of.name: [str(word) for word in one.words] for one in found.neighbors}
    assert words["Ana Of Acme"] == ["works there"]
    assert "Bolt" not in names(found)


def test_picture_and_list_say_the_same_and_each_is_a_way_on(web):
    page = web.client(web.mesa_instructor).get(f"/relations/employer/{web.rows[0].pk}/").content.decode()
    picture, _rest = page.split('role="group"', 1)[1].split("</svg>", 1)
    drawn = set(re.findall(r'href="(/relations/[^"]+)"', picture))
    listed = set(re.findall(r'href="(/relations/\w+/[^"]+)"', page.split('id="as-list"', 1)[1].split("<aside", 1)[0]))
    assert drawn == listed
    assert len(drawn) >= 4
    for address in drawn:
        assert web.client(web.mesa_instructor).get(address).status_code == 200
    assert "http" not in re.sub(r"http://www.w3.org/\S+", "", picture)


def test_what_hangs_on_one_person_is_named(web):
    found = holding(web.mesa_instructor, institution=web.mesa)
    assert [(one.of.name, one.employers, {some.name for some in one.some}) for one in found.hangs] == [
        (str(web.mesa_jobs), 2, {"Bolt", "Crane"})
    ]
    assert [(one.of.name, one.employers) for one in found.holds] == [(str(web.mesa_jobs), 2)]
    text = web.client(web.mesa_instructor).get("/relations/").content.decode()
    assert "What hangs on one person" in text
    assert "Crane" in text


def test_once_a_second_colleague_knows_them_nothing_hangs_on_one(web):
    for row in web.rows:
        spoke(web, row, web.mesa_cases)
    found = holding(web.mesa_instructor, institution=web.mesa)
    assert (found.hangs, found.holds, found.parts) == ([], [], 1)


def test_an_employer_connects_two_otherwise_separate_parts(cast):
    """Without Acme, which both know, the employers of one coordinator would be cut off from those of the other."""
    rows = [employer(cast, name) for name in ("Acme", "Bolt", "Crane", "Dune", "Elm")]
    for row, people in zip(rows, ("mesa_wbl mesa_jobs", "mesa_wbl", "mesa_wbl", "mesa_jobs", "mesa_jobs"), strict=True):
        for name in people.split():
            spoke(cast, row, cast.people[name])
    found = holding(cast.mesa_wbl)
    assert ("Acme", 2) in [(one.of.name, one.employers) for one in found.holds]


def test_a_pathway_is_connected_with_its_programs(cast):
    path = programs.enter_pathway(cast.region, programs.PathwayFacts("Care"), by=cast.director)
    facts = programs.ProgramFacts("Nursing", "associate", pathway=path)
    program = programs.enter_program(cast.mesa, facts, by=cast.mesa_wbl)
    assert names(around(cast.mesa_wbl, Point(Kind.PATHWAY, path.pk))) == {"Nursing"}
    assert {"Care", "Mesa Grande College"} <= names(around(cast.mesa_wbl, Point(Kind.PROGRAM, program.pk)))
    page = cast.client(cast.mesa_instructor).get(f"/pathways/{path.pk}/").content.decode()
    assert f"/relations/pathway/{path.pk}/" in page


def test_nobody_learns_of_an_employer_behind_the_wall(web):
    """A1: an employer that the region still develops is in no picture, list or count of a college."""
    hidden = web.prospect("Hidden Foundry", contact={"given_name": "Zoe", "family_name": "Hidden"}).employer
    editing.own(hidden, web.director, by=web.director)
    before = web.client(web.mesa_wbl).get(f"/relations/colleague/{web.director.pk}/").content.decode()
    assert "Hidden" not in before
    assert around(web.mesa_wbl, Point(Kind.EMPLOYER, hidden.pk)) is None
    assert web.client(web.mesa_wbl).get(f"/relations/employer/{hidden.pk}/").status_code == 404
    contact = hidden.contacts.get()
    assert web.client(web.mesa_wbl).get(f"/relations/contact/{contact.pk}/").status_code == 404
    assert holding(web.mesa_wbl).employers == 3
    assert holding(web.director).employers == 4
    assert "Hidden Foundry" in web.client(web.director).get(f"/relations/colleague/{web.director.pk}/").content.decode()


def test_visitors_are_no_points(web):
    for who in (web.mesa_student, web.mesa_employer):
        assert around(web.mesa_wbl, Point(Kind.COLLEAGUE, who.pk)) is None
    assert web.client(web.mesa_wbl).get(f"/relations/robot/{web.rows[0].pk}/").status_code == 404


def test_a_board_joins_its_program_members_and_who_has_a_seat(web):
    """N12 in the web: seats of hidden employers show to nobody who does not see these."""
    program = nursing(web)
    board = founded(web, program)
    hidden = web.prospect("Hidden Clinic").employer
    seat(web, board, "business", web.rows[0])
    Seat.objects.filter(pk=seat(web, board, "labor").pk).get().organizations.create(employer=hidden)
    sits(web, board, "Nell")
    assert names(around(web.mesa_wbl, Point(Kind.BOARD, board.pk))) == {
        "Acme", "Nursing", "Mesa Grande College", str(web.mesa_teacher)
    }  # fmt: skip
    assert "Hidden Clinic" in names(around(web.director, Point(Kind.BOARD, board.pk)))
    assert "Nursing advisory board" in names(around(web.mesa_wbl, Point(Kind.EMPLOYER, web.rows[0].pk)))
