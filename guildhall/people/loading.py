"""Institutions from public files: the IPEDS list and the California school list, told apart by their headings."""

import csv
import io
from dataclasses import dataclass


@dataclass(frozen=True)
class Listed:
    """An institution as a public list gives it; `district` names the district that a school belongs to."""

    name: str
    kind: str
    identifiers: tuple[tuple[str, str], ...]
    district: str = ""


def listed_institutions(text: str) -> list[Listed]:
    """Read a list of institutions. Raises `ValueError` with one sentence for a file of another kind."""
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    headings = set(reader.fieldnames or [])
    if {"UNITID", "INSTNM"} <= headings:
        return [_ipeds(row) for row in reader if row["INSTNM"]]
    if {"CDSCode", "District", "School"} <= headings:
        return [_cde(row) for row in reader if row.get("StatusType") in ("Active", "Pending")]
    raise ValueError(
        "This is neither the IPEDS list (UNITID, INSTNM …) nor the California list of schools (CDSCode …)."
    )


def _ipeds(row: dict[str, str]) -> Listed:
    pairs = [("IPEDS", row["UNITID"]), ("OPEID", row.get("OPEID", "")), ("EIN", row.get("EIN", ""))]
    return Listed(
        row["INSTNM"].strip(), "college", tuple((s, v.strip()) for s, v in pairs if v and v.strip() not in ("", "-2"))
    )


def _cde(row: dict[str, str]) -> Listed:
    pairs = [("CDS", row["CDSCode"])]
    if not row["School"]:
        return Listed(row["District"].strip(), "district", tuple(pairs))
    if row.get("NCESDist") and row.get("NCESSchool"):
        pairs.append(("NCES", row["NCESDist"] + row["NCESSchool"]))
    return Listed(row["School"].strip(), "school", tuple(pairs), district=row["District"].strip())
