"""The list of the survey's areas: every area of the labor market by its code and name, also those without figures."""

import csv
from dataclasses import dataclass
from pathlib import Path

from guildhall.demand.loading.files import KINDS, LOCAL, area_code, state_in

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
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as text:
        first = text.readline()
        text.seek(0)
        reader = csv.DictReader(text, delimiter="\t" if first.count("\t") > first.count(",") else ",")
        heads = {(head or "").strip() for head in reader.fieldnames or []}
        if not heads >= HEADS or any(head.startswith(("soc", "occ", "employment")) for head in heads):
            return None
        found = {}
        for row in reader:
            kind = KINDS.get((row.get("areatype_code") or "").strip().lower(), LOCAL)
            name = " ".join((row.get("area_name") or "").split())[:160]
            code = area_code(row.get("area_code") or "", kind)
            if code and name:
                found[code] = ListedArea(code, kind, state_in(name), name)
        return list(found.values())
