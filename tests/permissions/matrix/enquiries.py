"""What was taken down under a name: the institution that took it, and the directors."""

from typing import Any

from tests.permissions.matrix.filling import LATELY, employer_and
from tests.permissions.matrix.groups import (
    AT_MESA_OR_DIRECTORS,
    COLLEAGUES,
    DIRECTORS,
    MESA,
    RESTRICTED,
    SEES,
    STAFF,
    TEACHER,
    PerRecord,
)
from tests.permissions.matrix.page import Page
from tests.permissions.world.record import World

ENQUIRIES: PerRecord = SEES | {"unknown": AT_MESA_OR_DIRECTORS}
ANSWERS: PerRecord = COLLEAGUES | {"unknown": MESA | TEACHER | DIRECTORS}
UNKNOWN: PerRecord = {"unknown": AT_MESA_OR_DIRECTORS}


def _enquiry(**values: Any) -> dict[str, Any]:
    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        return values | {"version": world.more["enquiries"][kind].version}

    return {"kwargs": lambda w, k: {"pk": w.more["enquiries"][k].pk}, "data": data}


def _called(world: World, kind: str, name: str) -> dict[str, Any]:
    to = str(world.records[kind].employer.holder_id if kind in RESTRICTED else world.home(name).pk)
    return {"kind": "call", "wants": "A tour", "named": "Somebody", "came_on": LATELY, "to": to}


def _handed_enquiry(world: World, kind: str, name: str) -> dict[str, Any]:
    heir = {"mesa": "mesa_cases", "harbor": "harbor_admin", "unknown": "mesa_cases"}.get(kind, "administrator")
    heir = {"region": "second", "shared": "second", "exception": "second"}.get(kind, heir)
    row = world.more["enquiries"][kind]
    person = world.person("director" if row.holder_id == world.person(heir).pk else heir)
    return {"to": str(row.institution_id), "person": str(person.pk), "version": row.version}


def _which(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"employer": str(world.records["shared"].employer.pk), "version": world.more["enquiries"][kind].version}


ENQUIRY_PAGES = {
    "enquiries": Page(who=STAFF),
    "enquiries-kept": Page(who=STAFF),
    "enquiry-pick": Page(who=STAFF),
    "enquiry-add": Page("GET POST", who=STAFF, data=_called),
    "employer-enquiries": Page(sees=SEES, kwargs=employer_and()),
    "employer-enquiry-add": Page("GET POST", sees=SEES, kwargs=employer_and(), data=_called),
    "enquiry": Page(sees=ENQUIRIES, kwargs=lambda w, k: {"pk": w.more["enquiries"][k].pk}),
    "enquiry-change": Page("GET POST", sees=ENQUIRIES, may=ANSWERS, **_enquiry(kind="visit", wants="Two tours")),
    "enquiry-answer": Page(
        "GET POST", sees=ENQUIRIES, may=ANSWERS, reads=ENQUIRIES, **_enquiry(kind="call", answer="Come on Friday")
    ),
    "enquiry-hand-over": Page(
        "GET POST",
        sees=ENQUIRIES,
        may=ANSWERS,
        reads=ENQUIRIES,
        kwargs=lambda w, k: {"pk": w.more["enquiries"][k].pk},
        data=_handed_enquiry,
    ),
    "enquiry-close": Page("GET POST", sees=ENQUIRIES, may=ANSWERS, reads=ENQUIRIES, **_enquiry(words="settled")),
    "enquiry-reopen": Page(
        "GET POST",
        sees={"closed": AT_MESA_OR_DIRECTORS},
        may={"closed": MESA | TEACHER | DIRECTORS},
        reads={"closed": AT_MESA_OR_DIRECTORS},
        **_enquiry(),
    ),
    "enquiry-show": Page("GET POST", sees=ENQUIRIES, may=ANSWERS, reads=ENQUIRIES, changes=False, **_enquiry()),
    "enquiry-name": Page(
        "GET POST",
        sees=UNKNOWN,
        may={"unknown": MESA | TEACHER | DIRECTORS},
        reads=UNKNOWN,
        kwargs=lambda w, k: {"pk": w.more["enquiries"][k].pk},
        data=_which,
    ),
    "enquiry-lead": Page("GET POST", sees=UNKNOWN, may={"unknown": MESA | DIRECTORS}, reads=UNKNOWN, **_enquiry()),
}
