"""Starting the processes of an installation and stopping them together."""

import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from types import TracebackType

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from guildhall.project.programs import Unavailable
from guildhall.project.starting import ending


def web(host: str, port: int) -> list[str]:
    """The command line of the web server."""
    return [sys.executable, "-m", "guildhall.project.web", host, str(port)]


def collect_static() -> None:
    """Gather style sheets and scripts where the web server finds them, unless that has been done for this version."""
    results = [(path, storage.path(path)) for finder in get_finders() for path, storage in finder.list([])]
    results = [(path, (stat := os.stat(full)).st_size, stat.st_mtime_ns) for path, full in results]
    stamp, state = settings.STATIC_ROOT / ".collected", hashlib.sha256(repr(sorted(results)).encode()).hexdigest()
    if not stamp.exists() or stamp.read_text() != state:
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(state)


def require_free_port(host: str, port: int) -> None:
    """Raise `Unavailable` with one sentence where the port is taken or the host is not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except socket.gaierror as error:
            raise Unavailable(f"HOST={host} is no address of this machine.") from error
        except OSError as error:
            raise Unavailable(
                f"Port {port} at {host} cannot be used ({error.strerror}): stop what uses it, or choose another "
                "with PORT."
            ) from error


PAUSES = (0, 1, 2, 4, 8, 16, 30, 30)  # seconds before a child that keeps dying is started again
USEFUL = 60  # seconds after which a child's life was no failure to start


@dataclass
class Child:
    """One process that is kept alive."""

    name: str
    command: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    begun: float = 0
    deaths: int = 0  # one after the other, each soon after its start
    due: float = 0  # when it is started again

    def start(self) -> None:
        """In a session of its own, so that Ctrl-C reaches only us and we stop it in order."""
        self.process, self.begun = subprocess.Popen(self.command, start_new_session=True), time.monotonic()

    def look(self) -> bool:
        """Start it again where it has died, later each time; False when it dies too often to be of use."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due:
                self.start()
        elif self.process.poll() is not None:
            self.deaths = 0 if now - self.begun > USEFUL else self.deaths
            words = f"guildhall: the {self.name} stopped by itself (status {self.process.returncode})"
            if self.deaths == len(PAUSES):
                say(f"{words}, for the last time.")
                return False
            pause = PAUSES[self.deaths]
            self.process, self.due, self.deaths = None, now + pause, self.deaths + 1
            say(f"{words} and is started again{f' in {pause} seconds' if pause else ''}.")
        return True


def say(words: str) -> None:
    """Tell whoever watches the terminal, if there still is one."""
    with contextlib.suppress(OSError):
        print(words, file=sys.stderr)


class Children:
    """Child processes: one that dies is started again, and all are stopped together."""

    def __init__(self) -> None:
        self.running: list[Child] = []
        self.stopping = False

    def __enter__(self) -> "Children":
        for number in ending():
            signal.signal(number, self._stop)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        alive = [child.process for child in self.running if child.process is not None]
        for process in alive:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        deadline = time.monotonic() + 20
        for process in alive:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def start(self, name: str, command: list[str]) -> None:
        """Start a process, and keep it alive from now on."""
        self.running.append(Child(name, command))
        self.running[-1].start()

    def wait(self) -> int:
        """Wait until a signal asks to stop (0); gives up (1) when a child keeps dying soon after its start."""
        while not self.stopping:
            useful = [child.look() for child in self.running]
            if not all(useful):
                return 1
            time.sleep(0.2)
        return 0
