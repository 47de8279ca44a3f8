"""The form of a contact shows addresses, so whoever opens it is written down (G1)."""

import pytest

from guildhall.audit.models import Access

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(cast):
    contact = {"given_name": "Ada", "family_name": "Byron", "email": "ada@kestrel.example", "phone": "619 555 0100"}
    cast.kestrel = cast.shared("Kestrel Aerospace", contact=contact).employer
    return cast.kestrel.contacts.get()


@pytest.mark.parametrize("body", [{}, {"version": ""}, {"nothing": "known"}])
def test_no_post_shows_an_address_that_is_not_written_down(cast, ada, body):
    client, before = cast.client(cast.mesa_wbl), Access.objects.count()
    page = client.post(f"/employers/{cast.kestrel.pk}/contacts/{ada.pk}/", body).content.decode()
    assert "ada@kestrel.example" not in page
    assert "555 0100" not in page
    assert Access.objects.count() == before


def test_opening_it_shows_the_address_and_is_written_down(cast, ada):
    """The control."""
    client, before = cast.client(cast.mesa_wbl), Access.objects.count()
    page = client.post(f"/employers/{cast.kestrel.pk}/contacts/{ada.pk}/", {"open": "1"}).content.decode()
    assert "ada@kestrel.example" in page
    assert Access.objects.count() == before + 1
