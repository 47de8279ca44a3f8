"""Roles are offered where they make sense, and to those who may give them (issue of the first use)."""

import pytest

from guildhall.people.models import Membership
from guildhall.people.permissions import Role

pytestmark = pytest.mark.django_db
GIVEN = {"email": "new@people.example", "given_name": "New", "family_name": "Comer"}


def offered(page: str) -> set[str]:
    return {role for role in Role if f'<option value="{role}"' in page}


@pytest.mark.parametrize("path", ["/access/give/", "/access/give/many/"])
def test_a_college_is_offered_the_roles_that_it_gives(cast, path):
    college = offered(cast.client(cast.mesa_admin).get(path).content.decode())
    region = offered(cast.client(cast.administrator).get(path).content.decode())
    assert Role.WBL_COORDINATOR in college and Role.REGIONAL_DIRECTOR not in college
    assert region == set(Role), "the control: who gives access everywhere is offered all of them"


def test_nobody_becomes_a_director_of_one_college(cast):
    client = cast.client(cast.administrator)
    sent = GIVEN | {"role": Role.REGIONAL_DIRECTOR, "institution": str(cast.mesa.pk)}
    assert "not for one college or school" in client.post("/access/give/", sent).content.decode()
    assert not Membership.objects.filter(person__email=GIVEN["email"]).exists()
    sent["institution"] = str(cast.region.pk)
    client.post("/access/give/", sent)
    assert Membership.objects.filter(person__email=GIVEN["email"], role=Role.REGIONAL_DIRECTOR).exists()
