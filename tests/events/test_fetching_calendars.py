"""A calendar behind an address is fetched from the public network alone."""

import socket

import pytest

from guildhall.events import fetching
from guildhall.events.actions import subscribing
from guildhall.events.fetching import NotFetched, fetch, is_public, judged
from guildhall.events.models import Event, Subscription
from guildhall.lib.verdicts import Refused
from tests.events.test_calendars import entry, soon, whole


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.9", "169.254.169.254", "0.0.0.0", "::1", "fe80::1", "fc00::1",
     "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "100.64.0.1", "224.0.0.1", "255.255.255.255", "nonsense"],
)  # fmt: skip
def test_no_address_inside_a_network_is_public(address):
    assert not is_public(address)
    assert is_public("93.184.216.34") and is_public("2606:2800:220:1::")


@pytest.mark.parametrize(
    "url",
    ["http://localhost/x", "http://127.0.0.1:8000/", "file:///etc/passwd", "ftp://x.example/", "https://u:p@x.example/",
     "http://[::1]/", "http://2130706433/", "http://0x7f.1/", "https://x.example:22/", "gopher://x", "", "http://",
     "https://[abc", "https://x.example:port/", "https://" + "x" * 300 + ".example/", "https://\u2100.example/"],
)  # fmt: skip
def test_addresses_that_lead_inside_are_refused(url):
    with pytest.raises(NotFetched):
        judged(url)


def test_letters_of_any_alphabet_are_quoted_and_where_it_leads_nowhere_that_is_said(monkeypatch):
    """The library ends with an error of its own for a letter that is not ASCII, and for half an address."""
    address = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *_a, **_m: address)
    target = judged("https://fair.example/für%20alle?wo=Süd&b=1")
    assert target.path == "/f%C3%BCr%20alle?wo=S%C3%BCd&b=1"
    monkeypatch.setattr(fetching, "_ask", lambda *_a: (302, "https://[half", b""))
    with pytest.raises(NotFetched, match="leads to one that is none"):
        fetch("https://fair.example/")


def test_a_redirect_inside_is_refused_and_a_name_is_asked_once(monkeypatch):
    asked = []

    def look_up(host, port, **more):
        asked.append(host)
        address = "10.0.0.5" if host == "inside.example" else "93.184.216.34"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    connected = []

    def ask(target, until):
        connected.append(target.address)
        return 302, "http://inside.example/secret", b""

    monkeypatch.setattr(fetching.socket, "getaddrinfo", look_up)
    monkeypatch.setattr(fetching, "_ask", ask)
    with pytest.raises(NotFetched, match="network of its own"):
        fetch("https://outside.example/calendar.ics")
    assert connected == ["93.184.216.34"] and asked == ["outside.example", "inside.example"]


@pytest.mark.django_db
def test_an_address_is_read_by_a_job_and_says_what_went_wrong(cast, monkeypatch):
    monkeypatch.setattr(subscribing, "judged", lambda url: None)
    row = subscribing.subscribe("https://school.example/a.ics", institution=cast.mesa, by=cast.mesa_wbl)
    with pytest.raises(Refused, match="already"):
        subscribing.subscribe("https://school.example/a.ics", institution=cast.mesa, by=cast.mesa_wbl)
    content = whole(entry("a@x", "Open house", soon(10), soon(10, 12)))
    monkeypatch.setattr(subscribing, "fetch", lambda url: content)
    assert subscribing.read_subscription(str(row.pk)) and subscribing.read_subscription(str(row.pk))
    assert Event.objects.count() == 1

    def broken(url):
        raise NotFetched("This address answers that there is no calendar.")

    monkeypatch.setattr(subscribing, "fetch", broken)
    assert not subscribing.read_subscription(str(row.pk))
    assert "no calendar" in Subscription.objects.get().problem
    subscribing.end_subscription(row, by=cast.mesa_wbl)
    assert not subscribing.read_subscription(str(row.pk))
