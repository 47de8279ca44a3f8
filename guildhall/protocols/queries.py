from datetime import date

from guildhall.lib import clock
from guildhall.lib.once import once
from guildhall.people.models import Institution
from guildhall.protocols.models import Clause, Protocol


def clauses_in_force(institution: Institution, on: date | None = None) -> dict[str, Clause]:
    """Per subject, the clause that binds an institution on a day; read once a request (B3).

    Of every title the newest version counts, the institution's own before its parents'; where two titles speak of one
    subject, the one that came into force last.
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
    for clause in sorted(clauses, key=lambda c: (c.protocol.in_force_from, -c.position)):
        if clause.protocol_id in chosen:
            found[clause.subject] = clause
    return found


def clause_in_force(subject: str, institution: Institution, on: date | None = None) -> Clause | None:
    """The clause on a subject that binds an institution on a day, or None where nothing is agreed (B3)."""
    return clauses_in_force(institution, on).get(subject)
