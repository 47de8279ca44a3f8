"""E-mail that came back and complaints: by mailbox and by webhook, once each, and only from whoever may tell (C18)."""

import base64
import json
import time
from uuid import uuid4

import pytest
from django.test import Client

from guildhall.lib.scopes import OPEN
from guildhall.outbox import actions, queries
from guildhall.outbox.actions.queueing import Addressed, queue_email, queue_many
from guildhall.outbox.actions.returning import note_returned, read_mailbox
from guildhall.outbox.emails import message, sender_of
from guildhall.outbox.models import Content, OutgoingEmail, Returned
from guildhall.outbox.readers import read_report
from guildhall.outbox.rules import signature
from tests.outbox.mailbox import Mailbox
from tests.outbox.reports import away, came_back, complaint
from tests.prove.catcher import Catcher

pytestmark = pytest.mark.django_db
SECRET = "whsec_" + base64.b64encode(b"a secret of the mail service's own").decode()


def sent(to="ada@mail.example", kind="sending", state="sent"):
    pk = queue_email(to, "Career day", "Hello.", kind=kind, scope=OPEN)
    OutgoingEmail.objects.filter(pk=pk).update(state=state)
    return OutgoingEmail.objects.get(pk=pk)


def state_of(email):
    email.refresh_from_db()
    return email.state


def note(raw):
    report = read_report(raw)
    return report and note_returned(report)


# ── What is read in a report ─────────────────────────────────────────


def test_what_came_back_for_good_is_noted_once():
    email, raw = sent(), None
    raw = came_back(email)
    assert note(raw).kind == "hard"
    assert note(raw) is None, "the same report again"
    assert state_of(email) == "bounced"
    assert email.error == "5.1.1 550 5.1.1 No such user"
    assert queries.returned(["ADA@mail.example", "bo@mail.example"]) == {"ada@mail.example": "hard"}


@pytest.mark.parametrize("status", ["4.4.1", "5.2.2", "5.3.4", "4.2.2"])
def test_a_full_mailbox_says_nothing_of_the_address(status):
    email = sent()
    assert note(came_back(email, status=status)).kind == "soft"
    assert state_of(email) == "bounced"
    assert queries.returned([email.to]) == {}


def test_three_times_for_now_are_for_good():
    kinds = [note(came_back(sent(), status="4.4.1")).kind for _ in range(4)]
    assert kinds == ["soft", "soft", "hard", "hard"]


@pytest.mark.parametrize("action", ["delayed", "relayed", "delivered", "expanded"])
def test_what_is_only_late_has_not_come_back(action):
    email = sent()
    assert read_report(came_back(email, action=action, status="4.4.7")) is None
    assert state_of(email) == "sent"


def test_who_is_away_has_reported_nothing():
    assert read_report(away()) is None
    assert read_report(b"") is None
    assert read_report(b"Content-Type: multipart/report\r\n\r\nno parts") is None
    assert read_report(bytes(range(256)) * 50) is None


def test_the_address_of_an_e_mail_for_what_comes_back_names_it(settings):
    settings.BOUNCE_ADDRESS = "returned@region.example"
    email, other = sent(), sent()
    assert sender_of(email) == f"returned+{email.pk.hex}@region.example"
    raw = came_back(other, to=sender_of(email))
    assert read_report(raw).email == email.pk, "what came back may hold the letter of somebody else"


def test_a_report_about_nothing_of_ours_is_left():
    email = sent()
    OutgoingEmail.objects.all().delete()
    assert note(came_back(email)) is None


def test_what_was_never_sent_does_not_come_back():
    email = sent(state="queued")
    note(came_back(email))
    assert state_of(email) == "queued"


# ── Complaints ───────────────────────────────────────────────────────


def test_who_complains_is_sent_no_more_of_that_kind(settings):
    first, waits, account = sent(), sent(state="queued"), sent(state="queued", kind="account")
    assert note(complaint(first)).kind == "complaint"
    assert state_of(first) == "sent", "it did arrive"
    assert (state_of(waits), state_of(account)) == ("suppressed", "queued")
    assert queries.returned(["ada@mail.example"]) == {"ada@mail.example": "complaint"}


def test_a_later_sending_leaves_them_out(settings):
    found = Catcher(pace=0)
    settings.SMTP = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": found.port}
    note(complaint(sent()))
    content = Content(subject="Again", text="Hello {{name}}")
    rows = [Addressed(f"{name}@mail.example", name, {"name": name}) for name in ("Ada", "bo")]
    queue_many(content, rows, kind="sending", reference=uuid4())
    queue_email("ada@mail.example", "Your code", "x", kind="account", scope=OPEN)
    assert actions.deliver() == 2
    found.close()
    assert found.taken == {"bo@mail.example": 1, "ada@mail.example": 1}
    assert OutgoingEmail.objects.get(to="Ada@mail.example").state == "suppressed"


# ── The mailbox ──────────────────────────────────────────────────────


@pytest.fixture
def mailbox(settings):
    found = Mailbox()
    settings.BOUNCE_MAILBOX = {
        "ssl": False, "host": "127.0.0.1", "port": found.port, "user": found.user, "password": found.password,
        "folder": "INBOX",
    }  # fmt: skip
    yield found
    found.close()


def test_the_mailbox_is_read_once(mailbox):
    one, two = sent(), sent("bo@mail.example")
    mailbox.messages = [came_back(one), away(), complaint(two), b"no message"]
    assert read_mailbox() == 2
    assert mailbox.seen == {1, 2, 3, 4}
    assert read_mailbox() == 0
    mailbox.seen.clear()  # somebody marks all of them as unread
    assert read_mailbox() == 0
    assert Returned.objects.count() == 2


def test_what_cannot_be_noted_is_read_again(mailbox, monkeypatch):
    from guildhall.outbox.actions import returning
    from guildhall.queue.apart import Unfinished

    def fail(_row):
        raise LookupError

    mailbox.messages = [came_back(sent()), away()]
    monkeypatch.setattr(returning, "_listeners", [fail])
    with pytest.raises(Unfinished):
        read_mailbox()
    assert mailbox.seen == {2}
    assert not Returned.objects.exists()
    monkeypatch.setattr(returning, "_listeners", [])
    assert read_mailbox() == 1


def test_what_a_stranger_writes_to_the_mailbox_does_not_keep_it_busy_for_good(mailbox):
    """Anybody can write there: a message that cannot be noted would be read again for good, and hide what is new."""
    one, two, three = sent(), sent("bo@mail.example"), sent("cy@mail.example")
    alphabet = (
        came_back(two)
        .replace(b"Content-Type: text/rfc822-headers", b"Content-Type: message/rfc822")
        .replace(b"Subject: Career day", b'Content-Type: text/plain; charset="no-such"\r\nSubject: \xff\xfe')
    )
    nested = b"".join(b'Content-Type: multipart/report; boundary="B%d"\r\n\r\n--B%d\r\n' % (n, n) for n in range(1500))
    mailbox.messages = [came_back(one, words="550 no\x00such user\x1b[31m", status="5.1.1\x00"), alphabet, nested]
    mailbox.messages += [complaint(three).replace(b"abuse", b"\xff\x00" * 500)]
    assert read_mailbox() >= 2
    assert mailbox.seen == {1, 2, 3, 4}
    assert Returned.objects.get(email=one).words == "550 no such user [31m"
    assert Returned.objects.filter(email=three, kind="complaint").exists()


def test_a_mailbox_that_is_away_or_refuses_is_tried_again(mailbox, settings):
    mailbox.messages = [came_back(sent())]
    settings.BOUNCE_MAILBOX["password"] = "wrong"
    assert read_mailbox() == 0
    assert not mailbox.seen
    settings.BOUNCE_MAILBOX = None
    assert read_mailbox() == 0


# ── The webhook ──────────────────────────────────────────────────────


def tell(body, *, secret=SECRET, at=None, number="msg_1", sign=None):
    at = str(int(time.time()) if at is None else at)
    content = json.dumps(body).encode() if not isinstance(body, bytes) else body
    headers = {
        "webhook-id": number, "webhook-timestamp": at,
        "webhook-signature": sign or f"v1,bad {signature(secret, number, at, content)}",
    }  # fmt: skip
    client = Client(enforce_csrf_checks=True)
    return client.post("/mail/returned/", content, content_type="application/json", headers=headers).status_code


@pytest.fixture
def service(settings, cast):
    settings.MAIL_WEBHOOK_SECRET = SECRET


def test_a_service_reports_once(service):
    one, two = sent(), sent("bo@mail.example")
    said = [
        {"message_id": message(one)["Message-ID"], "kind": "hard", "status": "5.1.1", "words": "no\r\nsuch user"},
        {"message_id": f"<{two.pk}@x>", "kind": "complaint"},
        {"message_id": f"<{uuid4()}@x>", "kind": "hard"},
        {"kind": "opened", "message_id": f"<{one.pk}@x>"},
        "nonsense",
    ]
    assert tell(said) == 204
    assert tell(said) == 204
    assert sorted(Returned.objects.values_list("kind", "words")) == [("complaint", ""), ("hard", "no such user")]
    assert state_of(one) == "bounced"


def test_words_that_no_record_can_hold_are_left_out_and_the_report_counts(service):
    email = sent()
    said = {"message_id": f"<{email.pk}@x>", "kind": "hard", "words": "no\u0000such \ud800user", "status": "5\u0000"}
    assert tell(said) == 204
    assert Returned.objects.get(email=email).words == "no such ?user"


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "whsec_" + base64.b64encode(b"another secret of somebody else!").decode()},
        {"at": 1_000_000_000},
        {"sign": "v1,"},
        {"number": ""},
    ],
)
def test_whoever_does_not_sign_changes_nothing(service, wrong):
    email = sent()
    assert tell({"message_id": f"<{email.pk}@x>", "kind": "hard"}, **wrong) == 403
    assert state_of(email) == "sent"


def test_what_is_no_report_harms_nothing(service):
    for body in (b"[" * 100_000, b"", b"{", b"null", b"[[]]", b'{"message_id": 7, "kind": "hard"}', b'"\xff"'):
        assert tell(body) in (204, 400), body
    assert not Returned.objects.exists()


def test_without_a_secret_there_is_no_such_address(cast):
    assert tell({}) == 404
