"""Loading the official lists of codes; what an older version named stays readable."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from guildhall.audit.recording import record
from guildhall.pathways.loading import CodeList, Listed
from guildhall.pathways.models import Code, Crossing
from guildhall.people.models import Territory

COLUMNS = ["title", "level", "valid"]
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file brought: codes of which lists, and pairs that a crosswalk joins."""

    codes: int
    pairs: int
    unknown: int  # pairs that name a code of no list that was loaded


@transaction.atomic
def load_codes(found: CodeList) -> Loaded:
    """Keep the lists and crosswalks of a file; loaded again, titles become what it says now.

    A code of the same version that the list has no more is marked and kept, so that what names it can be read.
    """
    codes = sum(_keep(scheme, version, lines.values()) for (scheme, version), lines in found.lists.items())
    pairs = unknown = 0
    for (origin, target), between in found.pairs.items():
        kept, lost = _join(origin, target, between)
        pairs, unknown = pairs + kept, unknown + lost
    details = {"lists": [" ".join(key) for key in found.lists], "codes": codes, "pairs": pairs}
    if place := Territory.objects.select_related("root").first():
        record("load codes", place.root, by=None, after=details, institution=place.root)
    return Loaded(codes, pairs, unknown)


def _keep(scheme: str, version: str, lines: Iterable[Listed]) -> int:
    rows = [Code(scheme=scheme, version=version, code=one.code, title=one.title[:250], level=one.level,
                 valid=one.valid) for one in lines]  # fmt: skip
    unique = ["scheme", "version", "code"]
    Code.objects.bulk_create(
        rows, batch_size=AT_ONCE, update_conflicts=True, update_fields=COLUMNS, unique_fields=unique
    )
    gone = Code.objects.filter(scheme=scheme, version=version).exclude(code__in=[row.code for row in rows])
    gone.update(valid=False)
    return len(rows)


def _join(origin: tuple[str, str], target: tuple[str, str], pairs: list[tuple[str, str]]) -> tuple[int, int]:
    """Keep the pairs whose both codes are known; returns how many, and how many name an unknown one."""
    known = {
        (scheme, code): pk
        for scheme, code, pk in Code.objects.filter(
            Q(scheme=origin[0], version=origin[1]) | Q(scheme=target[0], version=target[1])
        ).values_list("scheme", "code", "pk")
    }
    both = ((known.get((origin[0], one)), known.get((target[0], other))) for one, other in dict.fromkeys(pairs))
    keys = list(both)
    whole = [(one, other) for one, other in keys if one and other]
    rows = [Crossing(origin_id=one, target_id=other) for one, other in whole]
    Crossing.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(whole), len(keys) - len(whole)
