"""Pages behind a mailed secret leave no trace, and compressed pages tell nothing by their length (G1)."""

import gzip
import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from guildhall.project import headers
from guildhall.project.headers import SECRETS

pytestmark = pytest.mark.django_db

PAGES = ["/look/x/", "/about-me/x/", "/ready/x/", "/done/x/", "/how-is-it-going/x/", "/account/password/reset/key/1-x/"]


def addresses(found=None, prefix=""):
    """Every address of the application: (pattern, names of its parts, view)."""
    for entry in get_resolver().url_patterns if found is None else found:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, where)
        elif isinstance(entry, URLPattern):
            names = set(re.findall(r"<(?:\w+:)?(\w+)>", where))
            yield where, names, entry.callback


def is_open(view):
    """Whether a page asks for no sign-in, neither of the staff nor at a front door."""
    behind_a_door = getattr(view, "door", "") and not view.before_door
    return not getattr(view, "login_required", True) and not behind_a_door


def open_with_parts():
    """The pages that ask for no sign-in and whose address holds something."""
    return [(where, names) for where, names, view in addresses() if names and is_open(view)]


# Opportunities, events, initiatives and updates that are shown to everybody, and their list for search engines.
PUBLIC = {
    "open/<uuid:pk>/",
    "open/events/<uuid:pk>/",
    "public/initiatives/<uuid:pk>/",
    "public/initiatives/<uuid:pk>/follow/",
    "public/updates/<uuid:pk>/",
    "sitemap-<int:part>.xml",
}


def test_every_page_that_a_part_of_its_address_opens_is_known():
    """The next such page is found here: its part is called `secret`, or it is no secret and stands in this test."""
    unknown = [where for where, names in open_with_parts() if SECRETS.isdisjoint(names) and where not in PUBLIC]
    assert not unknown
    assert len(open_with_parts()) >= 5


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("method", ["get", "post", "put"])
def test_a_page_behind_a_secret_leaves_no_trace(cast, path, method):
    assert not SECRETS.isdisjoint(resolve(path).kwargs)
    for address in (path, path.rstrip("/")):
        answer = getattr(Client(raise_request_exception=False), method)(address)
        assert answer["Cache-Control"] == "no-store", answer.status_code
        assert answer["Referrer-Policy"] == "no-referrer"


def test_other_pages_keep_theirs(cast):
    assert Client().get("/account/login/")["Referrer-Policy"] == "same-origin"


def test_a_part_of_another_name_is_noticed(cast, monkeypatch):
    """The control."""
    monkeypatch.setattr(headers, "SECRETS", frozenset({"key"}))
    assert Client().get("/look/x/")["Referrer-Policy"] != "no-referrer"


@pytest.mark.parametrize("secure", [False, True])
def test_a_form_behind_a_secret_is_taken_and_needs_its_token(cast, secure, settings):
    """A browser that may not say where it comes from sends `Origin: null`."""
    client, path = Client(enforce_csrf_checks=True), "/account/password/reset/key/1-x/"
    assert client.get("/account/login/", secure=secure).status_code == 200
    token = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    assert client.post(path, token, HTTP_ORIGIN="null", secure=secure).status_code == 200
    assert client.post(path, {}, HTTP_ORIGIN="null", secure=secure).status_code == 403
    assert client.post(path, token, HTTP_ORIGIN="https://elsewhere.example", secure=secure).status_code == 403
    assert client.post("/account/login/", token, HTTP_ORIGIN="null", secure=secure).status_code == 403


def fetch(path="/account/login/", *, asked_by="same-origin", secure=True, client=None):
    more = {"HTTP_SEC_FETCH_SITE": asked_by} if asked_by else {}
    return (client or Client()).get(path, secure=secure, HTTP_ACCEPT_ENCODING="gzip, br", **more)


def is_compressed(answer):
    return answer.get("Content-Encoding") == "gzip"


@pytest.mark.parametrize(
    ("asked_by", "secure", "expected"),
    [
        ("same-origin", True, True), ("none", True, True), ("cross-site", True, False), ("same-site", True, False),
        ("", True, False), ("", False, True), ("cross-site", False, False), ("anything", True, False),
    ],
)  # fmt: skip
def test_only_what_our_own_pages_ask_for_is_compressed(cast, asked_by, secure, expected):
    answer = fetch(asked_by=asked_by, secure=secure)
    assert answer.status_code == 200
    assert is_compressed(answer) == expected
    assert "Sec-Fetch-Site" in answer["Vary"]


def test_no_page_behind_a_secret_is_compressed(cast):
    assert not any(is_compressed(fetch(path)) for path in PAGES)


def test_the_length_of_a_compressed_page_is_noise(cast):
    """The same page has many lengths, while its text has one."""
    answers = [fetch() for _ in range(24)]
    assert len({len(answer.content) for answer in answers}) > 8
    texts = [re.sub(r'value="[^"]+"|nonce="[^"]+"', "", gzip.decompress(a.content).decode()) for a in answers]
    assert len({len(text) for text in texts}) == 1


def test_the_directory_goes_out_small(cast):
    for number in range(40):
        cast.shared(f"Kestrel Works {number}")
    client = Client()
    client.force_login(cast.people["director"])
    whole, small = fetch("/employers/", asked_by="cross-site", client=client), fetch("/employers/", client=client)
    assert whole.status_code == small.status_code == 200
    assert len(small.content) < len(whole.content) / 4
    assert "Kestrel Works 7" in gzip.decompress(small.content).decode()
