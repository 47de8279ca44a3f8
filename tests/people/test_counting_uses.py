"""A count of what is only read never waits for another request of the same person (R28)."""

from threading import Event, Thread

import pytest
from django.db import OperationalError, connection, connections, transaction

from guildhall.people.actions.allowances import LIMITS, Limit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def limits():
    kept = list(LIMITS)
    yield Limit("readings of this test", 3, 3600, reading=True), Limit("acts of this test", 3, 3600)
    LIMITS[:] = kept


def while_another_counts(limit, do):
    """Do something while another transaction has counted and is not done yet."""
    counted, done = Event(), Event()

    def other():
        with transaction.atomic():
            limit.take("ann")
            counted.set()
            done.wait(20)
        connections.close_all()

    thread = Thread(target=other)
    thread.start()
    assert counted.wait(20)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '300ms'")
            do()
    finally:
        done.set()
        thread.join()


def test_a_reading_does_not_wait_and_every_one_counts(limits):
    reading, _acts = limits
    assert reading.take("ann")
    while_another_counts(reading, lambda: reading.take("ann"))
    while_another_counts(reading, lambda: reading.take("bob"))
    assert not reading.take("ann"), "three were used before"
    assert reading.take("bob")


def test_an_act_waits_so_that_no_two_take_the_last_use(limits):
    """The control: what must be exact is."""
    _reading, acts = limits
    with pytest.raises(OperationalError, match="lock timeout"):
        while_another_counts(acts, lambda: acts.take("ann"))
