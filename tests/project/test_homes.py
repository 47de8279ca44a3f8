"""The home holds its data: moved, copied, taken over, or refused."""

import contextlib
import os
import shutil
import stat
import subprocess
import time
from pathlib import Path

import psycopg
import pytest

from guildhall.project import cluster, identity
from guildhall.project.embedded import Server
from guildhall.project.programs import Unavailable, find_binaries
from tests.project.test_embedded import answers

pytestmark = pytest.mark.slow


def note(server, words=None):
    """Write into the database, or read what was written there."""
    with psycopg.connect(host=str(server.socket), user="guildhall", dbname="guildhall", autocommit=True) as link:
        if words:
            link.execute("CREATE TABLE note AS SELECT %s::text AS words", [words])
        found = link.execute("SELECT to_regclass('note')").fetchone()[0]
        return link.execute("SELECT words FROM note").fetchone()[0] if found else None


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """A home whose database holds something."""
    folder = tmp_path_factory.mktemp("original") / "home"
    with Server(folder, options="-c fsync=off") as server:
        note(server, "first")
    return folder


@pytest.fixture
def home(original, tmp_path):
    """The same to play with."""
    subprocess.run(["cp", "-a", original, tmp_path / "home"], check=True)
    return tmp_path / "home"


def test_all_of_it_lies_in_the_home(home, tmp_path, monkeypatch):
    """Also the socket, wherever temporary files are kept."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("tempfile.tempdir", None)
    others = set(os.listdir("/tmp"))
    with Server(home) as server:
        assert note(server) == "first"
        assert server.socket == home / "postgres"
        assert os.listdir(temporary) == []
        assert not [name for name in set(os.listdir("/tmp")) - others if name.startswith("guildhall")]


def test_a_home_is_moved_copied_and_deleted_as_a_whole(home, tmp_path):
    shutil.move(home, tmp_path / "moved")
    with Server(tmp_path / "moved") as server:
        assert note(server) == "first"
    subprocess.run(["cp", "-r", tmp_path / "moved", tmp_path / "copy"], check=True)
    with Server(tmp_path / "copy") as copy, Server(tmp_path / "moved") as moved:
        with psycopg.connect(host=str(copy.socket), user="guildhall", dbname="guildhall") as link:
            link.execute("UPDATE note SET words = 'second'")
        assert (note(copy), note(moved)) == ("second", "first")
    shutil.rmtree(tmp_path / "moved")
    with Server(tmp_path / "moved") as new:
        assert note(new) is None


def test_a_copy_of_a_running_home_is_a_home_of_its_own(home, tmp_path):
    """The number of a living process in it is that of the original's server."""
    with Server(home) as server:
        subprocess.run(["cp", "-a", home, tmp_path / "copy"], check=True)
        assert (tmp_path / "copy" / "postgres" / "postmaster.pid").exists()
        with Server(tmp_path / "copy") as copy:
            assert note(copy) == "first"
            with psycopg.connect(host=str(copy.socket), user="guildhall", dbname="guildhall") as link:
                link.execute("UPDATE note SET words = 'second'")
        assert note(server) == "first"


@pytest.mark.parametrize("number", ["our own", "a zombie's"])
def test_a_number_that_belongs_to_something_else_stands_in_no_way(home, number):
    """PostgreSQL by itself would take the number in its file for a living server."""
    other = subprocess.Popen(["true"], **as_the_server_user())
    time.sleep(0.5)  # it is dead, and nobody has waited for it
    if number == "our own":
        other.wait()
        other = subprocess.Popen(["sleep", "60"], **as_the_server_user())
    lines = f"{other.pid}\n{home / 'postgres'}\n1\n5432\n\n\n\nready   \n"
    (home / "postgres" / "postmaster.pid").write_text(lines)
    try:
        with Server(home) as server:
            assert note(server) == "first"
    finally:
        other.kill()
        other.wait()


def as_the_server_user():
    user = cluster._server_user() if os.geteuid() == 0 else None
    return {"user": user.pw_uid, "group": user.pw_gid, "cwd": "/"} if user else {}


def test_the_control_postgresql_goes_by_the_number(home, monkeypatch):
    monkeypatch.setattr(Server, "_forget_the_dead", lambda self: None)
    other = subprocess.Popen(["sleep", "60"], **as_the_server_user())
    lines = f"{other.pid}\n{home / 'postgres'}\n1\n5432\n\n\n\nready   \n"
    (home / "postgres" / "postmaster.pid").write_text(lines)
    try:
        with pytest.raises(Unavailable, match="did not start"), Server(home):
            pass
    finally:
        other.kill()
        other.wait()


def test_a_server_that_others_started_is_left_alone(home):
    """An older version, or somebody's hand: two servers on one folder would destroy it."""
    server = Server(home)
    server._require_home()
    server.cluster.open_for(find_binaries())
    words = ("-D", "{data}", "-l", "{data}/server.log", "-w", "-o", "-k {data} -c port=5433", "start")
    server.cluster.run("pg_ctl", *words)
    try:
        with pytest.raises(Unavailable, match="stop it first"), Server(home):
            pass
    finally:
        server.cluster.run("pg_ctl", "-D", "{data}", "-w", "stop")


def test_data_that_are_missing_are_not_made_anew(home):
    shutil.move(home / "postgres", home / "elsewhere")
    with pytest.raises(Unavailable, match="are missing") as refused, Server(home):
        pass
    assert "remove" not in str(refused.value)
    assert not (home / "postgres").exists()
    shutil.move(home / "elsewhere", home / "postgres")
    with Server(home) as server:
        assert note(server) == "first"


def test_data_of_another_home_are_refused(home, tmp_path):
    with Server(tmp_path / "other", options="-c fsync=off"):
        pass
    shutil.move(home / "postgres", tmp_path / "aside")
    shutil.move(tmp_path / "other" / "postgres", home / "postgres")
    with pytest.raises(Unavailable, match="belong together"), Server(home):
        pass
    assert not Server(home)._lives(), "it was left running"


def test_a_home_of_before_says_from_now_on_which_database_is_its_own(home):
    (home / "database.json").unlink()
    with Server(home) as server:
        assert note(server) == "first"
    assert identity.record_of(home).data == "postgres"


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path):
    (tmp_path / "home" / "postgres").mkdir(parents=True)
    (tmp_path / "home" / "postgres" / "letter.txt").write_text("mine")
    with pytest.raises(Unavailable, match="holds something"), Server(tmp_path / "home"):
        pass
    assert (tmp_path / "home" / "postgres" / "letter.txt").read_text() == "mine"


def test_a_long_path_has_its_socket_elsewhere(tmp_path):
    home = tmp_path / ("long" * 20) / "home"
    with Server(home, options="-c fsync=off") as server:
        assert server.socket.parent == Path("/tmp")
        assert answers(server) == ("é", True)
        assert stat.S_IMODE(os.stat(server.socket).st_mode) == 0o700
    assert not server.socket.exists()


as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may play other users")


@as_root
def test_the_servers_user_need_not_be_able_to_walk_to_the_home(tmp_path):
    """Such as a clone under /root."""
    (tmp_path / "closed").mkdir(mode=0o700)
    with Server(tmp_path / "closed" / "home", options="-c fsync=off") as server:
        assert answers(server) == ("é", True)
        assert (tmp_path / "closed" / "home" / "postgres" / "PG_VERSION").exists()
        reached = subprocess.run(["ls", server.data], capture_output=True, **as_the_server_user())
        assert reached.returncode != 0, "the control: it could not have walked there"


@as_root
def test_a_copy_that_is_roots_is_given_to_the_servers_user(home):
    subprocess.run(["chown", "-R", "root", home], check=True)
    with Server(home) as server:
        assert note(server) == "first"


@as_root
def test_what_an_older_version_kept_elsewhere_is_fetched(home, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "SHARED", tmp_path / "shared")
    (tmp_path / "shared").mkdir()
    (home / "database.json").unlink()
    shutil.move(home / "postgres", tmp_path / "shared" / cluster.digest(home))
    with Server(home) as server:
        assert note(server) == "first"
    assert (home / "postgres" / "PG_VERSION").exists()
    assert os.listdir(tmp_path / "shared") == []


@as_root
def test_root_does_not_mix_with_somebodys_home(home):
    subprocess.run(["chown", "-R", "nobody", home], check=True)
    with pytest.raises(Unavailable, match="belong to the user nobody"), Server(home):
        pass
    assert (home / "postgres").owner() == "nobody"


@as_root
def test_a_home_of_another_machine_is_taken_over(home):
    """There the server's user had a number that is somebody else's here, or nobody's."""
    for number in ("65534", "54321"):
        subprocess.run(["chown", "-R", number, home / "postgres"], check=True)
        with Server(home) as server:
            assert note(server) == "first"


def test_the_servers_log_stays_small_and_quiet(home, monkeypatch):
    monkeypatch.setattr(cluster, "LARGEST_LOG", 1_000)
    log = home / "postgres" / "server.log"
    with Server(home) as server:
        with contextlib.suppress(psycopg.Error):
            note(server, "twice")
        assert "note" not in log.read_text()
        with log.open("a") as file:
            file.write("x" * 5_000)
        server.cluster.keep_log_small()
        assert log.stat().st_size < 1_000
        assert log.with_name("server.log.1").stat().st_size > 5_000
        assert stat.S_IMODE(log.with_name("server.log.1").stat().st_mode) == 0o600
