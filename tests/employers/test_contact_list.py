"""The list of contacts over all employers: search, filters, order, files (C24, C25, N6, G1, G3)."""

import csv
import io

import pytest

from guildhall.audit.models import Access
from guildhall.employers import exports
from guildhall.employers.actions import editing
from guildhall.employers.models import Contact, SavedFilter
from tests.employers.test_key_accounts import kestrel, open_account
from tests.permissions.oracle import text_of

pytestmark = pytest.mark.django_db
__all__ = ["kestrel", "open_account"]


@pytest.fixture
def people(cast, kestrel):
    """Kestrel's two, and two of a restricted and another shared employer."""
    osprey = cast.shared("Osprey Robotics", city="Westridge", naics="333517").employer
    values = {"given_name": "José", "family_name": "Ibáñez", "title": "Plant manager", "email": "jose@osprey.example"}
    editing.save_contact(osprey, values | {"mail_topics": ["events"], "students_may_email": True}, by=cast.mesa_wbl)
    cast.prospect("Hidden Works", contact={"family_name": "Quimby"})
    return kestrel


def names(cast, query="", who="mesa_wbl"):
    page = cast.client(cast.people[who]).get(f"/contacts/{query}").content.decode()
    results = page.partition('id="results"')[2]
    return [name for name in ("Nova", "Orr", "Ibáñez", "Quimby") if f"{name}" in results]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Nova", "Orr", "Ibáñez"]),
        ("?q=jose+iba", ["Ibáñez"]),
        ("?q=osprey", ["Ibáñez"]),
        ("?q=kestrel+no", ["Nova"]),
        ("?q=osprey+nova", []),
        ("?q=quimby", []),
        ("?q=ada@kestrel.example", []),
        ("?position=plant", ["Ibáñez"]),
        ("?place=westridge", ["Ibáñez"]),
        ("?industry=31", ["Ibáñez"]),
        ("?agreed=email", ["Ibáñez"]),
        ("?agreed=events", ["Ibáñez"]),
        ("?agreed=news", []),
        ("?guarded=yes", ["Nova"]),
        ("?guarded=no&sort=employer", ["Orr", "Ibáñez"]),
        ("?standing=former", []),
        ("?agreed=nonsense&sort=nonsense&after=nonsense", ["Nova", "Orr", "Ibáñez"]),
    ],
)
def test_search_and_filters(cast, people, query, found):
    assert names(cast, query) == found


def test_whoever_develops_an_employer_finds_its_contacts_marked(cast, people):
    page = cast.client(cast.director).get("/contacts/?q=quimby").content.decode()
    assert "Quimby" in page
    assert "Restricted" in page


def test_former_ones_are_asked_for(cast, people):
    editing.note_departure(people.bo, by=cast.mesa_wbl)
    assert names(cast) == ["Nova", "Ibáñez"]
    assert names(cast, "?standing=former") == ["Orr"]
    assert names(cast, "?standing=all") == ["Nova", "Orr", "Ibáñez"]


def test_the_list_is_sorted_and_paged_by_what_it_is_sorted_by(cast, people):
    for n in range(60):
        Contact.objects.create(employer=people, family_name=f"Aaron {n:02}")
    client = cast.client(cast.mesa_wbl)
    for sort in ("", "employer", "newest"):
        first = client.get(f"/contacts/?sort={sort}")
        second = client.get(f"/contacts/?sort={sort}&after={first.context['page'].next}")
        keys = [c.pk for c in (*first.context["page"], *second.context["page"])]
        assert len(keys) == len(set(keys)) == 63, sort


def test_a_search_that_is_too_long_says_so_and_exports_nothing(cast, people):
    client = cast.client(cast.mesa_wbl)
    assert "Nothing was searched" in client.get("/contacts/", {"q": "nova " * 90}).content.decode()
    answer = client.post(f"/contacts/export/?q={'nova+' * 90}", {"form": "csv"})
    assert answer.status_code == 403


# ── Files ────────────────────────────────────────────────────────────


def rows_of(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_file_holds_the_filter_by_name_and_no_address(cast, people):
    before = Access.objects.count()
    answer = cast.client(cast.mesa_wbl).post("/contacts/export/?q=kestrel", {"form": "csv"})
    rows = rows_of(answer)
    assert [(row["Last name"], row["Employer"], row["Ask first"]) for row in rows] == [
        ("Nova", "Kestrel Aerospace", "yes"),
        ("Orr", "Kestrel Aerospace", ""),
    ]
    assert "kestrel.example" not in str(rows)
    assert Access.objects.count() == before + 1, "the export itself is written down"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_addresses_that_are_open_leave_and_each_is_written_down(cast, people, form):
    """G1, C24, N6: the protected one stays out, with the reason."""
    answer = cast.client(cast.mesa_wbl).post("/contacts/export/?q=kestrel", {"form": form, "addresses": "1"})
    text = text_of(answer)
    assert "bo@kestrel.example" in text
    assert "ada@kestrel.example" not in text
    assert "ask its operator first" in text
    shown = Access.objects.filter(kind="shown the address of a contact")
    assert [row.object_id for row in shown] == [str(people.bo.pk)]


def test_the_operator_takes_the_protected_one_along_with_the_reason(cast, people):
    cast.client(cast.mesa_jobs).post("/contacts/export/?q=kestrel", {"form": "xlsx", "addresses": "1"})
    reasons = dict(Access.objects.filter(kind="shown the address of a contact").values_list("object_id", "reason"))
    assert reasons == {str(people.ada.pk): "answers for the key account", str(people.bo.pk): ""}


def test_more_than_a_few_are_a_mailing_and_leave_without_addresses(cast, people, monkeypatch):
    monkeypatch.setattr(exports, "MOST_ADDRESSES", 2)
    client = cast.client(cast.mesa_wbl)
    answer = client.post("/contacts/export/", {"form": "csv", "addresses": "1"})
    assert answer.status_code == 403
    assert "Narrow the list down" in answer.content.decode()
    assert Access.objects.count() == 0
    assert client.post("/contacts/export/", {"form": "csv"}).status_code == 200, "the control"


def test_who_is_shown_no_address_takes_none_away(cast, people):
    client = cast.client(cast.administrator)
    assert client.post("/contacts/export/", {"form": "csv", "addresses": "1"}).status_code == 403
    assert "kestrel.example" not in str(rows_of(client.post("/contacts/export/", {"form": "csv"})))
    assert 'name="addresses"' not in client.get("/contacts/").content.decode()


def test_no_cell_is_a_formula(cast, people):
    editing.save_contact(people, {"family_name": "=1+1", "title": "@SUM(A1)"}, by=cast.mesa_wbl)
    rows = rows_of(cast.client(cast.mesa_wbl).post("/contacts/export/?q=kestrel", {"form": "csv"}))
    assert {row["Last name"] for row in rows} == {"'=1+1", "Nova", "Orr"}


# ── Filters kept as tabs ─────────────────────────────────────────────


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_sign_in_one_cell_spoils_the_file(cast, people, form):
    """Whoever writes about a contact could otherwise take the export away from everybody."""
    Contact.objects.filter(pk=people.bo.pk).update(approach="by\x1b[31m \x0btelephone\ufffe")
    answer = cast.client(cast.mesa_wbl).post("/contacts/export/", {"form": form})
    assert answer.status_code == 200
    assert "telephone" in text_of(answer)


def test_each_list_keeps_its_own_filters(cast, people):
    client = cast.client(cast.mesa_wbl)
    data = {"name": "Mine", "query": "guarded=yes", "page": "contacts"}
    assert client.post("/employers/filters/", data)["Location"] == "/contacts/?guarded=yes"
    client.post("/employers/filters/", {"name": "Mine", "query": "owner=me", "page": "employers"})
    assert SavedFilter.objects.count() == 2
    assert client.get("/contacts/").content.decode().count(">Mine<") == 1
    kept = SavedFilter.objects.get(page="contacts")
    assert client.post(f"/employers/filters/{kept.pk}/drop/")["Location"] == "/contacts/"
    assert ">Mine<" not in client.get("/contacts/").content.decode()


# ── One contact's page ───────────────────────────────────────────────


def test_a_contacts_page_says_how_to_turn_to_them(cast, people):
    bo = people.bo
    values = {"approach": "mornings", "students_may_phone": True, "mail_topics": ["news"]}
    editing.save_contact(people, values, by=cast.mesa_wbl, contact=bo, version=bo.version)
    client = cast.client(cast.mesa_wbl)
    page = " ".join(client.get(f"/employers/{people.pk}/contacts/{bo.pk}/timeline/").content.decode().split())
    for words in ("mornings", "students may see the telephone", "news of the region", "Yes, today", "used in 30 days"):
        assert words in page, words
    assert "bo@kestrel.example" not in page
    guarded = client.get(f"/employers/{people.pk}/contacts/{people.ada.pk}/timeline/").content.decode()
    assert "Who is asked first" in guarded
    assert "Ask first" in guarded
    assert f"?log&amp;contact={bo.pk}#log" in page


def test_log_from_a_contacts_page_begins_with_the_contact(cast, people):
    page = cast.client(cast.mesa_wbl).get(f"/employers/{people.pk}/?log&contact={people.bo.pk}").content.decode()
    assert f'<option value="{people.bo.pk}" selected>' in page
    assert cast.client(cast.mesa_wbl).get(f"/employers/{people.pk}/?log&contact=x").status_code == 200


def test_numbers_are_links_that_dial(cast, people):
    answer = cast.client(cast.mesa_wbl).post(
        f"/employers/{people.pk}/contacts/{people.bo.pk}/show/", HTTP_HX_REQUEST="true"
    )
    assert 'href="tel:5550100"' in answer.content.decode()
    assert 'href="mailto:bo@kestrel.example"' in answer.content.decode()


def test_log_leads_to_the_employer_of_the_page(cast, people):
    client = cast.client(cast.mesa_wbl)
    for path in ("about/", "contacts/", "contacts/add/", f"contacts/{people.bo.pk}/merge/"):
        page = client.get(f"/employers/{people.pk}/{path}").content.decode()
        dock = page.partition('class="dock"')[2]
        assert f'href="/employers/{people.pk}/?log#log"' in dock, path
    assert 'href="/log/"' in client.get("/contacts/").content.decode(), "the control: about nobody"


def test_a_site_is_found_on_a_map_and_called(cast, people):
    editing.save_site(
        people, {"city": "Westridge", "street": "5 Oak Street", "phone": "(555) 010-7100 x12"}, by=cast.mesa_wbl
    )
    page = cast.client(cast.mesa_wbl).get(f"/employers/{people.pk}/about/").content.decode()
    assert "openstreetmap.org/search?query=5%20Oak%20Street%2C%20Westridge" in page
    assert 'href="tel:5550107100;ext=12"' in page
