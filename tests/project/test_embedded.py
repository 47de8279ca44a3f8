"""The embedded server: shared by its users, stopped by the last, private, and of PostgreSQL's own kind."""

import contextlib
import os
import signal
import stat
import subprocess
import sys
import threading
import time

import psycopg
import pytest

from guildhall.project.embedded import Server
from guildhall.project.programs import Binaries, Unavailable, find_binaries

pytestmark = pytest.mark.slow


def answers(server):
    with psycopg.connect(host=str(server.socket), user="guildhall", dbname="guildhall", connect_timeout=5) as link:
        return link.execute("SELECT lower('É'), 'É' ILIKE 'é'").fetchone()


def test_the_last_user_stops_it(tmp_path):
    with Server(tmp_path / "home", options="-c fsync=off") as first:
        with Server(tmp_path / "home") as second:
            assert answers(second) == ("é", True)
        assert answers(first) == ("é", True)
        assert stat.S_IMODE(os.stat(first.socket).st_mode) == 0o700
        assert stat.S_IMODE(os.stat(first.data).st_mode) == 0o700
    with pytest.raises(psycopg.OperationalError):
        answers(first)
    with Server(tmp_path / "home") as again:
        assert answers(again) == ("é", True)


def test_it_is_started_again_when_it_dies(tmp_path):
    with Server(tmp_path / "home", options="-c fsync=off") as server:
        threading.Thread(target=server.keep_running, daemon=True).start()
        os.kill(int((server.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        for _try in range(150):
            time.sleep(0.2)
            with contextlib.suppress(psycopg.OperationalError):
                assert answers(server) == ("é", True)
                break
        else:
            pytest.fail("it stayed dead")
    time.sleep(3)
    assert not server._lives(), "it came back after its last user had left"


def test_it_starts_without_a_locale(tmp_path):
    """LANG unset, as in a container: case still folds beyond ASCII."""
    code = (
        "from pathlib import Path; from guildhall.project.embedded import Server; import psycopg\n"
        f"with Server(Path({str(tmp_path / 'home')!r}), options='-c fsync=off') as s:\n"
        "  with psycopg.connect(host=str(s.socket), user='guildhall', dbname='guildhall') as link:\n"
        "    print(link.execute(\"SELECT lower('É')\").fetchone()[0] == 'é')\n"
    )
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True)
    assert done.stdout.strip() == "True", done.stderr


def test_debians_postgresql_is_the_fallback():
    found = find_binaries({"GUILDHALL_PG_NO_WHEEL": "1"}) if os.path.isdir("/usr/lib/postgresql/15/bin") else None
    if found is None:
        pytest.skip("Debian's PostgreSQL is not installed here")
    assert found.major >= 15
    assert str(found.bin).startswith("/usr/lib/postgresql/")


def test_the_fallback_runs(tmp_path, monkeypatch):
    if not os.path.isdir("/usr/lib/postgresql/15/bin"):
        pytest.skip("Debian's PostgreSQL 15 is not installed here")
    monkeypatch.setenv("GUILDHALL_PG_NO_WHEEL", "1")
    with Server(tmp_path / "home", options="-c fsync=off") as server:
        assert server.cluster.binaries.major == 15
        assert answers(server) == ("é", True)


def test_a_folder_that_cannot_be_written_gets_a_sentence(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(Unavailable, match="cannot be written"), Server(blocked / "home"):
        pass


def test_data_of_another_version_are_refused(tmp_path):
    server = Server(tmp_path / "home")
    with server:
        pass
    server.cluster.binaries = Binaries(server.cluster.binaries.bin, server.cluster.binaries.major + 1)
    with pytest.raises(Unavailable, match="restore a backup"):
        server.cluster.prepare()
