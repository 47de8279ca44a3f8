"""Every documented limit answers 429 with the time to wait, in words, and has counted what was refused (R28)."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.account import app_settings
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.test import Client

from guildhall import context
from guildhall.people import accounts
from guildhall.people.actions import allowances
from guildhall.people.actions.allowances import LIMITS, Limit
from guildhall.people.actions.persons import enter_person, grant
from guildhall.people.models import Allowance
from guildhall.people.permissions import Role
from guildhall.people.views import mailed_links
from guildhall.project import urls
from guildhall.prospects.models import Probe
from tests.architecture.sources import modules, short
from tests.cast import PASSWORD
from tests.project.limited_doors import (
    DOORS,
    LOGIN,
    ask_to_join,
    ready_link,
    sign_ins_from_here,
    wrong_link,
    wrong_password,
)

pytestmark = pytest.mark.django_db

DOCUMENTED = Path(__file__).parents[2] / "docs/operating.md"
# Those that django-allauth counts, in the cache: their action and the part of its setting that counts.
ALLAUTH = {
    "forms to sign in": ("login", 0),
    "codes of the second factor": ("login_failed", 0),
    "password resets": ("reset_password", 1),
    "password resets from one address": ("reset_password", 0),
    "mailed links to set a password": ("reset_password_from_key", 0),
    "changes of one's password": ("change_password", 0),
    "password asked again": ("reauthenticate", 0),
}
NOT_OFFERED = {"signup", "manage_email", "confirm_email", "change_phone", "verify_phone", "request_login_code"}
FEW = 5  # what is allowed more than thirty times is counted out with this


def documented() -> dict[str, str]:
    part = DOCUMENTED.read_text().partition("## Limits")[2].partition("\n## ")[0]
    told = dict(re.findall(r"^\| ([a-z][^|]+?) \| ([^|]+?) \|", part, re.M))
    told.pop("what", None)
    return told


def limits() -> dict[str, int]:
    """Every limit of the product by its line: how often."""
    found = {one.name: one.most for one in LIMITS}
    for name, (action, n) in ALLAUTH.items():
        found[name] = ratelimit.get_rates(app="allauth.account", action=action)[n].amount
    return found


def test_every_limit_is_documented_and_has_a_door_that_is_tried():
    """A limit that somebody adds stands in the register by being made; without a line and a door this fails."""
    assert urls.urlpatterns, "every page has been read by now, and with it every limit"
    told = documented()
    assert set(told) == set(limits()) == {name for name, _make in DOORS}
    assert not {name: (told[name], most) for name, most in limits().items() if f"{most:,}" not in told[name]}


def test_every_limit_of_the_library_that_signs_in_is_one_of_them():
    rates = {
        (action, n)
        for action in set(app_settings.RATE_LIMITS) - NOT_OFFERED
        for n, _rate in enumerate(ratelimit.get_rates(app="allauth.account", action=action))
    }
    assert rates == set(ALLAUTH.values())


def test_nothing_else_counts_uses():
    """A count that goes round `Limit` would be undone by a refusal, and walked by no test."""
    known = {"guildhall/people/actions/allowances.py", "guildhall/project/archives.py"}
    wrong = [short(p) for p in modules() if "people_allowance" in p.read_text() and short(p) not in known]
    users = [short(p) for p in modules() if re.search(r"\btake_once\b", p.read_text())]
    assert not wrong
    assert users == ["guildhall/people/actions/allowances.py", "guildhall/people/views/once_only.py"]


def lowered(name: str, settings: Any, monkeypatch: Any) -> int:
    """How often something is allowed, lowered where it is more than thirty times."""
    most = limits()[name]
    if most <= 30:
        return most
    if name in ALLAUTH:
        action, n = ALLAUTH[name]
        rates = app_settings.RATE_LIMITS[action].split(",")
        rates[n] = f"{FEW}/" + rates[n].partition("/")[2]
        settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {action: ",".join(rates)}
    else:
        monkeypatch.setattr(next(one for one in LIMITS if one.name == name), "most", FEW)
    return FEW


def counted(name: str) -> int:
    """What stands in the counter: a row of ours, or what django-allauth keeps in the cache."""
    if name not in ALLAUTH:
        return max(Allowance.objects.filter(key__startswith=f"{name}:").values_list("used", flat=True), default=0)
    action, n = ALLAUTH[name]
    rate = ratelimit.get_rates(app="allauth.account", action=action)[n]
    keys = [key.split(":", 2)[2] for key in cache._cache]  # type: ignore[attr-defined]
    return max((len(cache.get(key)) for key in keys if f"allauth:rl:allauth.account:{action}:{rate}" in key), default=0)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "make"), DOORS, ids=[f"{name}, {make.__name__}" for name, make in DOORS])
def test_beyond_the_limit_stands_429_and_every_try_was_counted(cast, name, make, monkeypatch, settings, time_stands):
    cache.clear()
    ask = make(cast)
    most = lowered(name, settings, monkeypatch)
    answers = [ask(n) for n in range(most + 1)]
    assert [a.status_code for a in answers[:-1]].count(429) == 0
    last = answers[-1]
    assert last.status_code == 429
    longest = next((one.seconds for one in LIMITS if one.name == name), 3600)
    assert 0 < int(last["Retry-After"]) <= longest
    text = last.content.decode()
    assert re.search(r"too often|Too many|At most", text), "it says so in words"
    assert counted(name) >= most, "and every try stands in the counter, whatever became of it"


@pytest.mark.slow
def test_asking_to_join_in_vain_is_counted_and_listed(cast, time_stands):
    """M27, N1: each was refused, and each was a probe."""
    ask = ask_to_join(cast)
    for n in range(7):
        ask(n)
    assert counted("checks of new names") == 7
    assert Probe.objects.filter(person=cast.mesa_wbl).count() == 7


@pytest.mark.slow
def test_without_the_defence_the_counter_would_stay_empty(cast, time_stands, monkeypatch):
    """The control: what is refused takes its count with it."""
    monkeypatch.setattr(context, "remembered", list)
    ask = ask_to_join(cast)
    for n in range(7):
        ask(n)
    assert counted("checks of new names") == 0
    assert not Probe.objects.exists()


# ── One address, many people ─────────────────────────────────────────


@pytest.mark.slow
def test_a_stranger_at_our_address_closes_neither_links_nor_devices(cast, time_stands, monkeypatch):
    """A campus has one address: whoever guesses there stops nobody else."""
    for limit in (accounts.PER_ADDRESS, mailed_links.WRONG_LINKS):
        monkeypatch.setattr(limit, "most", FEW)
    secret, known = ready_link(cast), wrong_password(cast)
    guess, wrong = sign_ins_from_here(cast), wrong_link(cast)
    for n in range(FEW + 1):
        guess(n), wrong(n)
    assert guess(99).status_code == wrong(99).status_code == 429, "the control: the ceiling is reached"
    assert Client().get(f"/ready/{secret}/").status_code == 200
    assert known(0).status_code == 200, "it is asked for the password; it is not stopped"


@pytest.mark.slow
def test_who_signs_in_uses_up_nothing_of_the_address(cast, time_stands, monkeypatch):
    """Nobody waits because others at the same address have signed in."""
    monkeypatch.setattr(accounts.PER_ADDRESS, "most", FEW)
    person = enter_person("ana@people.example", "Ana", "Reyes", by=None, password=PASSWORD)
    grant(person, Role.WBL_COORDINATOR, cast.mesa, by=None)
    for n in range(FEW + 3):
        assert Client().post(LOGIN, {"login": person.email, "password": PASSWORD}).status_code == 302, n
    assert counted("failed sign-ins from one address") == 0


def test_left_does_not_count(db, time_stands):
    limit = Limit("looks", 2, 60)
    allowances.LIMITS.remove(limit)
    assert limit.left("me") and limit.left("me") and limit.left("me")
    assert limit.take("me") and limit.take("me")
    assert not limit.left("me")
    limit.give_back("me")
    assert limit.left("me")


@pytest.fixture
def time_stands():
    """No window ends in the middle."""
    with time_machine.travel(datetime.now(UTC).replace(minute=0, second=30), tick=False):
        yield
