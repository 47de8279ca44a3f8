"""The employer's front door: whoever came in by it, each for their own employer; of the staff nobody (N19)."""

from typing import Any

from guildhall.employers.models import Contact, Site
from guildhall.engagements.models import ContactLimit, FollowUp
from guildhall.opportunities.models import Opportunity
from tests.permissions.matrix.filling import typed
from tests.permissions.matrix.groups import (
    DEVELOP,
    DIRECTORS,
    EDIT,
    EMPLOYERS,
    EVERYBODY,
    OUR_LOGINS,
    RESTRICTED,
    SEES,
    SIGNED_IN,
    STAFF,
    People,
    PerRecord,
)
from tests.permissions.matrix.page import Page
from tests.permissions.world.record import World

ADMINISTERS: People = frozenset({"employer_admin"})
OURS: PerRecord = {"shared": OUR_LOGINS, "exception": frozenset({"other_employer"})}
OWN_CONTACT: PerRecord = {"shared": ADMINISTERS, "exception": frozenset({"other_employer"})}
NOBODY_LEFT: PerRecord = {"shared": frozenset(), "exception": frozenset()}
KNOCKS: PerRecord = {"shared": DEVELOP, "mesa": RESTRICTED["mesa"], "office": DIRECTORS}
KEEP: PerRecord = {"mesa": frozenset({"mesa_wbl", "mesa_admin", "administrator"})}
# Students of two colleges at the shared employer; hours and papers are the supervisor's, or of whoever administers.
AT_OURS: PerRecord = {"mesa": OUR_LOGINS, "harbor": OUR_LOGINS}
SPEAKS: PerRecord = {"mesa": ADMINISTERS, "harbor": ADMINISTERS}
ANSWERS = {"goals": "4", "contact": "4", "prepared": "4", "quality": "4", "effort": "4"}


def _of(model: Any, which: str, **values: Any) -> dict[str, Any]:
    """A record that hangs on an employer of the world, with its version."""

    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        return values | {"version": model.objects.get(pk=world.records[kind].ids[which]).version}

    return {"kwargs": lambda w, k: {"pk": w.records[k].ids[which]}, "data": data}


def _profile(world: World, kind: str, name: str) -> dict[str, Any]:
    employer = world.records["exception" if name == "other_employer" else "shared"].employer
    now = type(employer).objects.get(pk=employer.pk)
    return {"name": now.name, "description": "What we do.", "version": now.version}


def _offer(world: World, kind: str, name: str) -> dict[str, Any]:
    employer = world.records["exception" if name == "other_employer" else "shared"].employer
    return {"kind": "workplace_tour", "title": "A tour", "places": "3", "holder": str(employer.holder_id)}


def _correction(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"kind": "fact", "words": "We moved.", "institution": str(world.cast.region.pk)}


def _knock(**values: Any) -> dict[str, Any]:
    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        row = world.more["knocks"][kind]
        return values | {"employer": str(row.employer_id or "new"), "version": row.version}

    return {"kwargs": lambda w, k: {"pk": w.more["knocks"][k].pk}, "data": data}


def _supervised(what: str, /, *, data: dict[str, Any], **kwargs: str) -> dict[str, Any]:
    return {
        "who": EMPLOYERS,
        "door": True,
        "sees": AT_OURS,
        "kwargs": lambda w, k: {"pk": w.more["supervised"][what][k].pk} | kwargs,
        "data": lambda w, k, n: dict(data),
    }


def _entry(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"entry": [str(world.more["supervised"]["entries"][kind].pk)], "answer": "approve"}


KNOCK = {"named": "Novel", "given_name": "Ana", "family_name": "Li", "email": "ana@novel.example"}
COLLEAGUE = {"given_name": "Ana", "family_name": "Li", "email": "ana@novel.example"}
CHANGED = {"kind": "workplace_tour", "title": "Another title", "places": "3"}

PORTAL = {
    "employer-sign-in": Page("GET POST", who=EVERYBODY, data=lambda w, k, n: {"email": "ana@kestrel.example"}),
    "employer-sign-in-code": Page("GET POST", who=EVERYBODY, changes=False),
    "employer-sign-in-link": Page(
        "GET POST",
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": w.more["employer_sign_in"]},
        data=lambda w, k, n: {"enter": "yes"},
    ),
    "employer-language": Page("POST", who=EMPLOYERS, door=True, data=typed(language="es")),
    "employer-sign-out": Page("POST", who=EMPLOYERS, door=True, changes=False),
    "portal-register": Page("GET POST", who=EVERYBODY, data=lambda w, k, n: dict(KNOCK)),
    "portal-registered": Page(who=EVERYBODY),
    "portal-confirm": Page("GET POST", who=EVERYBODY, kwargs=lambda w, k: {"secret": w.more["confirm"]}),
    "portal-colleague-link": Page(
        "GET POST",
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": w.more["knows"]},
        data=lambda w, k, n: {"answer": "no"},
    ),
    "offer-link": Page(
        "GET POST",
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": w.more["offer_link"]},
        data=lambda w, k, n: CHANGED | {"version": w.more["offers"]["refused"].version},
    ),
    "portal": Page(who=EMPLOYERS, door=True),
    "portal-record": Page(who=EMPLOYERS, door=True),
    "portal-answer": Page(
        "POST", who=EMPLOYERS, door=True, sees=OURS, **_of(FollowUp, "done", answer="open", words="half of it")
    ),
    "portal-profile": Page("GET POST", who=EMPLOYERS, door=True, data=_profile),
    "portal-site-add": Page("GET POST", who=EMPLOYERS, door=True, data=lambda w, k, n: {"city": "Redstone"}),
    "portal-site": Page("GET POST", who=EMPLOYERS, door=True, sees=OURS, **_of(Site, "site", city="Redstone")),
    "portal-contact": Page(
        "GET POST", who=EMPLOYERS, door=True, sees=OWN_CONTACT, **_of(Contact, "contact", title="Lead")
    ),
    "portal-contact-left": Page("POST", who=EMPLOYERS, door=True, sees=OWN_CONTACT, **_of(Contact, "contact")),
    # Nobody of the world has left lately; that somebody comes back is in tests/portal.
    "portal-contact-back": Page("POST", who=EMPLOYERS, door=True, sees=NOBODY_LEFT, **_of(Contact, "contact")),
    "portal-limits": Page("GET POST", who=EMPLOYERS, door=True, data=lambda w, k, n: {"most": 2, "days": 30}),
    "portal-limit-lift": Page("POST", who=EMPLOYERS, door=True, sees=OURS, **_of(ContactLimit, "limit")),
    "portal-correct": Page("GET POST", who=EMPLOYERS, door=True, data=_correction),
    "portal-colleagues": Page(
        "GET POST",
        who=EMPLOYERS,
        door=True,
        sees={"-": EMPLOYERS},
        may={"-": EMPLOYERS - {"employer_colleague"}},
        reads={"-": EMPLOYERS},
        data=lambda w, k, n: dict(COLLEAGUE),
    ),
    "portal-colleague-end": Page(
        "POST",
        who=EMPLOYERS,
        door=True,
        sees={"shared": OUR_LOGINS},
        may={"shared": ADMINISTERS},
        told=OUR_LOGINS,
        kwargs=lambda w, k: {"pk": w.records[k].ids["employer_colleague"]},
    ),
    "portal-colleague-decide": Page(
        "POST",
        who=EMPLOYERS,
        door=True,
        sees={"shared": OUR_LOGINS},
        may={"shared": ADMINISTERS},
        told=OUR_LOGINS,
        **_knock(decision="yes"),
    ),
    "portal-offers": Page(who=EMPLOYERS, door=True),
    "portal-offer-add": Page("GET POST", who=EMPLOYERS, door=True, data=_offer),
    "portal-offer": Page(who=EMPLOYERS, door=True, sees=OURS, **_of(Opportunity, "offer")),
    "portal-offer-change": Page(
        "GET POST", who=EMPLOYERS, door=True, sees=OURS, **_of(Opportunity, "offer", **CHANGED)
    ),
    "portal-offer-stands": Page("POST", who=EMPLOYERS, door=True, sees=OURS, **_of(Opportunity, "offer")),
    "portal-offer-close": Page(
        "POST", who=EMPLOYERS, door=True, sees=OURS, **_of(Opportunity, "offer", because="withdrawn")
    ),
    "portal-students": Page(who=EMPLOYERS, door=True),
    "portal-application": Page(
        "GET POST",
        who=EMPLOYERS,
        door=True,
        sees=AT_OURS,
        kwargs=lambda w, k: {"pk": w.more["put"][k].pk},
        data=lambda w, k, n: {"answer": "offer"},
    ),
    "portal-placement": Page("GET POST", **_supervised("placements", data={"answer": "runs"})),
    "portal-hours": Page("POST", may=SPEAKS, told=OUR_LOGINS, **_supervised("placements", data={}) | {"data": _entry}),
    "portal-evaluate": Page(
        "GET POST", may=SPEAKS, **_supervised("placements", data={"well": "Good"}, moment="midterm")
    ),
    "portal-paper": Page(
        "GET POST", may=SPEAKS, **_supervised("papers", data={"name": "Ana Li", "other_name": "on", "agree": "on"})
    ),
    "portal-assess": Page(
        "GET POST",
        who=EMPLOYERS,
        door=True,
        sees={"mesa": ADMINISTERS},
        kwargs=lambda w, k: {"pk": w.more["supervised"]["assessed"][k].pk},
        data=lambda w, k, n: dict(ANSWERS),
    ),
    "portal-temperature": Page("POST", who=EMPLOYERS, door=True, data=lambda w, k, n: {"score": "4"}),
    "portal-expect": Page(who=EMPLOYERS, door=True, kwargs=lambda w, k: {"pk": w.cast.mesa.pk}),
    "from-employers": Page(who=STAFF),
    "registration": Page("GET POST", sees=KNOCKS, **_knock()),
    "registration-refuse": Page("GET POST", sees=KNOCKS, **_knock(reason="Call first.")),
    "correction-settle": Page(
        "POST",
        sees={"correction": DIRECTORS},
        kwargs=lambda w, k: {"pk": w.more["knocks"][k].pk},
    ),
    "employer-login-end": Page(
        "POST",
        sees={"shared": SEES["shared"]},
        may={"shared": EDIT["shared"]},
        kwargs=lambda w, k: {"pk": w.records[k].employer.pk, "login": w.records[k].ids["employer_colleague"]},
    ),
    "expectations": Page(who=STAFF),
    "expectation": Page(
        "GET POST",
        sees={"mesa": SIGNED_IN},
        may=KEEP,
        reads={"mesa": STAFF},
        kwargs=lambda w, k: {"pk": w.cast.mesa.pk},
        data=lambda w, k, n: {"hours": "Mondays", "version": 0},
    ),
}
