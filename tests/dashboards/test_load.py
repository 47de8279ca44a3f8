"""Contact load and contacts avoided, computed and checked by plain SQL (M5, M27), and the home page's order (C2)."""

from datetime import timedelta

import pytest
from django.db import connection

from guildhall.dashboards import actions, metrics
from guildhall.dashboards.queries import arranging, contact_load, todo
from guildhall.employers.models import Contact
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.models import AvoidedContact
from guildhall.lib import clock
from guildhall.people.models import PointOfContact, Territory
from guildhall.ui.dates import in_words

pytestmark = pytest.mark.django_db


def log(employer, days, by, place, **more):
    told = {"kind": "call", "summary": "Asked", "happened_on": clock.today() - timedelta(days)}
    happening = Happening(**told, over_because="It was agreed.", **more)
    return record_engagement(employer, happening, by=by, institution=place)


@pytest.fixture
def busy(cast):
    """One employer asked five times by two colleges, one asked long ago, one never; and one behind the wall."""
    cast.often, cast.once, cast.never = (cast.shared(f"{n} Works").employer for n in ("Often", "Once", "Never"))
    people = [Contact.objects.create(employer=cast.often, family_name=name) for name in ("Ames", "Bell", "Cole")]
    for days in (1, 2, 25):
        log(cast.often, days, cast.mesa_wbl, cast.mesa)
    log(cast.often, 3, cast.harbor_wbl, cast.harbor, contacts=tuple(people))
    log(cast.often, 80, cast.harbor_wbl, cast.harbor)
    log(cast.often, 2, cast.mesa_wbl, cast.mesa, direction="theirs")  # what they begin does not count
    log(cast.once, 120, cast.mesa_wbl, cast.mesa)
    hidden = cast.prospect("Hidden Works").employer
    log(hidden, 1, cast.director, cast.region)
    return cast


def test_load_counts_occasions_people_and_institutions(busy):
    rows = {row.name: row for row in metrics.contact_load(busy.mesa_wbl)}
    assert list(rows) == ["Often Works"]
    often = rows["Often Works"]
    assert (often.in_30, often.in_90, often.to_people, often.institutions) == (4, 5, 7, 2)
    assert contact_load.peaks([busy.often.pk]) == {busy.often.pk: 4}


def test_how_much_the_busiest_fifth_carries(busy):
    assert contact_load.carried_by_a_fifth(busy.mesa_wbl) == 100  # one employer carries it all
    for n in range(4):
        log(busy.shared(f"Other {n} Works").employer, 1, busy.mesa_wbl, busy.mesa)
    assert contact_load.carried_by_a_fifth(busy.mesa_wbl) == round(100 * 5 / 9, 1)
    assert contact_load.carried_by_a_fifth(busy.mesa_student) is None


def test_load_equals_plain_sql(busy):
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT e.name, count(DISTINCT t.occasion) FILTER (WHERE t.on > %(today)s - 30),
                      count(DISTINCT t.occasion), count(*),
                      count(DISTINCT t.institution_id) FILTER (WHERE t.on > %(today)s - 30)
               FROM engagements_touch t JOIN employers_employer e ON e.id = t.employer_id
               WHERE t.state = 'made' AND t.on > %(today)s - 90 AND t.on <= %(today)s AND e.posted_at IS NOT NULL
               GROUP BY e.name""",
            {"today": clock.today()},
        )
        plain = {row[0]: row[1:] for row in cursor.fetchall()}
    found = metrics.contact_load(busy.mesa_wbl)
    assert {r.name: (r.in_30, r.in_90, r.to_people, r.institutions) for r in found} == plain


def test_the_page_shows_who_is_over_the_budget(busy):
    assert "over the budget" not in busy.client(busy.mesa_wbl).get("/contact-load/").content.decode()
    for days in (4, 5, 6):
        log(busy.often, days, busy.mesa_cases, busy.mesa)
    page = busy.client(busy.mesa_wbl).get("/contact-load/").content.decode()
    assert "Often Works" in page
    assert "over the budget" in page
    assert "Hidden Works" not in page


def test_contacted_this_week(busy):
    rows = contact_load.contacted_this_week(busy.mesa_wbl)
    assert [(row.name, row.occasions, sorted(row.institutions)) for row in rows] == [("Often Works", 3, ["HPC", "MGC"])]
    assert "Hidden Works" not in [row.name for row in contact_load.contacted_this_week(busy.director)]


def test_avoided_contacts_open_into_their_rows(busy):
    for why, days in (("budget", 1), ("joined", 300), ("ask_first", 400)):
        told = {"by": busy.mesa_wbl, "institution": busy.mesa, "on": clock.today() - timedelta(days)}
        AvoidedContact.objects.create(employer=busy.often, why=why, **told)
    with connection.cursor() as cursor:
        cursor.execute("""SELECT count(*) FROM engagements_avoidedcontact WHERE "on" > %s - 365""", [clock.today()])
        assert metrics.contacts_avoided(busy.harbor_wbl).count() == cursor.fetchone()[0] == 2
    page = busy.client(busy.harbor_wbl).get("/contacts-avoided/").content.decode()
    assert "The touch budget was used up" in page
    assert "key account operator" not in page  # older than a year


# ── The order of the home page ───────────────────────────────────────


OURS = [name for name in arranging.BLOCKS if name != "requests"]  # which directors alone have


def order(person):
    return [block.name for block in arranging.blocks(person)]


def test_blocks_move_and_hide_for_oneself_alone(busy):
    client, other = busy.client(busy.mesa_wbl), list(order(busy.mesa_cases))
    client.post("/arrange/", {"act": "up:recent"})
    assert order(busy.mesa_wbl)[-2:] == ["recent", "week"]
    assert order(busy.mesa_cases) == other
    client.post("/arrange/", {"act": "hide:week"})
    assert "Contacted in the last seven days" not in client.get("/").content.decode()
    client.post("/arrange/", {"act": "show:week"})
    assert "Contacted in the last seven days" in client.get("/").content.decode()
    for act in ("up:nothing", "sideways:week", "", "down:week"):
        client.post("/arrange/", {"act": act})
    assert sorted(order(busy.mesa_wbl)) == sorted(OURS)
    client.post("/arrange/", {"act": "anew:"})
    assert order(busy.mesa_wbl) == OURS


def test_a_block_of_a_later_version_stands_at_the_end(cast):
    actions.arrange("recent", "up", by=cast.mesa_wbl)
    row = cast.mesa_wbl.home_arrangement
    row.order = ["recent", "gone"]
    row.save()
    assert order(cast.mesa_wbl)[0] == "recent"
    assert set(order(cast.mesa_wbl)) == set(OURS)


@pytest.mark.django_db
def test_our_engagements_count_what_one_may_read_and_open_into_it(cast):
    """B16, A1: a number tells no more than its rows."""
    shared, hidden = cast.shared("Kestrel Aerospace").employer, cast.prospect("Quietwater Foundry").employer
    for employer in (shared, hidden):
        happening = Happening("call", "Spoke", clock.today())
        record_engagement(employer, happening, by=cast.director, institution=cast.region)
    for person, count in ((cast.director, 2), (cast.administrator, 1), (cast.mesa_wbl, 0)):
        figures = {figure.url: figure.value for figure in todo.figures(person).rows}
        assert figures["/activity/"] == todo.activity(person).count() == count, person


# ── How fresh, and who answers ───────────────────────────────────────


def test_every_page_of_figures_says_how_fresh_they_are_and_who_answers(busy):
    """B13: as-of and a responsible person beside every number."""
    client = busy.client(busy.mesa_wbl)
    territory = Territory.objects.get()
    for contact, answers in ((busy.director, str(busy.director)), (None, busy.region.name)):
        Territory.objects.update(contact=contact)
        assert territory.root == busy.region
        for url in ("/", "/contact-load/", "/contact-load/burden/", "/contacts-avoided/", "/follow-ups/kept/"):
            page = client.get(url).content.decode()
            assert "Counted just now" in page, url
            assert f"{answers} answers for these numbers." in page, url
    newest = in_words(clock.today()).replace(" ", "\u00a0")
    assert f"The newest is of {newest}." in client.get("/").content.decode()


def test_an_institutions_promises_name_who_answers_for_them(busy):
    point = {"institution": busy.harbor, "person": busy.harbor_wbl}
    PointOfContact.objects.create(kind="directors", **point)
    PointOfContact.objects.create(kind="employers", institution=busy.mesa, person=busy.mesa_cases)  # the other list
    page = busy.client(busy.mesa_wbl).get("/follow-ups/kept/").content.decode()
    assert f"answers: {busy.harbor_wbl}" in page
    assert str(busy.mesa_cases) not in page
