"""From every page below one of the menu, a breadcrumb leads back up; menu items lead where the person may go."""

import re

import pytest
from django.urls import NoReverseMatch, reverse

from guildhall.people.actions.institutions import found
from guildhall.people.permissions import Permission, Role
from guildhall.ui.menus import Group, items, pages_of
from tests.sampling import drawn

pytestmark = pytest.mark.django_db


def crumbs_of(page):
    trail = re.search(r'<ol class="crumbs">(.*?)</ol>', page, re.DOTALL)
    return re.findall(r'href="([^"]+)"', trail[1]) if trail else []


def heading_of(page):
    return re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[1].strip()


def menu_of(client):
    menu = re.search(r'<nav class="nav".*?</nav>', client.get("/").content.decode(), re.DOTALL)
    return re.findall(r'href="([^"]+)"', menu[0]) if menu else []


def below_the_menu():
    for item in items():
        if item.group < Group.DOCK:
            for name in pages_of(item):
                try:
                    yield item, reverse(name)
                except NoReverseMatch:  # a page of one record
                    continue


def test_every_page_below_one_of_the_menu_leads_back_up(cast):
    looked_at = set()
    for person in (cast.administrator, cast.director, cast.mesa_wbl, cast.mesa_admin):
        client = cast.client(person)
        menu = menu_of(client)
        for item, address in below_the_menu():
            answer = client.get(address)
            above = reverse(item.url_name)
            if answer.status_code == 200 and above in menu and address != above:
                page = answer.content.decode()
                if heading_of(page) != str(item.label):  # another view of the same
                    looked_at.add(address)
                    assert crumbs_of(page), address
    assert {"/employers/new/", "/activity/", "/contact-load/", "/contacts-avoided/"} <= looked_at


def test_a_page_of_the_menu_itself_has_none(cast):
    assert not crumbs_of(cast.client(cast.mesa_wbl).get("/follow-ups/").content.decode())


def test_menu_items_lead_where_the_person_may_go(cast):
    part = found("Northern part", "region", parent=cast.region, by=cast.administrator, code="NP")
    cast.add("northern", Role.REGION_ADMINISTRATOR, part)
    assert not cast.northern.may(Permission.CHANGE_TERRITORY, at=cast.region)
    for name in drawn([*cast.people], 6, "menus"):
        client = cast.client(cast.people[name])
        for address in menu_of(client):
            assert client.get(address).status_code == 200, (name, address)
    assert "/settings/" not in menu_of(cast.client(cast.northern))
    assert "/settings/" in menu_of(cast.client(cast.administrator))
