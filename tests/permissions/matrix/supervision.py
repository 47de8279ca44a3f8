"""Papers, hours, visits and evaluations: the staff that keeps the students of the college, and who holds a link."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from guildhall.lib import clock
from tests.permissions.matrix.groups import EVERYBODY
from tests.permissions.matrix.page import Page
from tests.permissions.matrix.students import KEEP, KEEPERS
from tests.permissions.world.record import World
from tests.permissions.world.supervision import PDF


def _of(what: str, data: Callable[..., dict[str, Any]] | None = None, **kwargs: str) -> dict[str, Any]:
    def of(world: World, kind: str) -> dict[str, Any]:
        return {"pk": world.more["supervised"][what][kind].pk} | kwargs

    def sent(world: World, kind: str, name: str) -> dict[str, Any]:
        row = world.more["supervised"][what][kind]
        return (data(world, kind) if data else {}) | {"version": getattr(row, "version", 0)}

    return {"sees": KEEP, "kwargs": of, "data": sent}


def _link(name: str, /, **data: Any) -> Page:
    return Page(
        "GET POST",
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": w.more["supervised"]["secrets"][name]},
        data=lambda w, k, n: dict(data),
    )


def _says(**values: Any) -> Callable[..., dict[str, Any]]:
    return lambda world, kind: dict(values)


def _entry(world: World, kind: str) -> dict[str, Any]:
    return {"entry": [str(world.more["supervised"]["entries"][kind].pk)]}


def _worked(world: World, kind: str) -> dict[str, Any]:
    return {"day": str(clock.today()), "hours": "3", "key": "another-key"}


def _scan(world: World, kind: str) -> dict[str, Any]:
    return {"signers": ["student"], "name": "Nia", "scan": SimpleUploadedFile("b.pdf", PDF, "application/pdf")}


def _signature(world: World, kind: str) -> dict[str, Any]:
    found = world.more["supervised"]
    return {"pk": found["signed"][kind].pk, "signature": found["signatures"][kind].pk}


def _type(world: World, kind: str) -> dict[str, Any]:
    return {
        "title": "Quite another", "text": "Words", "signers": ["student"], "ages": "any", "pay": "any", "place": "any",
        "kept_years": "5", "days_before": "7",
    }  # fmt: skip


def _home(**values: Any) -> Callable[..., dict[str, Any]]:
    return lambda world, kind, name: values | {"institution": str(world.home(name).pk)}


_ANSWERS = {"goals": "4", "contact": "4", "prepared": "4", "quality": "4", "effort": "4"}

SUPERVISION = {
    "papers": Page(who=KEEPERS),
    "paper-types": Page("GET POST", who=KEEPERS, data=_home(starters=["emergency"])),
    "skills-chosen": Page("GET POST", who=KEEPERS, data=lambda w, k, n: {"framework": "nace", "own": "Safety"}),
    "paper-type-add": Page(
        "GET POST", who=KEEPERS, data=lambda w, k, n: _type(w, k) | {"institution": str(w.home(n).pk)}
    ),
    "paper-type-change": Page("GET POST", **_of("types", _type)),
    "paper-type-end": Page("GET POST", **_of("types")),
    "paper": Page(**_of("papers")),
    "paper-sign": Page("GET POST", **_of("papers", _says(name="Wilma Works", other_name="on", agree="on"))),
    "paper-ask": Page("GET POST", **_of("papers", _says(name="", email=""), signer="student")),
    "paper-on-paper": Page("GET POST", **_of("papers", _scan)),
    "paper-correct": Page("GET POST", **_of("papers", _says(reason="A name", concerned=["student"]))),
    "paper-withdraw": Page("GET POST", **_of("papers")),
    "paper-scan": Page(sees=KEEP, kwargs=_signature),
    "link-revoke": Page("POST", **_of("links")),
    "placement-papers": Page(**_of("placements")),
    "papers-prepare": Page("GET POST", **_of("placements")),
    "papers-ask": Page("GET POST", **_of("placements")),
    "placement-plan": Page(
        "GET POST",
        sees=KEEP,
        kwargs=lambda w, k: {"pk": w.more["supervised"]["placements"][k].pk},
        data=lambda w, k, n: {"tasks": "Wiring", "framework": "nace", "version": 0},
    ),
    "placement-hours": Page(**_of("placements")),
    "hours-add": Page("GET POST", **_of("placements", _worked)),
    "hours-approve": Page("GET POST", **_of("placements", _entry)),
    "hours-ask": Page("GET POST", **_of("placements", purpose="log")),
    "hours-correct": Page("GET POST", **_of("entries", _worked)),
    "hours-take-back": Page("GET POST", **_of("entries")),
    "placement-visits": Page(**_of("placements")),
    "visit-add": Page("GET POST", **_of("placements", lambda w, k: {"on": str(clock.today()), "safe": "yes"})),
    "evaluation-add": Page("GET POST", **_of("placements", _says(moment="midterm", name="Ama", well="Good"))),
    "evaluation-ask": Page("GET POST", **_of("placements", moment="midterm")),
    "placement-printed": Page(**_of("placements")),
    "placement-pdf": Page(**_of("placements")),
    "assessments": Page(who=KEEPERS),
    "assessment-ask": Page("GET POST", who=KEEPERS, kwargs=lambda w, k: {"employer": w.records["shared"].employer.pk}),
    "assessment-answer": Page(
        "GET POST",
        sees={"mesa": frozenset({"mesa_wbl"}), "harbor": frozenset({"harbor_wbl"})},
        kwargs=lambda w, k: {"pk": w.more["supervised"]["asked"][k].pk},
        data=lambda w, k, n: dict(_ANSWERS),
    ),
    "sign-link": _link("sign-link", name="Nia", other_name="on", agree="on"),
    "hours-link": Page(
        "GET POST",
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": w.more["supervised"]["secrets"]["hours-link"]},
        data=lambda w, k, n: _worked(w, k),
    ),
    "approve-link": Page(
        "GET POST",
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": w.more["supervised"]["secrets"]["approve-link"]},
        data=lambda w, k, n: _entry(w, "mesa") | {"answer": "approve"},
    ),
    "evaluate-link": _link("evaluate-link", well="Good"),
    "assess-link": _link("assess-link", **_ANSWERS),
}
