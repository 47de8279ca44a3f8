"""A list of participations: who it was, where, and what comes twice (F23, M12)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from guildhall.audit.recording import record
from guildhall.imports.actions.hosting import Settled, settle_hosts
from guildhall.imports.columns.of_people import PARTICIPATION_FIELDS
from guildhall.imports.kinds.participations import Participation, digest_of, host_key, read
from guildhall.imports.models import Batch
from guildhall.imports.rules import can_import, can_see_people
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person
from guildhall.placements.actions import intake
from guildhall.placements.models import Host
from guildhall.placements.names import name_key, person_named, person_numbered
from guildhall.placements.wbl import BY_CODE, tidy
from guildhall.prospects.actions.asking import may_probe
from guildhall.prospects.actions.withdrawing import withdraw_prospects
from guildhall.prospects.models import Probe

FIELDS = PARTICIPATION_FIELDS
Wrong = list[tuple[int, list[str]]]
MOST_SPELLINGS = 20  # that are asked about at once


def lacking(columns: Mapping[str, int]) -> list[str]:
    """The fields that every row needs and no column holds."""
    return [field.key for field in FIELDS if field.required and field.key not in columns]


def map_spellings(batch: Batch, said: Sequence[str]) -> None:
    """Remember what somebody says of activities: "Ride along=job_shadow" holds for this list and the next ones."""
    spelled = {}
    for one in said:
        words, _equals, code = one.rpartition("=")
        if code.strip() not in BY_CODE or not words.strip():
            refuse("“{words}” is not WORDS=TYPE. Types: {types}.", words=one, types=", ".join(BY_CODE))
        spelled[tidy(words)] = code.strip()
    intake.remember_spellings(batch.institution, spelled)


def say_spellings(batch: Batch, said: Mapping[str, str], *, by: Person) -> None:
    """Remember on a page which types somebody means by the words of a list."""
    require(can_import(by, batch.institution, batch.entering))
    require(can_see_people(by, batch))
    map_spellings(batch, [f"{words}={code}" for words, code in said.items()])


def unknown_spellings(batch: Batch, rows: Iterable[tuple[int, dict[str, str]]]) -> list[str]:
    """What a list calls activities of which nobody knows the type, the most frequent first."""
    remembered = intake.spellings(batch.institution)
    everything = (read(cells, line, remembered, has_status=False) for line, cells in rows)
    counted = Counter(row.called for row in everything if row.called and not row.activity)
    return [words for words, _count in counted.most_common(MOST_SPELLINGS)]


def judge(
    batch: Batch, rows: Iterable[tuple[int, dict[str, str]]], *, by: Person, keep: bool
) -> tuple[dict[str, Any], Wrong]:
    """What becomes of every row: counts by status, and what is wrong with those that cannot be kept.

    With `keep` what is new is kept, and its hosts are settled.
    """
    remembered = intake.spellings(batch.institution)
    has_status = any("status" in columns for columns in batch.columns.values())
    everything = [read(cells, line, remembered, has_status=has_status) for line, cells in rows]
    wrong = [(row.line, row.problems) for row in everything if row.problems]
    good = [row for row in everything if not row.problems]
    _say_who(batch, good)
    parts: dict[str, tuple[Participation, str]] = {}
    repeated, second = 0, 0
    for row in good:
        marks = {_mark(batch, row, host): host for host in row.hosts or [""]}
        fresh = {mark: host for mark, host in marks.items() if mark not in parts}
        repeated += not fresh
        second += max(0, len(fresh) - 1)
        parts |= {mark: (row, host) for mark, host in fresh.items()}
    known = intake.known_marks(batch.institution, list(parts))
    new_lines = {row.line for mark, (row, _host) in parts.items() if mark not in known}
    skipped = len({row.line for row, _host in parts.values()} - new_lines)
    settled, count = Settled(), 0
    if keep:
        settled, count = _keep(batch, {m: one for m, one in parts.items() if m not in known}, by)
    tally = {
        "rows": len(everything), "new": len(new_lines), "repeated": repeated, "skipped": skipped,
        "experiences_created": count, "employers_created": len(settled.opened), "second_hosts": second,
        "not_counted": sum(row.status != "completed" for row in good), "hosts_to_settle": settled.waiting,
    }  # fmt: skip
    return tally, wrong


def _say_who(batch: Batch, rows: Sequence[Participation]) -> None:
    """Say of every row which person it counts: by number, else by name, else by the number of the row itself.

    A name without a number is the one person of that name and role whose number this list, or an earlier one, gives.
    """
    numbers: dict[tuple[str, str], set[str]] = {}
    for (who, name), known in intake.known_people(batch.institution).items():
        numbers.setdefault((who, name_key(name)), set()).update(known)
    for row in rows:
        if row.number and row.name:
            numbers.setdefault((row.who, name_key(row.name)), set()).add(row.number)
    for row in rows:
        if not row.number and row.name:
            same = numbers.get((row.who, name_key(row.name)), set())
            row.number = next(iter(same)) if len(same) == 1 else ""
        if row.number:
            row.person = person_numbered(row.number)
        elif row.name:
            row.person = person_named(row.who, row.name)
        else:
            row.person = f"record {row.record}" if row.record else f"line {batch.digest[:16]} {row.line}"


def _mark(batch: Batch, row: Participation, host: str) -> str:
    facts = (row.person, row.activity, host_key(host), row.start, row.status)
    return digest_of(batch.institution_id, *facts)


def _keep(batch: Batch, parts: Mapping[str, tuple[Participation, str]], by: Person) -> tuple[Settled, int]:
    names: dict[str, str] = {}
    cities: dict[str, str] = {}
    for row, host in parts.values():
        if host:
            names.setdefault(host_key(host), host)
            cities.setdefault(host_key(host), row.city)
    hosts = intake.hosts_of(batch.institution, names, batch=batch.pk)
    settled = Settled()
    if names:
        settled = _settle(batch, list(hosts.values()), cities, by)
    kept = [
        intake.Part(row.line, mark, row.who, row.person, row.name, row.number, row.record, row.activity,
                    hosts[host_key(host)].pk if host else None, row.start, row.end, row.hours, row.status)
        for mark, (row, host) in parts.items() if row.start
    ]  # fmt: skip
    return settled, intake.take_in(kept, institution=batch.institution, batch=batch.pk)


def _settle(batch: Batch, hosts: Sequence[Host], cities: Mapping[str, str], by: Person) -> Settled:
    """Settle the hosts of a list; a list counts as one blind check of new names, as any other list does (N1)."""
    require(may_probe(by))
    settled = settle_hosts(batch, hosts, cities, by=by)
    words = f"list of {len(hosts)} hosts, {settled.waiting} to settle: {batch.file_name}"[:250]
    Probe.objects.create(person=by, institution=batch.institution, typed=words, matched=settled.waiting > 0)
    return settled


def note(batch: Batch, count: int, *, by: Person) -> None:
    """Write into the journal that the list was taken in: how many, and nobody's name."""
    record("take in experiences", batch, by=by, after={"kept": count}, institution=batch.institution)


def take_back(batch: Batch, *, by: Person) -> int:
    """Take back what the list brought, with the employers that it opened, unless somebody has worked on them."""
    opened = list(Host.objects.filter(batch=batch.pk).exclude(employer=None).values_list("employer", flat=True))
    count = intake.give_back(batch.pk)
    still = set(Host.objects.filter(employer__in=opened).values_list("employer", flat=True))
    withdraw_prospects([pk for pk in dict.fromkeys(opened) if pk not in still])
    record("give back experiences", batch, by=by, after={"taken_back": count}, institution=batch.institution)
    return count
