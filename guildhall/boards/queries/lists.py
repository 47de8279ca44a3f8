"""Boards as lists: which there are, how they do, what has none and why, what became of advice (D12, D16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Prefetch, Q, QuerySet

from guildhall.boards.measures import YEAR
from guildhall.boards.models import Academy, Board, BoardMeeting, Exemption, Member, Recommendation, Remit, Seat
from guildhall.boards.queries.measures import measures_for
from guildhall.lib import clock
from guildhall.meetings.models import Meeting
from guildhall.pathways.models import Pathway, Program
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission

VIEWS = ("standing", "mine", "closed")
ADVICE_VIEWS = ("waiting", "late", "mine", "closed")
KINDS_OF_SUBJECT: dict[str, Any] = {"program": Program, "pathway": Pathway, "academy": Academy}
HELD, PLANNED = Meeting.State.HELD, Meeting.State.PLANNED


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to."""

    view: str = "standing"
    words: str = ""
    institution: Institution | None = None


def boards(person: Person, wanted: Wanted) -> QuerySet[Any]:
    """One list of the boards: those that stand, those that somebody sees to as secretary, or the closed ones."""
    rows = Board.objects.visible_to(person)
    rows = rows.exclude(closed_on=None) if wanted.view == "closed" else rows.standing()
    if wanted.view == "mine":
        rows = rows.filter(secretary=person.pk)
    if wanted.institution:
        rows = rows.filter(institution__lineage__contains=[wanted.institution.pk])
    for word in wanted.words.split()[:6]:
        subjects = Remit.objects.filter(board=OuterRef("pk")).filter(
            Q(program__name__icontains=word) | Q(pathway__name__icontains=word) | Q(academy__name__icontains=word)
        )
        named = Q(name__icontains=word) | Q(institution__name__icontains=word)
        rows = rows.filter(named | Exists(subjects))
    return rows.select_related("institution", "secretary")


@dataclass(frozen=True)
class Line:
    """A board in a list: its seats, its meetings of a year against the rules, the next one, and advice that waits."""

    board: Board
    subjects: Sequence[str]
    seats: int
    filled: int
    held: int
    required: int
    last: Any
    following: Any
    waiting: int

    @property
    def meets_too_seldom(self) -> bool:
        return self.board.is_open and self.held < self.required


def lines_of(rows: Sequence[Board], person: Person) -> list[Line]:
    """Boards as a list shows them: as many statements for fifty as for one (M20)."""
    keys = [row.pk for row in rows]
    subjects: dict[Any, list[str]] = {key: [] for key in keys}
    remits = Remit.objects.filter(board__in=keys).select_related("program", "pathway", "academy")
    for remit in remits:
        subjects[remit.board_id].append(remit.name)
    seats = _seats(keys, person)
    met = _meetings(keys)
    waiting = dict(
        Recommendation.objects.waiting().filter(board__in=keys).values_list("board").annotate(Count("pk")).order_by()
    )
    measures = measures_for(rows)
    return [
        Line(row, subjects[row.pk], *seats.get(row.pk, (0, 0)), required=measures[row.pk].meetings,
             waiting=waiting.get(row.pk, 0), **met.get(row.pk, {"held": 0, "last": None, "following": None}))
        for row in rows
    ]  # fmt: skip


def _seats(keys: list[Any], person: Person) -> dict[Any, tuple[int, int]]:
    serving = Member.objects.serving().filter(seat=OuterRef("pk"))
    rows = Seat.objects.visible_to(person).standing().filter(board__in=keys).annotate(taken=Exists(serving))
    counts: dict[Any, tuple[int, int]] = {}
    for board, taken in rows.values_list("board", "taken"):
        seats, filled = counts.get(board, (0, 0))
        counts[board] = (seats + 1, filled + taken)
    return counts


def _meetings(keys: list[Any]) -> dict[Any, dict[str, Any]]:
    now = clock.now()
    lately = Q(meeting__state=HELD, meeting__starts_at__gte=now - timedelta(YEAR))
    ahead = Q(meeting__state=PLANNED, meeting__ends_at__gte=now)
    rows = BoardMeeting.objects.filter(board__in=keys).values("board").order_by()
    return {
        row.pop("board"): row
        for row in rows.annotate(
            held=Count("pk", filter=lately),
            last=Max("meeting__starts_at", filter=Q(meeting__state=HELD)),
            following=Min("meeting__starts_at", filter=ahead),
        )
    }


# ── What has no board ────────────────────────────────────────────────


def without(person: Person, kind: str, institution: Institution | None, words: str = "") -> QuerySet[Any]:
    """The programs, pathways or academies that have no board of their own, each with the reason where one is said."""
    model = KINDS_OF_SUBJECT[kind]
    rows = model.objects.visible_to(person)
    rows = rows.offered() if kind == "program" else rows.filter(Q(closed_on=None) | Q(closed_on__gte=clock.today()))
    served = Remit.objects.filter(**{kind: OuterRef("pk")}, board__closed_on=None)
    rows = rows.exclude(Exists(served))
    if institution:
        rows = rows.filter(institution__lineage__contains=[institution.pk])
    for word in words.split()[:6]:
        rows = rows.filter(name__icontains=word)
    reasons = Exemption.objects.select_related("by")
    related = ["institution", "pathway"] if kind != "pathway" else ["institution"]
    return rows.select_related(*related).prefetch_related(Prefetch("exemptions", reasons, to_attr="reasons"))


def boards_of_pathways(pathways: set[Any]) -> dict[Any, Board]:
    """The boards of some pathways: what a program of theirs could be put to."""
    rows = Remit.objects.filter(pathway__in=pathways, board__closed_on=None).select_related("board")
    return {row.pathway_id: row.board for row in rows}


def numbers_without(person: Person, institution: Institution | None) -> dict[str, tuple[int, int]]:
    """How many programs, pathways and academies have no board, and for how many of them nobody says why today."""
    numbers = {}
    for kind in KINDS_OF_SUBJECT:
        rows = without(person, kind, institution).order_by()
        explained = Exemption.objects.filter(Q(until=None) | Q(until__gte=clock.today()), **{kind: OuterRef("pk")})
        counts = rows.aggregate(n=Count("pk"), open=Count("pk", filter=~Exists(explained)))
        numbers[kind] = (counts["n"], counts["open"])
    return numbers


# ── Advice ───────────────────────────────────────────────────────────


def advice(person: Person, view: str, words: str = "", board: Board | None = None) -> QuerySet[Any]:
    """One list of what boards recommended: what waits, what is late, what somebody is to decide, what is closed."""
    rows = Recommendation.objects.visible_to(person)
    rows = rows.filter(board=board) if board is not None else rows
    if view == "closed":
        rows = rows.exclude(closed_on=None)
    elif view in ADVICE_VIEWS:
        rows = rows.late() if view == "late" else rows.waiting()
        rows = rows.filter(person=person.pk) if view == "mine" else rows
    for word in words.split()[:6]:
        rows = rows.filter(Q(subject__icontains=word) | Q(text__icontains=word) | Q(board__name__icontains=word))
    return rows.select_related("board__institution", "institution", "person", "program", "decided_by")


def waits_for(person: Person) -> QuerySet[Any]:
    """The advice that waits for somebody's decision: what stands beside the item in the menu."""
    return Recommendation.objects.visible_to(person).waiting().filter(person=person.pk)


def places_to_keep(person: Person) -> QuerySet[Institution]:
    """The institutions for which somebody keeps boards."""
    rows = Institution.objects.open().filter(pk__in=person.below(Permission.KEEP_BOARDS))
    return rows.order_by("lineage__len", "name")
