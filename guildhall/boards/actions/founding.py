"""Boards: founded, changed, closed; what each advises on; and why something has none (D12)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from guildhall.audit.recording import record
from guildhall.boards import rules
from guildhall.boards.models import Academy, Board, Exemption, Remit
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.reach import LIFE, in_reach
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.pathways.models import Pathway, Program
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.store.locking import locked

Subject = Program | Pathway | Academy
MOST = 40  # programs, pathways and academies of one board


@dataclass(frozen=True, slots=True)
class Described:
    """What a board is called, of which kind it is, and what it is for."""

    name: str
    kind: str = Board.Kind.PROGRAM
    purpose: str = ""
    founded_on: date | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """The same as columns."""
        facts = asdict(self) | {"name": one_line(self.name)[:160], "purpose": self.purpose.strip()[:2000]}
        return facts | {"founded_on": self.founded_on or clock.today()}


def _check(described: Described, institution: Institution, row: Board | None = None) -> None:
    if not any(sign.isalnum() for sign in described.name):
        refuse("Say what the board is called.")
    if described.founded_on is not None:
        require(in_reach(described.founded_on, back=LIFE, ahead=0))
    same = Board.objects.standing().filter(institution=institution, name=one_line(described.name)[:160])
    if same.exclude(pk=row.pk if row else None).exists():
        refuse("A board of this name stands already.")


@transaction.atomic
def found_board(
    described: Described, subjects: Iterable[Subject], *, institution: Institution, secretary: Person, by: Person
) -> Board:
    """Found an advisory board for some programs, pathways or academies; its secretary sees to it (D12)."""
    require(rules.can_found(by, institution))
    _check(described, institution)
    _check_secretary(secretary, institution)
    row = Board.objects.create(
        institution=institution, secretary=secretary, made_at=clock.now(), by=by, **described.facts
    )
    _give(row, list(dict.fromkeys(subjects)))
    after = {"name": row.name, "advises on": _names(row)}
    record("found board", row, by=by, after=after, institution=institution)
    return row


def _check_secretary(person: Person, institution: Institution) -> None:
    if not person.is_active or not person.standing.holds(Permission.KEEP_BOARDS):
        refuse("{person} does not keep boards: choose somebody whose role lets them.", person=person)


def subject_of(row: Remit | Exemption | Subject) -> dict[str, Any]:
    """The column that names a subject, for a query or a row."""
    one = row.subject if isinstance(row, Remit | Exemption) else row
    return {one._meta.model_name or "": one}


def _give(board: Board, subjects: list[Subject]) -> None:
    if len(subjects) > MOST:
        refuse("Forty programs, pathways and academies at most belong to one board.")
    for one in subjects:
        Remit.objects.get_or_create(board=board, **subject_of(one))
        Exemption.objects.filter(**subject_of(one)).delete()  # it has a board now


def _names(board: Board) -> list[str]:
    return [one.name for one in board.remits.select_related("program", "pathway", "academy")]


def held_board(row: Board, version: int | None = None) -> Board:
    """A board, locked; raises `Conflict` where somebody changed it since."""
    board = locked(Board, row.pk, "institution", "secretary")
    if version is not None and board.version != version:
        raise Conflict
    return board


@transaction.atomic
def change_board(
    row: Board, described: Described, subjects: Iterable[Subject], *, secretary: Person, version: int, by: Person
) -> Board:
    """Change what a board is called and advises on, or give it another secretary, who leads its meetings from then."""
    board = held_board(row, version)
    require(rules.can_keep(by, board))
    _check(described, board.institution, board)
    if secretary.pk != board.secretary_id:
        _check_secretary(secretary, board.institution)
    facts = described.facts | {"secretary": secretary}
    before = {name: str(getattr(board, name)) for name in facts} | {"advises on": _names(board)}
    for name, value in facts.items():
        setattr(board, name, value)
    board.version += 1
    board.save(update_fields=[*facts, "version"])
    wanted = list(dict.fromkeys(subjects))
    for remit in board.remits.select_related("program", "pathway", "academy"):
        if remit.subject not in wanted:
            remit.delete()
    _give(board, wanted)
    after = {name: str(value) for name, value in facts.items()} | {"advises on": _names(board)}
    record("change board", board, by=by, before=before, after=after, institution=board.institution)
    return board


@transaction.atomic
def close_board(row: Board, because: str, *, version: int, by: Person) -> Board:
    """Close a board with the reason: its seats, meetings and advice stay to be read."""
    board = held_board(row, version)
    require(rules.can_keep(by, board))
    if not one_line(because):
        refuse("Say why it is closed.")
    board.closed_on, board.closed_because = clock.today(), one_line(because)[:300]
    board.version += 1
    board.save(update_fields=["closed_on", "closed_because", "version"])
    record("close board", board, by=by, reason=board.closed_because, institution=board.institution)
    return board


@transaction.atomic
def reopen_board(row: Board, *, version: int, by: Person) -> Board:
    """Go on with a board that was closed."""
    board = held_board(row, version)
    require(rules.can_reopen(by, board))
    before = {"because": board.closed_because}
    board.closed_on, board.closed_because = None, ""
    board.version += 1
    try:
        with transaction.atomic():
            board.save(update_fields=["closed_on", "closed_because", "version"])
    except IntegrityError:
        refuse("A board of this name stands already.")
    record("reopen board", board, by=by, before=before, institution=board.institution)
    return board


# ── What has none ────────────────────────────────────────────────────


@transaction.atomic
def say_why_none(
    subject: Subject, because: str, *, until: date | None = None, version: int = 0, by: Person
) -> Exemption | None:
    """Say why a program, pathway or academy has no board; without words it is open again (D12)."""
    require(rules.can_found(by, subject.institution))
    known = Exemption.objects.select_for_update().filter(**subject_of(subject)).first()
    if known is not None and known.version != version:
        raise Conflict
    words = one_line(because)[:300]
    if until is not None:
        require(in_reach(until))
    if known is None and not words:
        return None
    facts = {"because": words, "until": until, "by": by, "at": clock.now()}
    before = {"because": known.because} if known is not None else None
    row = known or Exemption(**subject_of(subject))
    for name, value in facts.items():
        setattr(row, name, value)
    row.version = row.version + 1 if known is not None else 1
    after = {"because": words, "until": str(until or "")}
    if not words:
        record("take reason for no board back", row, by=by, before=before, institution=subject.institution)
        row.delete()
        return None
    row.save()
    record("say why no board", row, by=by, before=before, after=after, institution=subject.institution)
    return row


@transaction.atomic
def save_academy(
    name: str,
    *,
    institution: Institution,
    pathway: Pathway | None = None,
    over: bool = False,
    row: Academy | None = None,
    version: int = 0,
    by: Person,
) -> Academy:
    """Enter an academy of a school, or change it; one that has ended needs no board any more."""
    require(rules.can_found(by, row.institution if row is not None else institution))
    academy = locked(Academy, row.pk, "institution") if row is not None else Academy(institution=institution)
    if row is not None and academy.version != version:
        raise Conflict
    if not any(sign.isalnum() for sign in name):
        refuse("Say what the academy is called.")
    before = {"name": academy.name} if row is not None else None
    academy.name, academy.pathway = one_line(name)[:160], pathway
    academy.closed_on = (academy.closed_on or clock.today()) if over else None
    academy.version = academy.version + 1 if row is not None else 1
    try:
        with transaction.atomic():
            academy.save()
    except IntegrityError:
        refuse("An academy of this name is entered already.")
    after = {"name": academy.name, "pathway": str(pathway or ""), "over": over}
    record("save academy", academy, by=by, before=before, after=after, institution=academy.institution)
    return academy
