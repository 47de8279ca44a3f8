"""The test database: a real PostgreSQL, embedded unless DATABASE_URL names one."""

import gc
import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from pytest_django.plugin import blocking_manager_key
from xdist.scheduler import LoadScopeScheduling

from tests import databases, sampling
from tests.environment import HOME

# One long preparation for all their tests, or the same sources read.
SHARING = (*sampling.TOGETHER, sampling.LAYERS)
# How fast a machine happens to be is no property of what is tested.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
_server = None
_modules: dict[str, str] = {}


def pytest_configure(config):
    """Start the embedded server, or join it, before Django connects; fsync off, the data are thrown away."""
    global _server
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever is asked to end stops the server as well
    if os.environ.get("DATABASE_URL"):
        return
    from guildhall.project.embedded import Server

    _server = Server(HOME, options="-c fsync=off -c synchronous_commit=off -c full_page_writes=off")
    _server.__enter__()


def pytest_sessionstart(session):
    """The first one in drops the databases of other days and other sources."""
    if not hasattr(session.config, "workerinput"):
        with session.config.stash[blocking_manager_key].unblock():
            databases.drop_outdated()


def pytest_collection_finish():
    """What was loaded stays: looking through all of it for garbage again and again takes a tenth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_unconfigure(config):
    """The last one out stops the server."""
    if _server is not None:
        from django.db import connections

        connections.close_all()
        _server.__exit__(None, None, None)


def pytest_xdist_make_scheduler(config, log):
    """Tests go one by one to whoever is free, but for those that share what takes long to build."""

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return next((name for name in SHARING if nodeid.startswith(name)), nodeid)

    return Together(config, log)


@pytest.fixture(scope="session")
def django_db_setup():
    """No database is made for the session: `pytest_runtest_setup` gives every test a clone of what it needs."""


def pytest_addoption(parser):
    parser.addoption("--quick", action="store_true", help="leave out browsers, servers and walks through everything")


def pytest_collection_modifyitems(config, items):
    """Note which modules prepare something once for all their tests.

    With --quick, what takes long is left out. The region, which takes longest to load, is begun with: the other worker
    has the tests that need no database meanwhile.
    """
    _modules.update(databases.kinds_of_modules(items))
    quick = config.getoption("--quick")
    chosen = [item for item in items if not (quick and _is_slow(item))]
    chosen.sort(key=lambda item: not item.nodeid.startswith(SHARING[0]))
    kept = set(map(id, chosen))
    if left := [item for item in items if id(item) not in kept]:
        config.hook.pytest_deselected(items=left)
    items[:] = chosen


def _is_slow(item):
    return item.get_closest_marker("slow") is not None or bool(databases.SLOW & set(item.fixturenames))


def pytest_runtest_setup(item):
    """Connect to the database that the test needs, before any fixture does."""
    if wanted := databases.needs(item, _modules):
        kind, written = wanted
        with item.config.stash[blocking_manager_key].unblock():
            databases.use(kind, databases.elsewhere(item), afresh=written)


class Unknown(str):
    """What a template prints for a variable that nothing gives it: nothing in production, a failure here."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"A template prints {name}, and nothing gives it that.")


@pytest.fixture(autouse=True)
def _unknown_variables_fail():
    from django.template import engines

    engines["django"].engine.string_if_invalid = Unknown("%s")


@pytest.fixture(autouse=True)
def _cheap_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture
def town(django_db_blocker, settings, tmp_path):
    """The fixed cast in a database of the test's own, so that other threads and processes see what is written."""
    settings.FILES = tmp_path / "files"
    with django_db_blocker.unblock():
        yield databases.Template("cast").result()


@pytest.fixture(scope="session")
def data_folder():
    """The folder with real public data; tests that need it skip without it."""
    folder = os.environ.get("GUILDHALL_DATA", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("GUILDHALL_DATA is not set: real data are not at hand")
    return Path(folder)


pytest_plugins = ["tests.cast", "tests.at_moments", "tests.chromium", "tests.costs", "tests.turns"]
