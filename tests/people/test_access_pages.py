"""The page of who has access: searched, narrowed, and the same few statements for many."""

import pytest
from django.utils.html import escape
from django.utils.text import capfirst

from guildhall.audit.models import Entry
from guildhall.people.permissions import GRANTS

pytestmark = pytest.mark.django_db


def test_people_are_found_by_name_or_e_mail_and_by_institution(cast):
    client = cast.client(cast.administrator)

    def shown(**query):
        return client.get("/access/", query).content.decode().partition("<tbody")[2]

    assert "mesa_wbl@" in shown() and "harbor_wbl@" in shown()
    assert "mesa_wbl@" in shown(q="MESA_wbl") and "harbor_wbl@" not in shown(q="MESA_wbl")
    assert "harbor_wbl@" in shown(at=cast.harbor.slug) and "mesa_wbl@" not in shown(at=cast.harbor.slug)
    assert "mesa_wbl@" in shown(at=cast.region.slug), "with all that stands below it"
    assert "@people" not in shown(q="nobody of that name")
    assert "@people" not in shown(at="elsewhere")


def test_where_nothing_is_needed_it_says_so(cast):
    assert "none needed" in cast.client(cast.administrator).get("/access/?q=mesa_student").content.decode()


def test_no_role_is_chosen_beforehand(cast):
    page = cast.client(cast.administrator).get("/access/give/").content.decode()
    assert '<option value="" selected>Choose …</option>' in page.partition('name="role"')[2].partition("</select>")[0]


def test_ending_an_access_asks_first(cast):
    """The button that ends it stands behind what it means, and takes the reason along."""
    client = cast.client(cast.administrator)
    page = client.get("/access/", {"q": "mesa_wbl"}).content.decode()
    fold = page[page.index("<details", page.index("mesa_wbl@")) :].partition("</details>")[0]
    assert "loses what" in fold
    membership = cast.mesa_wbl.memberships.get()
    address = f"/access/{membership.pk}/end/"
    assert page.count(address) == fold.count(address) == 1
    client.post(address, {"reason": "moved away"})
    entry = Entry.objects.filter(object_id=str(membership.pk)).latest("id")
    assert entry.reason == "moved away"
    assert not cast.mesa_wbl.memberships.in_force().exists()


def test_the_page_of_roles_lists_every_permission_that_a_role_grants(cast):
    page = cast.client(cast.mesa_wbl).get("/roles/").content.decode()
    granted = {permission for some in GRANTS.values() for permission in some}
    assert granted
    assert not [p for p in granted if escape(capfirst(p.words)) not in page]
