"""Reading a file of figures line by line: CSV or the first sheet of a workbook, by a layout that fits its headings."""

import csv
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from guildhall.demand.loading.cells import cell_of, hidden_side
from guildhall.demand.loading.maps import LARGE, OFFICIAL, PROJECTIONS, WORDS, Layout
from guildhall.lib.lines import one_line
from guildhall.lib.states import STATES
from guildhall.pathways.loading import code_of

SOC = re.compile(r"\d{2}-\d{4}")
# What a file that is cut off, made up or of another kind makes the readers of workbooks and lists say.
BROKEN = (BadZipFile, zlib.error, EOFError, csv.Error, SyntaxError, LookupError, ValueError, TypeError, OSError,
          RuntimeError, OverflowError, InvalidFileException)  # fmt: skip
HIGHEST, HIGHEST_RATE = 2 * 10**9, 10**5 - 1  # of jobs and yearly wages; of hourly wages, percents and quotients
CROSS_INDUSTRY = ("", "000000")
MOST_REMARKS = 20
MOST_HEADS = 8  # of a file that nobody knows, as it is told
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
NATION, STATE, LOCAL = "N", "S", "M"
KINDS = {"1": NATION, "2": STATE, "3": STATE, "n": NATION, "s": STATE}  # as the two formats of the survey say it


class UnknownFile(ValueError):
    """A file that no layout fits, with the headings that were found."""

    def __init__(self, heads: Sequence[str] = ()) -> None:
        super().__init__(", ".join(head for head in heads[:MOST_HEADS] if head))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of figures as it is kept: numbers by field, marks where there is none."""

    soc: str
    title: str
    area: str
    area_name: str
    area_kind: str
    state: str
    numbers: dict[str, Any]
    words: dict[str, str]
    marks: dict[str, str]


@dataclass
class Read:
    """What a file holds: its layout, the release that it says it is, lines, and what was passed over."""

    layout: Layout
    period: str
    as_of: date | None
    lines: Iterator[Line]
    remarks: list[tuple[int, str]] = field(default_factory=list)  # the line, and the cell that is no figure
    passed_over: int = 0


def read_figures(path: Path, name: str, layouts: Sequence[Layout] = OFFICIAL, period: str = "") -> Read:
    """Open one file. `period` is the release where neither its headings nor its name say it.

    Raises `UnknownFile` for a file of another kind.
    """
    rows = _rows(path, name)
    heads = [_plain(head) for head in next(rows, [])]
    for layout in layouts:
        if found := layout.found_in(heads):
            said = period or _period_in(heads, name, layout)
            result = Read(layout, said, day_of_period(said), iter(()))
            places = {field: heads.index(head) for field, head in found.items()}
            result.lines = _lines(rows, places, layout, result, last_employment(heads))
            return result
    raise UnknownFile(heads)


def _rows(path: Path, name: str) -> Iterator[list[Any]]:
    """The lines of a file, one after the other; raises `UnknownFile` at the first that cannot be read."""
    rows = _of_workbook(path) if name.lower().endswith((".xlsx", ".xlsm")) else _of_text(path)
    try:
        yield from rows
    except BROKEN as error:
        raise UnknownFile from error


def _of_workbook(path: Path) -> Iterator[list[Any]]:
    book = load_workbook(path, read_only=True, data_only=True)
    for row in book.worksheets[0].iter_rows(values_only=True):
        yield list(row)


def _of_text(path: Path) -> Iterator[list[Any]]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as text:
        first = text.readline()
        text.seek(0)
        yield from csv.reader(text, delimiter="\t" if first.count("\t") > first.count(",") else ",")


def _plain(head: Any) -> str:
    """A heading in one line, without the number of its footnote."""
    return re.sub(r"\[\d+\]$", "", " ".join(str(head or "").replace("\ufeff", "").split()))


def _lines(
    rows: Iterable[list[Any]], places: dict[str, int], layout: Layout, said: Read, expected: int | None
) -> Iterator[Line]:
    for number, row in enumerate(rows, 2):
        values = {name: row[place] if place < len(row) else "" for name, place in places.items()}
        if expected is not None and layout.kind == PROJECTIONS and "expected" not in places:
            values["expected"] = row[expected] if expected < len(row) else ""
        code = code_of(str(values.get("soc") or ""))[:7]
        if not SOC.fullmatch(code) or str(values.get("industry") or "").strip() not in CROSS_INDUSTRY:
            said.passed_over += any(str(cell or "").strip() for cell in row)
            continue
        try:
            yield _line(code, values, layout)
        except ValueError as error:
            said.passed_over += 1
            if len(said.remarks) < MOST_REMARKS:
                said.remarks.append((number, str(error)[:80]))


def _line(code: str, values: dict[str, Any], layout: Layout) -> Line:
    words = {name: one_line(str(values.get(name) or "")) for name in WORDS if name in values}
    notes = words.get("notes", "")
    numbers, marks = {}, {}
    for name in values.keys() - set(WORDS) - {"soc", "row", "industry"}:
        cell = cell_of(values[name], notes=notes, employment=name in LARGE)
        if cell.number is not None:
            numbers[name] = _scaled(cell.number, name, thousands=layout.thousands)
        elif cell.mark:
            marks[name] = cell.mark
    dashes = ("—", "–", "-")
    said = {name: "" if text in dashes else text for name, text in words.items()}
    kind = KINDS.get(said.get("area_kind", "").lower(), "")
    area = area_code(said.get("area") or layout.area, kind)
    name, state = said.get("area_name", "")[:160], said.get("state", "")[:2]
    return Line(
        code, said.get("title", "")[:250], area, name, kind or _kind_of(area), state or state_in(name),
        numbers, said, hidden_side(marks, set(numbers), notes),
    )  # fmt: skip


def area_code(text: str, kind: str = "") -> str:
    """The code of an area in seven figures, as the survey's series have it: 41740 is 0041740, state 6 is 0600000."""
    words = text.strip().split(".")[0]
    if not words.isdigit():
        return words[:12]
    if kind == NATION or int(words) == 0:
        return "0" * 7
    return f"{int(words):02}00000" if len(words) < 3 else words.zfill(7)[:12]


def _kind_of(area: str) -> str:
    if area == "0" * 7:
        return NATION
    return STATE if area.isdigit() and area.endswith("00000") else LOCAL


def state_in(name: str) -> str:
    """The state that the name of an area tells: "El Centro, CA" by its letters, "California" by its name."""
    if found := re.search(r", ([A-Z]{2})\b", name):
        return found[1]
    named = [(len(words), code) for code, words in STATES.items() if words.casefold() in name.casefold()]
    return max(named)[1] if named else ""  # West Virginia holds Virginia


def _scaled(number: Decimal, name: str, *, thousands: bool) -> Any:
    """A number as it is kept; raises `ValueError` for one that is larger than anything of its kind."""
    is_whole = name in LARGE or name.startswith("annual_")
    scaled = number * 1000 if thousands and name in LARGE else number
    if abs(scaled) > (HIGHEST if is_whole else HIGHEST_RATE):
        raise ValueError(str(number)[:40])
    return round(scaled) if is_whole else scaled


def last_employment(heads: Sequence[str]) -> int | None:
    """Where the employment at the end of a projection stands: the second of two such headings."""
    found = [place for place, head in enumerate(heads) if re.fullmatch(r"Employment, \d{4}", head)]
    return found[1] if len(found) > 1 else None


def _period_in(heads: Sequence[str], name: str, layout: Layout) -> str:
    """The release that the headings or the file's name say: 2024–2034, May 2025."""
    if layout.kind == PROJECTIONS:
        years = [head[-4:] for head in heads if re.fullmatch(r"Employment, \d{4}", head)]
        if len(years) > 1:
            return f"{years[0]}–{years[1]}"
        found = re.search(r"((?:19|20)\d\d)\D{1,3}((?:19|20)\d\d)", name)
        return f"{found[1]}–{found[2]}" if found else ""
    if found := re.search(r"(?<![a-z])(may|m)_?(20\d\d)", name, re.IGNORECASE):
        return f"May {found[2]}"
    return ""


def day_of_period(period: str) -> date | None:
    """The first day that a release speaks of: May 2025, 2024–2034, 2025-05."""
    year = re.search(r"(?:19|20)\d\d", period)
    if not year:
        return None
    month = next((n for n, word in enumerate(MONTHS, 1) if word in period.lower()), 0)
    iso = re.match(r"\d{4}-(\d{2})(?!\d)", period)
    number = month or (int(iso[1]) if iso and 1 <= int(iso[1]) <= 12 else 1)
    return date(int(year[0]), number, 1)
