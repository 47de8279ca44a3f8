"""The embedded PostgreSQL server: initialized, started, shared by its users and stopped by the last one.

Everything of it lies in the home, in a folder of mode 0700, its socket too (see `cluster`), and it admits only the
operating-system users named in its ident map. Only programs come from elsewhere (see `programs`).
"""

import contextlib
import fcntl
import getpass
import os
import shutil
import sys
import threading
import time
from pathlib import Path
from types import TracebackType

from guildhall.project import identity
from guildhall.project.cluster import Cluster, digest, missing
from guildhall.project.programs import Unavailable, find_binaries

START_LIMIT = 120  # seconds
WATCH = 2  # seconds between two looks whether the server lives
PORT = "5432"  # names the socket
LONGEST_SOCKET = 107  # bytes of a socket's path

# What holds for older homes as well. A refused statement is Guildhall's to log, and quotes what people wrote.
ALWAYS = (
    f"-c port={PORT} -c logging_collector=off -c log_checkpoints=off -c log_min_messages=log "
    "-c log_min_error_statement=panic "
    "-c max_locks_per_transaction=512"  # a restore empties the whole schema in one transaction
)


def socket_folder(home: Path) -> Path:
    """The folder of the server's socket: that of the data, or a short one where the home's own path is too long."""
    folder = home / "postgres"
    if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET:
        return folder
    return Path("/tmp") / f"guildhall-{digest(home)}"  # noqa: S108  a private folder in it, removed by the last user


def database_settings(home: Path) -> dict[str, object]:
    """Django's database entry for the embedded server of this home."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "guildhall",
        "USER": "guildhall",
        "HOST": str(socket_folder(home)),
        "PORT": PORT,
    }


class Server:
    """One embedded server. Used as a context manager: the last user out stops it."""

    def __init__(self, home: Path, *, options: str = "") -> None:
        self.home, self.options = home, options
        self.cluster, self.socket = Cluster(home), socket_folder(home)
        self.data = self.cluster.data
        self._users: int | None = None
        self._leaving = threading.Event()

    # ── users ────────────────────────────────────────────────────────
    def __enter__(self) -> "Server":
        self._require_home()
        self.cluster.open_for(find_binaries())
        try:
            with self._guard():
                self._users = self._lock("postgres.users")
                fcntl.flock(self._users, fcntl.LOCK_SH)
                self._bring_up()
                self._meet()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leaving.set()
        users, self._users = self._users, None
        if users is None or not self.home.exists():  # a home that was taken away takes its server along
            return
        with self._guard():
            fcntl.flock(users, fcntl.LOCK_UN)
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass  # somebody else still uses it
            else:
                self._stop()
            os.close(users)

    def _stop(self) -> None:
        if self.data.exists() and self._lives():
            self.cluster.run("pg_ctl", "-D", "{data}", "-m", "fast", "-w", "stop", check=False)
        if self.socket != self.data:
            shutil.rmtree(self.socket, ignore_errors=True)

    def keep_running(self) -> None:
        """Until we leave: start the server again when it has died. Nobody stops it while we use it."""
        while not self._leaving.wait(WATCH):
            try:
                self.cluster.keep_log_small()
                if self._lives():
                    continue
                with self._guard():
                    if not self._leaving.is_set() and not self._lives():
                        sys.stderr.write("guildhall: the database had died and is started again.\n")
                        self._bring_up()
            except (Unavailable, OSError) as error:
                sys.stderr.write(f"guildhall: {error}\n")

    # ── does it live, does it answer ─────────────────────────────────
    def _lives(self) -> bool:
        """Whether any process of the server is there: they hold a lock that the system takes from the dead.

        A number of a process would tell less: it may be that of a zombie, of something else by now, or of the server
        of the home that this one was copied from.
        """
        alive = self._lock("postgres.alive")
        try:
            fcntl.flock(alive, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(alive)
        return False

    def _answers(self) -> bool:
        import psycopg  # late: the command line's help must not pay for it

        try:
            with self._link(psycopg):
                return True
        except psycopg.OperationalError as error:
            return "too many" in str(error) or "remaining connection slots" in str(error)

    def _link(self, psycopg: object, database: str = "postgres") -> "object":
        return psycopg.connect(  # type: ignore[attr-defined]
            host=str(self.socket), port=PORT, user="guildhall", dbname=database, autocommit=True, connect_timeout=20
        )

    def _bring_up(self) -> None:
        """Let the server answer: wait for one that lives, start one where there is none."""
        end = time.monotonic() + START_LIMIT
        while not self._answers():
            if not self._lives():
                self._forget_the_dead()
                self.cluster.prepare()
                self._start()
                return
            if time.monotonic() > end:
                raise Unavailable(
                    f"The database of {self.home} runs, but has not answered for {START_LIMIT} seconds: "
                    f"{self.data / 'server.log'} may say why."
                )
            time.sleep(0.2)

    def _forget_the_dead(self) -> None:
        """Remove what a server that died left behind: PostgreSQL goes by the number of a process in it."""
        path = self.data / "postmaster.pid"
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int(path.read_text().split()[0])
            if Path(f"/proc/{pid}/cwd").samefile(self.data):
                raise Unavailable(
                    f"A server that was started by other means, process {pid}, runs on {self.data}: stop it first."
                )
        if Path("/proc/self/cwd").exists():  # elsewhere it could not be told
            for name in ("postmaster.pid", f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
                (self.data / name).unlink(missing_ok=True)

    def _guard(self) -> "_Guard":
        return _Guard(self._lock("postgres.lock"))

    def _lock(self, name: str) -> int:
        return os.open(self.home / name, os.O_RDWR | os.O_CREAT, 0o600)

    # ── folders ──────────────────────────────────────────────────────
    def _require_home(self) -> None:
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            probe = self.home / f".writable-{os.getpid()}"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise Unavailable(
                f"The folder {self.home} cannot be written ({error.strerror}): choose another one with GUILDHALL_HOME."
            ) from error

    def _make_socket_folder(self) -> None:
        """A folder that only the server's user (and root) may enter."""
        self.socket.mkdir(mode=0o700, exist_ok=True)
        user = self.cluster.user
        if user and self.socket.stat().st_uid == 0:
            os.chown(self.socket, user.pw_uid, user.pw_gid)
        result = self.socket.lstat()
        if (
            result.st_uid != (user.pw_uid if user else os.geteuid())
            or result.st_mode & 0o077
            or self.socket.is_symlink()
        ):
            raise Unavailable(
                f"The folder {self.socket} is not ours alone: choose a GUILDHALL_HOME with a shorter path."
            )

    # ── server ───────────────────────────────────────────────────────
    def _start(self) -> None:
        user = self.cluster.user
        self.cluster.admit("root", getpass.getuser(), *([user.pw_name] if user else []))
        self.cluster.keep_log_small()
        if self.socket != self.data:
            self._make_socket_folder()
        alive = self._lock("postgres.alive")
        fcntl.flock(alive, fcntl.LOCK_EX)  # handed to the server, and held until the last of its processes is gone
        try:
            sockets = "{data}" if self.socket == self.data else str(self.socket)
            options = f"-k {sockets} {ALWAYS} {self.options}"
            words = ("-D", "{data}", "-l", "{data}/server.log", "-w", "-t", str(START_LIMIT), "-o", options, "start")
            done = self.cluster.run("pg_ctl", *words, check=False, hold=alive)
        finally:
            os.close(alive)
        if done.returncode:
            log = self.data / "server.log"
            tail = log.read_text(errors="replace")[-400:] if log.exists() else done.stderr[-400:]
            raise Unavailable(f"PostgreSQL did not start: {tail.strip()}")

    def _meet(self) -> None:
        """Make the database where there is none, and let home and database know each other."""
        import psycopg

        with self._link(psycopg) as link:  # type: ignore[attr-defined]
            if not link.execute("SELECT 1 FROM pg_database WHERE datname = 'guildhall'").fetchone():
                if kept := identity.record_of(self.home):
                    raise Unavailable(missing(self.home, kept))
                link.execute("CREATE DATABASE guildhall")
        with self._link(psycopg, "guildhall") as link, link.cursor() as cursor:  # type: ignore[attr-defined]
            identity.pair(self.home, cursor, identity.EMBEDDED)


class _Guard:
    """An exclusive lock on a file for as long as the block lasts: one starter or stopper at a time."""

    def __init__(self, file: int) -> None:
        self.file = file

    def __enter__(self) -> None:
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        os.close(self.file)
