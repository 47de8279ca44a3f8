"""The parts of a workbook around its sheets: which there are, styles and shared text."""

from __future__ import annotations

import posixpath
import re
from array import array
from dataclasses import dataclass, field

from openpyxl.styles.numbers import BUILTIN_FORMATS

from .archive import Archive, damaged
from .base import LIMITS, Unreadable
from .markup import Attributes, Elements, Handler, feed_all

_BATCH = 4096
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True)
class Book:
    """What a sheet needs to be read."""

    sheets: dict[str, str] = field(default_factory=dict)  # visible name -> part
    date1904: bool = False
    formats: list[str] = field(default_factory=list)  # number format of each cell style
    strings: SharedStrings | None = None


class SharedStrings:
    """All shared texts in one buffer: a list of strings would take several times the memory."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("Q", [0])

    def extend(self, texts: list[str]) -> None:
        """Adds texts, each cut just above the cell limit so that using it still shows."""
        size = len(self._bytes)
        for text in texts:
            stored = unescape(text)[: LIMITS.CELL + 1].encode("utf-8", "replace")
            self._bytes += stored
            size += len(stored)
            self._ends.append(size)
        if len(self._ends) > LIMITS.SHARED_STRINGS or size > LIMITS.SHARED_BYTES:
            raise Unreadable("This workbook holds too much text. Save the list as CSV.")

    def __getitem__(self, index: int) -> str:
        if not 0 <= index < len(self._ends) - 1:
            raise damaged()
        return self._bytes[self._ends[index] : self._ends[index + 1]].decode("utf-8")


class _Strings(Handler):
    """Reads sharedStrings.xml; leaves out phonetic guides (rPh)."""

    def __init__(self) -> None:
        super().__init__()
        self.strings = SharedStrings()
        self._texts: list[str] = []  # those not yet in the buffer
        self._pieces: list[str] = []
        self._size = 0
        self._open = self._phonetic = False

    def start(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        local = self.names[name]
        if local == "t":
            self._open = not self._phonetic
        elif local == "si":
            self._pieces.clear()
            self._size = 0
        elif local == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        self.depth -= 1
        local = self.names[name]
        if local == "t":
            self._open = False
        elif local == "si":
            self._texts.append("".join(self._pieces))
            if len(self._texts) >= _BATCH:
                self.flush()
        elif local == "rPh":
            self._phonetic = False

    def flush(self) -> None:
        """Moves what was read into the buffer."""
        self.strings.extend(self._texts)
        self._texts.clear()

    def text(self, data: str) -> None:
        if self._open and self._size <= LIMITS.CELL:
            self._pieces.append(data)
            self._size += len(data)


def unescape(text: str) -> str:
    """Turns "_x000D_" back into the character it stands for."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    code = int(found.group(1), 16)
    return found.group() if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)


def open_book(archive: Archive) -> Book:
    """Reads the list of sheets, the styles and the shared text of a workbook."""
    main, relations = _main(archive)
    book = Book()
    elements = _elements(archive, main, "workbookPr", "sheet")
    for tag, _, attributes in elements.found:
        if tag == "workbookPr":
            book.date1904 = attributes.get("date1904", "").lower() in ("1", "true", "on")
        elif attributes.get("state", "visible") == "visible":
            kind, part = relations.get(attributes.get("id", ""), ("", ""))
            if kind == "worksheet" and part in archive:
                book.sheets[attributes.get("name", f"Sheet {len(book.sheets) + 1}")] = part
    if len(book.sheets) > LIMITS.SHEETS:
        raise Unreadable("This workbook has more than {n} sheets.", n=LIMITS.SHEETS)
    parts = dict(relations.values())
    if parts.get("styles", "") in archive:
        book.formats = _formats(_elements(archive, parts["styles"], "numFmt", "xf"))
    if parts.get("sharedStrings", "") in archive:
        strings = _Strings()
        feed_all(archive.chunks(parts["sharedStrings"], LIMITS.ZIP_BYTES), strings)
        strings.flush()
        book.strings = strings.strings
    return book


def _elements(archive: Archive, part: str, *wanted: str) -> Elements:
    elements = Elements(*wanted)
    feed_all(archive.chunks(part, LIMITS.PART_BYTES), elements)
    return elements


def _relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """The parts another part refers to: identifier -> (kind, name)."""
    folder, name = posixpath.split(part)
    source = posixpath.join(folder, "_rels", f"{name}.rels")
    if source not in archive:
        return {}
    by_key: dict[str, tuple[str, str]] = {}
    for _, _, attributes in _elements(archive, source, "Relationship").found:
        if attributes.get("TargetMode", "").lower() == "external":
            continue
        target = attributes.get("Target", "").replace("\\", "/")
        path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        kind = attributes.get("Type", "").rpartition("/")[2]
        by_key[attributes.get("Id", "")] = (kind, path)
    return by_key


def _main(archive: Archive) -> tuple[str, dict[str, tuple[str, str]]]:
    """The workbook part and what it refers to."""
    top = dict(_relations(archive, "").values())
    main = top.get("officeDocument", "xl/workbook.xml")
    if main not in archive:
        raise Unreadable("This is a compressed archive, not a list. Send a CSV or XLSX file.")
    return main, _relations(archive, main)


def _formats(elements: Elements) -> list[str]:
    """The number format of each cell style, in the order cells refer to them."""
    own: dict[str, str] = {}
    formats: list[str] = []
    for tag, around, attributes in elements.found:
        code = attributes.get("numFmtId", "0")
        if tag == "numFmt":
            own[code] = attributes.get("formatCode", "")[:255]
        elif around == "cellXfs":
            built_in = BUILTIN_FORMATS.get(int(code), "General") if code.isdecimal() else ""
            formats.append(own.get(code, built_in))
    return formats
