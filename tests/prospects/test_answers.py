"""What a college is told when it meets the wall: at the form, and when it is brought in (J2, A8)."""

import pytest

from guildhall.prospects.actions import asking
from guildhall.prospects.models import JoinRequest, Prospect

pytestmark = pytest.mark.django_db
NAME = "Zenith Ceramics"


@pytest.fixture
def asked(cast):
    """A question of Mesa about an employer that the region develops."""
    employer = cast.prospect(NAME, domain="zenith.example").employer
    row = asking.request_for(employer.pk, "Zenith", "May we?", by=cast.mesa_wbl, institution=cast.mesa)
    return asking.answer_request(row, "Gladly.", accept=True, by=cast.director)


def test_whoever_is_brought_in_reads_with_whom_to_go_on(cast, asked):
    client = cast.client(cast.mesa_wbl)
    page = client.get("/employers/asked/").content.decode()
    assert "Gladly." in page and f"mailto:{cast.director.email}" in page
    assert "Then its page opens to you" in page
    assert NAME not in page, "and not the record's own name"
    notices = client.get("/notices/").content.decode()
    assert "Zenith" in notices and "do not see any more" not in notices and NAME not in notices


def test_who_is_not_brought_in_yet_reads_nothing_of_it(cast, asked):
    """The control."""
    JoinRequest.objects.update(state="open", answer="")
    page = cast.client(cast.mesa_wbl).get("/employers/asked/").content.decode()
    assert "Then its page opens to you" not in page


def add(cast, who, **typed):
    sent = {"holder": str(cast.mesa.pk if who.startswith("mesa") else cast.region.pk), "city": "Elsewhere"} | typed
    return cast.client(cast.people[who]).post("/employers/add/", sent)


def test_the_same_website_under_another_name_is_asked_about(cast):
    cast.shared("Kestrel Aerospace", domain="kestrel-aero.example")
    page = add(cast, "mesa_wbl", name="Wholly Different", domain="https://www.kestrel-aero.example/about")
    assert "Kestrel Aerospace" in page.content.decode()
    assert not Prospect.objects.filter(employer__name="Wholly Different").exists()
    answer = add(cast, "mesa_wbl", name="Wholly Different", domain="another.example")
    assert answer.status_code == 302, "the control: another website"
    row = Prospect.objects.get(employer__name="Wholly Different")
    assert row.owner == cast.mesa_wbl, "whoever enters it owns it"


def test_the_same_website_behind_the_wall_is_told_of_blindly(cast, asked):
    page = add(cast, "mesa_wbl", name="Wholly Different", domain="zenith.example").content.decode()
    assert "regional relationship" in page and NAME not in page
    assert not Prospect.objects.filter(employer__name="Wholly Different").exists()
