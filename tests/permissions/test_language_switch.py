"""Whoever is not signed in can change the language, too: on every page that a link or an address opens (G6)."""

import pytest
from django.test import Client

from tests.permissions.matrix import MATRIX
from tests.permissions.walk import address

pytestmark = pytest.mark.django_db
SWITCH = 'name="language" value="es"'


def public_pages(world):
    for name, page in MATRIX.items():
        for kind in page.kinds if "GET" in page.methods else ():
            if page.expected("anonymous", "GET", kind) == "ok":
                yield address(world, name, page, kind)


def test_every_public_page_has_the_switch(world):
    looked_at, without = 0, []
    for path in sorted(set(public_pages(world))):
        answer = Client().get(path)
        if answer.status_code == 200 and b"</main>" in getattr(answer, "content", b""):
            looked_at += 1
            without += [path] if SWITCH not in answer.content.decode() else []
    assert looked_at > 5
    assert not without, without


def test_it_leads_back_to_the_page(world):
    client = Client()
    answer = client.post("/language/", {"language": "es", "next": "/account/login/"})
    assert answer.headers["Location"] == "/account/login/"
    assert "Iniciar sesi" in client.get("/account/login/").content.decode()
