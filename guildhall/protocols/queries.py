from datetime import date

from guildhall.lib import clock
from guildhall.people.models import Institution
from guildhall.protocols.models import Clause, Protocol


def protocols_in_force(institution: Institution, on: date | None = None) -> list[Protocol]:
    """The versions in force for an institution: per title the newest, the institution's own before its parents'."""
    day = on or clock.today()
    found: dict[str, Protocol] = {}
    rows = Protocol.objects.filter(institution_id__in=institution.lineage, in_force_from__lte=day)
    depth = {pk: n for n, pk in enumerate(institution.lineage)}
    for protocol in sorted(rows, key=lambda p: (depth[p.institution_id], p.in_force_from, p.number)):
        found[protocol.title] = protocol
    return list(found.values())


def clause_in_force(subject: str, institution: Institution, on: date | None = None) -> Clause | None:
    """The clause on a subject that binds an institution on a day, or None where nothing is agreed (B3)."""
    protocols = [p.pk for p in protocols_in_force(institution, on)]
    return (
        Clause.objects.filter(protocol__in=protocols, subject=subject)
        .select_related("protocol")
        .order_by("-protocol__in_force_from", "position")
        .first()
    )
