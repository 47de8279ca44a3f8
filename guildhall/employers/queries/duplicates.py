"""Which employers of the record may be the ones that somebody enters: found by shared keys, judged by matching."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q

from guildhall.employers import matching
from guildhall.employers.models import Employer, Identifier, Site
from guildhall.employers.querysets import EmployerQuerySet
from guildhall.people.models import Person
from guildhall.store.blocks import among, as_array

HOT_KEY = 60  # a key that more employers than this share tells too little to be worth comparing
MOST_CANDIDATES = 5
BEGINNING = 4  # letters of a name by which others are looked up that trigrams hold for unlike
MOST_COMPARED = 10  # of the employers that share a key, those that share most


@dataclass(frozen=True, slots=True)
class Candidate:
    """An employer that an entered one may be, how sure that is (0 to 1) and why."""

    employer: UUID
    score: float
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    same_name: bool
    distinctive: bool = False  # the entered name is rare enough that meeting it twice is no accident

    @property
    def against_but_name(self) -> tuple[str, ...]:
        """What speaks against it, other than that only the name agrees."""
        return tuple(words for words in self.against if words != matching.NAMES_ALONE)


@dataclass(frozen=True, slots=True)
class BySight:
    """What an entered employer may be: among those that a person sees, and among those behind the wall."""

    visible: list[Candidate]
    hidden: list[Candidate]


def likely_duplicates(
    records: Sequence[matching.Record],
    *,
    at_least: float = matching.POSSIBLE,
    ignoring: UUID | Sequence[UUID] | None = None,
) -> list[list[Candidate]]:
    """Per record, the employers of the whole record that it may be, surest first, at most five.

    For work that no person looks at: it ranks restricted employers among the others. `ignoring` is an employer that no
    record is compared with, or one for each record: its own.
    """
    own = ignoring if isinstance(ignoring, Sequence) else [ignoring] * len(records)
    normals = [matching.normal_record(record) for record in records]
    keys = [matching.weighted_keys(normal) for normal in normals]
    holders, _common = _holders_of_keys(_all_keys(keys))
    wanted = [_nearest(found, holders, own[n]) for n, found in enumerate(keys)]
    return _compared_with(records, wanted, at_least)


def visible_duplicates(
    records: Sequence[matching.Record], person: Person, *, at_least: float = matching.POSSIBLE
) -> list[list[Candidate]]:
    """The same among the employers that a person sees: whatever else there is changes nothing of it (N1, R33)."""
    return [result.visible for result in duplicates_by_sight(records, person, at_least=at_least, behind_the_wall=False)]


def duplicates_by_sight(
    records: Sequence[matching.Record],
    person: Person | None,
    *,
    at_least: float = matching.POSSIBLE,
    normals: Sequence[matching.Normal] | None = None,
    behind_the_wall: bool = True,
) -> list[BySight]:
    """The same in two rankings that know nothing of each other: what a person sees, and what lies behind the wall.

    Ranked together and filtered afterwards, a visible employer would disappear where a hidden one is nearer, and so
    tell of it. `normals` are the records in normal form, where the caller has them.
    """
    keys = [matching.weighted_keys(normal) for normal in normals or map(matching.normal_record, records)]
    holders, common = _holders_of_keys(_all_keys(keys))
    held = {pk for pks in holders.values() for pk in pks}
    seen = _seen_by(person, held)
    visible = _only(holders, seen)
    if person is not None:  # of a key that too many share, the visible ones alone may be few
        visible |= _holders_of_keys(common, Employer.objects.visible_to(person))[0]
    rankings = [_compared_with(records, [_nearest(k, visible, None) for k in keys], at_least)]
    if behind_the_wall:
        hidden = _only(holders, held - seen)
        rankings.append(_compared_with(records, [_nearest(k, hidden, None) for k in keys], at_least))
    else:
        rankings.append([[] for _record in records])
    return [BySight(*result) for result in zip(*rankings, strict=True)]


def hidden_namesakes(name: str, person: Person, *, places: frozenset[str]) -> list[UUID]:
    """The employers behind a person's wall that a typed name may be meant for: for the one check on submit (N1)."""
    form = matching.normal_name(name)
    if not form:
        return []
    behind = Employer.objects.filter(posted_at=None, merged_into=None).exclude(
        pk__in=Employer.objects.restricted_to(person).values("pk")
    )
    alike = Q(normal_name__trigram_similar=form) | Q(normal_name__startswith=form[:BEGINNING])
    rows = behind.filter(alike).order_by("pk").values_list("pk", "name")
    return [pk for pk, known in rows if matching.may_be_meant(name, known, places)]


def _only(holders: dict[int, list[UUID]], ids: set[UUID]) -> dict[int, list[UUID]]:
    """The employers under each key that are among some."""
    return {key: kept for key, pks in holders.items() if (kept := [pk for pk in pks if pk in ids])} if ids else {}


def _all_keys(keys: Sequence[dict[int, int]]) -> set[int]:
    return {key for result in keys for key in result}


def _seen_by(person: Person | None, ids: set[UUID]) -> set[UUID]:
    if person is None or not ids:
        return set()
    return set(Employer.objects.visible_to(person).filter(pk__in=among(ids)).values_list("pk", flat=True))


def _compared_with(
    records: Sequence[matching.Record], wanted: Sequence[Sequence[UUID]], at_least: float
) -> list[list[Candidate]]:
    """Per record, those of the employers wanted for it that are alike enough, surest first."""
    known = _records({pk for result in wanted for pk in result})
    pairs = [(n, pk, other) for n, result in enumerate(wanted) for pk in result for other in known.get(pk, ())]
    best: list[dict[UUID, Candidate]] = [{} for _record in records]
    if pairs:
        comparison = matching.Comparison([(records[n], other) for n, _pk, other in pairs])
        for i, (n, pk, _other) in enumerate(pairs):
            candidate = _candidate(comparison, i, pk, records[n], at_least)
            if candidate and (pk not in best[n] or candidate.score > best[n][pk].score):
                best[n][pk] = candidate
    return [sorted(result.values(), key=lambda c: (-c.score, str(c.employer)))[:MOST_CANDIDATES] for result in best]


def _nearest(keys: dict[int, int], holders: dict[int, list[UUID]], own: UUID | None) -> list[UUID]:
    """The employers that share most with a record, as many as are worth comparing."""
    shared: Counter[UUID] = Counter()
    for key, weight in keys.items():
        for pk in holders.get(key, ()):
            shared[pk] += weight
    if own:
        shared.pop(own, None)
    result = sorted(shared.items(), key=lambda one: (-one[1], one[0].int))[:MOST_COMPARED]
    return [pk for pk, weight in result if 3 * weight >= result[0][1]]  # beside one that shares all, few are alike


def _candidate(
    comparison: matching.Comparison, i: int, pk: UUID, record: matching.Record, at_least: float
) -> Candidate | None:
    """A pair as a candidate, where it is alike enough, or bears one telling name."""
    same = comparison.same_name(i)
    telling = same and matching.is_distinctive(matching.normal_name(record.name))
    if comparison.scores[i] < at_least and not telling:
        return None
    likeness = comparison.explain(i)
    return Candidate(pk, round(likeness.score, 3), likeness.reasons, likeness.against, same, telling)


def _holders_of_keys(keys: set[int], among: EmployerQuerySet | None = None) -> tuple[dict[int, list[UUID]], set[int]]:
    """The employers under each key, all of them or those among some; and the keys that too many share."""
    if not keys:
        return {}, set()
    condition, params = "", ()
    if among is not None:
        inner, params = among.order_by().values("pk").query.sql_with_params()
        condition = f"AND employer_id IN ({inner})"
    by_key: dict[int, list[UUID]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT k.key, m.employer_id FROM unnest(%s::int[]) AS k(key)
               CROSS JOIN LATERAL (
                   SELECT employer_id FROM employers_matchkey WHERE key = k.key {condition} LIMIT %s
               ) AS m""",  # noqa: S608  what Django itself compiled
            [as_array(keys), *params, HOT_KEY + 1],
        )
        for key, pk in cursor.fetchall():
            by_key[key].append(pk)
    common = {key for key, pks in by_key.items() if len(pks) > HOT_KEY}
    return {key: pks for key, pks in by_key.items() if key not in common}, common


def _records(ids: set[UUID]) -> dict[UUID, list[matching.Record]]:
    """Employers as matching compares them, one record a site, read in one statement."""
    by_key: dict[UUID, list[matching.Record]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT e.id, e.name, e.domain, s.street, s.city, s.state, s.zip, s.phone,
                   (SELECT min(i.value) FROM employers_identifier i WHERE i.employer_id = e.id AND i.scheme = 'EIN'),
                   (SELECT array_agg(n.name ORDER BY n.id) FROM employers_employername n WHERE n.employer_id = e.id)
               FROM employers_employer e LEFT JOIN employers_site s ON s.employer_id = e.id
               WHERE e.id = ANY(%s::uuid[]) AND e.merged_into_id IS NULL""",
            [as_array(ids)],
        )
        for pk, name, domain, street, city, state, code, phone, ein, names in cursor.fetchall():
            place = (street or "", city or "", state or "", code or "", phone or "")
            by_key[pk].append(matching.Record(str(pk), name, tuple(names or ()), *place, domain, ein or ""))
    return by_key


def compared(pairs: Sequence[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Candidate]:
    """How much the two of each pair look like one employer, at the sites where they are most alike."""
    known = _records({pk for pair in pairs for pk in pair})
    sides = [(pair, a, b) for pair in pairs for a in known.get(pair[0], ()) for b in known.get(pair[1], ())]
    best: dict[tuple[UUID, UUID], Candidate] = {}
    for (pair, a, b), found in zip(sides, matching.compare_pairs([(a, b) for _p, a, b in sides]), strict=True):
        if pair not in best or found.score > best[pair].score:
            same = matching.same_name(a, b)
            best[pair] = Candidate(pair[1], round(found.score, 3), found.reasons, found.against, same)
    return best


def records_of(employer: Employer) -> list[matching.Record]:
    """An employer as matching compares it: one record a site. Names, sites and identifiers are prefetched."""
    # In a fixed order: rows that were moved and moved back lie elsewhere in the table, and keys look at the first.
    eins = sorted(i.value for i in employer.identifiers.all() if i.scheme == Identifier.Scheme.EIN)
    others = tuple(n.name for n in sorted(employer.names.all(), key=lambda n: n.pk))
    sites: list[Site | None] = list(employer.sites.all()) or [None]
    return [
        matching.Record(
            id=str(employer.pk),
            name=employer.name,
            other_names=others,
            street=site.street if site else "",
            city=site.city if site else "",
            state=site.state if site else "",
            zip=site.zip if site else "",
            phone=site.phone if site else "",
            domain=employer.domain,
            ein=eins[0] if eins else "",
        )
        for site in sites
    ]
