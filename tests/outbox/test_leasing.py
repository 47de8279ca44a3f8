"""Workers that share the ledger: what one has in hand, what it leaves behind, and how fast a domain is written to."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import DataError, connection
from django.utils import timezone

from guildhall.context import Keeper, begun, keeping
from guildhall.lib.scopes import OPEN
from guildhall.outbox import actions
from guildhall.outbox.actions import leasing, pacing
from guildhall.outbox.actions.leasing import Hand
from guildhall.outbox.models import OutgoingEmail, Pace
from tests.prove.catcher import Catcher

pytestmark = pytest.mark.django_db


@pytest.fixture
def catcher(settings):
    found = Catcher(pace=0)
    settings.SMTP = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": found.port}
    yield found
    found.close()


def queue(*addresses):
    for address in addresses:
        actions.queue_email(address, "Hello", "A text.", kind="test", scope=OPEN)


def states():
    return dict(OutgoingEmail.objects.values_list("to", "state"))


def taken():
    hand = Hand()
    hand.fill()
    return hand


def long_ago():
    OutgoingEmail.objects.update(leased_until=timezone.now() - timedelta(seconds=1))


def test_what_one_has_in_hand_no_other_takes():
    queue("a@mail.example", "b@mail.example")
    assert len(taken().rows) == 2
    assert taken().rows == []


def test_what_a_dead_worker_did_not_begin_is_taken_by_another(catcher):
    queue("a@mail.example", "b@mail.example")
    dead = taken()
    assert dead.begin(dead.rows[0])
    long_ago()
    assert actions.deliver() == 1
    assert states() == {"a@mail.example": "unknown", "b@mail.example": "sent"}


def test_a_worker_that_slept_begins_nothing_that_is_no_longer_its_own():
    queue("a@mail.example")
    slow = taken()
    long_ago()
    other = taken()
    assert not slow.begin(slow.rows[0])
    assert other.begin(other.rows[0])


def test_a_worker_that_was_thought_dead_still_tells_what_became_of_it():
    queue("a@mail.example")
    slow = taken()
    assert slow.begin(slow.rows[0])
    long_ago()
    leasing.show_abandoned()
    assert states() == {"a@mail.example": "unknown"}
    slow.end(slow.rows[0], "sent")
    slow.empty()
    assert states() == {"a@mail.example": "sent"}


def test_what_a_person_decided_meanwhile_stands():
    queue("a@mail.example")
    slow = taken()
    assert slow.begin(slow.rows[0])
    OutgoingEmail.objects.update(state="queued", leased_by=None, leased_until=None)
    slow.end(slow.rows[0], "refused")
    slow.empty()
    assert states() == {"a@mail.example": "queued"}


def test_what_was_taken_and_not_begun_is_given_back(catcher, monkeypatch):
    queue("a@mail.example", "b@mail.example")
    monkeypatch.setattr("guildhall.outbox.actions.sending.TURN", -1)
    assert actions.deliver() == 0
    assert not OutgoingEmail.objects.exclude(leased_by=None).exists()
    hand = taken()
    hand.empty()
    assert not OutgoingEmail.objects.exclude(leased_by=None).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("unwanted", [True, False])
def test_an_opt_out_that_is_committed_while_the_row_is_awaited_is_seen(unwanted):
    """And the control: without it, whoever waited begins."""
    queue("a@mail.example")
    hand, begun = taken(), []

    def begin():
        begun.append(hand.begin(hand.rows[0]))
        connection.close()

    with connection.Database.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT 1 FROM outbox_outgoingemail FOR UPDATE")
        waiting = threading.Thread(target=begin)
        waiting.start()
        asked = (
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%%outbox_outgoing%%'"
        )
        end = time.monotonic() + 20
        while not other.execute(asked).fetchone()[0] and time.monotonic() < end:
            other.execute("SELECT pg_stat_clear_snapshot()")
            time.sleep(0.05)
        if unwanted:
            other.execute(
                "INSERT INTO outbox_suppression (address, reason, since) VALUES ('A@mail.example', 'x', now())"
            )
        other.commit()
    waiting.join(20)
    assert begun == [not unwanted]
    assert states() == {"a@mail.example": "suppressed" if unwanted else "sending"}


# ── Pace ─────────────────────────────────────────────────────────────


def test_a_pace_is_kept_for_each_domain(settings):
    settings.MAIL_PACE = 60  # one a second
    queue(*(f"n{n}@slow.example" for n in range(6)), "x@other.example")
    first = taken()
    assert {row.to for row in first.rows} == {"n0@slow.example", "n1@slow.example", "x@other.example"}
    turns = list(OutgoingEmail.objects.filter(leased_by=None).order_by("due_at").values_list("due_at", flat=True))
    assert [round((b - a).total_seconds()) for a, b in zip(turns, turns[1:], strict=False)] == [1, 1, 1]


def test_who_has_been_given_a_turn_keeps_it(settings):
    settings.MAIL_PACE = 60
    queue(*(f"n{n}@slow.example" for n in range(5)))
    taken()
    Pace.objects.update(free_at=timezone.now() + timedelta(hours=1))  # many others wait behind
    OutgoingEmail.objects.filter(leased_by=None).update(due_at=timezone.now())
    assert len(taken().rows) == 3


@pytest.mark.parametrize("said", ["421 4.7.0 Too many messages, slow down", "450 4.7.1 rate limited"])
def test_a_domain_that_is_written_to_too_fast_has_a_pause(said):
    queue("a@big.example", "b@BIG.example", "c@small.example")
    pacing.heed("z@big.example", said)
    assert [row.to for row in taken().rows] == ["c@small.example"]
    assert OutgoingEmail.objects.get(to="b@BIG.example").due_at > timezone.now() + timedelta(minutes=4)
    Pace.objects.update(held_until=timezone.now())
    OutgoingEmail.objects.update(due_at=timezone.now())
    assert {row.to for row in taken().rows} == {"a@big.example", "b@BIG.example"}


def test_another_refusal_pauses_nobody_else():
    queue("a@big.example")
    pacing.heed("z@big.example", "450 4.2.1 mailbox busy")
    pacing.heed("z@big.example", "550 5.7.1 no")
    assert len(taken().rows) == 1


def test_a_server_that_ends_the_connection_is_asked_again_soon(catcher, monkeypatch):
    replies = iter([(421, b"4.3.2 going down")])
    hand = actions.sending.Talk.hand
    monkeypatch.setattr(
        actions.sending.Talk, "hand", lambda self, *a: next(replies, None) or hand(self, *a)
    )  # fmt: skip
    queue("a@mail.example", "b@mail.example")
    assert actions.deliver() == 1
    row = OutgoingEmail.objects.get(to="a@mail.example")
    assert row.state == "queued" and row.due_at < timezone.now() + timedelta(seconds=20)


@pytest.mark.django_db(transaction=True)
def test_what_goes_in_one_message_is_one_transaction_and_says_who_acts():
    """Outside of a transaction as well: a statement that fails takes the ones before it along."""
    queue("a@mail.example")
    told = "SELECT current_setting('guildhall.keeper')"
    with begun(), keeping(Keeper.DELIVERY, "a test"):
        changed = "UPDATE outbox_outgoingemail SET error = %s RETURNING error"
        assert connection.in_one_message([changed], ["first"]) == ("first",)
        assert connection.in_one_message([told], []) == (str(Keeper.DELIVERY),)
        with pytest.raises(DataError):
            connection.in_one_message([changed, "SELECT 1/0"], ["second"])
        assert OutgoingEmail.objects.get().error == "first"
        with connection.cursor() as cursor:
            cursor.execute(told)
            assert cursor.fetchone() == ("",), "and no longer than that"
