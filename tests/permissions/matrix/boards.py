"""Boards: all of the staff read which there are, whoever keeps them changes them, members come by a link (D12–D16)."""

from datetime import timedelta
from typing import Any

from guildhall.boards.models import Board, Member, Recommendation, Seat
from guildhall.lib import clock
from guildhall.supervision.questions_of_both import QUESTIONS
from tests.permissions.matrix.filling import SOON, employer_and, typed
from tests.permissions.matrix.groups import (
    ADMIN,
    DIRECTORS,
    EMPLOYERS,
    EVERYBODY,
    HARBOR,
    SEES,
    STAFF,
    People,
    PerRecord,
)
from tests.permissions.matrix.page import Page
from tests.permissions.world.record import World

# Who keeps boards of Mesa: the office, administrators, WBL coordinators, teachers, principals, conveners.
KEEPS: People = DIRECTORS | ADMIN | {"mesa_admin", "mesa_wbl", "mesa_teacher", "mesa_principal", "mesa_convener"}
FOUNDS: People = KEEPS | HARBOR
# Who leads its meetings: who planned them, and whoever convenes.
LEADS: People = DIRECTORS | ADMIN | {"mesa_admin", "mesa_convener", "mesa_teacher"}
ONE: PerRecord = {"open": STAFF}
KEPT: PerRecord = {"open": KEEPS}
EITHER: PerRecord = {"open": STAFF, "closed": STAFF}
SEAT: PerRecord = {"seat": STAFF, "vacant": STAFF, "hidden": SEES["exception"]}
OWN_SEAT: PerRecord = {"seat": STAFF}
MEMBER: PerRecord = {"member": STAFF, "asked": STAFF, "own": STAFF, "hidden": SEES["exception"]}
ALL: PerRecord = {"-": STAFF}


def _board(world: World, kind: str) -> dict[str, Any]:
    return {"pk": world.more["boards"][kind].pk}


def _edition(**values: Any) -> Any:
    return lambda w, k, n: values | {"version": Board.objects.get(pk=w.more["boards"][k].pk).version}


def _changed(world: World, kind: str, name: str) -> dict[str, Any]:
    row = world.more["boards"][kind]
    facts = {"name": "Another name", "kind": "program", "secretary": str(row.secretary_id)}
    return facts | {"version": Board.objects.get(pk=row.pk).version}


def _founded(world: World, kind: str, name: str) -> dict[str, Any]:
    place = world.cast.harbor if name in HARBOR else world.cast.mesa
    return {"name": f"New board of {name}", "kind": "program", "institution": str(place.pk),
            "secretary": str(world.person("director").pk)}  # fmt: skip


def _seat(kind: str = "") -> Any:
    return lambda w, k: {"pk": w.more["board_seats"][kind or k]}


def _seat_edition(world: World, kind: str, name: str) -> dict[str, Any]:
    return {
        "category": "workforce",
        "votes": "on",
        "version": Seat.objects.get(pk=world.more["board_seats"][kind]).version,
    }


def _member(kind: str = "") -> Any:
    return lambda w, k: {"pk": w.more["board_members"][kind or k]}


def _member_edition(kind: str = "", **values: Any) -> Any:
    def data(world: World, k: str, name: str) -> dict[str, Any]:
        return values | {"version": Member.objects.get(pk=world.more["board_members"][kind or k]).version}

    return data


def _held(kind: str) -> Any:
    return lambda w, k: {"pk": w.more["of_board"]["meetings"][kind].pk}


def _motion(kind: str) -> Any:
    return lambda w, k: {"pk": w.more["of_board"]["motions"][kind]}


def _votes(world: World, kind: str, name: str) -> dict[str, Any]:
    return {f"vote-{world.more['of_board']['entitled']}": "yes"}


def _advice(world: World, kind: str) -> dict[str, Any]:
    return {"pk": world.more["board_advice"]["waiting"]}


def _advice_edition(**values: Any) -> Any:
    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        version = Recommendation.objects.get(pk=world.more["board_advice"]["waiting"]).version
        return values | {"institution": str(world.cast.mesa.pk), "version": version}

    return data


LED: PerRecord = {"-": LEADS}
WORDS = {"about": "sequence", "subject": "Pharmacology", "text": "Teach it first."}
NEXT = {"title": "Next", "day": SOON, "begins": "09:00", "ends": "10:00"}
ANSWERS = {code: "4" for code, _label in QUESTIONS}
BOARDS = {
    "boards": Page(who=STAFF),
    "boards-without": Page(who=STAFF),
    "advice-list": Page(who=STAFF),
    "board-why-none": Page(
        "GET POST",
        sees=ALL,
        may={"-": DIRECTORS | ADMIN},
        kwargs=lambda w, k: {"kind": "program", "pk": w.more["programs"]["office"].pk},
        data=typed(because="Too small", version=1),
    ),
    "academy-add": Page(
        "GET POST",
        who=FOUNDS,
        data=lambda w, k, n: {
            "name": "An academy", "institution": str(w.cast.harbor.pk if n in HARBOR else w.cast.mesa.pk)
        },
    ),
    "academy-change": Page(
        "GET POST",
        sees=ALL,
        may={"-": KEEPS},
        kwargs=lambda w, k: {"pk": w.more["board_academy"]},
        data=typed(name="Another academy", version=1),
    ),
    "board-add": Page("GET POST", who=FOUNDS, data=_founded),
    "board": Page(sees=EITHER, kwargs=_board),
    "board-change": Page("GET POST", sees=ONE, may=KEPT, kwargs=_board, data=_changed),
    "board-close": Page("GET POST", sees=ONE, may=KEPT, kwargs=_board, data=_edition(because="Merged")),
    "board-reopen": Page(
        "GET POST", sees={"closed": STAFF}, may={"closed": KEEPS}, reads={"closed": STAFF}, kwargs=_board,
        data=_edition(),
    ),
    "board-due": Page(sees=EITHER, kwargs=_board),
    "board-figures": Page(sees=EITHER, kwargs=_board),
    "board-assessment": Page(sees=EITHER, kwargs=_board),
    "board-meetings": Page(sees=EITHER, kwargs=_board),
    "board-advice": Page(sees=EITHER, kwargs=_board),
    "board-rule-add": Page(
        "GET POST", sees=ONE, may=KEPT, kwargs=_board,
        data=typed(rule="members", value="4", because="Rural", until=SOON),
    ),
    "board-rule-lift": Page(
        "POST", sees=ONE, may=KEPT, told=STAFF, kwargs=lambda w, k: {"pk": w.more["board_own_rule"]},
    ),
    "board-together": Page(sees=EITHER, kwargs=_board),
    "board-together-answer": Page(
        "GET POST", sees=ONE, may={"open": {"mesa_teacher"}}, kwargs=_board, data=lambda w, k, n: dict(ANSWERS)
    ),
    "board-member-together": Page(
        "GET POST", who=EVERYBODY, kwargs=lambda w, k: {"secret": w.more["board_secret"]}, changes=False,
        data=lambda w, k, n: dict(ANSWERS),
    ),
    "seat-add": Page("GET POST", sees=ONE, may=KEPT, kwargs=_board, data=typed(category="labor", votes="on")),
    "seat-change": Page(
        "GET POST", sees=SEAT, kwargs=_seat(), data=_seat_edition,
        may={"seat": KEEPS, "vacant": KEEPS, "hidden": DIRECTORS | ADMIN | HARBOR},
    ),
    "seat-remove": Page(
        "GET POST", sees={"free": STAFF}, may={"free": KEEPS}, reads={"free": KEEPS}, kwargs=_seat()
    ),
    "seat-join": Page(
        "GET POST", sees={"vacant": STAFF}, may={"vacant": KEEPS}, reads={"vacant": KEEPS}, kwargs=_seat(),
        data=lambda w, k, n: {"employer": str(w.records["shared"].employer.pk)},
    ),
    "seat-sit": Page(
        "GET POST", sees={"vacant": STAFF}, may={"vacant": KEEPS}, kwargs=_seat(), data=typed(given="Somebody Else")
    ),
    "board-member": Page(
        "GET POST",
        sees=MEMBER,
        may={"member": KEEPS, "asked": KEEPS, "own": KEEPS, "hidden": DIRECTORS | ADMIN | HARBOR},
        reads=MEMBER,
        kwargs=_member(),
        data=_member_edition(form="renew", ends_on=str(clock.today() + timedelta(500))),
    ),
    "board-member-act": Page(
        "GET POST",
        sees={"member": STAFF},
        may={"member": KEEPS},
        reads={"member": STAFF},
        kwargs=_member(),
        data=lambda w, k, n: {"act": "interest over", "interest": str(w.more["board_interest"])},
    ),
    "board-member-end": Page(
        "GET POST", sees={"member": STAFF}, may={"member": KEEPS}, kwargs=_member(),
        data=_member_edition(because="Moved away"),
    ),
    "board-meeting-add": Page("GET POST", sees=ONE, may=KEPT, kwargs=_board, data=typed(**NEXT)),
    "board-meeting": Page(sees=ALL, may=LED, kwargs=_held("now")),
    "board-meeting-now": Page(sees=ALL, may=LED, kwargs=_held("now")),
    "board-meeting-act": Page(
        "GET POST", sees=ALL, may=LED, kwargs=_held("ahead"), data=typed(act="agenda"),
    ),
    "motion-add": Page(
        "GET POST", sees=ALL, may=LED, kwargs=_held("now"), data=typed(title="One more", kind="other")
    ),
    "motion-hand": Page("GET POST", sees=LED, kwargs=_motion("open"), data=_votes, changes=False),
    "motion-act": Page("GET POST", sees=LED, reads=LED, kwargs=_motion("open"), data=typed(act="settle")),
    "advice-add": Page(
        "GET POST", sees=ONE, may=KEPT, kwargs=_board,
        data=lambda w, k, n: WORDS | {"institution": str(w.cast.mesa.pk)},
    ),
    "advice": Page(sees=ALL, kwargs=_advice),
    "advice-change": Page("GET POST", sees=ALL, may={"-": KEEPS}, kwargs=_advice, data=_advice_edition(**WORDS)),
    "advice-decide": Page(
        "GET POST", sees=ALL, may={"-": KEEPS | {"mesa_instructor"}}, kwargs=_advice,
        data=_advice_edition(state="declined", reason="No room"),
    ),
    "board-member-link": Page(
        "GET POST",
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": w.more["board_secret"]},
        data=_member_edition("asked", answer="yes"),
    ),
    "board-member-comment": Page(
        "GET POST",
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": w.more["board_secret"]},
        data=lambda w, k, n: {"advice": str(w.more["board_advice"]["waiting"]), "text": "As at our clinic"},
    ),
    "board-member-minutes": Page(
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": w.more["board_secret"]},
        missing=True,  # the address says which meeting: tests/boards/test_advice.py
    ),
    "employer-boards": Page(sees=SEES, kwargs=employer_and()),
    "portal-boards": Page(who=EMPLOYERS, door=True),
}  # fmt: skip

# Forms without an edition, each with the reason why it overwrites nothing.
ONE_MORE_OF_BOARDS: dict[str, str] = {
    "board-rule-add": "lets one more number hold; one that held for the same rule ends and stays readable",
    "board-together-answer": "answers once a school year",
    "board-member-together": "answers once a school year",
    "board-meeting-add": "plans more meetings",
    "board-member-comment": "adds another comment",
    "motion-add": "puts one more motion",
    "motion-hand": "enters votes by hand: who has voted by phone keeps that vote, one entered before is replaced",
    "seat-sit": "puts somebody on a vacant seat: one that is taken meanwhile is refused",
}
