"""A page that says no has the whole menu, and counts nothing for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.lib import clock
from guildhall.people.models import Notice

pytestmark = pytest.mark.django_db
NUMBERS = '<span class="tally'


def test_a_refusal_has_the_menu_and_no_numbers(cast):
    facts = {"event": "test", "key": "1", "words": "Something happened", "path": "/", "about": [], "behind": []}
    Notice.objects.create(person=cast.mesa_teacher, how="here", at=clock.now(), **facts)
    client = cast.client(cast.mesa_teacher)
    with CaptureQueriesContext(connection) as of_a_page:
        page = client.get("/notices/")
    assert NUMBERS in page.content.decode(), "the control"
    with CaptureQueriesContext(connection) as of_a_refusal:
        refusal = client.get("/crm/")
    assert refusal.status_code == 403
    assert NUMBERS not in refusal.content.decode()
    assert '<nav' in refusal.content.decode()
    assert any("count(*)" in query["sql"] for query in of_a_page), "the control"
    assert not any("count(*)" in query["sql"] for query in of_a_refusal)
    assert client.get("/notices/").content.decode().count(NUMBERS), "and the next page counts again"
