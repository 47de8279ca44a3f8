"""Students are seen by the staff of their own college, a teacher's by the teacher, and by no office of the region."""

from datetime import timedelta
from typing import Any

from guildhall.lib import clock
from guildhall.opportunities.stop_links import secret_of
from guildhall.students.actions.asking import words_of
from guildhall.students.wording import digest_of
from tests.permissions.matrix.filling import typed
from tests.permissions.matrix.groups import EVERYBODY, IMPORT, LEARNERS, STAFF, People, PerRecord
from tests.permissions.matrix.page import Page
from tests.permissions.world.record import World
from tests.permissions.world.words import upload

_MESA: People = frozenset({"mesa_wbl", "mesa_cases", "mesa_career", "mesa_counselor"})
_HARBOR: People = frozenset({"harbor_wbl"})
TEACHER: People = frozenset({"mesa_teacher"})
KEEPERS: People = _MESA | _HARBOR
LOOKERS: People = KEEPERS | TEACHER | {"mesa_instructor"}
# A student of each college; the one of Mesa is taught by its teacher.
SEES: PerRecord = {"mesa": _MESA | TEACHER, "harbor": _HARBOR}
OWN: PerRecord = {"mesa": frozenset({"mesa_learner"}), "harbor": frozenset({"harbor_learner"})}
# What is approved and open to the student's college.
FINDS: PerRecord = {
    "region": frozenset(), "shared": LEARNERS, "waiting": frozenset(), "limited": frozenset({"harbor_learner"}),
    "public": LEARNERS,
}  # fmt: skip
KEEP: PerRecord = {"mesa": _MESA, "harbor": _HARBOR}
# The others were applied for already, or take no applications.
APPLY: PerRecord = {kind: seen if kind == "limited" else frozenset() for kind, seen in FINDS.items()}


def _of(what: str, **values: Any) -> dict[str, Any]:
    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        return values | {"version": world.more[what][kind].version}

    return {"kwargs": lambda w, k: {"pk": w.more[what][k].pk}, "data": data}


def _supervised(what: str, **values: Any) -> dict[str, Any]:
    return {
        "kwargs": lambda w, k: {"pk": w.more["supervised"][what][k].pk},
        "data": lambda w, k, n: dict(values),
    }


def _apply(world: World, kind: str, name: str) -> dict[str, Any]:
    own = world.more["students"]
    return {"registration": str(own.get(name.partition("_")[0], own["mesa"]).pk)}  # staff have none of their own


def _new(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"given_name": "Nia", "year": "2026-27", "institution": str(world.home(name).pk)}


def _shared(world: World, kind: str, name: str) -> dict[str, Any]:
    place = world.home(name)
    who = "harbor_wbl" if place == world.cast.harbor else "mesa_counselor"
    portion = {"first": "A", "last": "Z", "again": "on"}
    return {"institution": str(place.pk), "counselor": str(world.person(who).pk), **portion}


def _case(world: World, kind: str, name: str) -> dict[str, Any]:
    who = "mesa_cases" if kind == "mesa" else "harbor_wbl"
    return {"manager": str(world.person(who).pk), "next_step": "Call", "version": world.more["cases"][kind].version}


def _consent(world: World, kind: str, name: str) -> dict[str, Any]:
    signed = {"signer": "student", "signed_by": "Nia", "signed_on": str(clock.today())}
    return {"parts": ["name"], "use": "place", "purpose": "Internships", **signed}


def _named(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"name": "One more", "how": "daily"}


def _address(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"email": "gil@students.example"}


def _asked(world: World, kind: str, name: str) -> dict[str, Any]:
    return {
        "parts": ["name"],
        "use": "place",
        "purpose": "Internships",
        "expires_on": str(clock.today() + timedelta(90)),
    }


def _consented(world: World, kind: str, name: str) -> dict[str, Any]:
    """The answer to a question for a consent, with the digest of the words that its page shows."""
    row = world.more["requests"][kind]
    return {"answer": "yes", "name": "Nia Ibarra", "other_name": "on", "read": digest_of(words_of(row))}


def _roster(world: World, kind: str, name: str) -> dict[str, Any]:
    students = {"file": upload("First name,Last name\nNia,Ibarra\n"), "kind": "students"}
    if name not in KEEPERS:
        students |= {"file": upload("Student,Activity,Date\nNia,Job shadow,2020-01-02\n"), "kind": "experiences"}
    return students | {"institution": str(world.home(name).pk)}


def _columns(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"s0-c0": "first_name", "s0-c1": "last_name", "version": 1}


def _brought() -> dict[str, Any]:
    return {"kwargs": lambda w, k: {"pk": w.more["people_lists"][k].pk}}


STUDENTS = {
    "students": Page(who=LOOKERS),
    "students-mine": Page(who=LOOKERS),
    "counselors": Page("GET POST", who=KEEPERS, data=_shared),
    "student-add": Page("GET POST", who=KEEPERS, data=_new),
    "student": Page(sees=SEES, **_of("students")),
    "student-change": Page("GET POST", sees=SEES, may=KEEP, **_of("students", given_name="Nia", year="2026-27")),
    "student-opt-out": Page("GET POST", sees=SEES, may=KEEP, reads=SEES, told=TEACHER, **_of("students")),
    "consent-add": Page("GET POST", sees=SEES, may=KEEP, **_of("students") | {"data": _consent}),
    "students-invite": Page("GET POST", who=KEEPERS, changes=False),
    "student-invite": Page("GET POST", sees=SEES, may=KEEP, reads=SEES, told=TEACHER, **_of("students")),
    "student-end-sign-in": Page("GET POST", sees=SEES, may=KEEP, reads=SEES, told=TEACHER, **_of("students")),
    "student-sign-in": Page("GET POST", who=EVERYBODY, data=_address),
    "student-sign-in-code": Page("GET POST", who=EVERYBODY, changes=False),
    "student-sign-in-link": Page(
        "GET POST",
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": w.more["student_sign_in"]},
        data=lambda w, k, n: {"enter": "yes"},
    ),
    "student-claim": Page("GET POST", who=EVERYBODY, data=_address),
    "student-language": Page("POST", who=LEARNERS, door=True, data=typed(language="es")),
    "student-sign-out": Page("POST", who=LEARNERS, door=True, changes=False),
    "student-home": Page(who=LEARNERS, door=True),
    "student-record": Page(who=LEARNERS, door=True),
    "student-reach": Page("GET POST", who=LEARNERS, door=True, sees=OWN, **_of("students", phone="707 555 0105")),
    "student-opt-out-own": Page("POST", who=LEARNERS, door=True, sees=OWN, **_of("students")),
    "student-revoke": Page("POST", who=LEARNERS, door=True, sees=OWN, **_of("consents")),
    "student-opportunities": Page(who=LEARNERS, door=True),
    "student-opportunities-map": Page(who=LEARNERS, door=True),
    "student-opportunity": Page(
        who=LEARNERS, door=True, sees=FINDS, kwargs=lambda w, k: {"pk": w.more["offers"][k].pk}
    ),
    "student-searches": Page(who=LEARNERS, door=True),
    "student-search-keep": Page("GET POST", who=LEARNERS, door=True, data=_named),
    "student-search-change": Page(
        "GET POST", who=LEARNERS, door=True, sees=OWN, **_of("searches", name="Another", how="weekly")
    ),
    "student-search-drop": Page("POST", who=LEARNERS, door=True, sees=OWN, **_of("searches")),
    "stop-search": Page(
        "GET POST", who=EVERYBODY, kwargs=lambda w, k: {"secret": secret_of("student", w.more["searches"]["mesa"].pk)}
    ),
    "student-apply": Page(
        "POST",
        who=LEARNERS,
        door=True,
        sees=FINDS,
        may=APPLY,
        told=LEARNERS,
        kwargs=lambda w, k: {"pk": w.more["offers"][k].pk},
        data=_apply,
    ),
    "student-places": Page(who=LEARNERS, door=True),
    "student-application": Page(
        "GET POST", who=LEARNERS, door=True, sees=OWN, **_of("applications", to="withdrawn", reason="Too far")
    ),
    "student-placement": Page(
        "GET POST", who=LEARNERS, door=True, sees=OWN, **_of("placements", to="withdrawn", reason="Too far")
    ),
    "student-paper": Page(
        "GET POST",
        who=LEARNERS,
        door=True,
        sees=OWN,
        **_supervised("papers", name="Nia Ibarra", other_name="on", agree="on"),
    ),
    "student-hours": Page(
        "GET POST",
        who=LEARNERS,
        door=True,
        sees=OWN,
        **_supervised("placements", day=str(clock.today()), hours="3", key="another-key"),
    ),
    "student-reflect": Page("GET POST", who=LEARNERS, door=True, sees=OWN, **_supervised("placements", well="Much")),
    "student-consent-give": Page(  # signing takes what was read: tests/placements/test_consenting_alone.py
        "GET POST", who=LEARNERS, door=True, sees=OWN, changes=False, **_of("students", use="place")
    ),
    "student-consent": Page("GET POST", who=LEARNERS, door=True, sees=OWN, **_of("requests") | {"data": _consented}),
    "consent-ask": Page("GET POST", sees=SEES, may=KEEP, **_of("students") | {"data": _asked}),
    "consents-asked": Page(who=KEEPERS),
    "request-withdraw": Page("GET POST", sees=KEEP, may=KEEP, **_of("requests")),
    "consent-link": Page(
        "GET POST",
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": w.more["consent_link"]},
        data=lambda w, k, n: {"answer": "no"},
    ),
    "guardian-add": Page("GET POST", sees=SEES, may=KEEP, **_of("students", name="Ada Ibarra", language="en")),
    "guardian-change": Page("GET POST", sees=KEEP, may=KEEP, **_of("guardians", name="Ada", language="en")),
    "guardian-remove": Page("GET POST", sees=KEEP, may=KEEP, **_of("guardians")),
    "people-lists": Page("GET POST", who=KEEPERS | IMPORT | {"mesa_principal"}, data=_roster),
    "people-list": Page(sees=KEEP, **_brought()),
    "people-list-columns": Page("GET POST", sees=KEEP, **_brought(), data=_columns),
    "people-list-spellings": Page("GET POST", sees=KEEP, **_brought(), changes=False),
    "people-list-apply": Page(
        "GET POST", sees=KEEP, **_brought(), data=lambda w, k, n: {"version": w.more["people_lists"][k].version}
    ),
    "people-list-undo": Page("GET POST", sees=KEEP, **_brought(), changes=False),
    "consent-revoke": Page("GET POST", sees=KEEP, may=KEEP, **_of("consents")),
    "caseload": Page(who=KEEPERS),
    "case-take": Page("GET POST", sees=SEES, may=KEEP, **_of("unserved") | {"data": _case}),
    "case-change": Page("GET POST", sees=KEEP, may=KEEP, **_of("cases") | {"data": _case}),
    "accomplishments": Page(who=STAFF),
    "accomplishments-csv": Page(who=STAFF),
    "experiences": Page(who=KEEPERS, kwargs=lambda w, k: {"year": clock.today().year, "name": "job_shadow"}),
}
