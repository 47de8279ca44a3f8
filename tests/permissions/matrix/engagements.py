"""What happened with employers and what is promised: engagements, follow-ups, asks, relations, copies."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from guildhall.engagements.models import Ask, ContactLimit, Engagement, FollowUp
from guildhall.lib import clock
from tests.permissions.matrix.employers import KEEPERS
from tests.permissions.matrix.filling import LATELY, SOON, employer_and, typed
from tests.permissions.matrix.groups import (
    ADMIN,
    AUTHORS,
    COLLEAGUES,
    DEVELOP,
    DIRECTORS,
    EDIT,
    EVERYBODY,
    HARBOR,
    MESA,
    NOBODY,
    RECORD,
    RESTRICTED,
    SEES,
    SIGNED_IN,
    STAFF,
    TEACHER,
    PerRecord,
    nobody,
)
from tests.permissions.matrix.page import Page
from tests.permissions.world.record import World

CALL = typed(kind="call", summary="spoke", happened_on=LATELY)
# Who entered what hangs on an employer of the world: its owner, and whoever planned it.
OWNERS: PerRecord = AUTHORS | {"shared": frozenset({"director"}), "exception": frozenset({"director"})}
# The employer asked: anybody else who may record says what the employer told them.
CONFIRM: PerRecord = {kind: people - OWNERS[kind] for kind, people in RECORD.items()}
JOINS: PerRecord = {
    "region": NOBODY, "mesa": DIRECTORS, "harbor": DIRECTORS, "shared": MESA | HARBOR | TEACHER, "exception": HARBOR,
}  # fmt: skip
HANDS: PerRecord = OWNERS


def _follow_up(which: str, **values: Any) -> dict[str, Any]:
    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        row = FollowUp.objects.get(pk=world.records[kind].ids[which])
        return values | {"version": row.version}

    return {"kwargs": lambda w, k: {"pk": w.records[k].ids[which]}, "data": data}


def _ask(**values: Any) -> dict[str, Any]:
    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        return values | {"version": Ask.objects.get(pk=world.records[kind].ids["ask"]).version}

    return {"kwargs": lambda w, k: {"pk": w.records[k].ids["ask"]}, "data": data}


def _engagement(world: World, kind: str, name: str) -> dict[str, Any]:
    version = Engagement.objects.get(pk=world.records[kind].ids["engagement"]).version
    return {"kind": "visit", "summary": "seen", "happened_on": LATELY, "words": "twice", "version": version}


def _limit(world: World, kind: str, name: str) -> dict[str, Any]:
    version = ContactLimit.objects.get(pk=world.records[kind].ids["limit"]).version
    return {"most": 2, "days": 30, "said": "by telephone", "words": "by telephone", "version": version}


def _later(field: str = "planned_on", days: int = 90, **values: Any) -> Callable[[World, str, str], dict[str, Any]]:
    return lambda world, kind, who: {field: (clock.today() + timedelta(days)).isoformat()} | values


def _promised(world: World, kind: str, name: str) -> dict[str, Any]:
    return {
        "what": "send it",
        "due_on": clock.today().isoformat(),
        "owner": str(getattr(world.cast.people.get(name), "pk", "")),
    }


def _handed(world: World, kind: str, name: str) -> dict[str, Any]:
    owner = {"mesa": "mesa_cases", "harbor": "harbor_admin"}.get(kind, "second")
    return _follow_up("promise")["data"](world, kind, name) | {"owner": str(world.person(owner).pk)}


def _employer_guest(world: World, kind: str) -> dict[str, Any]:
    return {"pk": world.records[kind].employer.pk, "link": world.records[kind].ids["guest"]}


def _paper(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"files": SimpleUploadedFile("notes.txt", b"what was said")}


def _message(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"message": SimpleUploadedFile("mail.eml", b"From: a@b.example\nSubject: tours\n\nwhat was said\n")}


OPEN_TO_GUESTS: PerRecord = nobody(RESTRICTED) | {"shared": DEVELOP | TEACHER, "exception": NOBODY}
# Who asked, who answers for the account, and directors.
ASKED_FIRST: PerRecord = {"shared": DIRECTORS | ADMIN | {"harbor_wbl"}}
ASKERS: PerRecord = {  # of those who may log engagements: whoever does not answer for the account, nor asked already
    "region": NOBODY,
    "mesa": (DIRECTORS | MESA) - KEEPERS["mesa"],
    "harbor": DIRECTORS,
    "shared": RECORD["shared"] - DIRECTORS - {"harbor_wbl"},
    "exception": RECORD["exception"],
}


def _first(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"contact": str(world.records[kind].ids.get("star", "")), "topic": "nursing", "why": "a class visit"}


ENGAGEMENTS = {
    "known-themes": Page(who=DEVELOP | TEACHER),
    "log-suggest": Page(who=DEVELOP | TEACHER, query="?q=qxshared"),
    "calendar": Page("GET POST", who=STAFF, data=typed(act="renew")),
    "calendar-feed": Page(who=EVERYBODY, kwargs=lambda w, k: {"secret": w.more["calendar"]}),
    "copy-address": Page("GET POST", who=DEVELOP | TEACHER, data=typed(act="renew")),
    "copies": Page(who=DEVELOP | TEACHER),
    "copy": Page(sees={"own": frozenset({"mesa_wbl"})}, kwargs=lambda w, k: {"pk": w.more["copy"]}),
    "copy-aside": Page("POST", sees={"own": frozenset({"mesa_wbl"})}, kwargs=lambda w, k: {"pk": w.more["copy"]}),
    "copy-log": Page(
        sees={"shared": frozenset({"mesa_wbl"})},
        kwargs=lambda w, k: {"pk": w.records[k].employer.pk, "copy": w.more["copy"]},
    ),
    "follow-up-calendar": Page(sees=SEES, kwargs=lambda w, k: {"pk": w.records[k].ids["promise"]}),
    "employer": Page("GET POST", sees=SEES, may=RECORD, reads=SEES, told=SIGNED_IN, kwargs=employer_and(), data=CALL),
    "engagement": Page(sees=SEES, kwargs=employer_and("engagement")),
    "employer-relationship": Page(sees=SEES, kwargs=employer_and()),
    "temperature-take": Page(
        "POST",
        sees=SEES,
        may=RECORD,
        changes=False,  # the budget may be used up: that is told on the page
        kwargs=employer_and(),
        data=lambda w, k, n: {"contact": str(w.records[k].ids["contact"])},
    ),
    "temperature-link": Page(
        "GET POST", who=EVERYBODY, kwargs=lambda w, k: {"secret": w.more["temperature"]}, data=typed(score="4")
    ),
    "temperatures": Page(who=STAFF),
    "relationship-end": Page(
        "GET POST",
        sees=SEES,
        may=RECORD,
        changes=False,
        kwargs=employer_and(),
        data=typed(ended_on=LATELY, reason="no reply", lesson="call first"),
    ),
    "relationship-resume": Page(
        "POST", sees=SEES, may=COLLEAGUES, kwargs=employer_and("ending"), data=typed(version=1)
    ),
    "endings": Page(who=STAFF),
    "red-tape-add": Page(
        "GET POST", sees=SEES, may=RECORD, kwargs=employer_and(), data=typed(kind="transport", what="our bus", until="")
    ),
    "red-tape-change": Page(
        "GET POST",
        sees=SEES,
        may=COLLEAGUES,
        kwargs=employer_and("tape"),
        data=typed(kind="safety", what="one hour", version=1),
    ),
    "red-tape-end": Page(
        "POST", sees=SEES, may=COLLEAGUES, kwargs=employer_and("tape"), data=typed(words="x", version=1)
    ),
    "guest-add": Page(
        "GET POST",
        sees=SEES,
        may=OPEN_TO_GUESTS,
        kwargs=employer_and(),
        data=_later("until", 9, name="Ada", email="ada@people.example", question="Is it safe?"),
    ),
    "engagement-guest-add": Page(
        "GET POST",
        sees=SEES,
        may=OPEN_TO_GUESTS,
        kwargs=employer_and("engagement"),
        data=_later("until", 9, name="Ada", email="ada@people.example", question="Is it safe?"),
    ),
    "guest-revoke": Page("POST", sees={"shared": STAFF}, may={"shared": DIRECTORS}, kwargs=_employer_guest),
    "guest": Page("GET POST", who=EVERYBODY, kwargs=lambda w, k: {"secret": w.more["guest"]}, data=typed(text="seen")),
    "employer-pin": Page("POST", sees=SEES, kwargs=employer_and(), data=typed(on="yes")),
    "next-opportunities": Page(who=STAFF),
    "kinds": Page("GET POST", who=DIRECTORS | ADMIN, data=typed(label="Lunch", icon="people", position=90)),
    "kind-change": Page(
        "GET POST",
        who=DIRECTORS | ADMIN,
        kwargs=lambda w, k: {"slug": "tour"},
        data=typed(label="Tour", icon="visit", position=90, version=1),
    ),
    "kind-retire": Page("POST", who=DIRECTORS | ADMIN, kwargs=lambda w, k: {"slug": "tour"}, data=typed(on="yes")),
    "log": Page(who=DEVELOP | TEACHER),
    "follow-ups": Page(who=STAFF),
    "follow-ups-kept": Page(who=STAFF),
    "follow-ups-none": Page(who=STAFF),
    "notices": Page(who=STAFF),
    "notice": Page("POST", sees={"own": frozenset({"mesa_wbl"})}, kwargs=lambda w, k: {"pk": w.more["notice"]}),
    "notices-read": Page("POST", who=STAFF),
    "notice-choices": Page("GET POST", who=STAFF, data=typed(decision="weekly")),
    "follow-up-link": Page(
        "GET POST", who=EVERYBODY, kwargs=lambda w, k: {"secret": w.more["done"]}, data=typed(act="done")
    ),
    "engagement-log": Page("GET POST", sees=SEES, may=RECORD, kwargs=employer_and(), data=CALL),
    "timeline-printed": Page(sees=SEES, kwargs=employer_and()),
    "timeline-narrow": Page(sees=SEES, kwargs=employer_and()),
    "employer-similar": Page(sees=SEES, kwargs=employer_and()),
    "contact-timeline": Page(sees=SEES, kwargs=employer_and("contact")),
    "engagement-change": Page(
        "GET POST", sees=SEES, may=COLLEAGUES, kwargs=employer_and("engagement"), data=_engagement
    ),
    "engagement-remove": Page("POST", sees=SEES, may=COLLEAGUES, kwargs=employer_and("engagement"), data=_engagement),
    "engagement-attach": Page("POST", sees=SEES, may=COLLEAGUES, kwargs=employer_and("engagement"), data=_paper),
    "engagement-message": Page("GET POST", sees=SEES, may=RECORD, changes=False, kwargs=employer_and(), data=_message),
    "attachment": Page(sees=SEES, kwargs=employer_and("engagement", "attachment")),
    "attachment-remove": Page("POST", sees=SEES, may=COLLEAGUES, kwargs=employer_and("engagement", "attachment")),
    "employer-follow-ups": Page("GET POST", sees=SEES, may=RECORD, reads=SEES, kwargs=employer_and(), data=_promised),
    "follow-up": Page(sees=SEES, kwargs=lambda w, k: {"pk": w.records[k].ids["promise"]}),
    "follow-up-report": Page("GET POST", sees=SEES, may=OWNERS, reads=SEES, **_follow_up("promise", words="did it")),
    "follow-up-take-back": Page("GET POST", sees=SEES, may=OWNERS, reads=SEES, **_follow_up("done")),
    "follow-up-confirm": Page(
        "GET POST", sees=SEES, may=CONFIRM, reads=SEES, **_follow_up("done", words="they said so")
    ),
    "follow-up-redate": Page(
        "GET POST", sees=SEES, may=OWNERS, reads=SEES, **_follow_up("promise", words="later", due_on=SOON)
    ),
    "follow-up-hand-on": Page(
        "GET POST",
        sees=SEES,
        may=HANDS,
        reads=SEES,
        kwargs=lambda w, k: {"pk": w.records[k].ids["promise"]},
        data=_handed,
    ),
    "follow-up-cancel": Page(
        "GET POST", sees=SEES, may=OWNERS, reads=SEES, **_follow_up("promise", words="not needed")
    ),
    "follow-up-ask-employer": Page(
        "POST",
        sees=SEES,
        may=RECORD,
        kwargs=lambda w, k: {"pk": w.records[k].ids["done"]},
        data=lambda w, k, n: {"contact": str(w.records[k].ids["contact"])},
    ),
    "ask-plan": Page(
        "GET POST", sees=SEES, may=RECORD, kwargs=employer_and(), data=_later(purpose="ask", kind="call", alone="1")
    ),
    "asks": Page(sees=SEES, kwargs=employer_and()),
    "employer-counted": Page(sees=SEES, kwargs=employer_and()),
    "ask": Page(sees=SEES, kwargs=lambda w, k: {"pk": w.records[k].ids["ask"]}),
    "ask-move": Page("GET POST", sees=SEES, may=COLLEAGUES, reads=SEES, **_ask(planned_on=SOON)),
    "ask-withdraw": Page("GET POST", sees=SEES, may=COLLEAGUES, reads=SEES, **_ask(words="no need")),
    "ask-join": Page("GET POST", sees=SEES, may=JOINS, reads=SEES, **_ask(words="tours as well")),
    "ask-done": Page("GET POST", sees=SEES, may=COLLEAGUES, **_ask(kind="call", summary="spoke", happened_on=LATELY)),
    "limit-add": Page(
        "GET POST", sees=SEES, may=EDIT, kwargs=employer_and(), data=typed(most=2, days=30, said="by telephone")
    ),
    "limit-change": Page("GET POST", sees=SEES, may=EDIT, kwargs=employer_and("limit"), data=_limit),
    "limit-lift": Page("POST", sees=SEES, may=EDIT, kwargs=employer_and("limit"), data=_limit),
    "door-hold": Page(
        "GET POST", sees=SEES, may=RECORD, kwargs=employer_and(), data=_later("until", 20, about="tours")
    ),
    "door-let-go": Page(
        "POST",
        sees=SEES,
        may=OWNERS,
        kwargs=lambda w, k: {"pk": w.records[k].employer.pk, "conversation": w.records[k].ids["door"]},
    ),
    "liaison-ask": Page(
        "GET POST",
        sees=SEES,
        may=ASKERS,
        reads=RECORD,
        told=DIRECTORS | HARBOR | KEEPERS["mesa"],
        kwargs=employer_and(),
        data=_first,
    ),
    "liaisons": Page(who=STAFF),
    "liaison": Page(sees=ASKED_FIRST, kwargs=lambda w, k: {"pk": w.more["liaison"].pk}),
    "liaison-answer": Page(
        "GET POST",
        sees=ASKED_FIRST,
        may={"shared": DIRECTORS},
        reads=ASKED_FIRST,
        kwargs=lambda w, k: {"pk": w.more["liaison"].pk},
        data=typed(act="agree", period="30"),
    ),
}
