"""The same form sent twice saves one of everything; the second is led to where the first went (R7)."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections

from guildhall.community.models import Challenge
from guildhall.employers.models import Employer
from guildhall.engagements.models import Ask, Engagement, FollowUp, GuestLink, Touch
from guildhall.lib import clock
from guildhall.people.models import Allowance

pytestmark = pytest.mark.slow

SAID = "That was saved already."


def day(days=0):
    return str(clock.today() + timedelta(days))


def forms(pk):
    """Per page: what is typed, and how many of it there are."""
    log = {"kind": "call", "happened_on": day(), "summary": "Spoke", "promise": "Send the form"}
    guest = {"name": "Bo", "email": "bo@else.example", "question": "What do you know?", "until": day(9)}
    return {
        f"/employers/{pk}/": (log, Engagement.objects.contacts().filter(summary="Spoke").count),
        f"/employers/{pk}/log/": (log | {"summary": "More"}, Engagement.objects.filter(summary="More").count),
        f"/employers/{pk}/follow-ups/": (
            {"what": "Call back", "due_on": day(5), "owner": "me"},
            FollowUp.objects.filter(what="Call back").count,
        ),
        f"/employers/{pk}/ask/": ({"purpose": "Tours", "kind": "call", "planned_on": day(3)}, Ask.objects.count),
        f"/employers/{pk}/notes/": ({"text": "Mornings are best"}, lambda: _employer(pk).notes.count()),
        f"/employers/{pk}/contacts/add/": (
            {"family_name": "Sewell"},
            lambda: _employer(pk).contacts.filter(family_name="Sewell").count(),
        ),
        f"/employers/{pk}/guests/add/": (guest, GuestLink.objects.count),
        "/community/raise/": ({"title": "Nobody answers"}, Challenge.objects.count),
    }


def _employer(pk):
    return Employer.objects.get(pk=pk)


def key_on(page):
    """The keys that the forms of a page carry."""
    return re.findall(r'name="once" value="([^"]+)"', page)[-1]


@pytest.mark.django_db
def test_every_form_that_makes_something_is_saved_once(cast):
    pk = cast.shared("Kestrel Aerospace").employer.pk
    client = cast.client(cast.mesa_wbl)
    for url, (typed, count) in forms(pk).items():
        typed = {name: cast.mesa_wbl.pk if value == "me" else value for name, value in typed.items()}
        sent = typed | {"once": key_on(client.get(url).content.decode())}
        assert SAID not in client.post(url, sent, follow=True).content.decode(), url
        assert count() == 1, url
        assert SAID in client.post(url, sent, follow=True).content.decode(), url
        assert count() == 1, url
    assert Touch.objects.counted().count() == 3
    again = {"text": "Mornings are best", "once": key_on(client.get(f"/employers/{pk}/notes/").content.decode())}
    client.post(f"/employers/{pk}/notes/", again)
    assert _employer(pk).notes.count() == 2, "the same words in a new form are meant"


@pytest.mark.django_db
def test_what_was_refused_may_be_sent_again_and_other_words_are_other_words(cast):
    pk = cast.shared("Kestrel Aerospace").employer.pk
    client, url = cast.client(cast.mesa_wbl), f"/employers/{pk}/notes/"
    for _n in range(2):
        assert client.post(url, {"text": "", "once": "abc"}).status_code == 200
    for text in ("One", "Two"):  # gone back in the browser, and changed
        client.post(url, {"text": text, "once": "abc"})
    assert sorted(_employer(pk).notes.values_list("text", flat=True)) == ["One", "Two"]
    assert client.post(url, {"text": "Three"}).status_code == 302, "a form without a key is saved as ever"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("key", "saved"), [({"once": "abc"}, 1), ({}, 2)])
def test_two_at_the_same_moment_are_one(cast, key, saved):
    """With two connections; without the key both are saved (negative control)."""
    pk = cast.shared("Kestrel Aerospace").employer.pk
    clients, start = [cast.client(cast.mesa_wbl) for _n in range(2)], Barrier(2)

    def send(client):
        start.wait()
        try:
            return client.post(f"/employers/{pk}/notes/", {"text": "Mornings are best", **key})
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, clients))
    assert {a.url for a in answers} == {f"/employers/{pk}/notes/"}
    assert _employer(pk).notes.count() == saved
    assert Allowance.objects.filter(key__startswith="sent once:").count() == (1 if key else 0)
