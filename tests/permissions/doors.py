"""Every door at which a protected contact could be met or guessed."""

import io
import json
import re
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from guildhall.imports.actions import comparing, reading
from guildhall.lib import clock
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.permissions import Permission
from tests.permissions.oracle import text_of
from tests.permissions.world import PHONES, World, canary

KIND = "shared"
EMAIL = f"{canary(KIND, 'starmail')}@canary.example"
PHONE = PHONES[KIND].replace("71", "79")
OTHERS = ("administrator", "mesa_admin", "mesa_wbl", "mesa_jobs", "mesa_teacher", "harbor_wbl", "harbor_admin")
Door = Callable[[World, str, str], str]  # (world, by whom, the guessed address) -> everything that the answer carries


def _at(world: World, path: str) -> str:
    return f"/employers/{world.records[KIND].employer.pk}/{path}"


def contact_page(world: World, path: str) -> str:
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
    return text_of(world.ask(who, "POST", contact_page(world, ""), data))


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
    return text_of(world.ask(who, "POST", contact_page(world, "merge/"), {"other": other}))


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
    "the page of the contact": lambda world, who, guess: text_of(
        world.ask(who, "GET", contact_page(world, "timeline/"))
    ),
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
    "show": _posted(lambda world: contact_page(world, "show/")),
    "show by htmx": lambda world, who, guess: text_of(
        world.ask(who, "POST", contact_page(world, "show/"), {}, HTTP_HX_REQUEST="true")
    ),
    "change the contact": _posted(lambda world: contact_page(world, ""), open="1"),
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
