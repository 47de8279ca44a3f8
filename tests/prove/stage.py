"""Where the drills play: a throw-away folder with a PostgreSQL, and installations of Guildhall on it."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg

from tests.prove.report import ROOT
from tests.prove.server import Postgres

PASSWORD = "guildhall-demo-only"
REGION = "tworivers-region.example"
DIRECTORS = [f"{name}@{REGION}" for name in ("ruth.abara", "amir.haddad", "ravi.menon", "celia.brandvold")]
ADMINISTRATOR = f"joanna.whitcombe@{REGION}"
DAILY_WORK_IS_DONE = """
from datetime import timedelta
from guildhall.lib import clock
from guildhall.queue.daily import REGISTER
from guildhall.queue.models import DailyRun
for name in REGISTER:
    for day in (-1, 0, 1):
        known = {"name": name, "day": clock.today() + timedelta(day)}
        DailyRun.objects.update_or_create(**known, defaults={"asked_at": clock.now(), "finished_at": clock.now()})
"""
LOAD = """
from guildhall.context import Keeper, begun, keeping
from guildhall.demo import region, sizes
with begun(), keeping(Keeper.SCHEMA, "a drill"):
    region.load(region.TIME_ZONE, sizes.{size})
"""
_OURS = ("DATABASE_URL", "EMAIL_URL", "HOST", "PORT", "DJANGO_SETTINGS_MODULE")


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(holds: Callable[[], Any], seconds: float, what: str, *, every: float = 0.1) -> Any:
    """Wait until something holds, and return it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := holds():
            return found
        time.sleep(every)
    raise TimeoutError(f"{what}: not within {seconds:.0f} s")


def family(pid: int) -> list[int]:
    """A process and everything that it started, however deep, parents first."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [pid]
    for one in found:
        found += parents.get(one, [])
    return found


class Node:
    """A running `guildhall serve` or `guildhall worker`."""

    def __init__(self, installation: "Installation", words: tuple[str, ...], port: int, more: dict[str, str]) -> None:
        self.installation, self.words, self.port, self.more = installation, words, port, more
        self.url = f"http://127.0.0.1:{port}"
        self.start()

    def start(self) -> None:
        log = self.installation.folder / f"{self.words[0]}-{self.port}.log"
        environment = self.installation.environment | {"PORT": str(self.port)} | self.more
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [*self.installation.command, *self.words], env=environment, cwd=ROOT, stdout=out, stderr=out,
                stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip

    def kill(self) -> None:
        """Kill -9, all of it at once."""
        for pid in family(self.process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def stop(self, seconds: float = 40) -> int:
        """Ask it to stop, as a supervisor does."""
        self.process.terminate()
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            return -9

    @property
    def healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def ready(self, seconds: float = 180) -> "Node":
        """Wait until it serves; on a busy machine that takes its time."""
        wait_for(lambda: self.healthy, seconds, f"{' '.join(self.words)} at {self.url}")
        return self


class Installation:
    """One Guildhall: a database, a folder, an environment, the processes that run."""

    def __init__(self, stage: "Stage", name: str, folder: Path, **more: str) -> None:
        self.stage, self.name, self.folder = stage, name, folder
        self.command = [sys.executable, "-m", "guildhall.project.cli"]
        kept = {k: v for k, v in os.environ.items() if not k.startswith("GUILDHALL_") and k not in _OURS}
        self.environment = kept | {
            "GUILDHALL_HOME": str(folder),
            "GUILDHALL_SECRET_KEY": "proving-" + "x" * 50,
            "GUILDHALL_LOG_LEVEL": "WARNING",
            "DATABASE_URL": f"postgres://guildhall@127.0.0.1:{stage.postgres.port}/{name}",
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            **more,
        }
        self.nodes: list[Node] = []

    def without(self, defence: str) -> dict[str, str]:
        """The environment in which a process runs with one of its defences switched off (see `saboteur`)."""
        folder = Path(__file__).parent / "saboteur"
        return {"PYTHONPATH": f"{folder}:{ROOT}", "PROVE_WITHOUT": defence}

    def guildhall(self, *words: str, check: bool = True, **more: str) -> "subprocess.CompletedProcess[str]":
        """Run one command to its end."""
        done = subprocess.run(
            [*self.command, *words], env=self.environment | more, cwd=ROOT, capture_output=True, text=True,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        if check and done.returncode:
            raise RuntimeError(f"guildhall {' '.join(words)}: {done.stderr[-2000:]}")
        return done

    def answer(self, *words: str) -> Any:
        """What a command with --json says."""
        return json.loads(self.guildhall(*words, "--json").stdout)

    def begin(self, *words: str, **more: str) -> "subprocess.Popen[bytes]":
        """Begin a command that somebody may kill."""
        return subprocess.Popen(
            [*self.command, *words], env=self.environment | more, cwd=ROOT, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def serve(self, **more: str) -> Node:
        self.nodes.append(Node(self, ("serve",), free_port(), more))
        return self.nodes[-1]

    def worker(self, **more: str) -> Node:
        self.nodes.append(Node(self, ("worker",), free_port(), more))
        return self.nodes[-1]

    def run(self, *words: str) -> Node:
        self.nodes.append(Node(self, ("run", *words), free_port(), {}))
        return self.nodes[-1]

    def sql(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the database, past the application."""
        with self.stage.postgres.link(self.name) as link:
            cursor = link.execute(query, values or None)
            return cursor.fetchall() if cursor.description else []

    def one(self, query: str, *values: Any) -> Any:
        return self.sql(query, *values)[0][0]

    def without_daily_work(self) -> None:
        """A worker's daily work has been done for these days: what it changes is no part of a drill."""
        self.guildhall("shell", "-c", DAILY_WORK_IS_DONE)

    def close(self) -> None:
        for node in self.nodes:
            if node.process.poll() is None:
                node.kill()


class Stage:
    """One run of the drills: the folder, the server and the demo region that each drill gets a copy of."""

    def __init__(self, *, quick: bool = False) -> None:
        self.quick = quick
        self.folder = Path(tempfile.mkdtemp(prefix="guildhall-prove-"))
        self.folder.chmod(0o755)
        self.postgres = Postgres(self.folder, free_port())
        self.postgres.create()
        self._count = 0

    @contextlib.contextmanager
    def installation(self, source: str = "demo", **more: str) -> Iterator[Installation]:
        """A copy of the demo region (or of another installation's database), thrown away at the end."""
        if source in ("demo", "empty"):
            self._source(source)
        self._count += 1
        name = f"drill{self._count}"
        self.postgres.copy(source, name)
        folder = self.folder / name
        folder.mkdir()
        if source == "demo":
            shutil.copytree(self.folder / "demo" / "static", folder / "static")
        made = Installation(self, name, folder, **more)
        try:
            yield made
        finally:
            made.close()
            if not self.postgres.running:
                self.postgres.start()
            with self.postgres.link("postgres") as link, contextlib.suppress(psycopg.Error):
                link.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
            if not os.environ.get("PROVE_KEEP"):
                shutil.rmtree(folder, ignore_errors=True)

    def _source(self, name: str) -> None:
        with self.postgres.link("postgres") as link:
            if link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return
            link.execute(f'CREATE DATABASE "{name}"')
        folder = self.folder / name
        folder.mkdir()
        made = Installation(self, name, folder)
        made.guildhall("migrate")
        if name == "demo":
            made.guildhall("shell", "-c", LOAD.format(size="VILLAGE" if self.quick else "REGION"))
            made.guildhall("shell", "-c", "from guildhall.project.running import collect_static; collect_static()")

    def close(self) -> None:
        self.postgres.stop()
        if not os.environ.get("PROVE_KEEP"):
            shutil.rmtree(self.folder, ignore_errors=True)
