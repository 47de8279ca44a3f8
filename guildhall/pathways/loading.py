"""Official lists of codes, told apart by their headings: CIP, SOC, O*NET-SOC, TOP, and the crosswalks between them."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

YEAR = re.compile(r"(?:19|20)\d\d")
GONE = ("moved from", "deleted")  # what the CIP list says of codes that this version has no more
NO_MATCH = ("99-9999", "99.9999")


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list."""

    code: str
    title: str
    level: str = ""
    valid: bool = True


@dataclass
class CodeList:
    """What a file holds: lists by scheme and version, and pairs of a crosswalk between two of them."""

    lists: dict[tuple[str, str], dict[str, Listed]] = field(default_factory=dict)
    pairs: dict[tuple[tuple[str, str], tuple[str, str]], list[tuple[str, str]]] = field(default_factory=dict)
    whole: bool = True  # a list and not a crosswalk: what it leaves out is no valid code of this version


def code_of(text: str) -> str:
    """A code as it is meant: some copies wrap it for spreadsheets (="01.0000")."""
    return text.strip().strip('="').strip()


def title_of(text: str) -> str:
    """A title without the stop that the CIP list sets."""
    return " ".join(text.split()).rstrip(".")


def read_codes(text: str, name: str = "", version: str = "") -> CodeList:
    """Read one file. `version` is the year where neither headings nor the file's name say it.

    Raises `ValueError` with one sentence for a file of another kind.
    """
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    heads = {(head or "").strip(): head for head in reader.fieldnames or []}
    rows: Iterable[dict[str, str]] = ({k: row.get(v) or "" for k, v in heads.items()} for row in reader)
    in_name = YEAR.search(name)
    year = version or (in_name[0] if in_name else "")
    if {"CIPCode", "CIPTitle", "Action"} <= heads.keys():
        return _cip(rows, year or "2020")
    if {"SOC Group", "SOC Code", "SOC Title"} <= heads.keys():
        return _soc(rows, year or "2018")
    if any(head.startswith("O*NET-SOC") for head in heads):
        return _onet(rows, list(heads))
    if {"Current TOP Code", "Current TOP Title"} <= heads.keys():
        return _top(rows, year or "2025")
    if any(re.fullmatch(r"CIP\d{4}Code", head) for head in heads):
        return _crosswalk(rows, list(heads))
    raise ValueError("These headings belong to none of the lists of CIP, SOC, O*NET or TOP codes.")


def _cip(rows: Iterable[dict[str, str]], year: str) -> CodeList:
    found = {}
    for row in rows:
        code = code_of(row["CIPCode"])
        valid = not row["Action"].strip().lower().startswith(GONE)
        found[code] = Listed(code, title_of(row["CIPTitle"]), str(len(code.replace(".", ""))), valid)
    return CodeList({("cip", year): found})


def _soc(rows: Iterable[dict[str, str]], year: str) -> CodeList:
    facts = ((code_of(r["SOC Code"]), title_of(r["SOC Title"]), r["SOC Group"].strip().lower()[:10]) for r in rows)
    listed = (Listed(*fact) for fact in facts)
    return CodeList({("soc", year): {one.code: one for one in listed if one.code}})


def _onet(rows: Iterable[dict[str, str]], heads: list[str]) -> CodeList:
    code = next(h for h in heads if h.startswith("O*NET-SOC") and h.endswith("Code"))
    title = next((h for h in heads if h.startswith("O*NET-SOC") and h.endswith("Title")), code)
    listed = (Listed(code_of(row[code]), title_of(row[title])) for row in rows)
    return CodeList({("onet", _year_in(code)): {one.code: one for one in listed if one.code}})


def _top(rows: Iterable[dict[str, str]], year: str) -> CodeList:
    result = CodeList({("top", year): {}})
    cip = "2020 CIP Code"
    for row in rows:
        code = code_of(row["Current TOP Code"])
        if not code:
            continue
        result.lists["top", year][code] = Listed(code, title_of(row["Current TOP Title"]))
        if other := code_of(row.get(cip, "")):
            result.pairs.setdefault((("top", year), ("cip", "2020")), []).append((code, other))
    return result


def _crosswalk(rows: Iterable[dict[str, str]], heads: list[str]) -> CodeList:
    cip = next(h for h in heads if re.fullmatch(r"CIP\d{4}Code", h))
    soc = next((h for h in heads if re.fullmatch(r"SOC\d{4}Code", h)), "")
    if not soc:
        raise ValueError("This crosswalk names no SOC codes (SOC2018Code).")
    schemes = ("cip", _year_in(cip)), ("soc", _year_in(soc))
    pairs = ((code_of(row[cip]), code_of(row[soc])) for row in rows)
    return CodeList(pairs={schemes: list(_matched(pairs))}, whole=False)


def _matched(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Without the lines that say that nothing fits."""
    return (pair for pair in pairs if all(pair) and not set(pair) & set(NO_MATCH))


def _year_in(head: str) -> str:
    found = YEAR.search(head)
    return found[0] if found else ""
