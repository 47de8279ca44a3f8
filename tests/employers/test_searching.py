"""A search finds what a person would expect: names as matching reads them, slips, and contacts by their own names."""

import re
from datetime import timedelta

import pytest

from guildhall.employers.models import Contact, Employer
from guildhall.employers.queries.searching import people_called, searched
from guildhall.lib import clock

pytestmark = pytest.mark.django_db

NAMES = (
    "Harborline",
    "IntegratedDesignsHub",
    "24/7 Towing",
    "W.G. Fasteners",
    "Pacific Ropeworks Ltd.",
    "Smith Welding",
    "Bayside International Services, Inc.",
    "North Wind Robotics",
    "Café Núñez",
)


@pytest.fixture
def named(cast):
    """The cast, with shared employers of these names."""
    for name in NAMES:
        cast.shared(name)
    return cast


def names(cast, q):
    """The names that a coordinator finds, best first."""
    rows = Employer.objects.shared_with(cast.mesa_wbl)
    known = dict(rows.values_list("pk", "name"))
    return [known[pk] for pk in searched(rows, q)]


TYPED = {
    "harbor line": "Harborline",
    "harbor li": "Harborline",
    "harbr line": "Harborline",
    "integrated designs hub": "IntegratedDesignsHub",
    "integrated designs": "IntegratedDesignsHub",
    "247 towing": "24/7 Towing",
    "24 7 towing": "24/7 Towing",
    "WG Fasteners": "W.G. Fasteners",
    "w.g. fast": "W.G. Fasteners",
    "pacific rope works": "Pacific Ropeworks Ltd.",
    "rope works": "Pacific Ropeworks Ltd.",
    "bayside intl svcs": "Bayside International Services, Inc.",
    "northwind": "North Wind Robotics",
    "northwind robotics": "North Wind Robotics",
    "cafe nunez": "Café Núñez",
}


def test_a_search_reads_names_as_matching_does(named):
    first = {typed: names(named, typed)[:1] for typed in TYPED}
    assert first == {typed: [wanted] for typed, wanted in TYPED.items()}


def test_one_slip_in_a_short_word_is_forgiven(named):
    """Trigrams alone do not know "Smith" in "smtih"."""
    for typed in ("smtih", "smih", "smitth", "snith", "smtih welding", "smith wleding", "amith"):
        assert "Smith Welding" in names(named, typed), typed


def test_what_nobody_is_called_finds_nothing(named):
    """The control."""
    for typed in ("zzyzx", "quarry stone", "harbor crane", "247 plumbing"):
        assert names(named, typed) == [], typed


def test_a_corrected_name_is_not_lost_among_many(cast, monkeypatch):
    """With more matches than are ranked, the employer that bears the corrected name is among them."""
    for name in ("Aasmith Welding", "Absmith Welding", "Smith Welding"):
        cast.shared(name)
    monkeypatch.setattr("guildhall.employers.queries.searching.MOST_RANKED", 1)
    assert names(cast, "smith wleding") == ["Smith Welding"]


def test_a_contact_is_a_hit_of_its_own(cast):
    contact = {"given_name": "Paloma", "family_name": "Núñez", "title": "Plant manager"}
    employer = cast.shared("Kestrel Aerospace", contact=contact).employer
    cast.shared("Nunez Bakery", contact={"given_name": "Otto", "family_name": "Brandt"})
    teresa = cast.client(cast.mesa_wbl)
    for typed in ("paloma nunez", "Núñez", "palo", "paloma kestrel"):
        page = teresa.get("/employers/", {"q": typed}).content.decode()
        found = re.search(r'(?s)<section class="stack" aria-labelledby="people">.*?</section>', page)
        assert found, typed
        assert "Paloma Núñez" in found[0], typed
        assert "Kestrel Aerospace" in found[0], typed
        assert "Otto" not in found[0], typed
        assert f"/employers/{employer.pk}/contacts/" in found[0], typed
    for typed in ("kestrel", "paloma brandt", "zzyzx"):
        assert 'aria-labelledby="people"' not in teresa.get("/employers/", {"q": typed}).content.decode(), typed


def test_a_slip_in_the_name_of_a_contact_is_forgiven(cast):
    cast.shared("Kestrel Aerospace", contact={"given_name": "Paloma", "family_name": "Whitfield"})
    cast.prospect("Bluegate", contact={"given_name": "Paul", "family_name": "Whitfeld"})
    teresa = cast.client(cast.mesa_wbl)
    for typed in ("whitfeild", "Whitfiled", "paloma whitfeld", "paloam", "palma whitfield", "whitfieldd"):
        page = teresa.get("/employers/", {"q": typed})
        assert [str(one.name) for one in page.context["people"]] == ["Paloma Whitfield"], typed
    for typed in ("whiteford", "zzyzx", "' | b:*", "kestrle"):
        assert not teresa.get("/employers/", {"q": typed}).context["people"], typed


def test_contacts_who_left_or_lie_behind_the_wall_are_no_hits(cast):
    contact = {"given_name": "Paloma", "family_name": "Nunez"}
    gone = cast.shared("Kestrel Aerospace", contact=contact).employer
    hidden = cast.prospect("Bluegate", contact=contact).employer
    Contact.objects.filter(employer=gone).update(to_date=clock.today() - timedelta(1))
    employers = [gone, hidden]
    assert people_called(cast.mesa_wbl, employers, "paloma nunez") == []
    Contact.objects.filter(employer=gone).update(to_date=None)
    assert [one.employer_id for one in people_called(cast.mesa_wbl, employers, "paloma nunez")] == [gone.pk], (
        "the control"
    )
