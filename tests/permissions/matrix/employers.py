"""Employers with contacts and sites, key accounts, duplicates."""

from collections.abc import Callable
from typing import Any

from guildhall.employers.models import KeyAccount
from tests.permissions.matrix.filling import REASON, bulk_change, employer_and, many_employers, typed
from tests.permissions.matrix.groups import (
    AUTHORS,
    DEVELOP,
    DIRECTORS,
    EDIT,
    EXPORT,
    HARBOR,
    NOBODY,
    RECORD,
    RESTRICTED,
    SEES,
    SIGNED_IN,
    STAFF,
    PerRecord,
    nobody,
)
from tests.permissions.matrix.page import Page
from tests.permissions.world.record import World

MERGED_CONTACT: PerRecord = {"shared": STAFF}


def _former(world: World, kind: str) -> dict[str, Any]:
    record = world.records[kind]
    return {"pk": record.employer.pk, "contact": record.ids["former"]}


def _versioned(what: str, **values: Any) -> Callable[[World, str, str], dict[str, Any]]:
    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        employer = world.records[kind].employer
        related = {"site": employer.sites, "contact": employer.contacts, "note": employer.notes}.get(what)
        obj = related.get(pk=world.records[kind].ids[what]) if related else type(employer).objects.get(pk=employer.pk)
        return values | {"version": obj.version}

    return data


def _owner(world: World, kind: str, name: str) -> dict[str, Any]:
    """Oneself; whoever took it on already hands it to nobody."""
    person, employer = world.cast.people.get(name), world.records[kind].employer
    version = {"version": type(employer).objects.get(pk=employer.pk).version}
    return version | ({"owner": str(person.pk)} if person and person != employer.owner else {"owner": ""})


def _twin(world: World, kind: str, name: str) -> dict[str, Any]:
    """The former contact as the other record of the same person, compared just now."""
    contacts, ids = world.records[kind].employer.contacts, world.records[kind].ids
    one, other = contacts.get(pk=ids["contact"]), contacts.get(pk=ids["former"])
    return {"other": str(other.pk), "merge": "1", "version": one.version, "other_version": other.version}


def _joined(world: World, kind: str) -> dict[str, Any]:
    return {"pk": world.records[kind].employer.pk, "merge": world.more["joined"].pk}


# Who answers for the key account of each kind of employer; the exception has touch points instead.
KEEPERS: PerRecord = {
    "region": DIRECTORS,
    "mesa": frozenset({"mesa_jobs", "mesa_cases"}),
    "harbor": HARBOR,
    "shared": DIRECTORS,
}
# Of those the operator and the deputy themselves.
KEEPS: PerRecord = KEEPERS | {"region": DIRECTORS, "shared": DIRECTORS}
KEPT: PerRecord = {kind: SEES[kind] for kind in KEEPERS}
CHANGE_ACCOUNT: PerRecord = {
    "region": DIRECTORS,
    "mesa": DIRECTORS | KEEPERS["mesa"] | {"mesa_admin"},
    "harbor": DIRECTORS | HARBOR,
    "shared": DIRECTORS,
}
POINTS: PerRecord = {"exception": SEES["exception"]}


def _account(world: World, kind: str, name: str) -> dict[str, Any]:
    person = world.cast.people.get(name)
    return {"institution": str(world.home(name).pk), "operator": str(person.pk) if person else "", "note": "call first"}


def _account_changed(world: World, kind: str, name: str) -> dict[str, Any]:
    account = KeyAccount.objects.get(pk=world.records[kind].ids["account"])
    return {"operator": str(account.operator_id), "note": "write first", "version": account.version}


def _point(world: World, kind: str, name: str) -> dict[str, Any]:
    person = world.cast.people.get(name)
    return {"topic": "nursing", "institution": str(world.home(name).pk), "person": str(person.pk) if person else ""}


def _point_changed(world: World, kind: str, name: str) -> dict[str, Any]:
    region, second = world.cast.region, world.cast.second
    return {"topic": "robots", "institution": str(region.pk), "person": str(second.pk), "version": 1}


def _followed(world: World, kind: str, name: str) -> dict[str, Any]:
    """The employer where somebody works now: another one that the person sees."""
    home = {"mesa": "mesa", "harbor": "harbor"}.get(name.split("_")[0], "region")
    return {"other": str(world.records["shared" if kind != "shared" else home].employer.pk)}


EMPLOYER_PAGES = {
    "employers": Page(who=STAFF),
    "employers-export": Page("POST", who=EXPORT, changes=False, data=typed(form="csv")),
    "employers-bulk": Page("POST", who=DEVELOP, data=many_employers),
    "employers-bulk-done": Page(sees={"own": frozenset({"mesa_wbl"})}, kwargs=bulk_change),
    "employers-bulk-undo": Page("POST", sees={"own": frozenset({"mesa_wbl"})}, kwargs=bulk_change),
    "known-tags": Page(who=STAFF),
    "known-industries": Page(who=STAFF),
    "known-cities": Page(who=STAFF),
    "contacts": Page(who=STAFF),
    "search": Page(who=STAFF, query="?q=qxshared"),
    "search-suggest": Page(who=STAFF, query="?q=qxshared"),
    "colleague": Page(who=STAFF, kwargs=lambda w, k: {"pk": w.person("mesa_wbl").pk}),
    "contacts-export": Page("POST", who=EXPORT, changes=False, data=typed(form="csv")),
    "filter-save": Page("POST", data=typed(name="mine", query="contact=30")),
    "employer-contacts": Page(sees=SEES, kwargs=employer_and()),
    "employer-about": Page(sees=SEES, kwargs=employer_and()),
    "employer-why": Page(sees=SEES, kwargs=employer_and()),
    "employer-notes": Page("GET POST", sees=SEES, may=EDIT, reads=SEES, kwargs=employer_and(), data=typed(text="seen")),
    "note-change": Page(
        "GET POST", sees=SEES, may=AUTHORS, kwargs=employer_and("note"), data=_versioned("note", text="seen twice")
    ),
    "note-remove": Page("POST", sees=SEES, may=AUTHORS, kwargs=employer_and("note"), data=_versioned("note")),
    "note-travel": Page(
        "POST", sees=SEES, may=AUTHORS | RESTRICTED, kwargs=employer_and("note"), data=typed(travel="no")
    ),
    "contact-add": Page("GET POST", sees=SEES, may=EDIT, kwargs=employer_and(), data=typed(family_name="Nova")),
    "contact-change": Page(
        "GET POST", sees=SEES, may=EDIT, kwargs=employer_and("contact"), data=_versioned("contact", family_name="Nova")
    ),
    "contact-show": Page("GET POST", sees=SEES, may=RECORD, reads=SEES, changes=False, kwargs=employer_and("contact")),
    "contact-merge": Page("GET POST", sees=SEES, may=EDIT, kwargs=employer_and("contact"), data=_twin),
    "contact-merge-undo": Page("POST", sees=MERGED_CONTACT, may={"shared": DEVELOP}, kwargs=_joined),
    "contact-mail": Page("POST", sees=SEES, may=EDIT, kwargs=employer_and("contact")),
    "contact-left": Page("POST", sees=SEES, may=EDIT, kwargs=employer_and("contact")),
    "employer-change": Page(
        "GET POST", sees=SEES, may=EDIT, kwargs=employer_and(), data=_versioned("employer", name="Another name")
    ),
    "name-add": Page(
        "POST", sees=SEES, may=EDIT, told=SIGNED_IN, kwargs=employer_and(), data=typed(kind="alias", name="Nova")
    ),
    "name-remove": Page("POST", sees=SEES, may=EDIT, kwargs=employer_and("name")),
    "identifier-add": Page(
        "POST", sees=SEES, may=EDIT, told=SIGNED_IN, kwargs=employer_and(), data=typed(scheme="license", value="7")
    ),
    "site-add": Page("GET POST", sees=SEES, may=EDIT, kwargs=employer_and(), data=typed(city="Redstone")),
    "site-change": Page(
        "GET POST", sees=SEES, may=EDIT, kwargs=employer_and("site"), data=_versioned("site", city="Redstone")
    ),
    "employer-owner": Page("GET POST", sees=SEES, may=EDIT, kwargs=employer_and(), data=_owner),
    "employer-accounts": Page(sees=SEES, kwargs=employer_and()),
    "key-account-add": Page("GET POST", sees=KEPT, may=EDIT, kwargs=employer_and(), data=_account),
    "key-account-change": Page(
        "GET POST", sees=KEPT, may=CHANGE_ACCOUNT, kwargs=employer_and("account"), data=_account_changed
    ),
    "key-account-end": Page("POST", sees=KEPT, may=CHANGE_ACCOUNT, kwargs=employer_and("account"), data=REASON),
    "key-account-contest": Page(
        "POST",
        sees=KEPT,
        may={kind: EDIT[kind] - KEEPS[kind] for kind in KEPT},
        kwargs=employer_and("account"),
        data=typed(why="nobody works with them"),
    ),
    "contest-settle": Page(
        "POST",
        sees={"mesa": KEPT["mesa"]},
        may={"mesa": DIRECTORS},
        kwargs=employer_and("contest"),
        data=typed(words="no"),
    ),
    "employer-doors": Page(
        "POST",
        sees=SEES,
        may=nobody(SEES) | {"exception": EDIT["exception"]},  # the others have key accounts
        kwargs=employer_and(),
        data=lambda w, k, n: {"many": "no" if k == "exception" else "yes"},
    ),
    "employer-shown": Page(sees=SEES, may={k: DIRECTORS | KEEPERS.get(k, NOBODY) for k in SEES}, kwargs=employer_and()),
    "touch-point-add": Page("GET POST", sees=POINTS, may=EDIT, kwargs=employer_and(), data=_point),
    "touch-point-change": Page(
        "GET POST", sees=POINTS, may={"exception": DIRECTORS}, kwargs=employer_and("point"), data=_point_changed
    ),
    "touch-point-end": Page("POST", sees=POINTS, may={"exception": DIRECTORS}, kwargs=employer_and("point")),
    "contact-primary": Page("POST", sees=SEES, may=EDIT, kwargs=employer_and("contact")),
    "contact-follow": Page("GET POST", sees=SEES, may=EDIT, kwargs=_former, data=_followed),
    "duplicates": Page(who=DIRECTORS),
    "duplicates-find": Page("POST", who=DIRECTORS),
    "duplicate": Page(who=DIRECTORS, kwargs=lambda w, k: {"pk": w.more["pair"].pk}),
    "duplicate-judge": Page(
        "POST", who=DIRECTORS, kwargs=lambda w, k: {"pk": w.more["pair"].pk}, data=typed(act="different")
    ),
    "merge-undo": Page("POST", who=DIRECTORS, kwargs=lambda w, k: {"pk": w.more["merge"].pk}),
    "employer-merge": Page(
        "GET POST",
        who=DIRECTORS,
        kwargs=lambda w, k: {"pk": w.records["region"].employer.pk},
        data=lambda w, k, n: {"other": str(w.records["shared"].employer.pk)},
    ),
    "filter-drop": Page("POST", sees={"own": frozenset({"mesa_wbl"})}, kwargs=lambda w, k: {"pk": w.more["filter"].pk}),
    "filter-rename": Page(
        "POST",
        sees={"own": frozenset({"mesa_wbl"})},
        kwargs=lambda w, k: {"pk": w.more["filter"].pk},
        data=lambda w, k, n: {"name": "Another name"},
    ),
}
