"""No contact's address reaches students or the public who may not have it, wherever somebody typed it (C24)."""

import pytest

from guildhall.employers.models import Contact
from guildhall.lib.verdicts import Refused
from guildhall.opportunities.actions import deciding
from guildhall.opportunities.actions.entering import Offer, change_opportunity
from guildhall.opportunities.actions.listing import refresh_words
from guildhall.opportunities.models import Opportunity
from tests.opportunities.offers import offer, posted

pytestmark = pytest.mark.django_db
MAIL, CALL = "ana@kestrel.example", "(619) 555-0142"
CONTACT = {"family_name": "Ortega", "given_name": "Ana", "email": MAIL, "phone": f"{CALL} ext. 12"}
SAYS = f"Write to ANA@kestrel.example or call 619.555.0142, but never {MAIL}"


@pytest.fixture
def kestrel(cast):
    return cast.shared("Kestrel Aerospace", contact=CONTACT, city="San Diego", state="CA", zip="92101").employer


def page_of(client, row):
    return client.get(f"/open/{row.pk}/").content.decode()


def public(cast, employer, **facts):
    row = posted(cast, employer, **facts)
    return deciding.make_public(row, on=True, version=row.version, by=cast.mesa_wbl)


@pytest.mark.parametrize("field", ["description", "requirements", "how_to_apply", "schedule", "occupation"])
def test_the_public_page_says_no_contacts_address_in_any_of_its_words(cast, kestrel, client, field):
    text = page_of(client, public(cast, kestrel, **{field: SAYS}))
    for hidden in (MAIL, "ANA@kestrel.example", "619.555.0142"):
        assert hidden not in text, field
    assert "ask your career center" in text, "its words are there"


def test_what_students_may_see_is_not_for_search_engines(cast, kestrel, client):
    """The consent of a contact goes as far as it says: students, not everybody (C25)."""
    Contact.objects.filter(employer=kestrel).update(students_may_email=True, students_may_phone=True)
    text = page_of(client, public(cast, kestrel, description=SAYS))
    assert "@kestrel.example" not in text
    assert "619.555.0142" not in text


def test_an_address_that_belongs_to_no_contact_stays(cast, kestrel, client):
    assert "jobs@kestrel.example" in page_of(client, public(cast, kestrel, description="Ask jobs@kestrel.example"))


@pytest.mark.parametrize(
    "title", ["Two interns, ana@kestrel.example", "Call 619-555-0142", "Interns (+1 619 555 0142)"]
)
def test_no_title_says_an_address(cast, kestrel, title):
    """Titles stand in lists, letters, and on what students applied for, long after contacts changed their mind."""
    with pytest.raises(Refused, match="out of the title"):
        offer(cast, kestrel, title=title)
    row = offer(cast, kestrel, title="Interns 2026-2027")
    with pytest.raises(Refused, match="out of the title"):
        change_opportunity(row, Offer("internship_paid", title), version=row.version, by=cast.mesa_wbl)
    Opportunity.objects.filter(pk=row.pk).update(title=title)
    row.refresh_from_db()
    again = change_opportunity(row, Offer("internship_paid", title, places=2), version=row.version, by=cast.mesa_wbl)
    assert again.places == 2, "an older one can still be changed"


# ── Searching ────────────────────────────────────────────────────────


@pytest.mark.parametrize("field", ["description", "requirements", "occupation"])
def test_a_search_finds_no_word_that_the_page_does_not_say(cast, kestrel, client, field):
    """Whoever tries addresses one by one learns from no list which of them stands in the words."""
    public(cast, kestrel, title="Machinists wanted", **{field: f"{SAYS} about lathes"})
    assert "Machinists wanted" in client.get("/open/?q=lathes").content.decode(), "the control"
    for word in ("ana", MAIL, "555", "0142", "619.555.0142"):
        assert "Machinists wanted" not in client.get("/open/", {"q": word}).content.decode(), word


def test_what_was_indexed_with_an_address_is_indexed_anew(cast, kestrel, client):
    row = public(cast, kestrel, description=SAYS)
    Opportunity.objects.filter(pk=row.pk).update(search=None)  # as the migration leaves it
    assert refresh_words() == 1
    assert row.title in client.get("/open/?q=write").content.decode()
