"""Whose figures are ours, and how the files of other sources are laid out: saved once (D5)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.demand import rules
from guildhall.demand.loading.areas import ListedArea
from guildhall.demand.loading.maps import FIELDS
from guildhall.demand.models import Area, AreaServed, Source
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person, Territory
from guildhall.store.locking import locked


@transaction.atomic
def choose_area(institution: Institution, area: Area | None, *, version: int, by: Person | None) -> AreaServed | None:
    """Say in which labor market area an institution is, with all below it; without one, that of the one above holds."""
    if by is not None:
        require(rules.can_choose_area(by, institution))
    locked(Institution, institution.pk)
    row = AreaServed.objects.filter(institution=institution).select_related("area").first()
    if (row.version if row else 0) != version:
        raise Conflict
    before = {"area": row.area.name if row else ""}
    if area is None:
        if row is None:
            return None
        record("choose area", row, by=by, before=before, after={"area": ""}, institution=institution)
        row.delete()
        return None
    if row is None:
        row = AreaServed(institution=institution, area=area)
    else:
        row.area, row.version = area, row.version + 1
    row.save()
    record("choose area", row, by=by, before=before, after={"area": area.name}, institution=institution)
    return row


@dataclass(frozen=True, slots=True)
class LoadedAreas:
    """What became of a list of areas."""

    new: int
    changed: int
    same: int


@transaction.atomic
def load_areas(rows: Sequence[ListedArea], *, by: Person | None) -> LoadedAreas:
    """Take in the list of all areas of the survey, so that one can be chosen by its name before it has figures."""
    if by is not None:
        require(rules.can_load(by))
    known = Area.objects.in_bulk([row.code for row in rows])
    fresh, changed = [], []
    for row in rows:
        area = known.get(row.code)
        if area is None:
            fresh.append(Area(code=row.code, kind=row.kind, state=row.state, name=row.name))
        elif (area.kind, area.state, area.name) != (row.kind, row.state, row.name):
            area.kind, area.state, area.name = row.kind, row.state, row.name
            changed.append(area)
    Area.objects.bulk_create(fresh)
    Area.objects.bulk_update(changed, ["kind", "state", "name"])
    done = LoadedAreas(len(fresh), len(changed), len(rows) - len(fresh) - len(changed))
    place = Territory.objects.select_related("root").first()
    if place and (fresh or changed):
        record("load areas", place.root, by=by, after=asdict(done), institution=place.root)
    return done


@dataclass(frozen=True, slots=True)
class Laid:
    """How the files of a source are laid out, as somebody describes it: the heading of each field."""

    name: str
    kind: str
    columns: dict[str, str] = field(default_factory=dict)
    area: Area | None = None
    thousands: bool = False


@transaction.atomic
def describe_source(laid: Laid, *, by: Person, source: Source | None = None, version: int = 0) -> Source:
    """Describe how the files of a source are laid out, so that each of them is read by itself from then on."""
    require(rules.can_load(by))
    values = _checked(laid, source)
    if source is None:
        row = Source.objects.create(by=by, **values)
        _written("describe source", row, by, None, values)
        return row
    row = locked(Source, source.pk)
    if row.version != version:
        raise Conflict
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    _written("change source", row, by, before, values)
    return row


@transaction.atomic
def forget_source(row: Source, *, version: int, by: Person) -> None:
    """Forget how a source is laid out; what was read from it stays."""
    require(rules.can_load(by))
    saved = locked(Source, row.pk)
    if saved.version != version:
        raise Conflict
    _written("forget source", saved, by, {"name": saved.name}, None)
    saved.delete()


def _written(verb: str, row: Source, by: Person, before: Any, after: Any) -> None:
    plain = lambda values: values and {k: v.name if isinstance(v, Area) else v for k, v in values.items()}  # noqa: E731
    place = Territory.objects.select_related("root").first()
    record(verb, row, by=by, before=plain(before), after=plain(after), institution=place.root if place else None)


def _checked(laid: Laid, source: Source | None) -> dict[str, Any]:
    name = one_line(laid.name)[:80]
    if not name:
        refuse("Say what the source is called.")
    if laid.kind not in FIELDS:
        refuse("Say what its files hold.")
    same = Source.objects.filter(name__iexact=name)
    if (same.exclude(pk=source.pk) if source else same).exists():
        refuse("A source of this name is described already.")
    columns = {key: words for key in FIELDS[laid.kind] if (words := one_line(laid.columns.get(key, ""))[:120])}
    if "soc" not in columns:
        refuse("Say under which heading the SOC code stands.")
    if len(columns) < 2:
        refuse("Say under which heading at least one figure stands.")
    if "area" not in columns and laid.area is None:
        refuse("Say under which heading the area stands, or of which area all rows are.")
    twice = [words for words in columns.values() if list(columns.values()).count(words) > 1]
    if twice:
        refuse("The heading {heading} stands for two fields. Each holds one.", heading=twice[0])
    return {"name": name, "kind": laid.kind, "columns": columns, "area": laid.area, "thousands": laid.thousands}
