"""Test databases: each kind is built once, named by what it is made of, and cloned for every worker.

Migrating takes some ten seconds and the world of the permission walks half of that; a clone takes a third of a second.
A template carries the hash of every source that it depends on and the day it was built on, so it is never out of date.
What a builder returned (people, records, secrets) is kept beside it and read anew by whoever asks.
"""

import fcntl
import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import time_machine

from tests.environment import HOME
from tests.moments import Moment

ROOT = Path(__file__).parents[1]
FOLDER = HOME / "templates"
# Of each kind: what it is built upon, and the function that builds it, given what that one was built with.
KINDS = {
    "empty": ("", ""),
    "cast": ("empty", "tests.cast:build_cast"),
    "world": ("cast", "tests.permissions.world:build_world"),
    "region": ("empty", "tests.demo.loading:load_region"),
}
TABLES = (
    "*/migrations/*.py",
    "*/models.py",
    "*/models/*.py",
    "lib/*.py",
    "context/**/*.py",
    "project/*.py",
    "store/*.py",
)
BUILDERS = ("tests", "tests/demo", "tests/permissions/world")
# The inner loop may go on with people and records that older actions made: `GUILDHALL_KEEP_TEMPLATES=1`.
KEEP = bool(os.environ.get("GUILDHALL_KEEP_TEMPLATES"))
ANY_DAY = "any day"  # tables without records are the same on every day
KEPT_FOR = 900  # seconds: another run may work with what it has drawn
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")


@cache
def edition(moment: str = "") -> str:
    """A hash over every source that templates are built from, and the moment at which, by default today."""
    from guildhall.lib import clock

    moment = moment or os.environ.get("GUILDHALL_MOMENT") or str(clock.today())
    digest = sha256(f"{moment} {os.environ.get('DATABASE_URL', '')}".encode())
    for path in sorted(_sources(moment)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _sources(moment: str) -> set[Path]:
    """What changes a template: of the empty one what makes tables, of the others all code and their builders."""
    tables = {path for pattern in TABLES for path in (ROOT / "guildhall").glob(pattern)}
    if moment == ANY_DAY:
        return tables
    builders = {path for folder in BUILDERS for path in (ROOT / folder).glob("*.py")}
    return builders | (tables if KEEP else set(ROOT.glob("guildhall/**/*.py")))


@dataclass(frozen=True)
class Template:
    """A database that nobody works in, with what its builder returned and the files that it wrote."""

    kind: str
    moment: str = ""  # the one to which a test travels, where it is another one than that of the run

    @property
    def name(self) -> str:
        return f"guildhall_{self.kind}_{edition(ANY_DAY if self.kind == 'empty' else self.moment)}"

    @property
    def files(self) -> Path:
        return FOLDER / f"{self.name}.files"

    @property
    def _result(self) -> Path:
        return FOLDER / f"{self.name}.pickle"

    def result(self) -> Any:
        """What the builder returned: another copy at every call."""
        return pickle.loads(self._result.read_bytes())  # noqa: S301  our own file

    def ensure(self) -> "Template":
        """Build it unless it is there; of two workers that need the same one, one waits for the other."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        with _alone(self.kind):
            if not self._result.exists() or not _exists(self.name):
                self._build()
        return self

    def _build(self) -> None:
        parent, builder = KINDS[self.kind]
        building = f"{self.name}_building"
        given = (Template(parent, self.moment).ensure().result(),) if parent else ()
        _create(building, Template(parent, self.moment).name if parent else "template0")
        shutil.rmtree(self.files, ignore_errors=True)
        self.files.mkdir()
        with connected_to(building), _files_in(self.files), there(self.moment):
            made = _call(builder, given) if builder else _migrate()
        _sql(f'DROP DATABASE IF EXISTS "{self.name}"', f'ALTER DATABASE "{building}" RENAME TO "{self.name}"')
        self._result.write_bytes(pickle.dumps(made))

    def clone(self, name: str) -> str:
        """A database of its own for somebody who writes."""
        self.ensure()
        _create(name, self.name)
        return name


def _call(builder: str, given: tuple[Any, ...]) -> Any:
    module, _colon, function = builder.partition(":")
    build: Callable[..., Any] = getattr(import_module(module), function)
    return build(*(one for one in given if one is not None))


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


# Which database a test works in, by the first of these fixtures that it asks for: (fixture, kind, written for good).
WANTED = (
    ("site", "", False),  # takes its own
    ("world", "world", False),
    ("demo_region", "region", False),
    ("town", "cast", True),
    ("unset", "empty", True),
    ("cast", "cast", False),
)
SHARED = ("site", "world", "demo_region")  # prepared once a module, so all its tests work in the same

SLOW = {"site", "world", "demo_region", "town", "unset", "chromium"}  # left out by --quick


def kinds_of_modules(items: list[Any]) -> dict[str, str]:
    """The modules whose tests share what was prepared once, and what that is."""
    return {item.module.__name__: name for name in reversed(SHARED) for item in items if name in item.fixturenames}


def elsewhere(item: Any) -> str:
    """The moment to which a test travels (tests/at_moments.py), or nothing."""
    callspec = getattr(item, "callspec", None)
    return str(callspec.params.get("_moment") or "") if callspec else ""


@contextmanager
def there(moment: str) -> Iterator[None]:
    """Be at a moment inside the block, and in its zone; nothing: stay."""
    if not moment:
        yield
        return
    from guildhall.lib import clock

    to = Moment.of(moment)
    with time_machine.travel(to.at, tick=True), clock.in_zone(to.zone):
        yield


def needs(item: Any, modules: dict[str, str]) -> tuple[str, bool] | None:
    """The kind of database that a test needs, and whether it writes for good; None: none, or it takes its own."""
    marker = item.get_closest_marker("django_db")
    committing = "transactional_db" in item.fixturenames
    written = committing or bool(marker and marker.kwargs.get("transaction"))
    shared = modules.get(item.module.__name__)
    for fixture, kind, commits in WANTED:
        if fixture == shared or (not shared and fixture in item.fixturenames):
            return (kind, commits or written) if kind else None
    return ("empty", written) if marker or committing or "db" in item.fixturenames else None


_clones: dict[tuple[str, str], str] = {}


def use(kind: str, moment: str = "", *, afresh: bool = False) -> Template:
    """Work in this worker's clone from now on; `afresh`: one that nobody has written to."""
    template = Template(kind, moment)
    name = _clones.get((kind, moment)) or f"test_{kind}_{len(_clones)}_{WORKER}"
    if afresh or (kind, moment) not in _clones:
        _leave()
        template.clone(name := f"test_{kind}_{WORKER}_written" if afresh else name)
        if not afresh:
            _clones[kind, moment] = name
    _enter(name)
    return template


def _enter(name: str) -> None:
    from django.db import connections

    if connections.settings["default"]["NAME"] != name:
        _leave()
        connections.settings["default"]["NAME"] = name


def _leave() -> None:
    from django.db import connections

    connections.close_all()


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Work in another database inside the block."""
    from django.db import connections

    before = connections.settings["default"]["NAME"]
    _enter(name)
    try:
        yield
    finally:
        _leave()
        _enter(before)


@contextmanager
def _files_in(folder: Path) -> Iterator[None]:
    from django.conf import settings

    before, settings.FILES = settings.FILES, folder
    try:
        yield
    finally:
        settings.FILES = before


@contextmanager
def _alone(kind: str) -> Iterator[None]:
    with (FOLDER / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sql(*statements: str) -> None:
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _exists(name: str) -> bool:
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def _create(name: str, template: str) -> None:
    _sql(
        f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
        f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy',
    )


def drop_outdated() -> None:
    """Drop the templates of other editions: whoever runs the tests daily would gather hundreds."""
    from django.db import connection

    FOLDER.mkdir(parents=True, exist_ok=True)
    with _alone("outdated"), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname ~ '^guildhall_[a-z]+_[0-9a-f]{12}(_building)?$'")
        outdated = [name for (name,) in cursor.fetchall() if _is_outdated(name)]
        for name in outdated:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
    for path in FOLDER.glob("guildhall_*"):
        if _is_outdated(path.stem):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _is_outdated(name: str) -> bool:
    if edition() in name or edition(ANY_DAY) in name:
        return False
    made = FOLDER / f"{name.removesuffix('_building')}.pickle"
    return not made.exists() or made.stat().st_mtime < datetime.now(UTC).timestamp() - KEPT_FOR
