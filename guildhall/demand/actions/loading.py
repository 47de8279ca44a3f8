"""Taking in published figures, release by release: loaded again nothing doubles, and what changed is said (D5)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.demand import rules
from guildhall.demand.loading.files import Line, Read, UnknownFile, read_figures
from guildhall.demand.loading.maps import OFFICIAL, PERCENTILES, PROJECTIONS, WAGES, Layout, Saved
from guildhall.demand.models import Area, Projection, Release, Source, WageFigure
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person, Territory

AT_ONCE = 1_000
NUMBERS: dict[str, tuple[str, ...]] = {
    WAGES: (
        "employment", "quotient",
        *(f"hourly_{n}" for n in PERCENTILES), *(f"annual_{n}" for n in PERCENTILES),
    ),
    PROJECTIONS: ("employment", "expected", "growth", "openings", "exits", "transfers"),
}  # fmt: skip
WORDS = ("education", "experience", "training")
MODELS: dict[str, Any] = {WAGES: WageFigure, PROJECTIONS: Projection}


@dataclass
class Loaded:
    """What became of a file."""

    release: Release
    new: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0  # of the same areas, which the release had and the file has no more
    areas: int = 0
    unchanged: bool = False  # the very same file was read before
    passed_over: int = 0
    remarks: list[tuple[int, str]] = field(default_factory=list)  # lines with what is no figure there


def layouts() -> list[Layout]:
    """The layouts that are known: the official ones, and those that somebody has described."""
    saved = [
        Saved(one.name, one.kind, one.name, one.columns, area=one.area_id or "", thousands=one.thousands)
        for one in Source.objects.all()
    ]
    return [*saved, *OFFICIAL]


@transaction.atomic
def load_figures(path: Path, name: str, *, by: Person | None, period: str = "") -> Loaded:
    """Take in a file of employment and wages or of projections; earlier releases stay (D5)."""
    if by is not None:
        require(rules.can_load(by))
    try:
        return _loaded(path, read_figures(path, name, layouts(), period), by)
    except UnknownFile as error:
        if heads := str(error):
            refuse("No source that is known here has these headings: {heads}. Describe the source first.", heads=heads)
        refuse("This is not a file of figures: a CSV file or a workbook with headings in its first line.")


def _loaded(path: Path, said: Read, by: Person | None) -> Loaded:
    if not said.period or said.as_of is None:
        refuse("Neither the file nor its name says of when the figures are. Say it, such as: May 2025.")
    release = _release(said, by)
    digest = _digest(path)
    if release.digest == digest:
        return Loaded(release, same=release.rows, unchanged=True)
    loaded = _keep(release, said)
    if not loaded.new + loaded.changed + loaded.same:
        refuse("No line of this file has a SOC code with figures.")
    release.digest, release.loaded_at, release.by = digest, clock.now(), by
    release.rows = getattr(release, said.layout.kind).count()
    release.save()
    after = {"release": release.name, "new": loaded.new, "changed": loaded.changed, "gone": loaded.gone}
    _written("load figures", release, after, by)
    return loaded


def _release(said: Read, by: Person | None) -> Release:
    key = {"kind": said.layout.kind, "publisher": said.layout.publisher, "period": said.period[:20]}
    fresh = {"as_of": said.as_of, "loaded_at": clock.now(), "by": by}
    Release.objects.get_or_create(**key, defaults=fresh)
    return Release.objects.select_for_update().get(**key)


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _written(verb: str, release: Release, after: dict[str, Any], by: Person | None) -> None:
    place = Territory.objects.select_related("root").first()
    record(verb, release, by=by, after=after, institution=place.root if place else None)


def _keep(release: Release, said: Read) -> Loaded:
    """Write the lines in blocks: what is known is compared, so that the same figures again change nothing."""
    loaded, kind = Loaded(release, remarks=said.remarks), said.layout.kind
    seen: dict[str, set[str]] = {}
    lines = _distinct(said.lines, seen)
    while block := tuple(islice(lines, AT_ONCE)):
        _areas(block)
        _block(release, said.layout, block, loaded)
    for area, codes in seen.items():
        rows = MODELS[kind].objects.filter(release=release, area=area).exclude(soc__in=codes)
        loaded.gone += rows.delete()[0]
    loaded.areas, loaded.passed_over = len(seen), said.passed_over
    return loaded


def _distinct(lines: Iterator[Line], seen: dict[str, set[str]]) -> Iterator[Line]:
    """Each occupation of an area once: some files repeat a broad occupation under its own group."""
    for line in lines:
        codes = seen.setdefault(line.area, set())
        if line.area and line.soc not in codes:
            codes.add(line.soc)
            yield line
    seen.pop("", None)


def _areas(block: tuple[Line, ...]) -> None:
    rows = {line.area: Area(code=line.area, kind=line.area_kind, state=line.state, name=line.area_name or line.area)
            for line in block}  # fmt: skip
    named = {line.area for line in block if line.area_name}
    known = set(Area.objects.filter(pk__in=rows).values_list("pk", flat=True))
    Area.objects.bulk_create([row for code, row in rows.items() if code not in known])
    again = [rows[code] for code in known & named]
    Area.objects.bulk_update(again, ["name", "kind", "state"])


def _block(release: Release, layout: Layout, block: tuple[Line, ...], loaded: Loaded) -> None:
    model, columns = MODELS[layout.kind], _columns(layout)
    where = {"area__in": {line.area for line in block}, "soc__in": {line.soc for line in block}}
    known = {(row.area_id, row.soc): row for row in model.objects.filter(release=release, **where)}
    fresh, changed = [], []
    for line in block:
        row = known.get((line.area, line.soc))
        values = _values(line, layout, columns, row)
        if row is None:
            fresh.append(model(release=release, area_id=line.area, soc=line.soc, **values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
        else:
            loaded.same += 1
    model.objects.bulk_create(fresh)
    model.objects.bulk_update(changed, columns)
    loaded.new, loaded.changed = loaded.new + len(fresh), loaded.changed + len(changed)


def _columns(layout: Layout) -> list[str]:
    """What a file fills: all columns of its kind, but those of another table of the same release."""
    names = ("title", "marks", *NUMBERS[layout.kind], *(WORDS if layout.kind == PROJECTIONS else ()))
    return [name for name in names if name not in layout.leaves]


def _values(line: Line, layout: Layout, columns: list[str], known: Any) -> dict[str, Any]:
    numbers = [name for name in columns if name in NUMBERS[layout.kind]]
    values: dict[str, Any] = {name: line.numbers.get(name) for name in numbers}
    kept = {k: v for k, v in known.marks.items() if k not in numbers} if known is not None else {}
    values |= {"title": line.title, "marks": kept | {k: v for k, v in line.marks.items() if k in numbers}}
    words = [name for name in columns if name in WORDS]
    return values | {name: line.words.get(name, "")[: 60 if name == "training" else 40] for name in words}


# ── Figures that somebody enters ─────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Entered:
    """One occupation as somebody enters it: by the names of the columns of both kinds of figures."""

    soc: str
    title: str
    wages: dict[str, Any]
    projection: dict[str, Any]


@transaction.atomic
def enter_figures(
    area: tuple[str, str, str, str], publisher: str, period: str, as_of: date, rows: list[Entered], *,
    by: Person | None, made_up: bool = False,
) -> None:  # fmt: skip
    """Enter the figures of an area by hand, where no file has them: (code, kind, state, name), then each occupation."""
    if by is not None:
        require(rules.can_load(by))
    place, _made = Area.objects.get_or_create(
        code=area[0], defaults={"kind": area[1], "state": area[2], "name": area[3]}
    )
    for kind, column in ((WAGES, "wages"), (PROJECTIONS, "projection")):
        fresh = {"as_of": as_of, "loaded_at": clock.now(), "by": by, "made_up": made_up}
        key: dict[str, Any] = {"kind": kind, "publisher": publisher, "period": period}
        release, _made = Release.objects.update_or_create(**key, defaults=fresh)
        for row in rows:
            values = getattr(row, column) | {"title": row.title}
            MODELS[kind].objects.update_or_create(release=release, area=place, soc=row.soc, defaults=values)
        release.rows = getattr(release, kind).count()
        release.save(update_fields=["rows"])
        _written("enter figures", release, {"release": release.name, "area": place.name, "rows": len(rows)}, by)
