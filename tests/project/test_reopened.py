"""Addresses of acts, opened again from the history: they lead to their page, or say in words what they are."""

import pytest

pytestmark = pytest.mark.django_db


def test_the_address_of_an_act_leads_to_the_page_of_its_record(cast):
    prospect = cast.prospect("Kestrel Aerospace")
    address = f"/vetting/{prospect.pk}/"
    director = cast.client(cast.director)
    for act in ("move/", "plan/", "park/"):
        assert director.get(address + act)["Location"] == address, act
    prospect.refresh_from_db()
    assert prospect.stage == "lead", "opening changes nothing"


def test_whoever_may_not_see_the_record_learns_nothing_at_the_address_of_its_acts(cast):
    address = f"/vetting/{cast.prospect('Kestrel Aerospace').pk}/"
    hidden = cast.client(cast.mesa_wbl)
    assert hidden.get(address).status_code == hidden.get(address + "move/").status_code == 404
    assert cast.client(None).get(address + "move/").status_code == 302, "to the sign-in page"


def test_a_button_whose_address_has_no_page_says_so_in_words(cast):
    answer = cast.client(cast.director).get("/employers/export/")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    page = answer.content.decode()
    assert "There is no page at this address" in page
    assert 'href="/"' in page, "a way on"
