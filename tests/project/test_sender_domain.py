"""guildhall check --deploy reads SPF, DKIM and DMARC of the sender's domain where a name server answers (C18)."""

import socket
import threading

import dns.message
import dns.resolver
import dns.rrset
import pytest

from guildhall.project import checks, sender_domain
from guildhall.project.sender_domain import Silent, lacking

GOOD = {
    ("region.example.", "TXT"): ['"v=spf1 mx -all"', '"another text"'],
    ("one._domainkey.region.example.", "TXT"): ['"v=DKIM1; k=rsa; p=MIGf" "MA0G"'],
    ("_dmarc.region.example.", "TXT"): ['"v=DMARC1; p=quarantine"'],
    ("region.example.", "MX"): ["10 mx.region.example."],
}


@pytest.fixture
def zone():
    """A name server of the tests' own; an empty answer where the zone has nothing."""
    found, link = dict(GOOD), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    link.bind(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                wire, whom = link.recvfrom(2000)
            except OSError:
                return
            asked = dns.message.from_wire(wire)
            answer, question = dns.message.make_response(asked), asked.question[0]
            kind = dns.rdatatype.to_text(question.rdtype)
            if rows := found.get((question.name.to_text(), kind)):
                answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *rows))
            link.sendto(answer.to_wire(), whom)

    threading.Thread(target=serve, daemon=True).start()
    found["port"] = link.getsockname()[1]
    yield found
    link.close()


@pytest.fixture(autouse=True)
def sender(settings):
    settings.DEFAULT_FROM_EMAIL = "Guildhall <office@region.example>"
    settings.DKIM_SELECTORS = ["one"]
    settings.BOUNCE_ADDRESS = ""


def servers(port):
    found = dns.resolver.Resolver(configure=False)
    found.nameservers, found.port, found.lifetime, found.cache = ["127.0.0.1"], port, 2, None
    return found


def said(zone):
    return list(lacking(servers(zone["port"])))


def test_nothing_is_said_where_nothing_lacks(zone):
    assert said(zone) == []


@pytest.mark.parametrize(
    ("name", "kind", "rows", "words"),
    [
        ("region.example.", "TXT", None, "has no SPF"),
        ("region.example.", "TXT", ['"v=spf1 -all"', '"v=spf1 mx -all"'], "has 2 SPF records"),
        ("region.example.", "TXT", ['"v=spf1 mx +all"'], "lets everybody send"),
        ("one._domainkey.region.example.", "TXT", None, "has no DKIM key"),
        ("one._domainkey.region.example.", "TXT", ['"v=DKIM1; p="'], "is revoked"),
        ("_dmarc.region.example.", "TXT", None, "has no DMARC"),
        ("_dmarc.region.example.", "TXT", ['"v=DMARC1; p=none"'], "asks for nothing"),
        ("_dmarc.region.example.", "TXT", ['"v=DMARC1; p=none"', '"v=DMARC1; p=reject"'], "2 DMARC records"),
        ("region.example.", "MX", None, "names no mail server"),
    ],
)
def test_what_lacks_is_said(zone, name, kind, rows, words):
    zone[name, kind] = rows
    found = said(zone)
    assert len(found) == 1 and words in found[0], found


def test_the_domain_above_may_speak_for_it(zone, settings):
    settings.DEFAULT_FROM_EMAIL = "office@mail.region.example"
    zone["mail.region.example.", "TXT"] = ['"v=spf1 -all"']
    zone["mail.region.example.", "MX"] = GOOD["region.example.", "MX"]
    zone["one._domainkey.mail.region.example.", "TXT"] = GOOD["one._domainkey.region.example.", "TXT"]
    assert said(zone) == []


def test_without_a_selector_it_is_said_that_nobody_knows(zone, settings):
    settings.DKIM_SELECTORS = []
    assert "GUILDHALL_DKIM_SELECTORS" in said(zone)[0]


def test_a_machine_is_no_domain(zone, settings):
    settings.DEFAULT_FROM_EMAIL = "guildhall@localhost"
    assert "no mail server takes" in said(zone)[0]


def test_where_nobody_answers_that_is_said(settings, monkeypatch):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as nobody:
        nobody.bind(("127.0.0.1", 0))
        silent = servers(nobody.getsockname()[1])
        silent.lifetime = 0.3
        with pytest.raises(Silent):
            list(lacking(silent))
        settings.SMTP = {"EMAIL_HOST": "127.0.0.1"}
        monkeypatch.setattr(sender_domain, "resolver", lambda: silent)
        assert [warning.id for warning in checks.senders_domain_is_known(None)] == ["guildhall.W005"]


def test_the_check_asks_it(zone, settings, monkeypatch):
    zone["region.example.", "MX"] = None
    monkeypatch.setattr(sender_domain, "resolver", lambda: servers(zone["port"]))
    settings.SMTP = {"EMAIL_HOST": "127.0.0.1"}
    assert [warning.id for warning in checks.senders_domain_is_known(None)] == ["guildhall.W004"]
    settings.SMTP = None
    assert checks.senders_domain_is_known(None) == []
