"""The console command: one clear sentence for each thing that stands in the way."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from guildhall.project import cli, identity
from guildhall.project.embedded import Server

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def run(*words, **environ):
    clean = {k: v for k, v in os.environ.items() if k not in ("DJANGO_SETTINGS_MODULE",)}
    return subprocess.run(
        [sys.executable, "-m", "guildhall.project.cli", *words],
        env={**clean, **environ}, capture_output=True, text=True, cwd=ROOT, timeout=120,
    )  # fmt: skip


def test_an_unknown_command_is_wrong_usage():
    done = run("frobnicate")
    assert done.returncode == 2
    assert "no command" in done.stderr


def test_help_needs_no_database(tmp_path):
    done = run("import", "--help", GUILDHALL_HOME=str(tmp_path / "h"))
    assert (done.returncode, done.stderr) == (0, "")
    assert "resume" in done.stdout
    assert not (tmp_path / "h" / "postgres").exists()


def test_a_port_in_use_gets_one_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("run", GUILDHALL_HOME=str(tmp_path / "h"), PORT=str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_home_that_cannot_be_written_gets_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    done = run("migrate", GUILDHALL_HOME=str(tmp_path / "file" / "h"))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_every_command_of_an_app_can_be_called():
    there = {path.stem for path in ROOT.glob("guildhall/*/management/commands/[a-z]*.py")}
    assert there <= cli.COMMANDS.keys() | cli.INTERNAL


def test_a_wrong_value_gets_one_sentence_that_names_it(tmp_path):
    """Every setting that is read as more than a text."""
    wrong = {
        "PORT": "abc", "HOST": "nowhere.invalid", "GUILDHALL_PROXIES": "-1", "GUILDHALL_WEB_PROCESSES": "many",
        "GUILDHALL_URL": "guildhall.example", "GUILDHALL_LOG_LEVEL": "LOUD", "EMAIL_URL": "post:office",
        "DATABASE_URL": "postgres://u:hidden@host:port/name", "GUILDHALL_FILES": "s3://key:hidden@host",
        "GUILDHALL_MAIL_IN": "copies", "GUILDHALL_MAIL_PACE": "many", "GUILDHALL_BOUNCE_ADDRESS": "nobody",
        "GUILDHALL_BOUNCE_MAILBOX": "imaps://u:hidden@", "GUILDHALL_MAIL_WEBHOOK_SECRET": "hidden",
    }  # fmt: skip
    source = (ROOT / "guildhall/project/settings.py").read_text()
    read = re.findall(r'(?:given\.\w+|env\.(?!str|list|db)\w+)\((?:env, )?"([A-Z_]+)"', source)
    assert set(read) <= wrong.keys(), "a setting that this test does not try"
    for name, value in wrong.items():
        done = run("run", **{"GUILDHALL_HOME": str(tmp_path / "h"), name: value})
        assert (done.returncode, done.stdout) == (1, ""), name
        assert name in done.stderr.splitlines()[-1], done.stderr
        assert "Traceback" not in done.stderr
        assert "hidden" not in done.stderr


def test_an_address_of_ipv6_is_an_address(tmp_path):
    code = "from django.conf import settings as s; print(s.PUBLIC_URL, s.ALLOWED_HOSTS)"
    for host in ("::1", "[::1]"):
        done = run("shell", "-c", code, GUILDHALL_HOME=str(tmp_path / "h"), HOST=host, PORT="8123")
        assert "http://[::1]:8123 " in done.stdout
        assert "'[::1]'" in done.stdout


def test_a_refusal_of_the_database_gets_one_sentence(tmp_path, settings):
    """Whatever kind of error it is: here the tables cannot be made, for the role may not."""
    home = tmp_path / "h"
    done = run("shell", "-c", "from django.db import connection; connection.cursor().execute('SELECT 1/0')",
               GUILDHALL_HOME=str(home))  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.strip().endswith("(DataError): division by zero")


def test_what_is_said_into_a_file_is_there_at_once(tmp_path):
    """The greeting of `run`, too, whose end may be days away."""
    code = "import sys, time; print('said'); time.sleep(60)"
    command = [sys.executable, "-m", "guildhall.project.cli", "shell", "-c", code]
    environ = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    with (tmp_path / "out").open("wb") as out:
        started = subprocess.Popen(
            command, env={**environ, "GUILDHALL_HOME": str(tmp_path / "h")}, stdout=out, cwd=ROOT,
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),  # whoever runs the tests may ignore it
        )  # fmt: skip
    try:
        for _try in range(300):
            if "said" in (tmp_path / "out").read_text():
                break
            time.sleep(0.1)
        else:
            pytest.fail("it is still on its way")
    finally:
        started.send_signal(signal.SIGHUP)  # the terminal is closed: it hands back the database that it uses
        assert started.wait(60) == 128 + signal.SIGHUP
    assert not Server(tmp_path / "h")._lives()


def test_root_is_no_other_user_of_somebodys_home(tmp_path):
    """A backup by root would once be one of another, empty database."""
    if os.geteuid() != 0:
        pytest.skip("only root may play other users")
    with Server(tmp_path / "h", options="-c fsync=off"):
        pass
    subprocess.run(["chown", "-R", "nobody", tmp_path / "h"], check=True)
    done = run("backup", str(tmp_path / "b.tar.gz"), GUILDHALL_HOME=str(tmp_path / "h"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "belong to the user nobody" in done.stderr
    assert not (tmp_path / "b.tar.gz").exists()


# ── Homes and databases that do not know each other ──────────────────


@pytest.fixture
def elsewhere(settings):
    """Addresses of two databases of a server that is not ours, as it were."""
    base, made = settings.DATABASES["default"], []
    names = [f"guildhall_{name}_{os.getpid()}" for name in ("one", "two")]  # each worker has its own
    with psycopg.connect(
        host=base["HOST"], port=base["PORT"], user="guildhall", dbname="postgres", autocommit=True
    ) as link:
        for name in names:
            link.execute(f"DROP DATABASE IF EXISTS {name}")
            link.execute(f"CREATE DATABASE {name}")
            made.append(f"postgres:///{name}?host={base['HOST']}&port={base['PORT']}&user=guildhall")
        yield made
        for name in names:
            link.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_home_and_a_database_that_are_strangers_are_not_brought_together(elsewhere, tmp_path):
    first, second = elsewhere
    home = str(tmp_path / "h")
    assert run("migrate", GUILDHALL_HOME=home, DATABASE_URL=first, GUILDHALL_PG_BIN="", PATH="/nowhere").returncode == 0
    for words in (["backup", str(tmp_path / "b.tar.gz")], ["migrate"], ["serve"]):
        done = run(*words, GUILDHALL_HOME=home, DATABASE_URL=second)
        assert done.returncode == 1
        assert "belong together" in done.stderr
    done = run("migrate", GUILDHALL_HOME=home)
    assert done.returncode == 1
    assert "named by DATABASE_URL" in done.stderr
    assert not (tmp_path / "h" / "postgres").exists()
    done = run("migrate", GUILDHALL_HOME=str(tmp_path / "another"), DATABASE_URL=first)
    assert done.returncode == 0, "another machine's folder takes over what the database says"


def test_of_many_that_meet_a_new_database_one_names_it(elsewhere, tmp_path):
    url = elsewhere[0]
    known = psycopg.conninfo.conninfo_to_dict(url.replace("postgres:///", "postgresql:///"))

    def meet(number):
        home = tmp_path / f"home{number % 3}"
        home.mkdir(exist_ok=True)
        with psycopg.connect(**known, autocommit=True) as link, link.cursor() as cursor:
            identity.pair(home, cursor, identity.EXTERNAL)

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(meet, range(24)))
    assert len({identity.record_of(tmp_path / f"home{number}") for number in range(3)}) == 1


def test_an_unreachable_database_gets_one_sentence(tmp_path):
    done = run("migrate", GUILDHALL_HOME=str(tmp_path), DATABASE_URL="postgres://x:y@127.0.0.1:1/z")
    assert done.returncode == 1
    assert "does not answer" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_database_gets_its_tables(tmp_path):
    """A newcomer may begin with any command."""
    done = run("import", "rows", "nothing", "--json", GUILDHALL_HOME=str(tmp_path / "h"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip().endswith("'nothing' is not the identifier of a list.")


def test_the_demo_is_refused_on_a_real_database(tmp_path, elsewhere):
    """No known password reaches a real installation."""
    where = {"GUILDHALL_HOME": str(tmp_path), "DATABASE_URL": elsewhere[0]}
    assert "guildhall migrate" in run("demo", **where).stderr
    run("migrate", **where)
    done = run("demo", **where)
    assert done.returncode == 1
    assert "--demo-here" in done.stderr


def test_match_needs_no_database(tmp_path):
    (tmp_path / "list.csv").write_text(
        "name,street,zip,phone\nTern Composites,8 Elm St,92243,6195550101\n"
        "Tern Composites Inc,8 Elm Street,92243,6195550101\n"
    )
    done = run(
        "match", str(tmp_path / "list.csv"), "--out", str(tmp_path / "out.csv"), GUILDHALL_HOME=str(tmp_path / "none")
    )
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "out.csv").read_text().split()
    assert lines[0] == "id,cluster"
    assert len({line.split(",")[1] for line in lines[1:]}) == 1
    assert not (tmp_path / "none" / "postgres").exists()


def test_every_setting_is_described():
    """docs/operating.md names every variable that the settings read, with its default."""
    source = "".join(path.read_text() for path in (ROOT / "guildhall/project").glob("*.py"))
    names = set(re.findall(r'(?:env\.\w+\(|given\.\w+\(|environ\.get\(|environ\[)(?:env, )?"([A-Z_]+)"', source)) - {
        "DJANGO_SETTINGS_MODULE"
    }
    described = (ROOT / "docs/operating.md").read_text()
    assert names
    missing = sorted(name for name in names if f"`{name}`" not in described)
    assert not missing, f"describe in docs/operating.md: {missing}"


@pytest.mark.parametrize("name", ["script/run", "script/test", "script/setup", "script/lint", ".ci/run"])
def test_scripts_may_be_run(name):
    assert os.access(ROOT / name, os.X_OK)
