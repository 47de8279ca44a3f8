"""Sending (R8): one e-mail at a time, so that trouble with one says nothing of the others. Crashes: script/prove."""

import socket

import pytest
from django.utils import timezone

from guildhall.lib.scopes import OPEN
from guildhall.outbox import actions
from guildhall.outbox.actions import talking
from guildhall.outbox.emails import message, written
from guildhall.outbox.models import OutgoingEmail, Suppression
from tests.prove.catcher import Catcher

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[0, 1], ids=["step by step", "steps in one go"])
def catcher(settings, request):
    found = Catcher(pace=0, together=request.param)
    settings.SMTP = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": found.port}
    yield found
    found.close()


def queue(*addresses):
    for address in addresses:
        actions.queue_email(address, "Hello", "A text.\n.\n", kind="test", scope=OPEN)


def states():
    return dict(OutgoingEmail.objects.values_list("to", "state"))


def test_what_is_due_leaves_once(catcher):
    queue("a@mail.example", "b@mail.example")
    assert actions.deliver() == 2
    assert actions.deliver() == 0
    assert states() == {"a@mail.example": "sent", "b@mail.example": "sent"}
    assert set(catcher.identifiers.values()) == {1}


@pytest.mark.parametrize("fault", ["taken, then reset", "untaken, then reset"])
def test_one_answer_that_never_came_leaves_one_unknown(catcher, fault):
    catcher.script = [fault]
    queue("a@mail.example", "b@mail.example", "c@mail.example")
    assert actions.deliver() == 2
    assert states() == {"a@mail.example": "unknown", "b@mail.example": "sent", "c@mail.example": "sent"}


@pytest.mark.parametrize("fault", ["mail 451", "recipient 450", "data 451", "text 452"])
def test_a_refusal_for_now_is_tried_again_later(catcher, fault):
    catcher.script = [fault]
    queue("a@mail.example", "b@mail.example")
    assert actions.deliver() == 1
    email = OutgoingEmail.objects.get(to="a@mail.example")
    assert (email.state, email.error[:2], email.due_at > email.queued_at) == ("queued", "45", True)


@pytest.mark.parametrize("after_the_text", [False, True])
def test_what_was_said_for_a_refused_reader_reaches_nobody(catcher, after_the_text):
    """The steps had gone in one go: the text that the server waits for is ended at once, and the next one goes."""
    catcher.script, catcher.late = ["recipient 550", "recipient 450"], after_the_text
    queue("a@mail.example", "b@mail.example", "c@mail.example")
    assert actions.deliver() == 1
    assert states() == {"a@mail.example": "refused", "b@mail.example": "queued", "c@mail.example": "sent"}
    assert catcher.taken == {"c@mail.example": 1}


@pytest.mark.parametrize("fault", ["recipient 550", "text 554"])
def test_a_refusal_for_good_is_told(catcher, fault):
    catcher.script = [fault]
    queue("a@mail.example", "b@mail.example")
    actions.deliver()
    assert states() == {"a@mail.example": "refused", "b@mail.example": "sent"}


def test_a_server_that_is_away_costs_no_attempt(catcher, settings):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.SMTP = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": nobody.getsockname()[1]}
    queue("a@mail.example")
    assert actions.deliver() == 0
    email = OutgoingEmail.objects.get()
    assert (email.state, email.attempts) == ("queued", 0)
    assert "refused" in email.error.lower()


def test_a_worker_that_dies_while_sending_leaves_one(catcher, monkeypatch):
    def die(*_):
        raise SystemExit

    queue("a@mail.example", "b@mail.example", "c@mail.example")
    monkeypatch.setattr(talking.Talk, "hand", die)
    with pytest.raises(SystemExit):
        actions.deliver()
    assert sorted(states().values()) == ["queued", "queued", "sending"]


def test_who_wants_none_is_sent_none(catcher):
    Suppression.objects.create(address="A@mail.example", reason="asked")
    queue("a@mail.example", "b@mail.example")
    actions.deliver()
    assert states() == {"a@mail.example": "suppressed", "b@mail.example": "sent"}


def test_an_address_that_cannot_be_written_harms_no_other(catcher):
    queue("a@mail.example", "b@mail.example")
    OutgoingEmail.objects.filter(to="a@mail.example").update(to="a b>@mail.example")
    actions.deliver()
    assert states() == {"a b>@mail.example": "refused", "b@mail.example": "sent"}


def test_lines_that_begin_with_a_dot_and_foreign_domains_travel(settings):
    settings.DEFAULT_FROM_EMAIL = "Guildhall <office@region.example>"
    text = ".first\n.second\n"
    email = OutgoingEmail(to="ana@bücher.example", subject="Grüße", text=text, queued_at=timezone.now())
    assert message(email)["To"] == "ana@xn--bcher-kva.example"
    assert message(email)["Message-ID"] == f"<{email.pk}@region.example>"
    assert b"\r\n..first\r\n..second\r\n" in written(email)
