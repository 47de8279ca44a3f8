"""What everybody reads without signing in: a list, search engines, and nothing that is kept from anybody (F22, C24)."""

import re

import pytest

from guildhall.engagements.models import RedTape
from guildhall.lib import clock
from guildhall.opportunities.actions import deciding, excepting
from guildhall.opportunities.queries.job_posting import job_posting
from guildhall.opportunities.views import for_everybody
from tests.opportunities.offers import fresh, posted

pytestmark = pytest.mark.django_db
CONTACT = {"family_name": "Ortega", "given_name": "Ana", "email": "ana@kestrel.example"}


@pytest.fixture
def kestrel(cast):
    where = {"street": "1 Harbor Drive", "city": "San Diego", "state": "CA", "zip": "92101"}
    return cast.shared("Kestrel Aerospace", contact=CONTACT, **where).employer


def public(cast, kestrel, **facts):
    row = posted(cast, kestrel, **facts)
    return deciding.make_public(row, on=True, version=row.version, by=cast.mesa_wbl)


def test_the_list_finds_what_is_public_and_nothing_else(cast, kestrel, client):
    near = public(cast, kestrel, title="Machinists wanted", site=kestrel.sites.get())
    posted(cast, kestrel, title="For students only")
    limited = public(cast, kestrel, title="Limited since")
    excepting.limit(fresh(limited), [cast.mesa], reason="x", until=None, by=cast.mesa_wbl)
    for path in ("/open/", "/open/?q=machinists", "/open/?zip=92101"):
        text = client.get(path).content.decode()
        assert "Machinists wanted" in text, path
        assert f"/open/{near.pk}/" in text
        assert "For students only" not in text
        assert "Limited since" not in text
    assert "Nothing fits" in client.get("/open/?q=astronauts").content.decode()
    assert "No ZIP code is like this one" in client.get("/open/?zip=99999").content.decode()
    assert "/open/" in client.get("/student/sign-in/").content.decode(), "whoever comes to sign in finds it"


def test_without_any_it_says_what_stands_there(cast, client):
    assert "What colleges show to everybody" in client.get("/open/").content.decode()


def test_search_engines_find_the_public_ones_alone(cast, kestrel, client):
    row, hidden = public(cast, kestrel), posted(cast, kestrel, title="hidden")
    sitemap = client.get("/sitemap.xml")
    assert sitemap["Content-Type"] == "application/xml"
    text = sitemap.content.decode()
    assert text.startswith("<?xml")
    assert re.findall(r"/open/([0-9a-f-]{36})/</loc>", text) == [str(row.pk)]
    assert str(hidden.pk) not in text
    robots = client.get("/robots.txt").content.decode()
    assert "Allow: /open/\nDisallow: /\n" in robots
    assert "/sitemap.xml" in robots


def test_more_than_one_map_holds_are_listed_map_by_map(cast, kestrel, client, monkeypatch):
    monkeypatch.setattr(for_everybody, "MOST", 2)
    rows = [public(cast, kestrel) for _n in range(5)]
    index = client.get("/sitemap.xml").content.decode()
    assert "<sitemapindex" in index
    parts = re.findall(r"/sitemap-(\d+)\.xml</loc>", index)
    assert parts == ["1", "2", "3"]
    found = [client.get(f"/sitemap-{part}.xml").content.decode() for part in parts]
    keys = [key for text in found for key in re.findall(r"/open/([0-9a-f-]{36})/</loc>", text)]
    assert sorted(keys) == sorted(str(row.pk) for row in rows), "each once"
    assert client.get("/sitemap-4.xml").status_code == 404


def test_without_a_site_it_is_where_its_employer_is(cast, kestrel):
    address = job_posting(fresh(posted(cast, kestrel)), "")["jobLocation"]["address"]
    assert (address["addressLocality"], address["addressRegion"]) == ("San Diego", "CA")
    assert "streetAddress" not in address, "nobody chose to show where exactly"
    assert "jobLocation" not in job_posting(fresh(posted(cast, kestrel, transport="remote")), "")


def test_what_students_read_of_an_offer_is_complete(cast, kestrel, client):
    """Hours, places, insurance, what is seen to, and how fresh it is."""
    note = "qxpolicy of the districtxq"
    RedTape.objects.create(
        employer=kestrel, kind="insurance", what=note, person=cast.mesa_wbl, institution=cast.mesa, made_at=clock.now()
    )
    row = public(cast, kestrel, hours=12, places=3, insured="employer", papers=("background",))
    text = " ".join(client.get(f"/open/{row.pk}/").content.decode().split())
    for words in ("hours a week: 12", "<dt>Places</dt>", "background check", "You are insured by"):
        assert words in text, words
    assert "Seen to already" not in text, "what colleges do for an employer is not for everybody"
    assert note not in text
