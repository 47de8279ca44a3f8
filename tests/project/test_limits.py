"""Every documented limit answers 429 with the time to wait, in words, and has counted what was refused (R28)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
import time_machine
from allauth.account import app_settings
from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guildhall import context
from guildhall.employers.actions.logins import NewLogin, open_login
from guildhall.imports.models import Batch
from guildhall.outbox.models import OutgoingEmail
from guildhall.people import accounts
from guildhall.people.actions import allowances
from guildhall.people.actions.allowances import LIMITS, Limit
from guildhall.people.actions.persons import enter_person, grant
from guildhall.people.models import Allowance
from guildhall.people.permissions import Role
from guildhall.people.views import mailed_links
from guildhall.project import urls
from guildhall.prospects.actions import vetting
from guildhall.prospects.models import Probe
from guildhall.visitors.actions import open_session
from tests.architecture.sources import modules, short
from tests.bookings.booked import event, terms
from tests.cast import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DOCUMENTED = Path(__file__).parents[2] / "docs/operating.md"
LOGIN, CODE, DOOR = "/account/login/", "/account/second-factor/code/", "/employer/sign-in/"


def _wrong_password(cast: Any) -> Callable[[int], Any]:
    """On a device that the account uses."""
    person = enter_person("ana@people.example", "Ana", "Reyes", by=None, password=PASSWORD)
    grant(person, Role.WBL_COORDINATOR, cast.mesa, by=None)
    client = Client()
    assert client.post(LOGIN, {"login": person.email, "password": PASSWORD}).status_code == 302
    client.post("/account/logout/")
    return lambda n: client.post(LOGIN, {"login": person.email, "password": f"guess {n}"})


def _wrong_password_elsewhere(cast: Any) -> Callable[[int], Any]:
    """Each from another address."""
    return lambda n: Client(REMOTE_ADDR=f"203.0.113.{n}").post(
        LOGIN, {"login": "mesa_wbl@people.example", "password": f"guess {n}"}
    )


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


def _resets_from_here(cast: Any) -> Callable[[int], Any]:
    return lambda n: Client().post("/account/password/reset/", {"email": f"nobody{n}@people.example"})


def _links_to_set(cast: Any) -> Callable[[int], Any]:
    return lambda n: Client().post(f"/account/password/reset/key/a-{n}/")


def _change(cast: Any) -> Callable[[int], Any]:
    client = cast.client(cast.mesa_wbl)
    return lambda n: client.post("/account/password/change/", {"oldpassword": f"guess {n}"})


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


def _ask_to_join(cast: Any) -> Callable[[int], Any]:
    client, holder = cast.client(cast.mesa_wbl), str(cast.mesa.pk)
    return lambda n: client.post(
        "/employers/add/ask/", {"name": f"Kwmzq{n} Fbrtn", "holder": holder, "message": "May we?"}
    )


def _export(cast: Any) -> Callable[[int], Any]:
    client = cast.client(cast.mesa_wbl)
    return lambda n: client.post("/employers/export/", {"form": "csv"})


def _burden(cast: Any) -> Callable[[int], Any]:
    client = cast.client(cast.mesa_wbl)
    return lambda n: client.post("/contact-load/burden.csv")


def _bring(cast: Any) -> Callable[[int], Any]:
    client, place = cast.client(cast.mesa_wbl), str(cast.mesa.pk)
    words = {"kind": "employers", "entering": "prospects", "institution": place}
    return lambda n: client.post("/imports/", words | {"file": SimpleUploadedFile("x.csv", b"Employer\nX\n")})


def _look_at_list(cast: Any) -> Callable[[int], Any]:
    client, file = cast.client(cast.mesa_wbl), SimpleUploadedFile("x.csv", b"First name,Last name\nNia,Ibarra\n")
    words = {"kind": "students", "institution": str(cast.mesa.pk), "file": file}
    client.post("/imports/people/", words)
    Batch.objects.update(state=Batch.State.REVIEW)
    return lambda n: client.get(f"/imports/people/{Batch.objects.get().pk}/")


def _find(cast: Any) -> Callable[[int], Any]:
    client = cast.client(cast.director)
    return lambda n: client.post("/duplicates/find/")


def _test_mail(cast: Any) -> Callable[[int], Any]:
    client = cast.client(cast.administrator)
    return lambda n: client.post("/outbox/test/")


def _own_data(cast: Any) -> Callable[[int], Any]:
    client = cast.client(cast.mesa_wbl)
    return lambda n: client.get("/what-we-keep/about-me/")


def _wrong_link(cast: Any) -> Callable[[int], Any]:
    return lambda n: Client().get(f"/{PAGES_OF_LINKS[n % len(PAGES_OF_LINKS)]}/nothing-of-the-kind/")


def _one_link(cast: Any) -> Callable[[int], Any]:
    """Each from another address."""
    secret = ready_link(cast)
    return lambda n: Client(REMOTE_ADDR=f"203.0.113.{n}").get(f"/ready/{secret}/")


def _bring_calendar(cast: Any) -> Callable[[int], Any]:
    client = cast.client(cast.mesa_wbl)

    def ask(n: int) -> Any:
        file = SimpleUploadedFile("fall.ics", b"BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", "text/calendar")
        return client.post("/events/calendars/", {"institution": str(cast.mesa.pk), "file": file})

    return ask


def _visitor_asks(cast: Any) -> Callable[[int], Any]:
    return lambda n: Client().post(DOOR, {"email": "ana@kestrel.example"})


def _visitor_asks_anywhere(cast: Any) -> Callable[[int], Any]:
    """Each from another address."""
    return lambda n: Client(REMOTE_ADDR=f"203.0.113.{n}").post(DOOR, {"email": "ana@kestrel.example"})


def _visitors_ask_from_here(cast: Any) -> Callable[[int], Any]:
    return lambda n: Client().post(DOOR, {"email": f"nobody{n}@kestrel.example"})


def _visitor_guesses(cast: Any) -> Callable[[int], Any]:
    mail = parse_qs(urlsplit(Client().post(DOOR, {"email": "ana@kestrel.example"})["Location"]).query)["mail"][0]
    return lambda n: Client(REMOTE_ADDR=f"203.0.113.{n}").post(f"{DOOR}code/", {"mail": mail, "code": f"{n:06}"})


KNOCK = {"named": "Kestrel", "given_name": "Ana", "family_name": "Li", "email": "ana@kestrel.example"}


def _registers(cast: Any) -> Callable[[int], Any]:
    """Each from another address."""
    return lambda n: Client(REMOTE_ADDR=f"203.0.113.{n}").post("/employer/register/", KNOCK)


def _register_from_here(cast: Any) -> Callable[[int], Any]:
    return lambda n: Client().post("/employer/register/", KNOCK | {"email": f"ana{n}@kestrel.example"})


def _employer(cast: Any) -> Client:
    employer, client = cast.shared("Kestrel Aerospace").employer, Client()
    login = open_login(employer, NewLogin("Ana", "Li", "ana@kestrel.example"), by=cast.director)
    client.cookies["guildhall_employer"] = open_session(login, keep=False)
    return client


def _invites(cast: Any) -> Callable[[int], Any]:
    client = _employer(cast)
    return lambda n: client.post("/employer/colleagues/", KNOCK | {"email": f"colleague{n}@kestrel.example"})


def _corrects(cast: Any) -> Callable[[int], Any]:
    client, told = _employer(cast), {"kind": "fact", "words": "We moved.", "institution": str(cast.region.pk)}
    return lambda n: client.post("/employer/correct/", told)


def _books_a_place(cast: Any) -> Callable[[int], Any]:
    client, row = _employer(cast), event(cast, places=500)
    terms(cast, row, employers_book=True)
    sent = {"time": row.starts_at.isoformat(), "email": "lou@kestrel.example"}
    return lambda n: client.post(f"/employer/events/{row.pk}/", sent | {"key": str(uuid4()), "who": f"Lou {n}"})


PAGES_OF_LINKS = ("ready", "done", "calendar", "how-is-it-going", "look", "about-me", "welcome")
# What is limited: its line in docs/operating.md, and how it is asked. One line may have several doors.
DOORS: list[tuple[str, Callable[[Any], Callable[[int], Any]]]] = [
    ("failed sign-ins", _wrong_password),
    ("failed sign-ins on new devices", _wrong_password_elsewhere),
    ("failed sign-ins from one address", _sign_ins_from_here),
    ("forms to sign in", _sign_ins_from_here),
    ("codes of the second factor", _wrong_code),
    ("password resets", _reset),
    ("password resets from one address", _resets_from_here),
    ("mailed links to set a password", _links_to_set),
    ("changes of one's password", _change),
    ("password asked again", _again),
    ("searches of the directory", _search),
    ("suggestions while typing", _suggest),
    ("checks of new names", _probe),
    ("checks of new names", _ask_to_join),
    ("exports", _export),
    ("exports", _burden),
    ("lists brought", _bring),
    ("looks at a list of people", _look_at_list),
    ("calendars brought", _bring_calendar),
    ("searches for duplicates", _find),
    ("test e-mails", _test_mail),
    ("what is kept about oneself", _own_data),
    ("one link from an e-mail", _one_link),
    ("links that open nothing", _wrong_link),
    ("sign-ins of visitors by e-mail", _visitor_asks),
    ("sign-ins of one visitor from anywhere", _visitor_asks_anywhere),
    ("sign-ins of visitors from one address", _visitors_ask_from_here),
    ("codes of visitors", _visitor_guesses),
    ("registrations of employers by e-mail", _registers),
    ("registrations of employers from one address", _register_from_here),
    ("invitations by employers", _invites),
    ("corrections by employers", _corrects),
    ("places booked by employers", _books_a_place),
]
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


def ready_link(cast: Any) -> str:
    """A secret that opens a page."""
    contact = {"given_name": "Ana", "family_name": "Li", "email": "ana@kestrel.example"}
    vetting.send_ready_link(
        cast.vetted("Kestrel Aerospace", address_by=cast.second, contact=contact), contact["email"], by=cast.director
    )
    letter = OutgoingEmail.objects.get(kind="readiness")
    return re.search(r"/ready/([^/\s]+)/", letter.text).group(1)  # type: ignore[union-attr]


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


def test_asking_to_join_in_vain_is_counted_and_listed(cast, time_stands):
    """M27, N1: each was refused, and each was a probe."""
    ask = _ask_to_join(cast)
    for n in range(7):
        ask(n)
    assert counted("checks of new names") == 7
    assert Probe.objects.filter(person=cast.mesa_wbl).count() == 7


def test_without_the_defence_the_counter_would_stay_empty(cast, time_stands, monkeypatch):
    """The control: what is refused takes its count with it."""
    monkeypatch.setattr(context, "remembered", list)
    ask = _ask_to_join(cast)
    for n in range(7):
        ask(n)
    assert counted("checks of new names") == 0
    assert not Probe.objects.exists()


# ── One address, many people ─────────────────────────────────────────


def test_a_stranger_at_our_address_closes_neither_links_nor_devices(cast, time_stands, monkeypatch):
    """A campus has one address: whoever guesses there stops nobody else."""
    for limit in (accounts.PER_ADDRESS, mailed_links.WRONG_LINKS):
        monkeypatch.setattr(limit, "most", FEW)
    secret, known = ready_link(cast), _wrong_password(cast)
    guess, wrong = _sign_ins_from_here(cast), _wrong_link(cast)
    for n in range(FEW + 1):
        guess(n), wrong(n)
    assert guess(99).status_code == wrong(99).status_code == 429, "the control: the ceiling is reached"
    assert Client().get(f"/ready/{secret}/").status_code == 200
    assert known(0).status_code == 200, "it is asked for the password; it is not stopped"


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
