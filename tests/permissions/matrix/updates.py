"""Updates of initiatives: drafts are read by those who lead, published ones by all of the staff, some by everybody."""

from typing import Any

from guildhall.partnerships.models import Follower, ProgressUpdate
from tests.permissions.matrix.filling import LATELY, typed
from tests.permissions.matrix.groups import EMPLOYERS, EVERYBODY, NOBODY, OUR_LOGINS, STAFF, PerRecord
from tests.permissions.matrix.page import Page
from tests.permissions.matrix.partnerships import CHANGE, KINDS, LED, ONE, OURS, of, stakeholder_of
from tests.permissions.world.record import World


def _update(**values: Any) -> dict[str, Any]:
    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        return values | {"version": ProgressUpdate.objects.get(pk=world.more["updates"][kind]).version}

    return {"kwargs": lambda w, k: {"pk": w.more["updates"][k]}, "data": data}


def _choice() -> dict[str, Any]:
    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        row = Follower.objects.get(stakeholder=world.more["stakeholders"]["asked"])
        return {"how": "quarterly", "version": row.version}

    return {"kwargs": stakeholder_of()["kwargs"], "data": data}


TOLD: PerRecord = {"draft": LED, "inside": STAFF, "outside": STAFF}
READ_ONLY = {"kwargs": _update()["kwargs"]}
NEW_UPDATE = {"title": "Spring", "first_on": LATELY, "last_on": LATELY, "summary": "In short.", "figures": "accepted"}
UPDATES = {
    "initiative-roles": Page(sees=KINDS, **of()),
    "initiative-updates": Page(sees=KINDS, **of()),
    "update-add": Page("GET POST", sees=KINDS, may=CHANGE, **of(), data=typed(**NEW_UPDATE)),
    "update-readers": Page(sees=KINDS, may=CHANGE, **of()),
    "initiative-follow": Page("GET POST", sees=ONE, **of(), data=typed(how="quarterly")),
    "stakeholder-updates": Page("GET POST", sees=OURS, may={"asked": LED}, **_choice()),
    "update": Page(sees=TOLD, **READ_ONLY),
    "update-print": Page(sees=TOLD, **READ_ONLY),
    "update-pdf": Page(sees=TOLD, **READ_ONLY),
    "update-change": Page(
        "GET POST", sees=TOLD, may={"draft": LED, "inside": NOBODY, "outside": NOBODY}, **_update(**NEW_UPDATE)
    ),
    "update-publish": Page("GET POST", sees={"draft": LED}, **_update()),
    "update-delete": Page("GET POST", sees={"draft": LED}, **_update()),
    "update-withdraw": Page(
        "GET POST", sees=TOLD, may={"draft": NOBODY, "inside": LED, "outside": LED}, **_update(because="Wrong")
    ),
    "update-public": Page(who=EVERYBODY, kwargs=lambda w, k: {"pk": w.more["updates"]["outside"]}),
    "update-link": Page(
        "GET POST",
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": w.more["choose_secret"]},
        data=typed(how="quarterly"),
    ),
    "initiative-follow-public": Page(
        "GET POST",
        who=EVERYBODY,
        kwargs=lambda w, k: {"pk": w.more["initiatives"]["initiative"].pk},
        data=typed(email="another@home.example", how="monthly"),
    ),
    "follow-confirm": Page("GET POST", who=EVERYBODY, kwargs=lambda w, k: {"secret": w.more["follow_secret"]}),
    "portal-initiatives": Page(who=EMPLOYERS, door=True),
    "portal-initiative": Page(
        "GET POST",
        who=EMPLOYERS,
        door=True,
        sees={"-": OUR_LOGINS},
        kwargs=lambda w, k: {"pk": w.more["portal_part"]},
        data=typed(choose="yes", how="quarterly"),
    ),
}
