"""Every day: whose signature a placement lacks hears of it before the first day, and the staff once more after it.

Each hears of each paper once for a first day: where that is moved, anew. Whoever was never asked is not written to:
that is the staff's to do, and they are told.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from guildhall.lib import clock
from guildhall.placements.models import Placement
from guildhall.queue.apart import apart
from guildhall.store.locking import locked
from guildhall.supervision import emails
from guildhall.supervision.actions.linking import write_before_start
from guildhall.supervision.models import MissingTold, PaperType, Signer
from guildhall.supervision.queries.papers import LATE_DAYS, RELATED, Line, lines_of
from guildhall.supervision.starters import BY_COVERED

Moment = MissingTold.Moment


def tell_of_missing() -> int:
    """Tell everybody concerned of the papers that placements near their first day lack; returns of how many placements.

    Done twice on a day it tells nobody anything again. The caller is a keeper: it looks at all institutions.
    """
    today = clock.today()
    own = PaperType.objects.aggregate(days=Max("days_before"))["days"] or 0
    furthest = max(own, *(one.days_before for one in BY_COVERED.values()))
    ahead = Q(state__in=Placement.AHEAD, starts_on__range=(today - timedelta(LATE_DAYS), today + timedelta(furthest)))
    begun = Q(state=Placement.State.STARTED, started_on__range=(today - timedelta(LATE_DAYS), today))
    rows = Placement.objects.filter(ahead | begun).order_by("pk")
    with apart() as pieces:
        return pieces.each(_tell_of, list(rows.values_list("pk", flat=True)), today)


@transaction.atomic
def _tell_of(pk: Any, today: date) -> bool:
    locked(Placement, pk)
    row = Placement.objects.select_related(*RELATED).get(pk=pk)
    due = [one for one in lines_of([row])[pk] if one.missing and _is_due(one, row, today)]
    moment = Moment.BEGUN if row.first_day < today else Moment.AHEAD
    rows = MissingTold.objects.filter(placement=row, moment=moment, first_day=row.first_day)
    told = {(asked or kind, to) for kind, asked, to in rows.values_list("type", "asked", "to")}
    new = [line for line in due if (_key(line), Signer.INSTITUTION) not in told]
    if new:
        emails.tell_missing(row, due, begun=moment == Moment.BEGUN)
    heard = [(line, Signer.INSTITUTION.value) for line in new]
    if moment == Moment.AHEAD:
        heard += _remind(row, due, told)
    MissingTold.objects.bulk_create(
        MissingTold(
            institution=row.institution, placement=row, type=None if line.asked else line.type, asked=line.asked,
            first_day=row.first_day, to=to, moment=moment, on=today,
        )
        for line, to in heard
    )  # fmt: skip
    return bool(heard)


def _key(line: Line) -> Any:
    return line.asked or line.type.pk


def _is_due(line: Line, row: Placement, today: date) -> bool:
    return bool(row.is_open and row.first_day - timedelta(line.type.days_before) <= today)


def _remind(row: Placement, due: Sequence[Line], told: set[tuple[Any, str]]) -> list[tuple[Line, str]]:
    """Remind those who are to sign and have not heard of it yet; returns who heard of which paper."""
    waiting = [(line, to) for line in due for to in line.missing if to != Signer.INSTITUTION]
    return [(line, to) for line, to in waiting if (_key(line), to) not in told and _write(row, line, to)]


def _write(row: Placement, line: Line, to: str) -> bool:
    link = next((one for one in line.links if one.signer == to), None)
    if link is not None:
        return write_before_start(link)
    if to != Signer.STUDENT or line.paper is None or line.type.on_paper_only:
        return False
    return emails.write_to_student(row, line.paper)
