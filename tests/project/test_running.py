"""The processes of an installation: one that dies comes back, one that only dies does not."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from guildhall.project import running, starting
from guildhall.project.running import Children

pytestmark = pytest.mark.slow
LIVES = [sys.executable, "-c", "import time; time.sleep(60)"]
DIES = [sys.executable, "-c", ""]


@pytest.fixture(autouse=True)
def _own_signals():
    """The children's keeper takes the signals of its process; the tests take them back."""
    kept = {number: signal.getsignal(number) for number in starting.ENDING}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def test_a_dead_child_is_started_again(capfd):
    children = Children()
    with children:
        children.start("worker", LIVES)
        first = children.running[0].process
        first.kill()
        threading.Timer(2, children._stop).start()
        assert children.wait() == 0
        assert children.running[0].process is not first
        assert children.running[0].process.poll() is None
    assert "started again" in capfd.readouterr().err


def test_a_child_that_only_dies_ends_it(capfd, monkeypatch):
    monkeypatch.setattr(running, "PAUSES", (0, 0.1, 0.1))
    with Children() as children:
        children.start("worker", DIES)
        assert children.wait() == 1
    told = capfd.readouterr().err
    assert told.count("is started again") == 3
    assert "for the last time" in told


def test_children_that_die_together_are_counted_apart(monkeypatch):
    """The deaths of one are not those of the other; a child that has been of use begins anew."""
    monkeypatch.setattr(running, "PAUSES", (0, 0))
    monkeypatch.setattr(running, "USEFUL", 0.5)
    with Children() as children:
        for name in ("web server", "worker"):
            children.start(name, LIVES)
        threading.Timer(8, children._stop).start()
        threading.Thread(target=kill_all_again_and_again, args=(children,), daemon=True).start()
        assert children.wait() == 0


def kill_all_again_and_again(children):
    """Twelve deaths in all, each of them after the child was of use."""
    for _round in range(6):
        time.sleep(1)
        for child in children.running:
            if child.process is not None:
                child.process.kill()


def test_a_closed_terminal_ends_it():
    code = (
        "import sys; from guildhall.project.running import Children\n"
        "with Children() as children:\n"
        "    children.start('worker', [sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "    print(children.running[0].process.pid, flush=True)\n"
        "    sys.exit(children.wait())"
    )
    heard = {"preexec_fn": lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL)}  # also where the tests run under nohup
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, **heard) as parent:
        child = int(parent.stdout.readline())
        parent.send_signal(signal.SIGHUP)
        assert parent.wait(30) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


ORPHAN = """
import os, time
middle = os.fork()
if middle == 0:
    if os.fork():
        os._exit(0)
    time.sleep(0.5)
    os._exit(0)  # whose starter is gone by now
os.waitpid(middle, 0)
time.sleep(1.5)
os._exit(7)
"""
FIRST = f"""
import ctypes, os, sys
from guildhall.project import starting
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # whoever loses its starter becomes ours, as with process 1
child = os.fork()
if child == 0:
    os.execv(sys.executable, [sys.executable, "-c", {ORPHAN!r}])
status = WAIT
try:
    print("left", os.waitpid(-1, os.WNOHANG))
except ChildProcessError:
    print("none left")
sys.exit(status)
"""


@pytest.mark.parametrize(
    ("wait", "left"),
    [
        ("starting._wait_for(child)", False),
        ("os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])", True),  # the control
    ],
)
def test_orphans_are_taken_up_by_the_first_process(wait, left):
    """As process 1 of a container: whoever dies is waited for, and the status of the work is ours."""
    code = FIRST.replace("WAIT", wait)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 7, done.stderr
    assert ("none left" not in done.stdout) == left
