from datetime import date
from typing import Any

from guildhall.lib import clock
from guildhall.lib.once import once
from guildhall.people.models import Institution
from guildhall.protocols.models import Clause, Protocol
from guildhall.protocols.parameters import bounded, default_of, may_be_local


def clauses_in_force(institution: Institution, on: date | None = None) -> dict[str, Clause]:
    """Per subject, the clause that binds an institution on a day; read once a request (B3).

    Of every title the newest version counts, the institution's own before its parents'. Where two titles speak of one
    subject, the institution's own clause counts, else the one that came into force last.
    """
    day = on or clock.today()
    return once(("clauses", tuple(institution.lineage), day), lambda: _clauses(institution, day))


def _clauses(institution: Institution, day: date) -> dict[str, Clause]:
    depth = {pk: n for n, pk in enumerate(institution.lineage)}
    rows = Clause.objects.filter(protocol__institution__in=institution.lineage, protocol__in_force_from__lte=day)
    clauses = list(rows.select_related("protocol"))
    in_force: dict[str, Protocol] = {}
    every = {clause.protocol_id: clause.protocol for clause in clauses}
    for protocol in sorted(every.values(), key=lambda p: (depth[p.institution_id], p.in_force_from, p.number)):
        in_force[protocol.title] = protocol
    chosen = {protocol.pk for protocol in in_force.values()}
    found: dict[str, Clause] = {}
    above: dict[str, Clause] = {}
    order = sorted(clauses, key=lambda c: (depth[c.protocol.institution_id], c.protocol.in_force_from, -c.position))
    for clause in order:
        if clause.protocol_id in chosen:
            last = found.get(clause.subject)
            if last and last.protocol.institution_id != clause.protocol.institution_id:
                above[clause.subject] = last
            found[clause.subject] = _bound(clause, above.get(clause.subject))
    return found


def _bound(clause: Clause, above: Clause | None) -> Clause:
    """An institution's own clause may be stricter than the one above it, and is nowhere less strict (B17)."""
    if above and may_be_local(clause.subject):
        clause.parameters = bounded(clause.subject, above.parameters, clause.parameters)
    return clause


def clause_in_force(subject: str, institution: Institution, on: date | None = None) -> Clause | None:
    """The clause on a subject that binds an institution on a day, or None where nothing is agreed (B3)."""
    return clauses_in_force(institution, on).get(subject)


def parameter(subject: str, key: str, institution: Institution, default: Any = None, on: date | None = None) -> Any:
    """What the clause in force fixes for an institution; where none does, `default`, else the documented default."""
    clause = clause_in_force(subject, institution, on)
    value = clause.parameters.get(key) if clause else None
    if value is not None:
        return value
    return default if default is not None else default_of(subject, key)
