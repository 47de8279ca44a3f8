"""Students are seen by the staff of their own college, a teacher's by the teacher, and by no office of the region."""

from typing import Any

from guildhall.lib import clock
from tests.permissions.matrix import STAFF, Page, People, PerRecord
from tests.permissions.world import World

_MESA: People = frozenset({"mesa_wbl", "mesa_cases", "mesa_counselor"})
_HARBOR: People = frozenset({"harbor_wbl"})
TEACHER: People = frozenset({"mesa_teacher"})
KEEPERS: People = _MESA | _HARBOR
LOOKERS: People = KEEPERS | TEACHER | {"mesa_instructor"}
# A student of each college; the one of Mesa is taught by its teacher.
SEES: PerRecord = {"mesa": _MESA | TEACHER, "harbor": _HARBOR}
KEEP: PerRecord = {"mesa": _MESA, "harbor": _HARBOR}


def _of(what: str, **values: Any) -> dict[str, Any]:
    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        return values | {"version": world.more[what][kind].version}

    return {"kwargs": lambda w, k: {"pk": w.more[what][k].pk}, "data": data}


def _new(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"given_name": "Nia", "year": "2026-27", "institution": str(world.home(name).pk)}


def _case(world: World, kind: str, name: str) -> dict[str, Any]:
    who = "mesa_cases" if kind == "mesa" else "harbor_wbl"
    return {"manager": str(world.person(who).pk), "next_step": "Call", "version": world.more["cases"][kind].version}


def _consent(world: World, kind: str, name: str) -> dict[str, Any]:
    signed = {"signer": "student", "signed_by": "Nia", "signed_on": str(clock.today())}
    return {"parts": ["name"], "purpose": "Internships", **signed}


STUDENTS = {
    "students": Page(who=LOOKERS),
    "student-add": Page("GET POST", who=KEEPERS, data=_new),
    "student": Page(sees=SEES, **_of("students")),
    "student-change": Page("GET POST", sees=SEES, may=KEEP, **_of("students", given_name="Nia", year="2026-27")),
    "student-opt-out": Page("GET POST", sees=SEES, may=KEEP, reads=SEES, told=TEACHER, **_of("students")),
    "consent-add": Page("GET POST", sees=SEES, may=KEEP, **_of("students") | {"data": _consent}),
    "consent-revoke": Page("GET POST", sees=KEEP, may=KEEP, **_of("consents")),
    "caseload": Page(who=KEEPERS),
    "case-take": Page("GET POST", sees=SEES, may=KEEP, **_of("unserved") | {"data": _case}),
    "case-change": Page("GET POST", sees=KEEP, may=KEEP, **_of("cases") | {"data": _case}),
    "accomplishments": Page(who=STAFF),
    "accomplishments-csv": Page(who=STAFF),
    "experiences": Page(who=KEEPERS, kwargs=lambda w, k: {"year": clock.today().year, "name": "job_shadow"}),
}
