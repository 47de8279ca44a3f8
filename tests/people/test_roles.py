"""Roles of schools: they see, log and ask, and neither vet nor bring lists (H11); each role says what it may do."""

import pytest

from guildhall.people.permissions import GRANTS, IN_WORDS, LABELS, Permission, Role

pytestmark = pytest.mark.django_db
SCHOOLS = ("mesa_counselor", "mesa_principal", "mesa_teacher")


def test_every_role_has_a_name_words_and_grants():
    assert set(Role) == LABELS.keys() == IN_WORDS.keys() == GRANTS.keys()


@pytest.mark.parametrize("name", SCHOOLS)
def test_people_of_schools_see_log_and_ask(cast, name):
    kestrel = cast.shared("Kestrel Aerospace").employer
    client = cast.client(cast.people[name])
    assert "Kestrel Aerospace" in client.get("/employers/").content.decode()
    for address in (f"/employers/{kestrel.pk}/", "/log/", f"/employers/{kestrel.pk}/ask/"):
        assert client.get(address).status_code == 200, address
    for address in ("/employers/add/", "/imports/", "/crm/", "/access/"):
        assert client.get(address).status_code == 403, address
    assert not cast.people[name].may(Permission.DEVELOP_EMPLOYERS)


def test_whoever_gives_a_role_reads_what_it_may_do(cast):
    page = cast.client(cast.administrator).get("/access/give/").content.decode()
    assert "Counselor: sees the shared employers, logs, asks; neither vets nor brings lists" in page
