"""Initiatives: all of the staff read what is under way, those who lead it change it, and read of candidates alone."""

from typing import Any

from guildhall.partnerships.models import Candidate, Stakeholder
from guildhall.partnerships.questions import codes
from tests.permissions.matrix.filling import LATELY, SOON, typed
from tests.permissions.matrix.groups import ADMIN, DIRECTORS, EVERYBODY, NOBODY, STAFF, PerRecord
from tests.permissions.matrix.page import Page
from tests.permissions.world.record import World

CONVENE = DIRECTORS | ADMIN | {"mesa_admin", "mesa_convener", "harbor_admin"}
LEAD = DIRECTORS | ADMIN | {"mesa_admin", "mesa_convener"}
LED = LEAD | {"mesa_wbl"}  # who was named to lead the one under way
KINDS: PerRecord = {"initiative": STAFF, "prepared": LEAD}
CHANGE: PerRecord = {"initiative": LED, "prepared": LEAD}
OURS: PerRecord = {"asked": STAFF}
MEETING = {"title": "Kickoff", "day": SOON, "begins": "09:00", "ends": "10:00", "kickoff": "on"}
WORDS = {"purpose": "In one place.", "acceptance": "spoken", "topics": "Equipment", "stages": "process"}


def of(*more: str) -> dict[str, Any]:
    """The initiative of a kind, and what the world has under some names."""

    def kwargs(world: World, kind: str) -> dict[str, Any]:
        own = {name.split("=")[0]: world.more[name.split("=")[1]] for name in more}
        return {"pk": world.more["initiatives"][kind].pk} | own

    return {"kwargs": kwargs}


def _edition(**values: Any) -> Any:
    return lambda w, k, n: values | {"version": w.more["initiatives"][k].version}


def stakeholder_of(**values: Any) -> dict[str, Any]:
    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        return values | {"version": Stakeholder.objects.get(pk=world.more["stakeholders"][kind]).version}

    return {"kwargs": lambda w, k: {"pk": w.more["stakeholders"][k]}, "data": data}


def _candidate(kind: str, **values: Any) -> dict[str, Any]:
    def data(world: World, _kind: str, name: str) -> dict[str, Any]:
        return values | {"version": Candidate.objects.get(pk=world.more["candidates"][kind]).version}

    return {"sees": {"-": LED}, "kwargs": lambda w, k: {"pk": w.more["candidates"][kind]}, "data": data}


def _category(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"name": "Higher education", "groups": "Colleges", "version": 1}


def _profile(world: World, kind: str, name: str) -> dict[str, Any]:
    facts = {"title": "A bank", "expertise": "Money", "need": "Loans", "wanted": 1, "version": 1}
    return facts | {"category": world.more["category"]}


def _part(world: World, kind: str, name: str) -> dict[str, Any]:
    facts = {"body": "Labor council", "category": world.more["category"], "roles": "doer"}
    key = world.more["stakeholders"].get(kind)
    return facts | ({"version": Stakeholder.objects.get(pk=key).version} if key else {})


ONE: PerRecord = {"initiative": STAFF}
ONE_LED: PerRecord = {"initiative": LED}
PARTNERSHIPS = {
    "initiatives": Page(who=STAFF),
    "partner-satisfaction": Page(who=STAFF),
    "initiative-mine": Page(who=STAFF),
    "initiative-add": Page(
        "GET POST",
        who=CONVENE,
        data=lambda w, k, n: WORDS | {"institution": str(w.home(n).pk), "title": "Another"},
    ),
    "stakeholder-lists": Page(
        "GET POST",
        who=STAFF,
        may={"-": DIRECTORS | ADMIN},
        reads={"-": STAFF},
        data=typed(deciders=1, doers=1, connectors=1, champions=50, heads=1),
    ),
    "category-add": Page("GET POST", who=DIRECTORS | ADMIN, data=typed(name="Faith groups", groups="Parishes")),
    "category-change": Page(
        "GET POST", who=DIRECTORS | ADMIN, kwargs=lambda w, k: {"pk": w.more["category"]}, data=_category
    ),
    "initiative": Page(sees=KINDS, **of()),
    "initiative-change": Page("GET POST", sees=KINDS, may=CHANGE, **of(), data=_edition(**WORDS, title="New words")),
    "initiative-run": Page("GET POST", sees={"prepared": LEAD}, **of(), data=_edition()),
    "initiative-end": Page("GET POST", sees=ONE, may=ONE_LED, **of(), data=_edition(lesson="Ask sooner.")),
    "initiative-reopen": Page(
        "GET POST", sees={"ended": STAFF}, may={"ended": LEAD}, reads={"ended": STAFF}, **of(), data=_edition()
    ),
    "initiative-leads": Page(
        "GET POST",
        sees=KINDS,
        may=CHANGE,
        **of(),
        data=lambda w, k, n: {"lead": "yes", "person": str(w.person("mesa_cases").pk)},
    ),
    "initiative-lead-release": Page("GET POST", sees=ONE, may=ONE_LED, **of("lead=lead")),
    "intermediary-remove": Page("GET POST", sees=ONE, may=ONE_LED, **of("row=area")),
    "initiative-sharing": Page(sees=KINDS, may=CHANGE, **of()),
    "initiative-link-open": Page("GET POST", sees=KINDS, may=CHANGE, **of(), data=_edition()),
    "initiative-link-close": Page("GET POST", sees=KINDS, may=CHANGE, **of(), data=_edition()),
    "initiative-publish": Page("GET POST", sees=ONE, may=ONE_LED, **of(), data=_edition(public="no")),
    "initiative-stakeholders": Page(sees=KINDS, **of()),
    "stakeholder-pick": Page(sees=KINDS, may=CHANGE, query="?q=a", **of()),
    "stakeholder-add": Page("GET POST", sees=KINDS, may=CHANGE, **of(), data=_part),
    "initiative-coverage": Page(sees=KINDS, **of()),
    "initiative-figures": Page(sees=KINDS, **of()),
    "initiative-figure": Page(
        sees=KINDS, kwargs=lambda w, k: {"pk": w.more["initiatives"][k].pk, "name": "internships_completed"}
    ),
    "initiative-chart": Page(sees=KINDS, **of()),
    "initiative-profiles": Page(sees=KINDS, **of()),
    "profile-add": Page("GET POST", sees=KINDS, may=CHANGE, **of(), data=_profile),
    "profile-change": Page(
        "GET POST", sees={"-": STAFF}, may={"-": LED}, kwargs=lambda w, k: {"pk": w.more["profile"]}, data=_profile
    ),
    "candidate-pick": Page(
        sees={"-": STAFF}, may={"-": LED}, query="?q=a", kwargs=lambda w, k: {"pk": w.more["profile"]}
    ),
    "candidate-add": Page(
        "GET POST",
        sees={"-": STAFF},
        may={"-": LED},
        kwargs=lambda w, k: {"pk": w.more["profile"]},
        data=typed(body="Labor council", name="Jo Bell"),
    ),
    "candidate": Page(**{name: value for name, value in _candidate("open").items() if name != "data"}),
    "candidate-change": Page("GET POST", **_candidate("open", body="Another council")),
    "candidate-resume": Page("GET POST", **_candidate("open", biography="Ran a ward.", given_on=LATELY)),
    "candidate-resume-file": Page(**{name: value for name, value in _candidate("open").items() if name != "data"}),
    "candidate-resume-remove": Page("GET POST", **_candidate("open")),
    "candidate-interview": Page("GET POST", **_candidate("open", on=LATELY, interest="Much")),
    "candidate-decide": Page("GET POST", **_candidate("open", choice="not_chosen", reason="No time")),
    "candidate-reconsider": Page("GET POST", **_candidate("decided")),
    "initiative-together": Page(
        "GET POST",
        sees=KINDS,
        may=CHANGE,
        reads=KINDS,
        changes=False,  # what could be linked differs from one to the other; tests/partnerships/test_linking.py asks
        **of(),
    ),
    "initiative-kickoff": Page(
        "GET POST",
        sees=KINDS,
        may={"initiative": LEAD, "prepared": LEAD},
        **of(),
        data=lambda w, k, n: MEETING | {"institution": str(w.cast.mesa.pk)},
    ),
    "initiative-meeting-remove": Page("GET POST", sees=ONE, may=ONE_LED, reads=ONE, **of("row=linked_meeting")),
    "initiative-agreement-remove": Page("GET POST", sees=ONE, may=ONE_LED, reads=ONE, **of("row=linked_agreement")),
    "initiative-evaluation": Page(sees=KINDS, **of()),
    "measure-add": Page(
        "GET POST", sees=KINDS, may=CHANGE, **of(), data=typed(strand="outcomes", what="Places", target="120")
    ),
    "measure-change": Page(
        "GET POST",
        sees={"-": STAFF},
        may={"-": LED},
        kwargs=lambda w, k: {"pk": w.more["measure"]},
        data=typed(strand="outcomes", what="Places at work", version=1),
    ),
    "measure-read": Page(
        "GET POST",
        sees={"-": STAFF},
        may={"-": LED},
        kwargs=lambda w, k: {"pk": w.more["measure"]},
        data=typed(value="52", on=LATELY),
    ),
    "initiative-ask": Page(
        "GET POST",
        sees=ONE,
        may=ONE_LED,
        changes=False,  # one is open: that is told on the form; tests/partnerships/test_evaluating.py opens another
        **of(),
        data=typed(kind="full", until=SOON),
    ),
    "evaluation": Page(
        "GET POST",
        sees={"open": STAFF, "over": STAFF},
        may={"open": NOBODY, "over": LED},
        reads={"open": STAFF, "over": STAFF},
        kwargs=lambda w, k: {"pk": w.more["rounds"][k]},
        data=typed(text="Too many meetings"),
    ),
    "evaluation-answer": Page(
        "GET POST",
        sees={"-": STAFF},
        changes=False,  # only those who lead are asked
        kwargs=lambda w, k: {"pk": w.more["rounds"]["open"]},
    ),
    "conclusion-done": Page(
        "GET POST",
        sees={"-": STAFF},
        may={"-": LED},
        kwargs=lambda w, k: {"pk": w.more["conclusion"]},
        data=typed(done="Every second month", version=1),
    ),
    "evaluation-link": Page(
        "GET POST",
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": w.more["evaluation_secret"]},
        data=typed(**dict.fromkeys(codes(full=True), 4)),
    ),
    "initiative-plan": Page(sees=KINDS, **of()),
    "initiative-plan-print": Page(sees=KINDS, **of()),
    "activity-add": Page(
        "GET POST", sees=KINDS, may=CHANGE, **of(), data=typed(title="Write it", stage="process", part="work")
    ),
    "initiative-responsibilities": Page("GET POST", sees=KINDS, may=CHANGE, **of(), data=typed(taken="policy:0")),
    "activity-change": Page(
        "GET POST",
        sees={"-": STAFF},
        may={"-": LED},
        kwargs=lambda w, k: {"pk": w.more["activity"]},
        data=typed(title="Write it anew", stage="process", part="work", version=1),
    ),
    "activity-report": Page(
        "GET POST",
        sees={"-": STAFF},
        may={"-": LED},
        kwargs=lambda w, k: {"pk": w.more["activity"]},
        data=typed(state="done", result="Written", version=1),
    ),
    "stakeholder": Page(sees={"asked": STAFF, "listed": STAFF, "replaced": STAFF}, kwargs=stakeholder_of()["kwargs"]),
    "stakeholder-change": Page(
        "GET POST", sees=OURS, may={"asked": LED}, kwargs=stakeholder_of()["kwargs"], data=_part
    ),
    "stakeholder-answer": Page(
        "GET POST", sees=OURS, may={"asked": LED}, **stakeholder_of(answer="accepted", how="spoken", on=LATELY)
    ),
    "stakeholder-replace": Page("GET POST", sees=OURS, may={"asked": LED}, **stakeholder_of(because="No say")),
    "stakeholder-back": Page(
        "GET POST", sees={"replaced": STAFF}, may={"replaced": LED}, reads={"replaced": STAFF}, **stakeholder_of()
    ),
    "stakeholder-remove": Page(
        "GET POST", sees={"listed": STAFF}, may={"listed": LED}, reads={"listed": STAFF}, **stakeholder_of()
    ),
    "outreach-write": Page(
        "GET POST",
        sees=OURS,
        may={"asked": LED},
        **stakeholder_of(way="elsewhere", subject="Join us", rationale="Work", because="They know it all"),
    ),
    "outreach-link": Page(
        "GET POST",
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": w.more["outreach"]},
        data=typed(answer="accepted", words="Gladly"),
    ),
    "initiative-link": Page(who=EVERYBODY, kwargs=lambda w, k: {"secret": w.more["initiative_link"]}),
    "initiative-public": Page(who=EVERYBODY, kwargs=lambda w, k: {"pk": w.more["initiatives"]["initiative"].pk}),
}
