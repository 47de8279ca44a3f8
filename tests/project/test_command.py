"""The console command: one clear sentence for each thing that stands in the way."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

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


def test_the_demo_is_refused_on_a_real_database(tmp_path, settings):
    """No known password reaches a real installation."""
    base = settings.DATABASES["default"]
    url = f"postgres:///{base['NAME']}?host={base['HOST']}&user={base['USER']}"
    done = run("demo", GUILDHALL_HOME=str(tmp_path), DATABASE_URL=url)
    assert done.returncode == 1


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
    source = (ROOT / "guildhall/project/settings.py").read_text()
    source += (ROOT / "guildhall/project/embedded.py").read_text() + (ROOT / "guildhall/project/running.py").read_text()
    source += (ROOT / "guildhall/project/cli.py").read_text()
    names = set(re.findall(r'(?:env\.\w+\(|environ\.get\(|environ\[)"([A-Z_]+)"', source)) - {"DJANGO_SETTINGS_MODULE"}
    described = (ROOT / "docs/operating.md").read_text()
    assert names
    missing = sorted(name for name in names if f"`{name}`" not in described)
    assert not missing, f"describe in docs/operating.md: {missing}"


@pytest.mark.parametrize("name", ["script/run", "script/test", "script/setup", "script/lint", ".ci/run"])
def test_scripts_may_be_run(name):
    assert os.access(ROOT / name, os.X_OK)
