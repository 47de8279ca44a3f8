"""Addresses are looked up by their first part; which page answers, and what it is called, stays the same."""

import pytest
from django.urls import URLResolver, get_resolver, include, path, resolve, reverse

from guildhall.project.addresses import by_first_part


def view(request, **parts):
    """No page."""


PAGES = [
    path("", view, name="root"),
    path("healthz", view, name="health"),
    path("", include([path("things/", view, name="things"), path("things/<int:pk>/", view, name="thing")])),
    path("other/", include([path("", view, name="other"), path("<slug:name>/more/", view, name="more")])),
    path("", include([path("things/<int:pk>/new/", view, {"fresh": True}, name="new"), path("robots.txt", view)])),
]


class Sorted:
    """The pages of above as a project has them."""

    urlpatterns = by_first_part(PAGES)


class Plain:
    """The same one after the other."""

    urlpatterns = PAGES


ADDRESSES = "/ /healthz /things/ /things/7/ /things/7/new/ /other/ /other/a/more/ /robots.txt"


@pytest.mark.parametrize("address", ADDRESSES.split())
def test_an_address_leads_to_the_same_page(address):
    ours, theirs = resolve(address, Sorted), resolve(address, Plain)
    assert (ours.url_name, ours.route, ours.kwargs) == (theirs.url_name, theirs.route, theirs.kwargs)


def test_names_lead_to_the_same_addresses():
    for name, parts in (("root", {}), ("thing", {"pk": 7}), ("new", {"pk": 7}), ("more", {"name": "a"})):
        assert reverse(name, Sorted, kwargs=parts) == reverse(name, Plain, kwargs=parts)


def test_few_are_looked_at():
    assert sum(isinstance(one, URLResolver) for one in Sorted.urlpatterns) == 2
    assert len(get_resolver().url_patterns) < 160


def test_a_variable_first_part_is_refused():
    with pytest.raises(ValueError, match="variable part"):
        by_first_part([path("<slug:name>/", view)])
