"""A public installation passes Django's own check of deployments, and ours (guildhall check --deploy)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import ERROR, run_checks

from guildhall.people.actions.persons import enter_person
from guildhall.people.models import Person, Territory
from tests.environment import HOME

GUILDHALL = Path(sys.executable).with_name("guildhall")
PUBLIC = {
    "GUILDHALL_URL": "https://guildhall.example.org",
    "GUILDHALL_ALLOWED_HOSTS": "guildhall.example.org",
    "GUILDHALL_SECRET_KEY": "k3y" * 30 + "-with-many-different-signs-0123456789",
    "EMAIL_URL": "smtp+tls://user:word@mail.example.org:587",
    "GUILDHALL_FROM_EMAIL": "guildhall@example.org",
    "GUILDHALL_PROXIES": "1",
}


def checked(tmp_path: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """What the command says of an installation with these settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GUILDHALL_", "DJANGO_", "EMAIL_"))}
    kept |= {k: os.environ[k] for k in ("GUILDHALL_PG_BIN", "DATABASE_URL") if k in os.environ}
    home = {"GUILDHALL_HOME": str(HOME)}  # its server runs already
    return subprocess.run(
        [GUILDHALL, "check", "--deploy", "--fail-level", "WARNING"],
        env=kept | home | PUBLIC | more,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.slow
@pytest.mark.django_db
def test_a_public_installation_is_clean(tmp_path):
    done = checked(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("GUILDHALL_URL", "http://guildhall.example.org", "guildhall.W001"),
        ("EMAIL_URL", "", "guildhall.W002"),
        ("GUILDHALL_PROXIES", "0", "guildhall.W003"),
    ],
)
def test_what_is_missing_is_named(tmp_path, name, value, told):
    """The control."""
    done = checked(tmp_path, **{name: value})
    assert done.returncode != 0
    assert told in done.stdout + done.stderr


def errors() -> set[str]:
    """What `check --deploy` calls an error in the present database, so that it ends with status 1."""
    found = run_checks(include_deployment_checks=True)
    return {str(message.id) for message in found if message.level >= ERROR and str(message.id).startswith("guildhall.")}


def test_a_demo_is_no_public_installation(cast):
    Person.objects.update(demo=False)
    Territory.objects.update(demo=False)
    assert errors() == set()
    Territory.objects.update(demo=True)
    assert errors() == {"guildhall.E001"}


def test_one_person_of_the_demo_is_too_many(cast):
    Person.objects.update(demo=False)
    Territory.objects.update(demo=False)
    made = enter_person("somebody@people.example", "Ada", "Invented", by=None, demo=True)
    assert errors() == {"guildhall.E002"}
    Person.objects.filter(pk=made.pk).update(is_active=False)
    assert errors() == set()
