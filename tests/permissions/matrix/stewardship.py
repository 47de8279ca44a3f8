"""Personal data, handing over, the journal: who answers for the record."""

from typing import Any

from tests.permissions.matrix.filling import LATELY, typed
from tests.permissions.matrix.groups import ADMIN, EVERYBODY, GRANT, NOBODY, SIGNED_IN
from tests.permissions.matrix.page import Page
from tests.permissions.matrix.protocols import DRAFTS, VERSIONS, version_of
from tests.permissions.matrix.students import KEEPERS
from tests.permissions.world.record import World


def _heirs(world: World, kind: str, name: str) -> dict[str, Any]:
    """Who takes everything; agreements go to somebody who may keep them."""
    heir = {"mesa": "mesa_cases", "harbor": "harbor_admin"}[kind]
    keeper = {"mesa": "mesa_admin", "harbor": "harbor_admin"}[kind]
    return {"everything": str(world.person(heir).pk), "agreements.agreement.keeper": str(world.person(keeper).pk)}


STEWARDSHIP = {
    "journal": Page(who=ADMIN),
    "accesses": Page(who=ADMIN),
    "running": Page(who=ADMIN),
    "outbox": Page(who=ADMIN),
    "outbox-test": Page("POST", who=ADMIN),
    "outbox-email": Page(who=ADMIN, kwargs=lambda w, k: {"pk": w.more["email"].pk}),
    "outbox-decide": Page(
        "POST", who=ADMIN, kwargs=lambda w, k: {"pk": w.more["unknown_email"].pk}, data=typed(again="no")
    ),
    "protocol-simulation": Page(sees=VERSIONS, may={"agreed": NOBODY} | DRAFTS, kwargs=version_of),
    "handovers": Page(who=GRANT),
    "continuity": Page(who=GRANT),
    "hand-over": Page(
        "GET POST",
        sees={"mesa": ADMIN | {"mesa_admin"}, "harbor": ADMIN | {"harbor_admin"}},
        kwargs=lambda w, k: {"person": w.person({"mesa": "mesa_wbl", "harbor": "harbor_wbl"}[k]).pk},
        data=_heirs,
    ),
    "hand-over-plan": Page(
        "GET POST",
        sees={"mesa": ADMIN | {"mesa_admin"}, "harbor": ADMIN | {"harbor_admin"}},
        kwargs=lambda w, k: {"person": w.person({"mesa": "mesa_wbl", "harbor": "harbor_wbl"}[k]).pk},
        data=lambda w, k, n: {"everything": str(w.person({"mesa": "mesa_cases", "harbor": "harbor_admin"}[k]).pk)},
    ),
    "hand-over-planned": Page(
        "POST",
        sees={"mesa": ADMIN | {"mesa_admin"}, "harbor": ADMIN | {"harbor_admin"}},
        kwargs=lambda w, k: {"person": w.person({"mesa": "mesa_wbl", "harbor": "harbor_wbl"}[k]).pk},
        changes=False,  # nobody is chosen yet: that is said on the plan
        data=typed(end="on"),
    ),
    "handover": Page(
        sees={"own": frozenset({"mesa_admin", "mesa_jobs"})}, kwargs=lambda w, k: {"pk": w.more["handover"]}
    ),
    "inventory": Page(who=SIGNED_IN),
    "own-data": Page("GET POST", who=SIGNED_IN, changes=False),
    "own-data-link": Page("GET POST", who=EVERYBODY, kwargs=lambda w, k: {"secret": w.more["own_data"]}, changes=False),
    "data-requests": Page(who=ADMIN | KEEPERS),
    "data-request-add": Page(
        "GET POST", who=ADMIN, data=typed(address="ada@people.example", kind="access", received_on=LATELY)
    ),
    "data-request": Page(who=ADMIN, kwargs=lambda w, k: {"pk": w.more["data_requests"]["access"]}),
    "data-request-send": Page(
        "POST", who=ADMIN, kwargs=lambda w, k: {"pk": w.more["data_requests"]["access"]}, data=typed(version=1)
    ),
    "data-request-erase": Page(
        "GET POST",
        who=ADMIN,
        kwargs=lambda w, k: {"pk": w.more["data_requests"]["erasure"]},
        data=typed(version=1, again="shy@people.example"),
    ),
    "data-request-refuse": Page(
        "GET POST",
        who=ADMIN,
        kwargs=lambda w, k: {"pk": w.more["data_requests"]["access"]},
        data=typed(version=1, because="It was not you."),
    ),
}
