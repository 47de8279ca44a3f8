"""In a demo the ledger of e-mail is open to everybody, but for what went to real people."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from guildhall.employers.actions.logins import NewLogin, open_login
from guildhall.lib.scopes import OPEN
from guildhall.outbox.actions import queue_email
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.persons import enter_person
from guildhall.people.models import Person, Territory
from guildhall.stewardship.queries import lines

pytestmark = pytest.mark.django_db

REAL = ("rosa@college.edu", "real@people.example", "Real@People.Example", "someone@notexample.com")


@pytest.fixture
def demo(cast):
    """A demo into which a real person was entered, with a reset link for each of several addresses."""
    Territory.objects.update(demo=True)
    Person.objects.update(demo=True)
    enter_person("real@people.example", "Rosa", "Real", by=None)
    for address in (*REAL, "invented@people.example", "a.contact@canary.test"):
        subject, link = f"Reset for {address}", f"https://x.example/key/{address}"
        queue_email(address, subject, link, kind="account", scope=OPEN, confidential=True)
    return cast


def shown(client: Client) -> str:
    """All that the open mail page and the e-mails behind it show."""
    pages = [client.get(f"/outbox/{pk}/").content.decode() for pk in OutgoingEmail.objects.values_list("pk", flat=True)]
    return client.get("/outbox/").content.decode() + "".join(pages)


def test_nobody_reads_the_mail_of_real_people(demo):
    administrator = Client()
    administrator.force_login(demo.people["administrator"])
    for reader in (Client(), administrator):
        text = shown(reader).lower()
        assert "https://x.example/key/invented@people.example" in text
        assert "https://x.example/key/a.contact@canary.test" in text
        assert not [address for address in REAL if address.lower() in text]


def test_a_real_administrator_reads_the_ledger_but_no_links_of_real_people(demo):
    Person.objects.filter(pk=demo.people["administrator"].pk).update(demo=False)
    Authenticator.objects.create(
        user=demo.people["administrator"], type=Authenticator.Type.TOTP, data={"secret": "x" * 32}
    )
    client = Client()
    client.force_login(Person.objects.get(pk=demo.people["administrator"].pk))
    text = shown(client).lower()
    assert "reset for rosa@college.edu" in text
    assert "https://x.example/key/invented@people.example" in text
    assert not [address for address in REAL if f"https://x.example/key/{address.lower()}" in text]


def test_whoever_tries_a_front_door_of_the_demo_reads_the_code(demo):
    """And of the same employer nothing else: neither other kinds of e-mail, nor that of a login that no door names."""
    kestrel = demo.shared("Kestrel Aerospace").employer
    for name in ("dana", "grant"):
        open_login(kestrel, NewLogin(name, "Whit", f"{name}@kestrel.example", demo=name == "dana"), by=demo.director)
        for kind in ("visitor sign-in", "opportunity ended"):
            words, scope = f"{kind} of {name}", kestrel.scope
            queue_email(f"{name}@kestrel.example", words, words, kind=kind, scope=scope, confidential=True)
    text = shown(Client())
    assert "visitor sign-in of dana" in text
    assert not [words for words in ("sign-in of grant", "ended of dana", "grant@kestrel") if words in text]


def test_an_open_ledger_is_noticed(demo, monkeypatch):
    """The control."""
    monkeypatch.setattr(lines, "to_invented_people", lambda rows: rows)
    assert "https://x.example/key/rosa@college.edu" in shown(Client())
