"""Programs of study and pathways: all of the staff read them, each institution keeps its own."""

from typing import Any

from guildhall.lib import clock
from tests.permissions.matrix.groups import DIRECTORS, HARBOR, NOBODY, STAFF, People, PerRecord
from tests.permissions.matrix.page import Page
from tests.permissions.world.record import World

_MESA: People = frozenset({"mesa_admin", "mesa_wbl", "mesa_principal"})
KEEPERS: People = DIRECTORS | HARBOR | _MESA
KEPT: PerRecord = {"office": STAFF, "mesa": STAFF, "harbor": STAFF}
KEEP: PerRecord = {"office": DIRECTORS, "mesa": DIRECTORS | _MESA, "harbor": DIRECTORS | HARBOR}


def _of(what: str, **values: Any) -> dict[str, Any]:
    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        return values | {"version": world.more[what][kind].version}

    return {"kwargs": lambda w, k: {"pk": w.more[what][k].pk}, "data": data}


_OTHER = {"office": "mesa", "mesa": "harbor", "harbor": "mesa"}
_SIDES: PerRecord = {"office": DIRECTORS | _MESA, "mesa": KEEPERS, "harbor": KEEPERS}
_OPEN_SIDE: PerRecord = {"office": NOBODY, "mesa": DIRECTORS | HARBOR, "harbor": DIRECTORS | _MESA}
_TODAY = str(clock.today())


def _articulating(world: World, kind: str, name: str) -> dict[str, Any]:
    other = world.more["program_courses"]["mesa" if kind == "harbor" else "harbor"]
    return {"other": other.label, "direction": "other", "kind": "dual", "credits": "2", "from_on": _TODAY}


def _led_to(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"certification": world.more["certifications"][_OTHER[kind]].label}


def _off(world: World, kind: str) -> dict[str, Any]:
    return {"pk": world.more["programs"][kind].pk, "certification": world.more["certifications"][kind].pk}


def _issued(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"name": "Phlebotomist", "issuer": "State board", "institution": str(world.home(name).pk)}


_TERMS: PerRecord = {"mesa": STAFF, "harbor": STAFF}
_ATTEST: PerRecord = {"mesa": _MESA, "harbor": HARBOR}
COUNTERS: People = _MESA | HARBOR


def _begun(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"institution": str(world.home(name).pk), "year": str(clock.today().year - 1), "part": "spring"}


def _numbers(world: World, kind: str, name: str) -> dict[str, Any]:
    return {f"p-{world.more['programs'][kind].pk}": "31", "version": world.more["counted_terms"][kind].version}


def _costs(world: World, kind: str, name: str) -> dict[str, Any]:
    more = {"tuition": "46", "fees": "0", "source": "The catalog"}
    return {"institution": str(world.home(name).pk), "year": str(clock.today().year - 2)} | more


def _agreed(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"kind": "dual", "credits": "2", "from_on": _TODAY, "version": world.more["articulations"][kind].version}


def _new(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"name": "Welding", "credential": "certificate", "institution": str(world.home(name).pk)}


PATHWAYS = {
    "programs": Page(who=STAFF),
    "program-add": Page("GET POST", who=KEEPERS, data=_new),
    "program": Page(sees=KEPT, **_of("programs")),
    "program-change": Page(
        "GET POST", sees=KEPT, may=KEEP, **_of("programs", name="Nursing II", credential="associate", cip="51.3801")
    ),
    "pathways": Page(who=STAFF),
    "pathway-add": Page("GET POST", who=KEEPERS, data=_new),
    "pathway": Page(sees=KEPT, **_of("pathways")),
    "pathway-change": Page("GET POST", sees=KEPT, may=KEEP, **_of("pathways", name="Health care")),
    "pathway-check": Page(sees=KEPT, **_of("pathways")),
    "pathway-element": Page(
        "GET POST",
        sees=KEPT,
        may=KEEP,
        kwargs=lambda w, k: {"pk": w.more["pathways"][k].pk, "letter": "B"},
        data=lambda w, k, n: {"state": "partly", "shown_by": "One agreement", "version": "0"},
    ),
    "program-course": Page(sees=KEPT, **_of("program_courses")),
    "program-course-add": Page(
        "GET POST",
        sees=KEPT,
        may=KEEP,
        kwargs=lambda w, k: {"pk": w.more["programs"][k].pk},
        data=lambda w, k, n: {"number": "NUR 9", "name": "Practice", "position": "2"},
    ),
    "program-course-change": Page(
        "GET POST", sees=KEPT, may=KEEP, **_of("program_courses", number="NUR 2", name="Care of many", position="3")
    ),
    "articulations": Page(who=STAFF),
    "articulation": Page(sees=KEPT, **_of("articulations")),
    "articulation-add": Page(
        "GET POST", sees=KEPT, may=KEEP, kwargs=lambda w, k: {"pk": w.more["program_courses"][k].pk}, data=_articulating
    ),
    "articulation-change": Page("GET POST", sees=KEPT, may=_SIDES, kwargs=_of("articulations")["kwargs"], data=_agreed),
    "articulation-agree": Page("GET POST", sees=KEPT, may=_OPEN_SIDE, reads=KEPT, told=STAFF, **_of("articulations")),
    "articulation-paper": Page(sees=KEPT, **_of("articulations")),
    "certifications": Page(who=STAFF),
    "certification-add": Page("GET POST", who=KEEPERS, data=_issued),
    "certification-change": Page(
        "GET POST", sees=KEPT, may=KEEP, **_of("certifications", name="Nurse aide II", issuer="Another board")
    ),
    "program-certification-add": Page(
        "GET POST", sees=KEPT, may=KEEP, kwargs=lambda w, k: {"pk": w.more["programs"][k].pk}, data=_led_to
    ),
    "program-certification-remove": Page("GET POST", sees=KEPT, may=KEEP, reads=KEPT, told=STAFF, kwargs=_off),
    "enrollment": Page(who=STAFF),
    "enrollment-term": Page(sees=_TERMS, **_of("counted_terms")),
    "enrollment-term-add": Page("GET POST", who=COUNTERS, data=_begun),
    "enrollment-term-change": Page(
        "GET POST",
        sees=_TERMS,
        may={"mesa": _MESA, "harbor": HARBOR},
        kwargs=_of("counted_terms")["kwargs"],
        data=_numbers,
    ),
    "enrollment-term-attest": Page(
        "GET POST", sees=_TERMS, may=_ATTEST, reads=_TERMS, told=STAFF, **_of("counted_terms")
    ),
    "credit-value": Page(who=STAFF),
    "credit-rows": Page(who=STAFF, kwargs=lambda w, k: {"year": clock.today().year, "slug": w.cast.mesa.slug}),
    "credit-rate-add": Page("GET POST", who=KEEPERS, data=_costs),
    "credit-rate-change": Page(
        "GET POST", sees=KEPT, may=KEEP, **_of("credit_rates", tuition="48", fees="2", source="Another catalog")
    ),
    "known-courses": Page(who=STAFF),
    "known-certifications": Page(who=STAFF),
    "known-occupations": Page(who=STAFF),
    "known-programs-of-cip": Page(who=STAFF),
    "known-programs": Page(who=STAFF),
}
