"""Seats of a board: of which category, for which organizations or cluster of partners (D13, D14)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.boards import rules
from guildhall.boards.models import Board, Seat, SeatFor
from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Person
from guildhall.store.locking import locked

MOST, MOST_IN_CLUSTER = 60, 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a seat is: its category, whether it has a vote, for whom, and what a cluster of partners is called."""

    category: str
    votes: bool = True
    organizations: Iterable[Employer] = field(default=())
    cluster: str = ""


def _check(wanted: Wanted, by: Person, known: frozenset[object] = frozenset()) -> list[Employer]:
    if wanted.category not in Seat.Category.values:
        refuse("Say of which category the seat is.")
    rows = list({one.pk: one for one in wanted.organizations}.values())
    for one in rows:
        if one.pk not in known:
            require(rules.can_seat(by, one))
    if len(rows) > MOST_IN_CLUSTER:
        refuse("Sixty organizations at most share one seat.")
    if len(rows) > 1 and not one_line(wanted.cluster):
        refuse("Several organizations share this seat: say what the cluster is called.")
    return rows


@transaction.atomic
def add_seat(board: Board, wanted: Wanted, *, by: Person) -> Seat:
    """Add a seat to a board: vacant, until somebody sits on it."""
    row = locked(Board, board.pk, "institution")
    require(rules.can_keep(by, row))
    organizations = _check(wanted, by)
    if row.seats.standing().count() >= MOST:
        refuse("Sixty seats at most belong to one board.")
    seat = Seat.objects.create(
        board=row, category=wanted.category, votes=wanted.votes, cluster=one_line(wanted.cluster)[:120]
    )
    SeatFor.objects.bulk_create(SeatFor(seat=seat, employer=one) for one in organizations)
    record("add seat", seat, by=by, after=_told(wanted, organizations), institution=row.institution)
    return seat


def _told(wanted: Wanted, organizations: Iterable[Employer]) -> dict[str, object]:
    named = [one.name for one in organizations]
    return {"category": wanted.category, "votes": wanted.votes, "cluster": wanted.cluster, "for": named}


@transaction.atomic
def change_seat(row: Seat, wanted: Wanted, *, version: int, by: Person) -> Seat:
    """Change what a seat is and for whom; organizations that whoever changes it does not see stay."""
    seat = locked(Seat, row.pk, "board__institution")
    if seat.version != version:
        raise Conflict
    require(rules.can_keep(by, seat.board))
    seen = SeatFor.objects.visible_to(by).filter(seat=seat).select_related("employer")
    known = {one.employer_id: one for one in seen}
    organizations = _check(wanted, by, frozenset(known))
    before = {"category": seat.category, "votes": seat.votes, "cluster": seat.cluster,
              "for": [one.employer.name for one in known.values()]}  # fmt: skip
    wished = {one.pk for one in organizations}
    SeatFor.objects.filter(pk__in=[one.pk for key, one in known.items() if key not in wished]).delete()
    SeatFor.objects.bulk_create(SeatFor(seat=seat, employer=one) for one in organizations if one.pk not in known)
    seat.category, seat.votes, seat.cluster = wanted.category, wanted.votes, one_line(wanted.cluster)[:120]
    seat.version += 1
    seat.save(update_fields=["category", "votes", "cluster", "version"])
    after = _told(wanted, organizations)
    record("change seat", seat, by=by, before=before, after=after, institution=seat.board.institution)
    return seat


@transaction.atomic
def join_cluster(row: Seat, employer: Employer, *, by: Person) -> Seat:
    """Let one more organization speak through a seat that a cluster of partners has (D14)."""
    seat = locked(Seat, row.pk, "board__institution")
    require(rules.can_keep(by, seat.board))
    require(rules.can_seat(by, employer))
    if seat.removed_on is not None:
        refuse("This seat was taken away.")
    if not seat.cluster:
        refuse("This seat is no cluster’s: give it a name first.")
    if seat.organizations.count() >= MOST_IN_CLUSTER:
        refuse("Sixty organizations at most share one seat.")
    _made, new = SeatFor.objects.get_or_create(seat=seat, employer=employer)
    if new:
        record("join cluster", seat, by=by, after={"for": employer.name}, institution=seat.board.institution)
    return seat


@transaction.atomic
def remove_seat(row: Seat, *, by: Person) -> None:
    """Take a seat away that nobody sits on; who sat on it stays to be read."""
    seat = locked(Seat, row.pk, "board__institution")
    require(rules.can_remove(by, seat))
    before = {"category": seat.category, "cluster": seat.cluster}
    record("remove seat", seat, by=by, before=before, institution=seat.board.institution)
    if seat.members.exists():
        seat.removed_on = clock.today()
        seat.save(update_fields=["removed_on"])
    else:
        seat.delete()
