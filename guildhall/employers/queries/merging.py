"""What a data steward reads before joining two employers, and the merges that can still be undone."""

from collections.abc import Collection, Iterable
from copy import copy
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.employers.merge_rules import Move
from guildhall.employers.merging import fits, joint_facts, relations
from guildhall.employers.models import (
    Contact,
    Designation,
    DuplicatePair,
    Employer,
    EmployerName,
    Identifier,
    Merge,
    Site,
)
from guildhall.employers.queries.searching import searched
from guildhall.employers.queries.standing import standing_of
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.models import Institution, Person
from guildhall.store.counts import counts
from guildhall.ui.dates import in_words

SHOWN = 8  # of the values of one field; the others are counted
IN_THE_TABLE = (EmployerName, Site, Contact, Identifier, Designation)  # fields of their own, not counted once more


def recent_merges(person: Person, count: int = 10) -> list[tuple[Merge, Verdict]]:
    """The newest merges that stand, each with whether it can be undone now (N16)."""
    rows = Merge.objects.visible_to(person).standing().select_related("survivor", "loser", "by").order_by("-pk")
    matches = list(rows.defer("moves", "survivor__search", "loser__search")[:count])
    same = Merge.objects.standing().filter(survivor__in={m.survivor_id for m in matches})
    last = set(same.order_by("survivor", "-pk").distinct("survivor").values_list("pk", flat=True))
    later = no("Another record was merged into this one later. Undo that merge first.")
    return [(merge, YES if merge.pk in last else later) for merge in matches]


def others_named(person: Person, employer: Employer, q: str) -> list[Employer]:
    """The employers that a person sees and that fit some words, but for one: to pick its duplicate from."""
    rows = Employer.objects.visible_to(person).exclude(pk=employer.pk)
    ids = searched(rows, q)[:20]
    result = rows.select_related("holder").defer("search").in_bulk(ids)
    return [result[pk] for pk in ids if pk in result]


def survivor_of(pk: UUID) -> UUID:
    """The record that an employer lives on in, however many merges lie between; itself where it was not merged."""
    return survivors_of([pk]).get(pk, pk)


def survivors_of(ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Per employer, the record that it lives on in; those that are there no more are missing. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH RECURSIVE chain AS (
                   SELECT id AS start, id, merged_into_id FROM employers_employer WHERE id = ANY(%s)
                   UNION ALL
                   SELECT c.start, e.id, e.merged_into_id
                   FROM employers_employer e JOIN chain c ON e.id = c.merged_into_id
               ) SELECT start, id FROM chain WHERE merged_into_id IS NULL""",
            [list(ids)],
        )
        return dict(cursor.fetchall())


# ── Two records side by side ─────────────────────────────────────────


@dataclass(frozen=True)
class Part:
    """One value of a field; `marked` where the other record lacks it, in the result where it is added."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Line:
    """One field of two records, and what it says after the merge."""

    label: str
    sides: tuple[list[Part], list[Part]]
    result: list[Part]
    name: str = ""  # of the choice, where one of the two is chosen

    @property
    def choice(self) -> bool:
        """Whether both say something else, so that one of the two is chosen."""
        return bool(self.name and all(self.sides) and self.sides[0] != self.sides[1])

    @property
    def same(self) -> bool:
        return not any(p.marked for values in (*self.sides, self.result) for p in values)


@dataclass(frozen=True)
class Option:
    """One of the two as the one that stays, and whether it may."""

    employer: Employer
    chosen: bool
    verdict: Verdict
    words: str


@dataclass(frozen=True)
class Comparison:
    """Two records field by field, with the one that is to survive."""

    sides: tuple[Employer, Employer]
    survivor: Employer
    options: list[Option]
    lines: list[Line]
    taken: Collection[str] = ()  # of which fields the other record's value is taken

    @property
    def consequence(self) -> str:
        """Who sees something after the merge that they did not, or no longer what they did."""
        loser = next(e for e in self.sides if e is not self.survivor)
        if self.survivor.posted_at and loser.posted_at is None:
            return _(
                "The institutions will see the names, sites and contacts of the restricted record. Its notes and "
                "engagements stay in the CRM; each note can be let out later."
            )
        if self.survivor.holder_id != loser.holder_id and self.survivor.posted_at is None:
            return _("The staff of %s will no longer see this employer.") % loser.holder
        return ""

    @property
    def mergeable(self) -> bool:
        return any(option.verdict for option in self.options)


def comparison(person: Person, pair: DuplicatePair, keep: str = "", choose: Collection[str] = ()) -> Comparison:
    """Two records and the result. Unless said, the better one stays: the one that may, that is shared, that says and
    has more, that is older.
    """
    rows = Employer.objects.filter(pk__in=[pair.first_id, pair.second_id]).defer("search")
    rows = rows.select_related("holder", "owner", "last_engaged_by")
    result = rows.prefetch_related("names", "sites", "contacts", "identifiers", "tags").in_bulk()
    sides = (result[pair.first_id], result[pair.second_id])
    tallies = _tallies(person, sides)
    history = {e.pk: sum(tally.get(e.pk, 0) for _label, tally in tallies) for e in sides}
    weight = {e.pk: history[e.pk] + _said(e) for e in sides}
    may = {one.pk: bool(fits(one, other)) for one, other in (sides, sides[::-1])}
    best = sorted(sides, key=lambda e: (not may[e.pk], e.posted_at is None, -weight[e.pk], e.entered_at, e.pk))
    survivor = next((e for e in sides if str(e.pk) == keep), best[0])
    loser = sides[0] if survivor is sides[1] else sides[1]
    options = []
    for one, other in (sides, sides[::-1]):
        options.append(Option(one, one is survivor, fits(one, other), _history_words(one)))
    lines = _lines(sides, survivor, loser, choose)
    for label, tally in tallies:
        if not any(tally.values()):
            continue  # a row of zeros tells nothing
        counts = [[Part(f"{tally.get(e.pk, 0):,}")] for e in sides]
        lines.append(Line(capfirst(label), (counts[0], counts[1]), [Part(f"{sum(tally.values()):,}")]))
    return Comparison(sides, survivor, options, [line for line in lines if any(line.sides) or line.result], choose)


def _said(employer: Employer) -> int:
    """How much a record says of itself: facts, names, sites, contacts, numbers."""
    facts = (employer.domain, employer.naics or employer.industry, employer.staff_count, employer.owner_id)
    many = (employer.names, employer.sites, employer.contacts, employer.identifiers)
    return sum(fact not in ("", None) for fact in facts) + sum(len(rows.all()) for rows in many)


def _history_words(employer: Employer) -> str:
    return _("%(standing)s, entered %(day)s") % {
        "standing": standing_of(employer).words,
        "day": in_words(employer.entered_at),
    }


def _tallies(person: Person, sides: Iterable[Employer]) -> list[tuple[str, dict[UUID, int]]]:
    """What else hangs on the two and moves, counted as far as the person sees it: engagements, notes, requests."""
    both, labels, lists = list(sides), [], []
    for relation in relations():
        model = relation.model
        if isinstance(relation.rule, Move) and model not in IN_THE_TABLE and not model._meta.auto_created:
            rows: Any = model._default_manager.all()
            if hasattr(rows, "visible_to"):
                rows = rows.visible_to(person)
            labels.append(str(model._meta.verbose_name_plural))
            lists += [rows.filter(**{relation.field.name: side}) for side in both]
    numbers = counts(lists)  # all of them in one statement
    n = len(both)
    return [(label, dict(zip((e.pk for e in both), numbers[i * n :], strict=False))) for i, label in enumerate(labels)]


def _lines(
    sides: tuple[Employer, Employer], survivor: Employer, loser: Employer, choose: Collection[str]
) -> list[Line]:
    joint = copy(survivor)
    for _before, after in joint_facts(survivor, loser, choose):
        for column, value in after.items():
            setattr(joint, column, value)
    audience = Institution.objects.in_bulk({pk for e in (*sides, joint) for pk in e.audience or ()})
    if "owner" in choose:
        joint.owner = loser.owner
    single = [
        (_("Name"), lambda e: e.name, "name"),
        (_("Website"), lambda e: e.domain, "domain"),
        (_("Industry"), lambda e: " · ".join(x for x in (e.industry, e.naics) if x), "industry"),
        (_("Staff"), lambda e: "" if e.staff_count is None else f"{e.staff_count:,}", "staff_count"),
        (_("Recruits for others"), lambda e: _("yes") if e.third_party_recruiter else "", ""),
        (_("Owner"), lambda e: str(e.owner or ""), "owner"),
        (_("Last contact"), _last_contact, ""),
        (_("Who sees it"), lambda e: _standing(e, audience), ""),
    ]
    many = [
        (_("Other names"), lambda e: [n.name for n in e.names.all()]),
        (_("Sites"), lambda e: [s.address or str(s) for s in e.sites.all()]),
        (_("Contacts"), lambda e: [str(c) for c in e.contacts.all()]),  # names only: addresses are shown one by one
        (_("Register numbers"), lambda e: [str(i) for i in e.identifiers.all()]),
        (_("Tags"), lambda e: [t.name for t in e.tags.all()]),
    ]
    lines = [
        _line(label, *([v] if (v := read(e)) else [] for e in sides), _kept(read(survivor), read(joint)), name=name)
        for label, read, name in single
    ]
    added = {_fold(joint.name), ""}
    for label, read in many:
        ours, theirs = read(survivor), read(loser)
        if label == many[0][0]:
            theirs = [*theirs, survivor.name if "name" in choose else loser.name]
        known = {_fold(v) for v in ours} | added
        new = [v for v in dict.fromkeys(theirs) if _fold(v) not in known]
        lines.insert(
            1 if label == many[0][0] else len(lines),
            _line(label, *(read(e) for e in sides), _few([*map(Part, ours), *(Part(v, True) for v in new)])),
        )
    return lines


def _kept(ours: str, joint: str) -> list[Part]:
    return [Part(joint, joint != ours)] if joint else []


def _line(label: str, left: list[str], right: list[str], result: list[Part], *, name: str = "") -> Line:
    folds = ({_fold(v) for v in left}, {_fold(v) for v in right})
    marked = [[Part(v, _fold(v) not in folds[1 - n]) for v in side] for n, side in enumerate((left, right))]
    return Line(label, (_few(marked[0]), _few(marked[1])), result, name)


def _few(parts: list[Part]) -> list[Part]:
    """The first values of a long field, those that differ before the others."""
    if len(parts) <= SHOWN:
        return parts
    first = sorted(parts, key=lambda p: not p.marked)[:SHOWN]
    more = len(parts) - SHOWN
    return [*first, Part(ngettext("and %d other", "and %d others", more) % more)]


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def _last_contact(employer: Employer) -> str:
    if employer.last_engaged_at is None:
        return ""
    day = in_words(employer.last_engaged_at)
    return f"{day}, {employer.last_engaged_by.code}" if employer.last_engaged_by else day


def _standing(employer: Employer, audience: dict[UUID, Institution]) -> str:
    words = standing_of(employer).words
    if employer.posted_at is None or not employer.audience:
        return words
    return f"{words}: {', '.join(sorted(audience[pk].code for pk in employer.audience if pk in audience))}"
