"""What members of boards are written, and what secretaries and those who decide on advice are told (D14, D16)."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from guildhall.boards.links import secret_of_member
from guildhall.boards.models import Member, Recommendation
from guildhall.employers.telling import reader_at_employer, tell_who_sees
from guildhall.lib.scopes import OPEN
from guildhall.outbox.actions import hand_over
from guildhall.outbox.wording import Addressee
from guildhall.people import events
from guildhall.people.models import Person
from guildhall.people.queries import territory
from guildhall.people.telling import tell

INVITED = "boards/email/invited.txt"


def invite(row: Member, *, by: Person) -> None:
    """Ask somebody to take a seat on a board: what it advises on, for how long, and the link to answer by."""
    words: dict[str, Any] = {"row": row, "board": row.board, "by": by, "territory": territory()}
    key = f"board seat:{row.pk}:{row.version}"
    if row.person is not None:
        words |= {"name": row.person.given_name}
        path = reverse("board-member", args=[row.pk])
        tell(events.BOARD_SEAT, [row.person], INVITED, words, path=path, key=key, scope=OPEN)
        return
    link = reverse("board-member-link", args=[secret_of_member(row)])
    words |= {"name": row.name, "link": settings.PUBLIC_URL + link}
    details: dict[str, Any] = {"kind": "board seat", "scope": row.scope, "key": key, "confidential": True}
    reader = reader_at_employer(row.contact) if row.contact is not None else Addressee(row.email)
    hand_over(reader, INVITED, words, **details, reply_to=by.email)


def tell_answered(row: Member, *, by: Person | None) -> None:
    """Tell the secretary that somebody takes or declines a seat, unless they wrote it down themselves."""
    _to_secretary(events.BOARD_ANSWERED, row, "answered", f"board answer:{row.pk}:{row.version}", by=by)


def tell_term_ends(row: Member) -> None:
    """Tell the secretary that the term of a member ends soon."""
    _to_secretary(events.BOARD_TERM_ENDS, row, "term_ends", f"board term:{row.pk}:{row.ends_on}")


def _to_secretary(event: events.Event, row: Member, template: str, key: str, by: Person | None = None) -> None:
    board = row.board
    if by is not None and by.pk == board.secretary_id:
        return
    words = {"row": row, "board": board, "territory": territory()}
    path = reverse("board-member", args=[row.pk])
    tell_who_sees(
        event, [board.secretary], f"boards/email/{template}.txt", words, path=path, key=key, scope=row.scope
    )  # fmt: skip


# ── Advice ───────────────────────────────────────────────────────────


def tell_advice(row: Recommendation, *, by: Person) -> None:
    """Tell whoever is to decide that a board recommends something."""
    people = [row.person] if row.person is not None and row.person.pk != by.pk else []
    _about(events.ADVICE_GIVEN, row, "advice", people, f"advice:{row.pk}:{row.person_id}")


def tell_due(row: Recommendation) -> None:
    """Tell whoever is to decide that the day for it comes near, or has passed."""
    people = [row.person] if row.person is not None else [row.board.secretary]
    _about(events.ADVICE_DUE, row, "advice_due", people, f"advice due:{row.pk}:{row.decide_by}")


def tell_decided(row: Recommendation, *, by: Person) -> None:
    """Tell the secretary what becomes of the board's advice."""
    people = [row.board.secretary] if row.board.secretary_id != by.pk else []
    _about(events.ADVICE_DECIDED, row, "advice_decided", people, f"advice decided:{row.pk}:{row.version}")


def _about(event: events.Event, row: Recommendation, template: str, people: list[Person], key: str) -> None:
    words = {"row": row, "board": row.board, "territory": territory()}
    path = reverse("advice", args=[row.pk])
    tell(event, people, f"boards/email/{template}.txt", words, path=path, key=key, scope=OPEN)
