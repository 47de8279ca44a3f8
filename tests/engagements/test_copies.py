"""Logging by sending a copy to an address of one's own: only what is proven to be the person's, seen by nobody else,
and on no timeline before somebody has read it through (C1, C5, N6, G7)."""

import io
import json
import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from guildhall.audit.models import Entry
from guildhall.employers.actions.key_accounts import open_key_account
from guildhall.engagements.actions import copies
from guildhall.engagements.models import Copy, CopyAddress, Engagement
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.people.actions.persons import end_membership
from guildhall.stewardship.actions.retiring import retire
from guildhall.stewardship.queries.own_data import own_data
from tests.permissions.oracle import text_of

pytestmark = pytest.mark.django_db

BORDER = "mx.guildhall.example"
PASS = f"Authentication-Results: {BORDER}; dmarc=pass (p=REJECT) header.from=people.example\n"
FROM = "From: Mesa Wbl <mesa_wbl@people.example>\n"
DAY = "Date: Mon, 5 Jan 2026 17:30:00 +0000\n"
WORDS = "To: Ada Nova <ada@kestrel.example>\nSubject: Two interns\nMessage-ID: <one@people.example>\n" + DAY
BODY = "\nHello Ada,\n\ntwo interns would be wonderful.\n"
MAIL = (PASS + FROM + WORDS + BODY).encode()


@pytest.fixture
def kestrel(cast):
    return cast.shared("Kestrel Aerospace", contact={"family_name": "Nova", "email": "ada@kestrel.example"}).employer


def address(cast, who="mesa_wbl"):
    page = cast.client(cast.people[who]).post("/copies/address/", {"act": "renew"}).content.decode()
    return re.search(r'value="(log\+[0-9a-f]{32}@guildhall\.example)"', page).group(1)


def handed(monkeypatch, content, to):
    """What `guildhall receive` does with a message: the code it ends with, and what it says."""
    stdin = io.TextIOWrapper(io.BytesIO(content))
    monkeypatch.setattr("sys.stdin", stdin)
    out = io.StringIO()
    try:
        call_command("receive", "--to", to, "--json", stdout=out)
    except CommandError as error:
        return error.returncode, str(error)
    return 0, json.loads(out.getvalue())["copy"]


def sent(cast, content, who="mesa_wbl"):
    return copies.take_copy(content, by=cast.people[who])


# ── The command ──────────────────────────────────────────────────────


def test_a_copy_waits_until_it_is_logged(cast, kestrel, monkeypatch):
    to = address(cast)
    assert handed(monkeypatch, MAIL, to.upper()) == (0, "taken"), "mail servers do not keep capitals apart"
    assert not Engagement.objects.filter(kind="email").exists(), "nothing is on the timeline that nobody has read"
    client = cast.client(cast.mesa_wbl)
    page = client.get("/copies/").content.decode()
    assert "Two interns" in page
    assert "Log with Kestrel Aerospace" in page
    row = Copy.objects.get()
    page = client.get(f"/employers/{kestrel.pk}/log/{row.pk}/").content.decode()
    assert "Two interns" in page
    assert "two interns would be wonderful" in page
    assert "Nothing is saved yet" in page
    assert f'value="{kestrel.contacts.get().pk}" selected' in page
    typed = {"kind": "email", "happened_on": "2026-01-05", "summary": "Two interns", "received": str(row.pk)}
    assert client.post(f"/employers/{kestrel.pk}/log/", typed).status_code == 302
    assert Engagement.objects.filter(kind="email", summary="Two interns").count() == 1
    row.refresh_from_db()
    assert (row.subject, row.body, row.sender, row.others) == ("", "", "", [])
    assert "Two interns" not in client.get("/copies/").content.decode()
    assert client.get(f"/copies/{row.pk}/").status_code == 404
    assert handed(monkeypatch, MAIL, to) == (0, "known"), "the same message twice is one"
    assert Copy.objects.count() == 1


def test_who_is_not_the_person_is_refused_in_one_sentence(cast, monkeypatch):
    to, other = address(cast), address(cast, "harbor_wbl")
    said = {
        handed(monkeypatch, MAIL, other),  # another person's address
        handed(monkeypatch, MAIL, f"log+{'0' * 32}@guildhall.example"),  # nobody's
        handed(monkeypatch, MAIL, "log@guildhall.example"),
        handed(monkeypatch, MAIL, to.replace("guildhall.example", "other.example")),
        handed(monkeypatch, MAIL.replace(b"mesa_wbl@", b"nobody@"), to),  # an unknown sender
    }
    end_membership(cast.mesa_wbl.memberships.get(), reason="moved", by=cast.mesa_admin)
    said.add(handed(monkeypatch, MAIL, to))
    assert len(said) == 1, said
    assert said.pop()[0] == 77
    code, words = handed(monkeypatch, MAIL.replace(b"dmarc=pass", b"dmarc=fail"), other)
    assert (code, "checked" in words) == (77, True)
    assert not Copy.objects.exists()


def test_an_instructor_has_no_address(cast):
    """Whoever may log nothing sends nothing."""
    assert cast.client(cast.mesa_instructor).post("/copies/address/", {"act": "renew"}).status_code == 403
    with pytest.raises(Refused):
        copies.renew_copy_address(by=cast.mesa_instructor)


@pytest.mark.parametrize(("address_in", "border"), [("", BORDER), ("log@guildhall.example", "")])
def test_without_a_border_everything_is_refused_in_words(cast, monkeypatch, settings, address_in, border):
    to = address(cast)
    settings.MAIL_IN, settings.MAIL_BORDER = address_in, border
    code, words = handed(monkeypatch, MAIL, to)
    assert (code, words) == (77, "This installation takes no copies of e-mail.")
    page = cast.client(cast.mesa_wbl).get("/copies/address/").content.decode()
    assert "takes no copies" in page
    assert cast.second.name in page, "whom to ask"


def test_what_is_no_message_is_said(cast, monkeypatch):
    to = address(cast)
    large = MAIL + b"x" * (5 * 2**20)
    assert handed(monkeypatch, large, to)[0] == 65
    many = PASS + FROM + "Content-Type: multipart/mixed; boundary=a\n\n" + "--a\nContent-Type: text/plain\n\nx\n" * 200
    assert handed(monkeypatch, many.encode(), to)[0] == 65
    assert not Copy.objects.exists()


def test_what_fails_is_a_sentence_and_tried_again(cast, monkeypatch):
    to = address(cast)
    monkeypatch.setattr(copies, "read", lambda content: 1 / 0)
    code, words = handed(monkeypatch, MAIL, to)
    assert code == 75
    assert "division" not in words


def test_so_many_wait_and_no_more(cast, monkeypatch):
    monkeypatch.setattr(copies, "MOST_WAITING", 2)
    to = address(cast)
    codes = [handed(monkeypatch, MAIL.replace(b"one@", f"{n}@".encode()), to)[0] for n in range(3)]
    assert codes == [0, 0, 77]


# ── The address ──────────────────────────────────────────────────────


def test_the_address_is_shown_once_ends_and_is_kept_by_its_hash(cast, monkeypatch):
    first = address(cast)
    second = address(cast)
    secret = second.partition("+")[2].partition("@")[0]
    assert secret not in CopyAddress.objects.get().secret_hash
    assert secret not in cast.client(cast.mesa_wbl).get("/copies/address/").content.decode()
    assert handed(monkeypatch, MAIL, first)[0] == 77
    assert handed(monkeypatch, MAIL, second)[0] == 0
    cast.client(cast.mesa_wbl).post("/copies/address/", {"act": "end"})
    assert handed(monkeypatch, MAIL.replace(b"one@", b"two@"), second)[0] == 77
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"renew copy address", "end copy address", "receive copy"} <= verbs


def test_the_secret_stays_in_no_copy(cast, monkeypatch):
    to = address(cast)
    content = MAIL.replace(b"Subject: Two", f"Cc: {to}\nSubject: {to} Two".encode()) + f"Cc: {to}\n".encode()
    assert handed(monkeypatch, content, to) == (0, "taken")
    row = Copy.objects.get()
    assert to not in row.subject + row.body + str(row.others)
    assert row.others == ["ada@kestrel.example"]


# ── Nobody else's, and nothing to guess ──────────────────────────────


def test_nobody_else_meets_a_copy(cast, kestrel):
    sent(cast, MAIL)
    row = Copy.objects.get()
    for who in ("director", "administrator", "mesa_admin", "mesa_jobs", "harbor_wbl"):
        client = cast.client(cast.people[who])
        for url in (f"/copies/{row.pk}/", f"/employers/{kestrel.pk}/log/{row.pk}/"):
            assert client.get(url).status_code == 404, (who, url)
        for url in ("/copies/", "/", "/journal/", "/what-we-keep/about-me/"):
            assert "Two interns" not in text_of(client.get(url)), (who, url)
        assert client.post(f"/copies/{row.pk}/set-aside/").status_code in (403, 404)
        typed = {"kind": "call", "happened_on": str(clock.today()), "summary": "mine", "received": str(row.pk)}
        client.post(f"/employers/{kestrel.pk}/log/", typed)
    row.refresh_from_db()
    assert row.done_at is None, "another person's log ends no copy"


def test_sending_copies_guesses_no_protected_address(cast, kestrel):
    """Two records that differ only in a protected contact's address answer a copy alike (N6)."""
    kestrel.domain = ""
    kestrel.save()
    contact = kestrel.contacts.get()
    guess = MAIL.replace(b"ada@kestrel.example", b"hidden@elsewhere.example")
    pages = []
    open_key_account(
        kestrel, cast.harbor, operator=cast.harbor_wbl, deputy=None, contacts=[contact],
        by=cast.harbor_admin,
    )  # fmt: skip
    for email in ("hidden@elsewhere.example", "other@elsewhere.example"):
        type(contact).objects.filter(pk=contact.pk).update(email=email)
        Copy.objects.all().delete()
        sent(cast, guess)
        row, client = Copy.objects.get(), cast.client(cast.mesa_wbl)
        answers = [client.get(u) for u in ("/copies/", f"/copies/{row.pk}/", f"/employers/{kestrel.pk}/log/{row.pk}/")]
        pages.append([re.sub(r'value="[^"]{16,}"|[0-9a-f-]{36}', "", a.content.decode()) for a in answers])
        assert "Log with" not in pages[-1][0]
    assert pages[0] == pages[1]
    open_one = cast.client(cast.harbor_wbl)  # the control: whoever answers for it is told
    type(contact).objects.filter(pk=contact.pk).update(email="hidden@elsewhere.example")
    sent(cast, guess, "harbor_wbl")
    assert "Log with Kestrel" in open_one.get("/copies/").content.decode()


def test_a_restricted_employer_is_proposed_to_nobody_else(cast):
    contact = {"family_name": "N", "email": "ada@kestrel.example"}
    cast.prospect("Hidden Works", domain="kestrel.example", contact=contact)
    sent(cast, MAIL)
    assert "Hidden" not in cast.client(cast.mesa_wbl).get("/copies/").content.decode()
    sent(cast, MAIL, "director")
    assert "Log with Hidden Works" in cast.client(cast.director).get("/copies/").content.decode()


@pytest.mark.parametrize(("domain", "fits"), [("kestrel.example", True), ("strel.example", False), ("example", False)])
def test_an_employer_is_proposed_by_its_website(cast, domain, fits):
    cast.shared("Kestrel Aerospace", domain="kestrel.example")
    sent(cast, MAIL.replace(b"ada@kestrel.example", f"someone@mail.{domain}".encode()))
    assert ("Log with Kestrel" in cast.client(cast.mesa_wbl).get("/copies/").content.decode()) is fits


# ── What becomes of it ───────────────────────────────────────────────


def test_set_aside_it_is_gone(cast):
    sent(cast, MAIL)
    row, client = Copy.objects.get(), cast.client(cast.mesa_wbl)
    assert client.post(f"/copies/{row.pk}/set-aside/").status_code == 302
    row.refresh_from_db()
    assert (row.subject, row.body) == ("", "")
    assert client.get(f"/copies/{row.pk}/").status_code == 404


def test_what_waited_thirty_days_goes(cast):
    sent(cast, MAIL)
    assert retire() == {}
    Copy.objects.update(waits_from=clock.today() - timedelta(31))
    assert retire() == {"engagements.Copy": 1}
    assert not Copy.objects.exists()


def test_own_data_tells_its_person_and_the_contact_but_no_colleague(cast):
    sent(cast, MAIL)
    assert "Two interns" in str(own_data("mesa_wbl@people.example").as_json())
    assert "wonderful" not in str(own_data("mesa_jobs@people.example").as_json())
    sent(cast, MAIL.replace(b"ada@kestrel", b"mesa_jobs@people").replace(b"one@", b"two@"))
    assert "Two interns" not in str(own_data("mesa_jobs@people.example").as_json())


def test_a_message_forwarded_as_an_attachment_is_the_one_that_counts(cast, kestrel):
    inner = f"From: Ada <ada@kestrel.example>\nTo: mesa_wbl@people.example\nSubject: From Ada\n{DAY}\nYes, please.\n"
    head = f"{PASS}{FROM}To: log+{'a' * 32}@guildhall.example\nSubject: Fwd\nMIME-Version: 1.0\n"
    outer = f"{head}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nsee\n"
    content = f"{outer}--b\nContent-Type: message/rfc822\n\n{inner}\n--b--\n".encode()
    assert sent(cast, content) == "taken"
    row = Copy.objects.get()
    assert (row.subject, row.sender, row.body) == ("From Ada", "ada@kestrel.example", "Yes, please.")
    page = cast.client(cast.mesa_wbl).get(f"/employers/{kestrel.pk}/log/{row.pk}/").content.decode()
    assert re.search(r'value="theirs"[^>]*checked', page)
