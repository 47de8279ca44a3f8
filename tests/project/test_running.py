"""The processes of an installation: one that dies comes back, one that only dies does not."""

import signal
import sys
import threading
import time

import pytest

from guildhall.project.running import Children

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _own_signals():
    """The children's keeper takes the signals of its process; the tests take them back."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def test_a_dead_child_is_started_again(capfd):
    children = Children()
    with children:
        children.start("worker", [sys.executable, "-c", "import time; time.sleep(60)"])
        first = children.running[0][2]
        first.kill()
        threading.Timer(2, children._stop).start()
        assert children.wait() == 0
        assert children.running[0][2] is not first
        assert children.running[0][2].poll() is None
    assert "started again" in capfd.readouterr().err


def test_a_child_that_only_dies_ends_it(capfd):
    begun = time.monotonic()
    with Children() as children:
        children.start("worker", [sys.executable, "-c", ""])
        assert children.wait() == 1
    assert time.monotonic() - begun < 30
    assert "for the last time" in capfd.readouterr().err
