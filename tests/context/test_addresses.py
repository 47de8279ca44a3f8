"""Whose address a request has: the right end of X-Forwarded-For, as many proxies deep as are our own (R28)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildhall.context.addresses import address_of, counted
from guildhall.people.models import Allowance
from guildhall.people.views import mailed_links


@pytest.mark.parametrize(
    ("peer", "header", "proxies", "address"),
    [
        ("198.51.100.7", "203.0.113.5", 0, "198.51.100.7"),  # nobody is believed by default
        ("10.0.0.1", "203.0.113.5", 1, "203.0.113.5"),
        ("10.0.0.1", "6.6.6.6, 203.0.113.5", 1, "203.0.113.5"),  # the client wrote the left one
        ("10.0.0.1", "6.6.6.6, 203.0.113.5, 10.0.0.2", 2, "203.0.113.5"),
        ("10.0.0.1", "203.0.113.5", 2, "203.0.113.5"),  # came past the outer proxy
        ("10.0.0.1", "", 1, "10.0.0.1"),
        ("10.0.0.1", None, 1, "10.0.0.1"),
        ("10.0.0.1", "nonsense", 1, "10.0.0.1"),
        ("10.0.0.1", "203.0.113.5:4711", 1, "203.0.113.5"),
        ("10.0.0.1", "[2001:db8:1:2:3:4:5:6]:4711", 1, "2001:db8:1:2::"),
        ("10.0.0.1", "2001:db8:1:2:ffff::1", 1, "2001:db8:1:2::"),
        ("fe80::1%eth0", "", 0, "fe80::"),
        ("::ffff:203.0.113.5", "", 0, "203.0.113.5"),
        ("", "", 0, ""),
    ],
)
def test_the_address(peer, header, proxies, address):
    assert address_of({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": header}, proxies) == address


@given(st.text(max_size=80), st.integers(1, 3))
def test_whatever_the_client_writes_changes_nothing(words, proxies):
    """It stands left of what our proxies add."""
    seen = ["203.0.113.5", "10.1.1.1", "10.1.1.2"][:proxies]
    header = ", ".join([words, *seen])
    assert address_of({"REMOTE_ADDR": "10.0.0.9", "HTTP_X_FORWARDED_FOR": header}, proxies) == "203.0.113.5"


@given(st.text(max_size=60))
def test_nonsense_is_no_address(words):
    assert counted(words) == "" or counted(counted(words)) == counted(words)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("proxies", "keys"), [(0, {"127.0.0.1"}), (1, {"203.0.113.5", "203.0.113.6", "2001:db8:1:2::"})]
)
def test_limits_go_by_it(cast, client, settings, proxies, keys):
    settings.PROXIES = proxies
    for address in ("203.0.113.5", "203.0.113.6", "2001:db8:1:2::1", "2001:db8:1:2::9"):
        client.get("/ready/nothing-of-the-kind/", HTTP_X_FORWARDED_FOR=f"6.6.6.6, {address}")
    name = mailed_links.WRONG_LINKS.name
    found = Allowance.objects.filter(key__startswith=name).values_list("key", flat=True)
    assert {key.removeprefix(f"{name}:") for key in found} == keys


@pytest.mark.django_db
def test_a_proxy_of_ours_numbers_requests(cast, client, settings):
    settings.PROXIES = 1
    for number, kept in (("edge-0123456789", True), ("<script>", False)):
        page = client.get("/nowhere/", HTTP_X_REQUEST_ID=number, HTTP_COOKIE="").content.decode()
        assert (number in page) is kept
