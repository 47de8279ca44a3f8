"""Programs and pathways for pages, and codes for whoever types them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from guildhall.lib import clock
from guildhall.pathways.clusters import FRAMEWORKS, alike
from guildhall.pathways.models import Code, Pathway, Program
from guildhall.people.models import Institution, Person

Scheme = Code.Scheme
SIX = "6"  # the level of a CIP code that a program carries
DETAILED = "detailed"
MOST_CODES = 40  # crossings of one program that a page lists


def titles_of(scheme: str, codes: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The titles of some (version, code), also of versions and codes that are no longer in use."""
    wanted = set(codes)
    rows = Code.objects.filter(scheme=scheme, code__in={code for _version, code in wanted})
    return {(v, c): title for v, c, title in rows.values_list("version", "code", "title") if (v, c) in wanted}


def code_typed(scheme: str, text: str) -> Code | None:
    """The code of the newest list that somebody means, who typed it, its title or both; None where there is none."""
    words = " ".join(text.split())
    rows = Code.objects.newest(scheme)
    first = words.split(" ")[0]
    return rows.filter(code=first).first() or rows.filter(title__iexact=words).first()


def successor_of(code: Code) -> Code | None:
    """The code that one has become that its list has no more: the same title under another number."""
    rows = Code.objects.filter(scheme=code.scheme, version=code.version, title=code.title, valid=True)
    return rows.exclude(code=code.code).order_by("code").first()


@dataclass(frozen=True)
class Fate:
    """What became of a code that a record carries: the code that it is now, or none."""

    code: str
    title: str = ""
    in_version: str = ""  # where it is only the list that is newer

    @property
    def is_gone(self) -> bool:
        return not self.code


def fates_of(scheme: str, codes: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Fate]:
    """What became of some (version, code) that moved or were deleted, in their list or in the newest one (D11).

    Codes that are still what they were are not told of, nor those of which no list is loaded.
    """
    wanted = {(version, code) for version, code in codes if code}
    if not wanted:
        return {}
    newest = {row.code: row for row in Code.objects.newest(scheme).filter(code__in={code for _v, code in wanted})}
    own = {(row.version, row.code): row for row in Code.objects.filter(scheme=scheme, code__in={c for _v, c in wanted})}
    last = Code.objects.filter(scheme=scheme).order_by("-version").values_list("version", flat=True).first()
    if last is None:
        return {}
    known = {code: row for (_version, code), row in sorted(own.items())}
    lost = {key: own.get(key) or known.get(key[1]) for key in wanted if key[1] not in newest}
    titles = {row.title for row in lost.values() if row}
    rows = Code.objects.newest(scheme).filter(title__in=titles) if titles else ()
    now = {row.title: row for row in sorted(rows, key=lambda row: row.code, reverse=True)}
    fates = {key: _fate(now.get(row.title) if row else None) for key, row in lost.items()}
    renamed = {key: row for key in wanted - lost.keys() if (row := own.get(key)) and row.title != newest[key[1]].title}
    return fates | {key: Fate(key[1], newest[key[1]].title, last) for key in renamed}


def _fate(row: Code | None) -> Fate:
    return Fate(row.code, row.title, row.version) if row else Fate("")


def is_loaded(scheme: str) -> bool:
    """Whether any version of a list was loaded."""
    return Code.objects.filter(scheme=scheme).exists()


def known_codes(scheme: str) -> list[str]:
    """Codes with their titles, to suggest while somebody types: those that records carry, not the headings above."""
    rows = Code.objects.newest(scheme)
    level = {Scheme.CIP: SIX, Scheme.SOC: DETAILED}.get(Scheme(scheme))
    rows = rows.filter(level=level) if level else rows
    return [f"{code} {title}" for code, title in rows.order_by("code").values_list("code", "title")]


def cluster_choices(empty: Any) -> list[Any]:
    """The clusters of both frameworks to choose from, the newer first."""
    groups = [(framework, [(one.key, one.name) for one in clusters]) for framework, clusters in FRAMEWORKS.items()]
    return [("", empty), *groups]


@dataclass(frozen=True)
class Shelf:
    """The programs of one institution."""

    institution: Institution
    rows: list[Program] = field(default_factory=list)


def shelves(person: Person, *, institution: Institution | None, cluster: str = "", former: bool = False) -> list[Shelf]:
    """The programs that institutions offer, by institution; of all where none is named, one's own first."""
    rows = Program.objects.visible_to(person).select_related("institution", "pathway")
    rows = rows if former else rows.offered()
    if institution:
        rows = rows.filter(institution__lineage__contains=[institution.pk])
    if cluster:
        rows = rows.filter(cluster__in=alike(cluster))
    by_place: dict[Any, Shelf] = {}
    for row in rows.order_by("institution__name", "name"):
        by_place.setdefault(row.institution_id, Shelf(row.institution)).rows.append(row)
    own = {post.institution_id for post in person.posts}
    return sorted(by_place.values(), key=lambda shelf: shelf.institution.pk not in own)


def occupations_of(program: Program) -> list[Code]:
    """The occupations that a program leads to, as the official crosswalk has it."""
    rows = Code.objects.filter(comes_from__origin__scheme=Scheme.CIP, comes_from__origin__code=program.cip)
    rows = rows.filter(comes_from__origin__version=program.cip_version) if program.cip else rows.none()
    return list(rows.order_by("code")[:MOST_CODES])


def pathways(person: Person) -> list[Any]:
    """The pathways that stand, with how many programs each joins today."""
    rows = Pathway.objects.visible_to(person).open().select_related("institution")
    return list(rows.annotate(program_count=Count("programs")).order_by("name"))


def is_over(program: Program) -> bool:
    """Whether a program is not offered any more."""
    return program.active_to is not None and program.active_to < clock.today()


def program_named(label: str, rows: Any) -> Program | None:
    """The program that a label of `Program.label` names, among some programs."""
    wanted = " ".join(label.split()).casefold()
    return next((row for row in rows if row.label.casefold() == wanted), None)


def occupation_words(pathway: Pathway) -> list[str]:
    """The occupations of a pathway, each with its title."""
    return [f"{one.code} {one.title}".strip() for one in occupations_on(pathway)]


@dataclass(frozen=True)
class Occupation:
    """An occupation that a pathway leads to, and what became of its code."""

    code: str
    title: str
    fate: Fate | None = None


def occupations_on(pathway: Pathway) -> list[Occupation]:
    """The occupations of a pathway, each with its title, and what became of codes that its list has no more (D11)."""
    pairs = [(pathway.soc_version, code) for code in pathway.occupations]
    titles, fates = titles_of(Scheme.SOC, pairs), fates_of(Scheme.SOC, pairs)
    return [Occupation(code, titles.get((version, code), ""), fates.get((version, code))) for version, code in pairs]
