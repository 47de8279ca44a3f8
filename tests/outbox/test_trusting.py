"""A password goes to the mail server alone: a certificate that nobody vouches for ends the talk (R12)."""

import datetime as dt
import socket
import ssl
import threading
from contextlib import suppress

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from guildhall.lib.scopes import OPEN
from guildhall.outbox import actions
from guildhall.outbox.actions.returning import read_mailbox
from guildhall.outbox.models import OutgoingEmail

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_certificate(tmp_path):
    """A certificate for this machine that its owner alone vouches for, with its key."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    first, last = (
        dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in (2000, 2100)
    )  # of the machine, whatever the test's
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, first, last)
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
    made = made.add_extension(x509.BasicConstraints(True, None), True).sign(key, hashes.SHA256())
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path = tmp_path / "own.pem"
    secret = key.private_bytes(pem, form, serialization.NoEncryption())
    path.write_bytes(made.public_bytes(pem) + secret)
    return path


@pytest.fixture
def listener(own_certificate):
    """A server that ends after the handshake and writes down what it was told behind it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own_certificate)
    heard, link = [], socket.create_server(("127.0.0.1", 0))

    def serve():
        with suppress(OSError):
            while True:
                one, _whom = link.accept()
                with suppress(OSError), context.wrap_socket(one, server_side=True) as closed:
                    closed.sendall(b"220 * OK ready\r\n")
                    heard.append(closed.recv(1000))

    threading.Thread(target=serve, daemon=True).start()
    yield link.getsockname()[1], heard
    link.close()


def smtp(port):
    login = {"EMAIL_HOST_USER": "guildhall", "EMAIL_HOST_PASSWORD": "secret"}
    return {"EMAIL_HOST": "localhost", "EMAIL_PORT": port, "EMAIL_USE_SSL": True, **login}


def test_no_word_is_said_to_a_mail_server_that_nobody_vouches_for(listener, settings):
    port, heard = listener
    settings.SMTP = smtp(port)
    actions.queue_email("ada@mail.example", "Hello", "x", kind="x", scope=OPEN)
    assert actions.deliver() == 0
    row = OutgoingEmail.objects.get()
    assert row.state == "queued" and row.attempts == 0
    assert "certificate" in row.error.lower()
    assert heard == []


def test_nor_to_such_a_mailbox(listener, settings):
    port, heard = listener
    place = {"ssl": True, "host": "localhost", "port": port, "user": "u", "password": "p", "folder": "INBOX"}
    settings.BOUNCE_MAILBOX = place
    assert read_mailbox() == 0
    assert heard == []


def test_who_trusts_it_talks_to_it(listener, settings, monkeypatch, own_certificate):
    """The control: with the certificate among those that the machine trusts, the talk begins."""
    port, heard = listener
    monkeypatch.setenv("SSL_CERT_FILE", str(own_certificate))
    settings.SMTP = smtp(port)
    actions.queue_email("ada@mail.example", "Hello", "x", kind="x", scope=OPEN)
    actions.deliver()
    assert heard and heard[0].lower().startswith(b"ehlo")
