"""The list of prospects: search, filters, order, file, kept views; and cards that are put elsewhere (A1, A7)."""

import csv
import io
from datetime import timedelta

import pytest

from guildhall.audit.models import Access
from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.prospects.actions import developing
from guildhall.prospects.models import Prospect

pytestmark = pytest.mark.django_db


@pytest.fixture
def leads(cast):
    """Three leads: one with an owner and a step that is late, one of a college, one untouched."""
    for name, city in (("Alder Metals", "Redstone"), ("Birch Foods", "Westridge")):
        cast.prospect(name, city=city, tags=["fair"] if name.startswith("A") else [])
    cast.prospect("Cedar Health", holder=cast.mesa, by=cast.mesa_wbl)
    cast.shared("Dogwood Works")
    alder = prospect("Alder Metals")
    plan = {"next_step": "call", "next_step_on": clock.today() + timedelta(3), "owner": cast.director}
    developing.plan(alder, **plan, version=alder.version, by=cast.director)
    Prospect.objects.filter(pk=alder.pk).update(next_step_on=clock.today() - timedelta(2))


def prospect(name):
    return Prospect.objects.select_related("employer").get(employer__name=name)


def names(cast, query="", who="director"):
    page = cast.client(cast.people[who]).get(f"/crm/list/{query}")
    assert page.status_code == 200
    return [row.employer.name.split()[0] for row in page.context["page"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?sort=name", ["Alder", "Birch", "Cedar"]),
        ("?q=birch", ["Birch"]),
        ("?q=westridge", ["Birch"]),
        ("?q=dogwood", []),
        ("?stage=lead&owner=me", ["Alder"]),
        ("?owner=none&sort=name", ["Birch", "Cedar"]),
        ("?due=late", ["Alder"]),
        ("?due=soon", []),
        ("?due=none&sort=name", ["Birch", "Cedar"]),
        ("?tag=fair", ["Alder"]),
        ("?sort=due", ["Alder", "Birch", "Cedar"]),
        ("?sort=owner", ["Alder", "Birch", "Cedar"]),
        ("?sort=oldest", ["Alder", "Birch", "Cedar"]),
        ("?view=mine", ["Alder"]),
        ("?view=mine&owner=none", []),
    ],
)
def test_search_filters_and_order(cast, leads, query, found):
    result = names(cast, query)
    assert sorted(result) == sorted(found)
    if "sort=name" in query or query in ("?sort=owner", "?sort=oldest"):
        assert result == found
    if query == "?sort=due":
        assert result[0] == "Alder"


def test_it_is_narrowed_down_to_whom_it_belongs(cast, leads):
    assert names(cast, f"?holder={cast.mesa.pk}") == ["Cedar"]
    assert names(cast, f"?owner={cast.director.pk}") == ["Alder"]
    assert len(names(cast, "?owner=nonsense&holder=nonsense&sort=nonsense")) == 3, "odd values filter nothing"


def test_pages_go_on_where_they_ended_in_any_order(cast):
    for n in range(55):
        cast.prospect(f"Lead {n:02}")
    for sort in ("", "name", "due", "owner", "oldest"):
        client = cast.client(cast.director)
        first = client.get(f"/crm/list/?sort={sort}").context["page"]
        second = client.get(f"/crm/list/?sort={sort}&after={first.next}").context["page"]
        assert len({row.pk for row in (*first, *second)}) == 55, sort


def test_the_file_holds_the_filter_and_is_written_down_without_a_name(cast, leads):
    answer = cast.client(cast.director).post("/crm/list/export/?q=alder", {"form": "csv"})
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [(row["Employer"], row["Next step"], row["Owner"]) for row in rows] == [
        ("Alder Metals", "call", cast.director.name)
    ]
    assert Access.objects.get().detail == "CSV"
    assert cast.client(cast.mesa_wbl).post("/crm/list/export/", {"form": "csv"}).status_code == 403


def test_views_are_kept_as_tabs_of_this_list_alone(cast, leads):
    client = cast.client(cast.director)
    data = {"name": "Late ones", "query": "view=all&due=late", "page": "crm-list"}
    assert client.post("/employers/filters/", data)["Location"] == "/crm/list/?view=all&due=late"
    assert "Late ones" in client.get("/crm/list/").content.decode()
    assert "Late ones" not in client.get("/employers/").content.decode()


# ── The board ────────────────────────────────────────────────────────


def put(cast, name, stage, *, version=None, who="director"):
    row = prospect(name)
    data = {"stage": stage, "version": row.version if version is None else version, "view": "all"}
    return cast.client(cast.people[who]).post(f"/crm/cards/{row.pk}/drop/", data, follow=True)


def test_a_card_that_is_put_elsewhere_moves_and_the_board_says_so(cast, leads):
    page = put(cast, "Birch Foods", "developing")
    assert page.redirect_chain == [("/crm/?view=all", 302)]
    assert "is moved to “Developing”" in page.content.decode()
    assert prospect("Birch Foods").stage == "developing"


def test_what_may_not_stand_there_is_told_on_the_board(cast, leads):
    assert "Ready comes after vetting" in put(cast, "Birch Foods", "ready").content.decode()
    assert "Say why" in put(cast, "Birch Foods", "parked").content.decode()
    assert "cannot be put there" in put(cast, "Birch Foods", "promoted").content.decode()
    assert "moved this card meanwhile" in put(cast, "Birch Foods", "contacted", version=9).content.decode()
    assert prospect("Birch Foods").stage == "lead"


def test_cards_can_be_dragged_by_those_who_see_them(cast, leads):
    page = cast.client(cast.director).get("/crm/?view=all").content.decode()
    assert page.count('draggable="true"') == 3
    assert put(cast, "Alder Metals", "contacted", who="mesa_wbl").status_code == 404
    assert put(cast, "Cedar Health", "contacted", who="mesa_wbl").status_code in (200, 403)
    assert prospect("Cedar Health").stage == "contacted", "the college develops it"
    assert Employer.objects.filter(name="Alder Metals", posted_at=None).exists()
