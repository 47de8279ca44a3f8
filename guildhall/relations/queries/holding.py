"""Who holds parts of the web together, and what hangs on one person alone (D20)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F, Q

from guildhall.employers.models import Employer
from guildhall.pathways.models import Pathway, Program
from guildhall.people.models import Institution, Person
from guildhall.relations.graph import Cut, cuts_of, parts_of, web_of, without_ends
from guildhall.relations.queries.named import Named, named
from guildhall.relations.queries.sorts import SORTS, Kind, Point, pairs_of

MOST_EMPLOYERS = 400  # that are looked at together
MOST_ROWS = 25  # who holds together, and on whom much hangs
NAMED_EACH = 5


@dataclass(frozen=True)
class Holds:
    """Somebody, or something, without whom a part of the web would be cut off: how many employers, and some of them."""

    of: Named
    employers: int
    some: list[Named]

    @property
    def more(self) -> int:
        return self.employers - len(self.some)


@dataclass(frozen=True)
class Holding:
    """What was looked at, who holds it together, and what hangs on one person."""

    employers: int
    is_cut: bool  # there were more employers than are looked at together
    parts: int
    holds: list[Holds] = field(default_factory=list)
    hangs: list[Holds] = field(default_factory=list)
    nobody: int = 0  # employers that no colleague is connected with


def employers_near(person: Person, institution: Institution | None, pathway: Pathway | None) -> list[UUID]:
    """The employers that are connected with an institution and all below it, or with a pathway and its programs; of all
    that a person sees where neither is named; those that somebody spoke with last first.
    """
    rows = Employer.objects.visible_to(person)
    if pathway:
        programs = Program.objects.visible_to(person).filter(pathway=pathway).values_list("pk", flat=True)
        rows = rows.filter(
            _connected(person, Kind.PATHWAY, [pathway.pk]) | _connected(person, Kind.PROGRAM, list(programs))
        )
    elif institution:
        below = Institution.objects.under(institution.pk).values_list("pk", flat=True)
        rows = rows.filter(_connected(person, Kind.INSTITUTION, list(below)))
    last_first = F("last_engaged_at").desc(nulls_last=True)
    return list(rows.order_by(last_first, "pk").values_list("pk", flat=True)[: MOST_EMPLOYERS + 1])


def _connected(person: Person, kind: Kind, keys: list[UUID]) -> Q:
    """The condition that an employer is connected with one of some points of a kind."""
    found = Q(pk__in=[])
    for sort in SORTS:
        if sort.one == Kind.EMPLOYER and sort.other == kind:
            first, second = sort.columns
            found |= Q(pk__in=sort.rows(person).filter(**{f"{second}__in": keys}).order_by().values(first))
    return found


def holding(person: Person, *, institution: Institution | None = None, pathway: Pathway | None = None) -> Holding:
    """Who holds a part of the web together, without the institutions, which on paper hold everything."""
    keys = employers_near(person, institution, pathway)
    near = set(keys[:MOST_EMPLOYERS])
    sorts = [sort for sort in SORTS if sort.one == Kind.EMPLOYER and sort.other != Kind.INSTITUTION]
    pairs = [pair for some in pairs_of(person, [(sort, near, None) for sort in sorts]) for pair in some]
    employers = {Point(Kind.EMPLOYER, pk) for pk in near}
    web = web_of(pairs)
    ends = [point for point in web if point.kind != Kind.EMPLOYER]
    held = without_ends(web, [point for point in ends if point.kind != Kind.COLLEAGUE])
    cuts = _most(cuts_of(held), employers)
    alone = _alone(web, employers)
    names = named(person, [*(cut.point for cut in cuts), *(p for c in cuts for p in _some(c.off & employers)),
                           *(who for who, _own in alone), *(p for _who, own in alone for p in _some(own))])  # fmt: skip
    return Holding(
        len(near), len(keys) > MOST_EMPLOYERS, len(parts_of(held)),
        [_holds(cut, employers, names) for cut in cuts if cut.point in names],
        [Holds(names[who], len(own), _names(own, names)) for who, own in alone if who in names],
        sum(not any(near.kind == Kind.COLLEAGUE for near in web.get(one, ())) for one in employers),
    )  # fmt: skip


def _most(cuts: list[Cut[Point]], employers: set[Point]) -> list[Cut[Point]]:
    telling = [cut for cut in cuts if cut.off & employers]
    return sorted(telling, key=lambda cut: (-len(cut.off & employers), str(cut.point.pk)))[:MOST_ROWS]


def _alone(web: dict[Point, set[Point]], employers: set[Point]) -> list[tuple[Point, set[Point]]]:
    """The colleagues with whom alone employers are connected, most employers first."""
    found: dict[Point, set[Point]] = {}
    for employer in employers:
        people = [point for point in web.get(employer, ()) if point.kind == Kind.COLLEAGUE]
        if len(people) == 1:
            found.setdefault(people[0], set()).add(employer)
    return sorted(found.items(), key=lambda one: (-len(one[1]), str(one[0].pk)))[:MOST_ROWS]


def _some(points: Iterable[Point]) -> list[Point]:
    return sorted(points, key=lambda point: str(point.pk))[:NAMED_EACH]


def _names(points: Iterable[Point], names: dict[Point, Named]) -> list[Named]:
    return sorted((names[point] for point in _some(points) if point in names), key=lambda one: one.name.casefold())


def _holds(cut: Cut[Point], employers: set[Point], names: dict[Point, Named]) -> Holds:
    off = cut.off & employers
    return Holds(names[cut.point], len(off), _names(off, names))
