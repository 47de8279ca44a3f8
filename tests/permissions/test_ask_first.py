"""A protected contact's e-mail and telephone appear at no door before the operator agrees (N6, C11, C24).

Every page is walked, and every door that needs more than an address to be opened stands in the table `DOORS`: whoever
builds a new one that could carry a contact's details adds a line. A guess is a door too: right and wrong are answered
alike.
"""

import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from guildhall.audit.models import Access
from guildhall.employers.querysets import ContactQuerySet
from guildhall.engagements.actions import liaising
from guildhall.imports.actions import comparing, reading
from guildhall.lib import clock
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.permissions import Permission
from tests.permissions.matrix import MATRIX
from tests.permissions.oracle import text_of
from tests.permissions.walk import address, app_of
from tests.permissions.world import PHONES, World, canary, undone
from tests.sampling import THOROUGH, taken, whole

pytestmark = pytest.mark.django_db

KIND = "shared"
EMAIL = f"{canary(KIND, 'starmail')}@canary.example"
PHONE = PHONES[KIND].replace("71", "79")
OTHERS = ("administrator", "mesa_admin", "mesa_wbl", "mesa_jobs", "mesa_teacher", "harbor_wbl", "harbor_admin")
Door = Callable[[World, str, str], str]  # (world, by whom, the guessed address) -> everything that the answer carries


def _at(world: World, path: str) -> str:
    return f"/employers/{world.records[KIND].employer.pk}/{path}"


def _contact(world: World, path: str) -> str:
    return _at(world, f"contacts/{world.records[KIND].ids['star']}/{path}")


def _posted(path: Callable[[World], str], **data: Any) -> Door:
    def door(world: World, who: str, guess: str) -> str:
        return text_of(world.ask(who, "POST", path(world), data))

    return door


def _typed(path: str, key: str = "q") -> Door:
    def door(world: World, who: str, guess: str) -> str:
        return text_of(world.ask(who, "GET", f"{path}?{key}={guess}"))

    return door


def _changed(world: World, who: str, guess: str) -> str:
    """A form sent with an old version: the comparison shows what is saved."""
    data = {"family_name": "Nova", "email": guess, "phone": "5550100", "version": 0}
    return text_of(world.ask(who, "POST", _contact(world, ""), data))


def _entered(world: World, who: str, guess: str) -> str:
    """A new employer with the guessed contact."""
    data = {"name": "Quite Another Bakery", "holder": str(world.home(who).pk), "contact_family_name": "Nova"}
    return text_of(world.ask(who, "POST", "/employers/add/", data | {"contact_email": guess}))


def _listed(world: World, who: str, guess: str) -> str:
    """A list of contacts with the guessed address: the review page and the command line."""
    name = world.records[KIND].employer.name
    text = f"Employer,Website,First name,Last name,E-mail\n{name},{canary(KIND, 'domain')}.example,Zoe,Guess,{guess}\n"
    by, place = world.person(who), world.home(who)
    if not by.may(Permission.IMPORT_LISTS):
        return ""
    batch = reading.start_import(io.BytesIO(text.encode()), "c.csv", by=by, institution=place, kind="contacts")
    reading.match_columns(batch, batch.columns, by=by)
    comparing.check_rows(batch)
    told = io.StringIO()
    with redirect_stdout(told):
        call_command("import", "rows", str(batch.pk), "--json")
    rows = json.loads(told.getvalue())["rows"]
    page = text_of(world.ask(who, "GET", f"/imports/{batch.pk}/"))
    return f"{page}\n{[(r['status'], r['candidates'], r['errors']) for r in rows]}"


def _dropped(world: World, who: str, guess: str) -> str:
    """A message file of the guessed sender."""
    letter = f"From: {guess}\nTo: x@y.example\nSubject: tours\n\nhello\n".encode()
    file = SimpleUploadedFile("mail.eml", letter, "message/rfc822")
    return text_of(world.ask(who, "POST", _at(world, "message/"), {"message": file}))


def _mailed(world: World, who: str, guess: str) -> str:
    """A link that is mailed to the contact: whoever may not speak to them does not make us write to them either."""
    before = OutgoingEmail.objects.filter(to=EMAIL).count()
    star = str(world.records[KIND].ids["star"])
    done = f"/follow-ups/{world.records[KIND].ids['done']}/ask-employer/"
    told = text_of(world.ask(who, "POST", done, {"contact": star}))
    told += text_of(world.ask(who, "POST", _at(world, "temperature/"), {"contact": star}))
    told += text_of(world.ask(who, "POST", f"/vetting/{world.records[KIND].employer.pk}/link/", {"contact": star}))
    return told + (EMAIL if OutgoingEmail.objects.filter(to=EMAIL).count() > before else "")


def _planned(world: World, who: str, guess: str) -> str:
    data = {"purpose": "tours", "kind": "call", "planned_on": str(clock.today()), "alone": "1"}
    data["contacts"] = str(world.records[KIND].ids["star"])
    return text_of(world.ask(who, "POST", _at(world, "ask/"), data))


def _merged(world: World, who: str, guess: str) -> str:
    """Comparing the contact with another one: both addresses would stand side by side."""
    other = str(world.records[KIND].ids["contact"])
    return text_of(world.ask(who, "POST", _contact(world, "merge/"), {"other": other}))


def _merged_into(world: World, who: str, guess: str) -> str:
    """The same from the other side, merged at once; the page of the one that stays, and its details."""
    kept, star = world.records[KIND].ids["contact"], str(world.records[KIND].ids["star"])
    data = {"other": star, "merge": "1", "version": 1, "other_version": 1}
    told = text_of(world.ask(who, "POST", _at(world, f"contacts/{kept}/merge/"), data))
    return told + text_of(world.ask(who, "POST", _at(world, f"contacts/{kept}/show/")))


def _exported(form: str) -> Door:
    return _posted(lambda world: "/employers/export/", form=form)


# What can be opened only by sending something, or by knowing what to ask for.
DOORS: dict[str, Door] = {
    "the page of the contact": lambda world, who, guess: text_of(world.ask(who, "GET", _contact(world, "timeline/"))),
    "merge the contact": _merged,
    "merge into the contact": _merged_into,
    "the calendar of a follow-up": lambda world, who, guess: text_of(
        world.ask(who, "GET", f"/follow-ups/{world.records[KIND].ids['promise']}/calendar/")
    ),
    "search everything": _typed("/search/"),
    "search everything for the telephone": _typed("/search/"),
    "suggestions of everything": _typed("/search/suggest/"),
    "search contacts": _typed("/contacts/"),
    "search contacts for the telephone": _typed("/contacts/"),
    "contacts as CSV": _posted(lambda world: "/contacts/export/", form="csv", addresses="1"),
    "contacts as XLSX": _posted(lambda world: "/contacts/export/", form="xlsx", addresses="1"),
    "show": _posted(lambda world: _contact(world, "show/")),
    "show by htmx": lambda world, who, guess: text_of(
        world.ask(who, "POST", _contact(world, "show/"), {}, HTTP_HX_REQUEST="true")
    ),
    "change the contact": _posted(lambda world: _contact(world, ""), open="1"),
    "the comparison of two editors": _changed,
    "ask first": _posted(lambda world: _at(world, "ask-first/"), why="a visit"),
    "export as CSV": _exported("csv"),
    "export as XLSX": _exported("xlsx"),
    "search the directory": _typed("/employers/"),
    "search for the telephone": _typed("/employers/"),
    "suggestions": _typed("/employers/add/alike/", "name"),
    "suggestions by website": _typed("/employers/add/alike/", "domain"),
    "enter an employer": _entered,
    "a list of contacts": _listed,
    "a message file": _dropped,
    "a link by mail": _mailed,
    "plan an ask": _planned,
}
# Doors at which an address can be guessed: right and wrong must be answered alike.
GUESSED = ("search the directory", "suggestions", "suggestions by website", "enter an employer", "a list of contacts",
           "a message file", "search for the telephone", "search contacts", "search contacts for the telephone",
           "search everything", "search everything for the telephone", "suggestions of everything")  # fmt: skip
SHOWING = {
    "employer",
    "employer-contacts",
    "contacts",
    "contact-timeline",
    "search",
    "journal",
    "today",
}  # read in every run
WRONG = EMAIL.replace("starmail", "wrongone")


def carried(text: str, *, typed: bool) -> list[str]:
    """What of the contact's details a text carries; what was typed may be repeated."""
    found = [] if typed else re.findall(re.escape(EMAIL), text, re.I)
    return [*found, PHONE] if PHONE[-8:] in text else found


def guesses(name: str) -> tuple[str, str]:
    """The right guess and a wrong one, as somebody types them at a door."""
    return (PHONE, PHONE[:-1] + "9") if "telephone" in name else (EMAIL, WRONG)


def opened(world: World, who: str) -> list[str]:
    """The doors at which somebody meets the details."""
    found = []
    for name, door in DOORS.items():
        if "telephone" in name:  # the page repeats what was typed: right and wrong are compared below
            continue
        with undone():
            text = door(world, who, guesses(name)[0])
        if carried(text, typed=name in GUESSED or name == "the comparison of two editors"):
            found.append(name)
    return found


def pages(world: World) -> Iterator[tuple[str, str]]:
    """Every page; of those about a record the contact's employer, and the others in a thorough run."""
    for name, page in MATRIX.items():
        for kind in page.kinds if THOROUGH or KIND not in page.kinds else [KIND]:
            if "GET" in page.methods:
                yield name, address(world, name, page, kind)


def read(world: World, who: str) -> list[str]:
    """The pages of today's share and of changed apps on which somebody meets the details without sending anything."""
    shared = [url for name, url in pages(world) if name in SHOWING or whole(app_of(url)) or taken(3, who, name)]
    return [url for url in shared if carried(text_of(world.ask(who, "GET", url)), typed=False)]


def stripped(text: str) -> str:
    """An answer without what differs by itself: what was typed, identifiers, tokens, times."""
    for word in (EMAIL, WRONG, EMAIL.split("@")[0], WRONG.split("@")[0]):
        text = text.replace(word, "")
    text = re.sub(r'name="once" value="[^"]+"', "", text)  # of each rendering
    text = re.sub(r"(?m)^Set-Cookie.*$", "", text)  # signed, so never twice the same
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9]{32,}|\d", "", text)


@pytest.mark.parametrize("who", OTHERS)
def test_no_door_shows_a_protected_contact(world, who):
    assert opened(world, who) == []


@pytest.mark.parametrize("who", ["administrator", "mesa_wbl", "harbor_wbl", "director", "anonymous"])
def test_no_page_shows_one(world, who):
    """The operator's own neither: details appear after a POST only, which is written down."""
    assert read(world, who) == []


@pytest.mark.parametrize("name", GUESSED)
def test_a_right_guess_is_answered_like_a_wrong_one(world, name):
    with undone():
        right = stripped(DOORS[name](world, "mesa_wbl", guesses(name)[0]))
    with undone():
        wrong = stripped(DOORS[name](world, "mesa_wbl", guesses(name)[1]))
    assert right == wrong


def test_the_ledger_of_mail_names_no_protected_address(world):
    """What the operator had mailed is in the ledger, and its address is shown to nobody else."""
    from guildhall.engagements.actions import following
    from guildhall.engagements.models import FollowUp

    with undone():
        record = world.records[KIND]
        star = record.employer.contacts.get(pk=record.ids["star"])
        following.ask_employer(FollowUp.objects.get(pk=record.ids["done"]), star, by=world.person("director"))
        email = OutgoingEmail.objects.get(to=EMAIL)
        for url in ("/outbox/", f"/outbox/{email.pk}/"):
            told = text_of(world.ask("administrator", "GET", url))
            assert not carried(told, typed=False), url
            assert "a contact of the employer" in told


def test_after_the_operator_agreed_one_person_sees_it_and_it_is_written_down(world):
    with undone():
        liaising.agree(world.more["liaison"], until=clock.today(), by=world.person("second"))
        before = Access.objects.count()
        assert {"show", "show by htmx", "change the contact"} <= set(opened(world, "harbor_wbl"))
        shown = text_of(world.ask("harbor_wbl", "POST", _contact(world, "show/")))
        assert EMAIL in shown
        assert PHONE in shown
        row = Access.objects.latest("id")
        assert Access.objects.count() == before + 1
        assert (row.institution_name, row.reason) == ("Harbor Point College", canary(KIND, "liaison"))
        assert opened(world, "mesa_wbl") == [], "nobody else"
        assert read(world, "harbor_wbl") == [], "and not without asking for it"


def test_the_operator_and_the_deputy_see_it(world):
    for who in ("second", "director"):
        assert "show" in opened(world, who)


def test_the_walk_finds_a_door_that_is_open(world, monkeypatch):
    """The control: nobody asks whether a contact is protected."""
    from django.db.models import Value
    from django.db.models.fields import BooleanField, UUIDField

    def open_to_all(self, person):
        return self.annotate(
            closed=Value(False, output_field=BooleanField()), closed_for=Value(person.pk, output_field=UUIDField())
        )

    monkeypatch.setattr(ContactQuerySet, "with_closed", open_to_all)
    found = opened(world, "mesa_wbl")
    assert {"show", "show by htmx", "change the contact", "a link by mail"} <= set(found)


def test_a_guess_that_is_confirmed_is_found(world, monkeypatch):
    """The control: a list tells whether an address is known."""
    from guildhall.employers.models import Contact

    with undone():
        Contact.objects.filter(pk=world.records[KIND].ids["star"]).update(starred=False)
        answers = [stripped(DOORS["a list of contacts"](world, "mesa_wbl", guess)) for guess in (EMAIL, WRONG)]
    assert answers[0] != answers[1]
