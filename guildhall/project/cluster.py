"""The embedded server's folder: whose it is, how it is made, and PostgreSQL's programs run on it.

As root the server runs as a user of its own, to whom the folder is handed as a descriptor: so that user need not be
able to walk there, and the data lie in the home wherever that is (ADR 18).
"""

import contextlib
import hashlib
import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

from guildhall.lib.private_files import rewritten_file
from guildhall.project import identity
from guildhall.project.programs import SHARED, Binaries, Unavailable, run_by

SERVER_USER = "guildhall-db"  # runs the server when we are root, because PostgreSQL refuses to
LARGEST_LOG = 5 * 2**20

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
"""


def digest(home: Path) -> str:
    """A short name for the path of a home."""
    return hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:10]


def owner_of(home: Path) -> pwd.struct_passwd | None:
    """The user who runs a home without being root: both the home and its data are theirs. None: root does, or nobody.

    Data of another user than the home's are of a server that root started, perhaps on another machine, where its own
    user had a number that is somebody else's here.
    """
    with contextlib.suppress(OSError, KeyError):
        owner = (home / "postgres").stat().st_uid
        return pwd.getpwuid(owner) if owner and owner == home.stat().st_uid else None
    return None


class Cluster:
    """The data of a home."""

    def __init__(self, home: Path) -> None:
        self.home, self.data = home, home / "postgres"
        self.user: pwd.struct_passwd | None = None  # who runs the server, where that is not ourselves

    def open_for(self, binaries: Binaries) -> None:
        """Find out who runs the programs, and where that user can."""
        self.binaries = binaries
        owner = owner_of(self.home)
        if owner and owner.pw_uid != os.geteuid():
            raise Unavailable(
                f"The data in {self.data} belong to the user {owner.pw_name}: run this command as that user, such as "
                f"with sudo -u {owner.pw_name}."
            )
        if os.geteuid() == 0:
            self.user = _server_user()
            self.binaries = run_by(binaries, self.user)

    def run(
        self, program: str, *words: str, check: bool = True, folder: Path | None = None, hold: int | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs, with the folder of the data in place of `{data}`."""
        place = str(folder or self.data)
        with contextlib.ExitStack() as stack:
            handed = [hold] if hold is not None else []
            if self.user and Path("/proc/self/fd").exists():
                handed.append(os.open(place, os.O_RDONLY | os.O_DIRECTORY))
                stack.callback(os.close, handed[-1])
                place = f"/proc/self/fd/{handed[-1]}"
            done = subprocess.run(
                [str(self.binaries.bin / program), *(word.replace("{data}", place) for word in words)],
                user=self.user.pw_uid if self.user else None, group=self.user.pw_gid if self.user else None,
                extra_groups=[] if self.user else None, pass_fds=handed, capture_output=True, text=True, cwd="/",
                env={name: value for name, value in os.environ.items() if not name.startswith("PG")},
                start_new_session=True, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        if check and done.returncode:
            raise Unavailable(f"PostgreSQL could not {program}: {(done.stderr or done.stdout).strip()[-400:]}")
        return done

    def prepare(self) -> None:
        """Make the data where the home has none yet; raise `Unavailable` where they are missing or not for us."""
        if (self.data / "PG_VERSION").exists():
            result = int((self.data / "PG_VERSION").read_text().strip())
            if result != self.binaries.major:
                raise Unavailable(
                    f"The data in {self.data} are of PostgreSQL {result}, but version {self.binaries.major} is "
                    "installed here: restore a backup instead."
                )
            self._claim()
            return
        if kept := identity.record_of(self.home):
            raise Unavailable(missing(self.home, kept))
        if self.data.exists() and any(self.data.iterdir()):
            raise Unavailable(
                f"The folder {self.data} holds something, but no database: choose another GUILDHALL_HOME."
            )
        made = self.home / "postgres.new"  # what was cut off in between is no database
        shutil.rmtree(made, ignore_errors=True)
        if not (self.user and self._fetch_from_older_place(made)):
            self._make(made)
        if self.data.exists():
            self.data.rmdir()
        made.rename(self.data)

    def _make(self, folder: Path) -> None:
        folder.mkdir(mode=0o700)
        if self.user:
            _give(folder, self.user)
        locale = ["--locale=C.UTF-8"]
        if self.binaries.major >= 17:
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
        words = ("-D", "{data}", "--username=guildhall", "--auth=peer", "--encoding=UTF8", "--data-checksums")
        self.run("initdb", *words, *locale, folder=folder)
        with (folder / "postgresql.conf").open("a") as file:
            file.write(SETTINGS)
        (folder / "pg_hba.conf").write_text("local all all peer map=guildhall\n")

    def _fetch_from_older_place(self, target: Path) -> bool:
        """Whether an older version kept this home's data apart, in a folder named by a hash; they are in it now."""
        older = SHARED / digest(self.home)
        if not (older / "PG_VERSION").exists():
            return False
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int((older / "postmaster.pid").read_text().split()[0])
            if Path(f"/proc/{pid}/cwd").samefile(older):
                raise Unavailable("An older version of Guildhall still uses this home: stop it first.")
        sys.stderr.write(f"guildhall: moving the data of this home from {older} into it …\n")
        shutil.move(older, target)
        assert self.user
        _give(target, self.user)
        return True

    def _claim(self) -> None:
        """See to it that the server's user owns the data: a copied or restored home may belong to somebody else."""
        result = self.data.stat()
        if self.user is None:
            if result.st_uid != os.geteuid():
                raise Unavailable(
                    f"The data in {self.data} belong to {_name(result.st_uid)}: run this command as that user, or as "
                    "root."
                )
        elif result.st_uid != self.user.pw_uid:
            _give(self.data, self.user)
        if result.st_mode & 0o077:
            self.data.chmod(0o700)

    def keep_log_small(self) -> None:
        """The server's log and the one before it: neither grows beyond a limit."""
        log = self.data / "server.log"
        with contextlib.suppress(FileNotFoundError):
            if log.stat().st_size > LARGEST_LOG:
                with rewritten_file(log.with_name("server.log.1")) as older:
                    older.write(log.read_bytes())
                os.truncate(log, 0)  # the server adds at its end, wherever that is

    def admit(self, *users: str) -> None:
        """Say which users of the machine the server lets in."""
        with rewritten_file(self.data / "pg_ident.conf") as file:
            file.write("".join(f"guildhall {user} guildhall\n" for user in sorted(set(users))).encode())
            if self.user:
                os.chown(file.fileno(), self.user.pw_uid, self.user.pw_gid)


def missing(home: Path, kept: identity.Record) -> str:
    """What to say where a home belongs to data that are not in it."""
    if kept.data != identity.EMBEDDED:
        return (
            f"The folder {home} belongs to installation {kept.identifier}, whose database is named by DATABASE_URL: "
            "set that, or choose another GUILDHALL_HOME."
        )
    return (
        f"The data of installation {kept.identifier} are missing: {home / 'database.json'} says that they are in "
        f"{home / kept.data}. Put them back, or restore a backup into another GUILDHALL_HOME. Nothing was changed."
    )


def _server_user() -> pwd.struct_passwd:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(SERVER_USER)
    words = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVER_USER]
    try:
        subprocess.run(words, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Unavailable(
            f"PostgreSQL does not run as root, and its own user {SERVER_USER} could not be made ({error}): make it, or "
            "run this command as another user."
        ) from error
    return pwd.getpwnam(SERVER_USER)


def _name(uid: int) -> str:
    with contextlib.suppress(KeyError):
        return f"the user {pwd.getpwuid(uid).pw_name}"
    return f"the user with the number {uid}"


def _give(folder: Path, user: pwd.struct_passwd) -> None:
    """Let a whole folder belong to a user, links as such."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
