"""People, institutions and access: who gives which role, and what has to be accepted and learnt for it."""

from collections.abc import Callable
from typing import Any

from tests.permissions.matrix.filling import typed
from tests.permissions.matrix.groups import (
    ADMIN,
    AGREE,
    DIRECTORS,
    EVERYBODY,
    GRANT,
    GUESTS,
    HARBOR,
    MESA,
    NOBODY,
    READERS,
    SIGNED_IN,
    STAFF,
    TEACHER,
    People,
    PerRecord,
    nobody,
)
from tests.permissions.matrix.page import Page
from tests.permissions.world.record import World
from tests.permissions.world.words import upload
from tests.pictures import picture


def _newcomer(world: World, kind: str) -> dict[str, Any]:
    return {"pk": world.more["newcomer"].pk}


def _give(world: World, kind: str, name: str) -> dict[str, Any]:
    place = world.cast.mesa if name == "administrator" else world.home(name)
    words = {"email": "new@people.example", "given_name": "Nora", "family_name": "New"}
    return words | {"role": "instructor", "institution": str(place.pk)}


def _profile(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"given_name": "Robin", "family_name": "Lee", "title": "Coordinator", "language": "en", "version": 1}


def _give_many(world: World, kind: str, name: str) -> dict[str, Any]:
    return _give(world, kind, name) | {"people": "Nora New <new@people.example>", "invite": "yes"}


def _public_list(world: World, kind: str, name: str) -> dict[str, Any]:
    text = "UNITID,INSTNM\n113980,A public college\n"
    return {"file": upload(text), "parent": str(world.cast.region.pk)}


def _institution(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"name": "Mesa College", "kind": "college", "code": "MGC", "parent": str(world.cast.region.pk), "version": 1}


def _territory(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"name": "Three Rivers", "time_zone": "America/Los_Angeles", "brand_hue": 120, "version": 1}


HOLD: PerRecord = {
    "office": DIRECTORS | ADMIN,
    "mesa": DIRECTORS | ADMIN | {"mesa_admin"},
    "harbor": DIRECTORS | ADMIN | {"harbor_admin"},
}
BOUND: PerRecord = {  # whom the region's and Mesa's terms and courses concern
    "office": SIGNED_IN,
    "mesa": MESA | TEACHER | READERS | GUESTS | DIRECTORS | ADMIN,
    "harbor": HARBOR | DIRECTORS | ADMIN,
}
AT_MESA: People = MESA | TEACHER | READERS


def _of(what: str) -> Callable[[World, str], dict[str, Any]]:
    return lambda world, kind: {"pk": world.more[what][kind].pk}


def _held_by(name: str) -> str:
    """The kind of course that somebody may plan sessions of."""
    return {"mesa_admin": "mesa", "harbor_admin": "harbor"}.get(name, "office")


NAMING: PerRecord = {"mesa": ADMIN | {"mesa_admin"}, "harbor": ADMIN | {"harbor_admin"}}
NAMED: PerRecord = dict.fromkeys(NAMING, STAFF)
CONFIRMING: PerRecord = {kind: people | {f"{kind}_wbl"} for kind, people in NAMING.items()}


def _named(world: World, kind: str, name: str) -> dict[str, Any]:
    person = world.person(f"{kind}_admin")
    return {"person": str(person.pk), "version": world.more["points"][kind].version}


COURSE = {"title": "Another course", "unlocks": ["BULK_MAIL"], "valid_months": "12", "required_from": "2099-01-01"}
SESSION = {"day": "2099-01-01", "time": "10:00", "place": "Room 4"}


def _offer(world: World, kind: str) -> dict[str, Any]:
    return {"pk": world.more["offer"]}


PEOPLE = {
    "language": Page("GET POST OPTIONS", who=EVERYBODY, changes=False, data=typed(language="es")),
    "set-up": Page("GET POST", who=EVERYBODY, changes=False),  # closed: it leads to the sign-in page
    "account_login": Page("GET POST", who=EVERYBODY, changes=False, own_options=True),
    "roles": Page(),
    "institutions": Page(),
    "institution-add": Page("GET POST", who=ADMIN, data=typed(name="A new college", kind="college")),
    "institutions-load": Page("GET POST", who=ADMIN, data=_public_list),
    "institution-change": Page(
        "GET POST", who=ADMIN, kwargs=lambda w, k: {"slug": w.cast.mesa.slug}, data=_institution
    ),
    "institution-remove": Page(
        "POST", who=NOBODY, kwargs=lambda w, k: {"slug": w.cast.mesa.slug}, data=typed(version="1"), told=ADMIN
    ),
    "access": Page(who=GRANT),
    "access-give": Page("GET POST", who=GRANT, data=_give),
    "invite-many": Page("GET POST", who=GRANT, data=_give_many),
    "settings": Page("GET POST", who=ADMIN, data=_territory),
    "welcome": Page(
        "GET POST",
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": w.more["welcome"]},
        data=typed(password="A sentence that is long"),
    ),
    "profile": Page("GET POST", who=SIGNED_IN, data=_profile),
    "profile-photograph": Page("GET POST", who=SIGNED_IN, data=lambda w, k, n: {"photo": picture()}),
    "profile-photograph-remove": Page("POST", who=SIGNED_IN, changes=False),  # there is none
    "photograph": Page(who=SIGNED_IN, missing=True, kwargs=lambda w, k: {"pk": w.person("mesa_wbl").pk}),
    "your-access": Page(),
    "role-accept": Page("POST", sees={"offer": frozenset({"mesa_instructor"})}, kwargs=_offer),
    "role-decline": Page("POST", sees={"offer": frozenset({"mesa_instructor"})}, kwargs=_offer),
    "terms-list": Page(),
    "terms": Page(sees=BOUND, kwargs=_of("terms")),
    "terms-accept": Page(
        "POST", sees=BOUND, may={"office": SIGNED_IN, "mesa": AT_MESA | GUESTS, "harbor": HARBOR}, kwargs=_of("terms")
    ),
    "terms-publish": Page(
        "GET POST",
        who=AGREE,
        data=lambda w, k, n: {"institution": str(w.home(n).pk), "text": "Ours.", "in_force_from": "2099-01-01"},
    ),
    "points-of-contact": Page(who=STAFF),
    "point-add": Page(
        "GET POST",
        who=ADMIN | {"mesa_admin"},
        kwargs=lambda w, k: {"slug": w.cast.mesa.slug, "kind": "directors"},
        data=lambda w, k, n: {"person": str(w.person("mesa_wbl").pk)},
    ),
    "point-change": Page("GET POST", sees=NAMED, may=NAMING, kwargs=_of("points"), data=_named),
    "point-confirm": Page("POST", sees=NAMED, may=CONFIRMING, kwargs=_of("points")),
    "point-remove": Page("POST", sees=NAMED, may=NAMING, kwargs=_of("points")),
    "trainings": Page(who=STAFF),
    "course-add": Page("GET POST", who=AGREE, data=lambda w, k, n: COURSE | {"institution": str(w.home(n).pk)}),
    "course-change": Page(
        "GET POST",
        sees=BOUND,
        may=HOLD,
        kwargs=_of("courses"),
        data=lambda w, k, n: COURSE | {"version": w.more["courses"][k].version},
    ),
    "course-close": Page("POST", sees=BOUND, may=HOLD, kwargs=_of("courses")),
    "session-add": Page(
        "GET POST",
        who=AGREE,
        data=lambda w, k, n: SESSION | {"course": str(w.more["courses"][_held_by(n)].pk)},
    ),
    "session": Page(
        "GET POST",
        sees=BOUND,
        may=HOLD,
        kwargs=_of("held"),
        data=lambda w, k, n: {"others": f"{'harbor_wbl' if k == 'harbor' else 'mesa_teacher'}@people.example"},
    ),
    "session-change": Page(
        "GET POST",
        sees=BOUND,
        may=HOLD,
        kwargs=_of("sessions"),
        data=lambda w, k, n: SESSION | {"version": w.more["sessions"][k].version},
    ),
    "session-cancel": Page("POST", sees=BOUND, may=HOLD, kwargs=_of("sessions")),
    "session-book": Page(
        "POST",
        sees=BOUND,
        may={"office": STAFF, "mesa": AT_MESA, "harbor": HARBOR},
        kwargs=_of("free"),
    ),
    "session-give-back": Page(
        "POST",
        sees=BOUND,
        may=nobody(BOUND) | {"office": frozenset({"mesa_cases"})},
        kwargs=_of("sessions"),
    ),
    "invite-again": Page(  # in a world from which no mail leaves
        "POST", sees={"mesa": ADMIN | {"mesa_admin"}}, may=nobody({"mesa": ADMIN}), kwargs=_newcomer
    ),
    "hand-over-link": Page("GET POST", sees={"mesa": ADMIN | {"mesa_admin"}}, kwargs=_newcomer),
    "funding": Page(
        "GET POST",
        sees={"mesa": ADMIN | {"mesa_admin"}, "harbor": ADMIN | {"harbor_admin"}, "region": ADMIN},
        kwargs=lambda w, k: {"pk": w.more["memberships"][k].pk},
        data=typed(funded_until="2031-03-01", version=1),
    ),
    "access-end": Page(
        "POST",
        sees={"mesa": ADMIN | {"mesa_admin"}, "harbor": ADMIN | {"harbor_admin"}, "region": ADMIN},
        kwargs=lambda w, k: {"pk": w.more["memberships"][k].pk},
    ),
}
