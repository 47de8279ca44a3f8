"""Of those who ask for its interviews an employer reads the names that they agreed to, else their codes (C16, R5)."""

import pytest
from django.test import Client

from guildhall.bookings.queries.interviews import secret_to_choose
from guildhall.students.models import Disclosure
from tests.bookings.test_employers_choose import day, signed_in  # noqa: F401  the fixture
from tests.bookings.test_known_by_name import consents

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("by_link", [False, True])
def test_who_agreed_stands_by_name_once_it_was_shown(cast, day, by_link):  # noqa: F811
    row, employer, _slots, asked = day
    consents(cast, asked[0], employer)
    consents(cast, asked[1], use="place", by="harbor_wbl")
    client, path = signed_in(cast, employer), f"/employer/events/{row.pk}/interviews/"
    if by_link:
        client, path = Client(), f"/interviews/{secret_to_choose(row.parts.get())}/"
    page = client.get(path).content.decode()
    assert "One student has agreed" in page and "Ana" not in page and not Disclosure.objects.exists()
    shown = client.post(path, {"show": "yes"}).content.decode()
    assert shown.count("Ana Zamora") > 1, "in what was shown, and in the row of the code"
    assert "Eve Zamora" not in shown and asked[1].code in shown, "a consent for a place names nobody at an event"
    assert "Ana Zamora" in client.get(path).content.decode()
    assert Disclosure.objects.get().registration_id == asked[0].registration_id


def test_where_nobody_agreed_nothing_is_offered(cast, day):  # noqa: F811
    row, employer, _slots, _asked = day
    page = signed_in(cast, employer).get(f"/employer/events/{row.pk}/interviews/").content.decode()
    assert "agreed to be known" not in page
