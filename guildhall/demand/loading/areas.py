"""The list of the survey's areas: every area of the labor market by its code and name, also those without figures."""

import csv
from dataclasses import dataclass
from pathlib import Path

from guildhall.demand.loading.files import BROKEN, KINDS, LOCAL, area_code, state_in
from guildhall.lib.lines import one_line

HEADS = {"area_code", "areatype_code", "area_name"}


@dataclass(frozen=True, slots=True)
class ListedArea:
    """One area of the list."""

    code: str
    kind: str
    state: str
    name: str


def areas_in(path: Path) -> list[ListedArea] | None:
    """The areas that a file lists; None where it is a file of another kind, such as one of figures."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as text:
            first = text.readline()
            text.seek(0)
            reader = csv.DictReader(text, delimiter="\t" if first.count("\t") > first.count(",") else ",")
            heads = {(head or "").strip() for head in reader.fieldnames or []}
            if not heads >= HEADS or any(head.startswith(("soc", "occ", "employment")) for head in heads):
                return None
            return list({one.code: one for row in reader if (one := _area(row))}.values())
    except BROKEN:
        return None


def _area(row: dict[str, str]) -> ListedArea | None:
    kind = KINDS.get((row.get("areatype_code") or "").strip().lower(), LOCAL)
    name = one_line(row.get("area_name") or "")[:160]
    code = one_line(area_code(row.get("area_code") or "", kind))
    return ListedArea(code, kind, state_in(name), name) if code and name else None
