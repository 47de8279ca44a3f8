"""Starting the processes of an installation and stopping them together."""

import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from types import TracebackType

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from guildhall.project.embedded import Unavailable


def web(host: str, port: int) -> list[str]:
    """The command line of the web server."""
    return [sys.executable, "-m", "guildhall.project.web", host, str(port)]


def collect_static() -> None:
    """Gather style sheets and scripts where the web server finds them, unless that has been done for this version."""
    found = [(path, storage.path(path)) for finder in get_finders() for path, storage in finder.list([])]
    told = [(path, (stat := os.stat(full)).st_size, stat.st_mtime_ns) for path, full in found]
    stamp, state = settings.STATIC_ROOT / ".collected", hashlib.sha256(repr(sorted(told)).encode()).hexdigest()
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
        except OverflowError as error:
            raise Unavailable(f"PORT={port} is no port: choose one from 1 to 65535.") from error
        except OSError as error:
            raise Unavailable(
                f"Port {port} at {host} cannot be used ({error.strerror}): stop what uses it, or choose another "
                "with PORT."
            ) from error


MOST_DEATHS, IN_SECONDS = 5, 60


class Children:
    """Child processes: one that dies is started again, and all are stopped together."""

    def __init__(self) -> None:
        self.running: list[tuple[str, list[str], subprocess.Popen[bytes]]] = []
        self.deaths: list[float] = []
        self.stopping = False

    def __enter__(self) -> "Children":
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for _name, _command, child in self.running:
            with contextlib.suppress(ProcessLookupError):
                child.terminate()
        deadline = time.monotonic() + 20
        for _name, _command, child in self.running:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def start(self, name: str, command: list[str]) -> None:
        """Start a process in a session of its own, so that Ctrl-C reaches only us and we stop it in order."""
        self.running.append((name, command, subprocess.Popen(command, start_new_session=True)))

    def wait(self) -> int:
        """Wait until a signal asks to stop (0); gives up (1) when children die faster than they can be of use."""
        while not self.stopping:
            for entry in [entry for entry in self.running if entry[2].poll() is not None]:
                if not self._replace(*entry):
                    return 1
            time.sleep(0.2)
        return 0

    def _replace(self, name: str, command: list[str], child: "subprocess.Popen[bytes]") -> bool:
        now = time.monotonic()
        self.deaths = [*(at for at in self.deaths if now - at < IN_SECONDS), now]
        words = f"guildhall: the {name} stopped by itself (status {child.returncode})"
        if len(self.deaths) > MOST_DEATHS:
            print(f"{words}, for the last time.", file=sys.stderr)
            return False
        print(f"{words} and is started again.", file=sys.stderr)
        self.running = [entry for entry in self.running if entry[2] is not child]
        self.start(name, command)
        return True
