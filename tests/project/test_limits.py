"""Every documented limit answers 429 with the time to wait, and says so in words (R28)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guildhall.employers.views import directory, duplicates
from guildhall.imports.views import lists
from guildhall.people.actions.persons import enter_person, grant
from guildhall.people.permissions import Role
from guildhall.prospects.actions import asking
from guildhall.prospects.views import adding
from guildhall.stewardship.views import data
from tests.cast import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DOCUMENTED = Path(__file__).parents[2] / "docs/operating.md"
LOGIN, CODE = "/account/login/", "/account/second-factor/code/"


def _wrong_password(cast: Any) -> Callable[[int], Any]:
    client = Client()
    return lambda n: client.post(LOGIN, {"login": "mesa_wbl@people.example", "password": f"guess {n}"})


def _sign_ins_from_here(cast: Any) -> Callable[[int], Any]:
    return lambda n: Client().post(LOGIN, {"login": f"nobody{n}@people.example", "password": "guess"})


def _wrong_code(cast: Any) -> Callable[[int], Any]:
    person = enter_person("ana@people.example", "Ana", "Reyes", by=None, password=PASSWORD)
    grant(person, Role.WBL_COORDINATOR, cast.mesa, by=None)
    Authenticator.objects.create(user=person, type="totp", data={"secret": totp.generate_totp_secret()})
    client = Client()
    assert client.post(LOGIN, {"login": person.email, "password": PASSWORD})["Location"].startswith(CODE)
    return lambda n: client.post(CODE, {"code": f"{n:06}"})


def _reset(cast: Any) -> Callable[[int], Any]:
    return lambda n: Client().post("/account/password/reset/", {"email": "mesa_wbl@people.example"})


def _again(cast: Any) -> Callable[[int], Any]:
    cast.mesa_wbl.set_password(PASSWORD)
    cast.mesa_wbl.save()
    client = cast.client(cast.mesa_wbl)
    return lambda n: client.post("/account/reauthenticate/", {"password": f"guess {n}"})


def _search(cast: Any) -> Callable[[int], Any]:
    client = cast.client(cast.mesa_wbl)
    return lambda n: client.get(f"/employers/?q=works{n}")


def _suggest(cast: Any) -> Callable[[int], Any]:
    client = cast.client(cast.mesa_wbl)
    return lambda n: client.get("/employers/add/alike/?name=wo")


def _probe(cast: Any) -> Callable[[int], Any]:
    client, holder = cast.client(cast.mesa_wbl), str(cast.mesa.pk)
    return lambda n: client.post("/employers/add/", {"name": f"Kwmzq{n} Fbrtn", "holder": holder})


def _export(cast: Any) -> Callable[[int], Any]:
    client = cast.client(cast.mesa_wbl)
    return lambda n: client.post("/employers/export/", {"form": "csv"})


def _bring(cast: Any) -> Callable[[int], Any]:
    client, place = cast.client(cast.mesa_wbl), str(cast.mesa.pk)
    words = {"kind": "employers", "entering": "prospects", "institution": place}
    return lambda n: client.post("/imports/", words | {"file": SimpleUploadedFile("x.csv", b"Employer\nX\n")})


def _find(cast: Any) -> Callable[[int], Any]:
    client = cast.client(cast.director)
    return lambda n: client.post("/duplicates/find/")


def _own_data(cast: Any) -> Callable[[int], Any]:
    client = cast.client(cast.mesa_wbl)
    return lambda n: client.get("/what-we-keep/about-me/")


def _link(cast: Any) -> Callable[[int], Any]:
    return lambda n: Client().get("/ready/nothing-of-the-kind/")


# The documented line: (how it is asked, how often it is answered before 429).
LIMITS: dict[str, tuple[Callable[[Any], Callable[[int], Any]], int]] = {
    "failed sign-ins": (_wrong_password, 10),
    "sign-ins from one address": (_sign_ins_from_here, 60),
    "codes of the second factor": (_wrong_code, 10),
    "password resets": (_reset, 5),
    "password asked again": (_again, 10),
    "searches of the directory": (_search, directory.SEARCHES_A_MINUTE),
    "suggestions while typing": (_suggest, adding.SUGGESTIONS_A_MINUTE),
    "checks of new names": (_probe, asking.PROBES_AN_HOUR),
    "exports": (_export, directory.EXPORTS_AN_HOUR),
    "lists brought": (_bring, lists.UPLOADS_AN_HOUR),
    "searches for duplicates": (_find, duplicates.SEARCHES[0]),
    "what is kept about oneself": (_own_data, data.OWN_DATA_AN_HOUR),
    "links to employers": (_link, 60),
}
SHORTER = {  # counted out with a lower figure
    "searches of the directory": (directory, "SEARCHES_A_MINUTE"),
    "suggestions while typing": (adding, "SUGGESTIONS_A_MINUTE"),
}


def documented() -> dict[str, str]:
    part = DOCUMENTED.read_text().partition("## Limits")[2].partition("\n## ")[0]
    return dict(re.findall(r"^\| ([a-z][^|]+?) \| ([^|]+?) \|", part, re.M))


def test_every_limit_is_documented_and_every_documented_one_is_tried():
    told = documented()
    told.pop("what", None)
    assert set(told) == set(LIMITS)
    for name, (_ask, most) in LIMITS.items():
        assert f"{most:,}" in told[name], f"{name}: {told[name]}, but it is {most}"


@pytest.mark.parametrize("name", LIMITS)
def test_beyond_the_limit_stands_429_with_the_time_to_wait(cast, name, monkeypatch, time_stands):
    cache.clear()
    make, most = LIMITS[name]
    if name in SHORTER:
        monkeypatch.setattr(*SHORTER[name], most := 5)
    ask = make(cast)
    answers = [ask(n) for n in range(most + 1)]
    assert [a.status_code for a in answers[:-1]].count(429) == 0
    last = answers[-1]
    assert last.status_code == 429
    assert 0 < int(last["Retry-After"]) <= 3600
    text = last.content.decode()
    assert re.search(r"too often|Too many|At most", text), "it says so in words"


@pytest.fixture
def time_stands():
    """No window ends in the middle."""
    with time_machine.travel(datetime.now(UTC).replace(minute=0, second=30), tick=False):
        yield
