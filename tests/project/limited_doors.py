"""Every door that is limited: its line in docs/operating.md, and how it is asked."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guildhall.bookings import links
from guildhall.bookings.links import secret_of
from guildhall.employers.actions.logins import NewLogin, open_login
from guildhall.imports.models import Batch
from guildhall.lib import clock
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.persons import enter_person, grant
from guildhall.people.permissions import Role
from guildhall.prospects.actions import vetting
from guildhall.visitors.actions import open_session
from tests.bookings.at_the_door import fair
from tests.bookings.booked import event, terms
from tests.cast import PASSWORD
from tests.mailings.limited import DOORS_OF_MAILINGS
from tests.meetings.limited import DOORS_OF_ROOMS
from tests.partnerships.limited import DOORS_OF_INITIATIVES

LOGIN, CODE, DOOR = "/account/login/", "/account/second-factor/code/", "/employer/sign-in/"


def wrong_password(cast: Any) -> Callable[[int], Any]:
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


def sign_ins_from_here(cast: Any) -> Callable[[int], Any]:
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


def _look_as_anybody(cast: Any) -> Callable[[int], Any]:
    return lambda n: Client().get(f"/open/?q=works{n}")


def _suggest(cast: Any) -> Callable[[int], Any]:
    client = cast.client(cast.mesa_wbl)
    return lambda n: client.get("/employers/add/alike/?name=wo")


def _probe(cast: Any) -> Callable[[int], Any]:
    client, holder = cast.client(cast.mesa_wbl), str(cast.mesa.pk)
    return lambda n: client.post("/employers/add/", {"name": f"Kwmzq{n} Fbrtn", "holder": holder})


def ask_to_join(cast: Any) -> Callable[[int], Any]:
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


def _public_calendar(cast: Any) -> Callable[[int], Any]:
    return lambda n: Client().get("/open/events.ics")


def _find(cast: Any) -> Callable[[int], Any]:
    client = cast.client(cast.director)
    return lambda n: client.post("/duplicates/find/")


def _test_mail(cast: Any) -> Callable[[int], Any]:
    client = cast.client(cast.administrator)
    return lambda n: client.post("/outbox/test/")


def _own_data(cast: Any) -> Callable[[int], Any]:
    client = cast.client(cast.mesa_wbl)
    return lambda n: client.get("/what-we-keep/about-me/")


def wrong_link(cast: Any) -> Callable[[int], Any]:
    return lambda n: Client().get(f"/{PAGES_OF_LINKS[n % len(PAGES_OF_LINKS)]}/nothing-of-the-kind/")


def _one_link(cast: Any) -> Callable[[int], Any]:
    """Each from another address."""
    secret = ready_link(cast)
    return lambda n: Client(REMOTE_ADDR=f"203.0.113.{n}").get(f"/ready/{secret}/")


def _code_at_door(cast: Any) -> Callable[[int], Any]:
    """Each from another address, while the event is on."""
    day = fair(cast)
    path = f"/feedback/at-the-door/{secret_of(links.DOOR, day.roll.pk)}/"

    def ask(n: int) -> Any:
        with clock.at(day.begun):
            return Client(REMOTE_ADDR=f"203.0.113.{n}").get(path)

    return ask


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
    ("failed sign-ins", wrong_password),
    ("failed sign-ins on new devices", _wrong_password_elsewhere),
    ("failed sign-ins from one address", sign_ins_from_here),
    ("forms to sign in", sign_ins_from_here),
    ("codes of the second factor", _wrong_code),
    ("password resets", _reset),
    ("password resets from one address", _resets_from_here),
    ("mailed links to set a password", _links_to_set),
    ("changes of one's password", _change),
    ("password asked again", _again),
    ("searches of the directory", _search),
    ("looks at what everybody may read", _look_as_anybody),
    ("suggestions while typing", _suggest),
    ("checks of new names", _probe),
    ("checks of new names", ask_to_join),
    ("exports", _export),
    ("exports", _burden),
    ("lists brought", _bring),
    ("looks at a list of people", _look_at_list),
    ("calendars brought", _bring_calendar),
    ("readings of the public calendar", _public_calendar),
    ("searches for duplicates", _find),
    ("test e-mails", _test_mail),
    ("what is kept about oneself", _own_data),
    ("one link from an e-mail", _one_link),
    ("one link that many people open", _code_at_door),
    *DOORS_OF_ROOMS,
    *DOORS_OF_INITIATIVES,
    *DOORS_OF_MAILINGS,
    ("links that open nothing", wrong_link),
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


def ready_link(cast: Any) -> str:
    """A secret that opens a page."""
    contact = {"given_name": "Ana", "family_name": "Li", "email": "ana@kestrel.example"}
    vetting.send_ready_link(
        cast.vetted("Kestrel Aerospace", address_by=cast.second, contact=contact), contact["email"], by=cast.director
    )
    letter = OutgoingEmail.objects.get(kind="readiness")
    return re.search(r"/ready/([^/\s]+)/", letter.text).group(1)  # type: ignore[union-attr]
