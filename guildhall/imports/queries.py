from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from guildhall.employers.models import Employer
from guildhall.imports.models import Batch, Row
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.prospects.actions.asking import UNDER_WAY
from guildhall.students.queries import places_to_keep

ASKING, DECIDED = ("duplicate", "repeated"), "decided"  # what somebody is asked about, and what is answered
STATUSES = ("new", "duplicates", "repeated", "invalid", "skipped", "applied")


@dataclass(frozen=True)
class Sight:
    """A row's candidates as one person may see them: visible ones with their record, hidden ones blindly."""

    visible: list[tuple[Employer, dict[str, Any]]]
    hidden_ids: list[UUID]

    @property
    def hidden(self) -> bool:
        return bool(self.hidden_ids)

    @property
    def visible_ids(self) -> list[UUID]:
        return [employer.pk for employer, _candidate in self.visible]


def candidates_for(person: Person, rows: Sequence[Row]) -> dict[int, Sight]:
    """Per row, its candidates as the person may see them now; one query for all (N1)."""
    ids = {UUID(c["employer"]) for row in rows for c in row.candidates}
    seen = Employer.objects.visible_to(person).filter(pk__in=ids).defer("search")
    known = {employer.pk: employer for employer in seen.prefetch_related("sites", "names", "identifiers", "tags")}
    alive = set(Employer.objects.filter(pk__in=ids, merged_into=None).values_list("pk", flat=True))
    by_key = {}
    for row in rows:
        visible, hidden = [], []
        for candidate in row.candidates:
            pk = UUID(candidate["employer"])
            if pk in known:
                visible.append((known[pk], candidate))
            elif candidate.get("near") and pk in alive:
                hidden.append(pk)
        by_key[row.pk] = Sight(visible, hidden)
    return by_key


def opening(person: Person, rows: Sequence[Row]) -> set[UUID]:
    """The employers of applied rows whose page opens for the person."""
    ids = {row.employer for row in rows if row.employer}
    return set(Employer.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()


def with_body(rows: Any, person: Person) -> Any:
    """Lists with `body_name`: the chamber whose members they are, where the person sees it."""
    seen = Employer.objects.visible_to(person).filter(pk=OuterRef("body"))
    return rows.annotate(body_name=Subquery(seen.values("name")[:1]))


def counts(batch: Batch) -> dict[str, int]:
    """How many rows stand in each status: they partition the batch."""
    by_status = Counter(dict(batch.rows.order_by().values_list("status").annotate(n=Count("pk"))))
    details = {"rows": sum(by_status.values())}
    for key in STATUSES:
        details[key] = by_status.get("duplicate" if key == "duplicates" else key, 0)
    return details


def by_tab(batch: Batch) -> dict[str, int]:
    """How many rows stand under each tab of the page: what somebody has decided about leaves those that ask."""
    rows = batch.rows.order_by().values_list("status", "decision").annotate(n=Count("pk"))
    tally = dict.fromkeys((*Row.Status.values, DECIDED), 0)
    for status, decision, n in rows:
        tally[DECIDED if decision and status in ASKING else status] += n
    return tally


def under(batch: Batch, tab: str) -> QuerySet[Row]:
    """The rows under one tab."""
    if tab == DECIDED:
        return batch.rows.filter(status__in=ASKING).exclude(decision="")
    rows = batch.rows.filter(status=tab)
    return rows.filter(decision="") if tab in ASKING else rows


def summary(batch: Batch) -> dict[str, Any]:
    """A batch as the command line prints it."""
    created = {f"{what}_created": batch.created.get(what, 0) for what in ("employers", "contacts", "engagements")}
    return {"batch": str(batch.pk), **counts(batch), **created}


def rows_as_json(person: Person | None, batch: Batch) -> list[dict[str, Any]]:
    """Every row as the command line prints it; a candidate that the importer may not see is told of blindly."""
    rows = list(batch.rows.order_by("sheet", "line"))
    sight = candidates_for(person, rows) if person else {}
    return [_row(row, sight[row.pk]) if row.pk in sight else _row(row, Sight([], [])) for row in rows]


def _row(row: Row, sight: Sight) -> dict[str, Any]:
    candidates: list[dict[str, Any]] = [
        {"employer": str(e.pk), "name": e.name, "score": c["score"], "reasons": c["reasons"]} for e, c in sight.visible
    ]
    if sight.hidden:
        candidates.append({"employer": None, "name": None, "score": None, "reasons": [UNDER_WAY]})
    return {
        "line": row.line,
        "sheet": row.sheet,
        "status": row.status,
        "employer": str(row.employer) if row.employer else None,
        "values": row.values,
        "candidates": candidates,
        "errors": row.errors,
        "remarks": row.remarks,
        "note": row.note,
        "decision": row.decision,
        "not_kept": row.effects.get("left", []),
    }


def people_lists_for(person: Person) -> QuerySet[Batch]:
    """The lists of people of a person's institutions, the newest first."""
    return Batch.objects.of_people_for(person).select_related("by", "institution", "clause__protocol")


def places_to_bring_people(person: Person) -> QuerySet[Institution]:
    """The institutions for which a person brings a list of students, of participations or of programs."""
    teaching = Institution.objects.where(person, Permission.KEEP_PROGRAMS).order_by().values("pk")
    importing = Institution.objects.where(person, Permission.IMPORT_LISTS).order_by().values("pk")
    keeping = places_to_keep(person).order_by().values("pk")
    return (
        Institution.objects.filter(Q(pk__in=importing) | Q(pk__in=keeping) | Q(pk__in=teaching)).open().order_by("name")
    )
