"""Which employers the hosts of a list are: matched as employers of other lists are, once for each spelling."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from guildhall.employers import matching
from guildhall.employers.actions.entering import NewEmployer, NewSite
from guildhall.employers.queries.duplicates import BySight, duplicates_by_sight
from guildhall.imports.models import Batch
from guildhall.people.models import Person
from guildhall.placements.models import Host
from guildhall.prospects.actions.asking import behind_the_wall
from guildhall.prospects.actions.attesting import attest_partners
from guildhall.prospects.actions.opening import open_prospects
from guildhall.prospects.rules import can_enter

BLOCK = 500


@dataclass
class Settled:
    """What became of the hosts of a list."""

    linked: int = 0
    opened: list[UUID] = field(default_factory=list)
    waiting: int = 0  # a person says which employer it is


def settle_hosts(batch: Batch, hosts: Sequence[Host], cities: Mapping[str, str], *, by: Person) -> Settled:
    """Link hosts to the employers that they surely are, open those that nobody knows, and let the others wait.

    Surely: the one near employer in sight. What lies behind the vetting wall lets a host wait and tells nothing (N1).
    """
    result = Settled()
    open_hosts = [host for host in hosts if host.employer_id is None]
    fresh: list[Host] = []
    for start in range(0, len(open_hosts), BLOCK):
        block = open_hosts[start : start + BLOCK]
        records = [_entered(host, cities, batch).record() for host in block]
        for host, found in zip(block, duplicates_by_sight(records, by), strict=True):
            pk = _only(found)
            if pk is not None:
                host.employer_id = pk
                result.linked += 1
            elif _near(found):
                result.waiting += 1
            else:
                fresh.append(host)
    _open(batch, fresh, cities, by, result)
    Host.objects.bulk_update([host for host in open_hosts if host.employer_id], ["employer", "batch"], batch_size=BLOCK)
    return result


def _open(batch: Batch, hosts: Sequence[Host], cities: Mapping[str, str], by: Person, result: Settled) -> None:
    """Open the employers that nobody knows: rows that are one employer open it once."""
    if not hosts or not can_enter(by, batch.institution):
        result.waiting += len(hosts)
        return
    entered = [_entered(host, cities, batch) for host in hosts]
    builder = matching.Builder()
    for one in entered:
        builder.add(one.record())
    firsts = [int(n) for n in matching.cluster_columns(builder.columns(), 1)]
    leading = sorted(set(firsts))
    new = [entered[n] for n in leading]
    if batch.entering == Batch.Entering.VETTED:
        ids = attest_partners(new, institution=batch.institution, clause=batch.clause, by=by)
    else:
        ids = open_prospects(new, holder=batch.institution, by=by)
    by_first = dict(zip(leading, ids, strict=True))
    for host, first in zip(hosts, firsts, strict=True):
        host.employer_id, host.batch = by_first[first], batch.pk
    result.opened = list(ids)


def _entered(host: Host, cities: Mapping[str, str], batch: Batch) -> NewEmployer:
    city = cities.get(host.key, "")
    return NewEmployer(name=host.name, site=NewSite("", city, "", "") if city else None, source=batch.file_name)


def _near(found: BySight) -> bool:
    return any(behind_the_wall(c) for c in (*found.visible, *found.hidden))


def _only(found: BySight) -> UUID | None:
    """The one employer that is meant: alone of its name, or alone near enough, and nothing else speaks against it."""
    near = [c for c in found.visible if behind_the_wall(c)]
    named = [c for c in near if c.same_name]
    chosen = named if len(named) == 1 else near
    return chosen[0].employer if len(chosen) == 1 and not chosen[0].against_but_name else None
