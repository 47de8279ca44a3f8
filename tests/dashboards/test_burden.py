"""The 80/20 burden curve: its share, its rows, and who could have been asked instead (N5, F17)."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from guildhall.dashboards.burden import Bearer, carried, curve, fifths, ranked, shifted, shifts
from guildhall.dashboards.queries.burden import burden
from guildhall.employers.models import Employer
from guildhall.employers.views.lists import EXPORTS
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.models import ContactLimit
from guildhall.lib import clock
from guildhall.placements.actions import moving
from guildhall.placements.models import Placement
from tests.opportunities.offers import posted
from tests.placements.placed import placed, student

pytestmark = pytest.mark.slow


def bearer(n, load, circles=("t:6221",), **more):
    return Bearer(UUID(int=n), f"Employer {n:02}", load, circles, **more)


UNEVEN = [bearer(n, 16) for n in range(5)] + [bearer(n, 1) for n in range(5, 25)]


def test_twenty_percent_that_carry_eighty():
    assert carried([one.load for one in UNEVEN]) == 80.0
    assert [(p.number, len(p.bearers), p.contacts, p.share) for p in fifths(UNEVEN)] == [
        (1, 5, 80, 80.0), (2, 5, 5, 5.0), (3, 5, 5, 5.0), (4, 5, 5, 5.0), (5, 5, 5, 5.0),
    ]  # fmt: skip
    line = curve([one.load for one in UNEVEN])
    assert (20.0, 80.0) in line
    assert (line[0], line[-1]) == ((0.0, 0.0), (100.0, 100.0))


def test_fifths_of_few_leave_nobody_out():
    for count in range(1, 30):
        parts = fifths([bearer(n, 1) for n in range(count)])
        assert sum(len(part.bearers) for part in parts) == count
        assert len(parts[0].bearers) == -(-count // 5)


def test_a_shift_moves_what_lies_above_to_those_who_are_asked_less():
    moves = shifts(ranked(UNEVEN), [], 8)
    assert [(move.moved, move.left) for move in moves] == [(8, 0)] * 5
    after = shifted(UNEVEN, moves)
    assert sum(after) == 100
    assert max(after) == 8
    assert carried(after) == 40.0
    assert all(taker.load + n <= 4 for move in moves for taker, n in move.takers)  # the average


def test_a_shift_goes_to_the_nearest_and_to_nobody_unlike_or_resting():
    heavy = bearer(1, 20, ("t:6221", "s:62", "p:Oakridge"))
    others = [
        bearer(2, 1, ("t:6221", "s:62")), bearer(3, 0, ("t:6223", "s:62")), bearer(4, 0, ("p:Oakridge",)),
        bearer(5, 0, ("t:2382", "s:23", "p:Elsewhere")), bearer(6, 0, ("t:6221",), askable=False),
    ]  # fmt: skip
    (move,) = shifts([heavy, others[0]], others[1:], 2)
    assert {taker.name: n for taker, n in move.takers} == {"Employer 02": 10, "Employer 03": 8}  # 11 at most
    assert move.left == 0
    (tight,) = shifts([heavy, others[0]], [others[3], others[4]], 2)
    assert ({taker.name for taker, _n in tight.takers}, tight.left) == ({"Employer 02"}, 8)


# ── On real records ──────────────────────────────────────────────────


@pytest.fixture
def uneven(cast):
    """Five employers asked sixteen times each, twenty asked once, some idle ones; one behind the wall asked often."""
    named = {n: cast.shared(f"Works {n:02}").employer for n in range(25)}
    cast.idle = cast.shared("Idle Works").employer
    cast.paused = cast.shared("Paused Works").employer
    Employer.objects.filter(pk__in=[e.pk for e in (*named.values(), cast.idle, cast.paused)]).update(naics="622110")
    told = {"said": "on the phone", "by": cast.mesa_wbl, "at": clock.now()}
    ContactLimit.objects.create(employer=cast.paused, paused_from=clock.today(), **told)
    cast.hidden = cast.prospect("Hidden Works").employer
    times = {named[n]: 16 if n < 5 else 1 for n in named} | {cast.hidden: 16}
    for employer, count in times.items():
        for n in range(count):
            happening = Happening("call", "Asked", clock.today() - timedelta(n * 5), over_because="It was agreed.")
            by, place = (cast.director, cast.region) if employer == cast.hidden else (cast.mesa_wbl, cast.mesa)
            record_engagement(employer, happening, by=by, institution=place)
    cast.named = named
    return cast


@pytest.mark.django_db
def test_the_page_says_the_share_and_names_who_bears_it(uneven):
    page = uneven.client(uneven.harbor_wbl).get("/contact-load/burden/").content.decode()
    assert "20% of employers carry 80.0% of the contacts" in page
    assert "5 of 25 employers were contacted 80 of 100 times" in page
    for n in range(5):
        assert f"Works {n:02}" in page
    assert "Hidden Works" not in page
    assert "Paused Works" not in page  # wants no contact now: nobody is pointed to it
    found = burden(uneven.harbor_wbl)
    assert (found.share, found.most, found.moved, found.left) == (80.0, 8, 40, 0)
    assert "instead of 80.0%" in page
    assert f"<strong>{found.share_after}%</strong>" in page
    takers = {taker.name for shift in found.shifts for taker, _n in shift.takers}
    assert "Idle Works" in takers  # who was not asked at all is asked first


@pytest.mark.django_db
def test_every_bar_opens_into_rows_that_add_up(uneven):
    client = uneven.client(uneven.harbor_wbl)
    found = burden(uneven.harbor_wbl)
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT employer_id, count(DISTINCT occasion) FROM engagements_touch WHERE state = 'made'
               AND "on" > %s AND "on" <= %s AND employer_id <> %s GROUP BY employer_id""",
            [clock.today() - timedelta(90), clock.today(), uneven.hidden.pk],
        )
        plain = dict(cursor.fetchall())
    assert {one.employer: one.load for one in found.bearers} == plain
    for one in found.heavy.bearers:
        page = client.get(f"/employers/{one.employer}/counted/").content.decode()
        assert page.count('class="when"') == one.load == 16
    assert client.get(f"/employers/{uneven.hidden.pk}/counted/").status_code == 404
    part = client.get("/contact-load/?fifth=1").content.decode()
    assert [f"Works {n:02}" in part for n in range(6)] == [True] * 5 + [False]
    lines = [line.split(",") for line in _csv_of(client)]
    assert len(lines) == 26
    assert (lines[5][3], lines[-1][3]) == ("80.0%", "100.0%")


def _csv_of(client):
    return client.post("/contact-load/burden.csv").content.decode("utf-8-sig").splitlines()


@pytest.mark.django_db
def test_what_the_busiest_give_stands_beside_what_they_bear(uneven):
    """B16, F20: places offered and students who are there, each leading to its rows; few students are no number."""
    one = burden(uneven.mesa_wbl).heavy.bearers[0]
    employer = Employer.objects.get(pk=one.employer)
    posted(uneven, employer, places=4)
    placed(uneven, student(uneven), posted(uneven, employer, title="Begun"))
    moving.start(Placement.objects.get(), clock.today(), by=uneven.mesa_wbl)
    page = uneven.client(uneven.mesa_wbl).get("/contact-load/burden/").content.decode()
    text = " ".join(page.split())
    assert f'<a href="/employers/{employer.pk}/opportunities/"> offers 4 places </a>' in text
    assert f'<a href="/employers/{employer.pk}/placements/">fewer than 10 students are there now</a>' in text
    row = next(line.split(",") for line in _csv_of(uneven.client(uneven.mesa_wbl)) if line.startswith(employer.name))
    assert row[4:] == ["2", "4", "fewer than 10 students are there now"]


@pytest.mark.django_db
def test_another_limit_may_be_supposed_and_nonsense_is_said(uneven):
    client = uneven.client(uneven.mesa_wbl)
    assert burden(uneven.mesa_wbl, 16).moved == 0
    assert "Nobody was asked oftener than 16 times" in client.get("/contact-load/burden/?most=16").content.decode()
    for nonsense in ("0", "-3", "many", "9" * 5000):
        answer = client.get("/contact-load/burden/", {"most": nonsense})
        assert answer.status_code == 200
        assert "This needs another look" in answer.content.decode(), nonsense


@pytest.mark.django_db
def test_where_nobody_was_contacted_the_page_says_so(cast):
    assert "Nobody was contacted in 90 days" in cast.client(cast.mesa_wbl).get("/contact-load/burden/").content.decode()
    assert burden(cast.mesa_wbl) is None


@pytest.mark.django_db
def test_the_file_goes_by_the_door_of_the_directory(uneven):
    """Who may not take the directory away takes nothing away here; both together count against one number an hour."""
    instructor = uneven.client(uneven.people["mesa_instructor"])
    page = instructor.get("/contact-load/burden/").content.decode()
    assert "Works 00" in page  # the control: the page itself is open
    assert "burden.csv" not in page
    assert instructor.post("/contact-load/burden.csv").status_code == 403
    client = uneven.client(uneven.harbor_wbl)
    assert client.get("/contact-load/burden.csv").status_code == 405
    for _time in range(EXPORTS.most):
        assert client.post("/employers/export/", {"form": "csv"}).status_code == 200
    assert client.post("/contact-load/burden.csv").status_code == 429
