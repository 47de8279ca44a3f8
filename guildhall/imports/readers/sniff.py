"""Tells what a file is from its first bytes; the name of a file proves nothing."""

from __future__ import annotations

import os
import re
from os import PathLike

from guildhall.lib.sentences import Sentence, own, said

from .base import LIMITS, Unreadable

WORKBOOK = "workbook"
JSON = "json"
TEXT = "text"

_SAVE_AS = said("Open it in a spreadsheet program and save it as XLSX or CSV.")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# First bytes of files that people send by mistake, and what to call them.
_KNOWN = (
    (b"%PDF", own("a PDF document")),
    (b"\x89PNG", own("a picture")),
    (b"\xff\xd8\xff", own("a picture")),
    (b"GIF8", own("a picture")),
    (b"II*\x00", own("a picture")),
    (b"MM\x00*", own("a picture")),
    (b"RIFF", own("a picture, sound or video")),
    (b"\x1f\x8b", own("a compressed archive")),
    (b"7z\xbc\xaf", own("a compressed archive")),
    (b"Rar!", own("a compressed archive")),
    (b"BZh", own("a compressed archive")),
    (b"\xfd7zXZ", own("a compressed archive")),
    (b"{\\rtf", own("a text document")),
    (b"SQLite format 3", own("a database")),
    (b"PAR1", own("a Parquet data file")),
    (b"\x7fELF", own("a program")),
    (b"BEGIN:VCARD", own("an address card")),
    (b"BEGIN:VCALENDAR", own("a calendar")),
)
_MARKUP = (
    (re.compile(rb"<(!doctype\s+html|html|head|body|table|meta|style)\b", re.I), own("a web page")),
    (re.compile(rb"<(\?xml|!doctype|[a-z][\w:-]*[\s>])", re.I), own("an XML file")),
)
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]\s*[\[{\"]")
# Control characters other than tab, line breaks, form feed, Ctrl-Z and NUL (NUL has its own
# sentence, which names the line).
_CONTROLS = re.compile(rb"[\x01-\x08\x0b\x0e-\x19\x1b-\x1f\x7f]")
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def kind_of(path: str | PathLike[str]) -> str:
    """WORKBOOK, JSON or TEXT; raises Unreadable with what the file really is otherwise."""
    size = os.path.getsize(path)
    if size > LIMITS.FILE_BYTES:
        limit = LIMITS.FILE_BYTES // (1024 * 1024)
        raise Unreadable("This file is larger than {limit} MB. Split it into smaller files.", limit=limit)
    if not size:
        raise Unreadable("This file is empty.")
    with open(path, "rb") as stream:
        head = stream.read(8192)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return WORKBOOK
    if head.startswith(_OLE):
        raise Unreadable(_old_office(path))
    for magic, name in _KNOWN:
        if head.startswith(magic):
            raise Unreadable("This file is {label}, not a list. Send a CSV or XLSX file.", label=name)
    if _JSON.match(head):
        return JSON
    if not head.startswith(_BOMS):
        _refuse_markup(head)
    return TEXT


def _refuse_markup(head: bytes) -> None:
    """Raises for web pages, XML, JSON and for bytes that are plainly no text."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for pattern, name in _MARKUP:
        if pattern.match(start):
            raise Unreadable(said("This file is {label}, not a list.", label=name).then(_SAVE_AS))
    if len(_CONTROLS.findall(head)) > max(4, len(head) // 20):
        raise Unreadable("This file holds no readable text. Send a CSV or XLSX file.")


def _old_office(path: str | PathLike[str]) -> Sentence:
    """The sentence for an OLE container: protected workbook, old Excel, Word or other."""
    words = {name: name.encode("utf-16-le") for name in _OLE_SENTENCES}
    tail = b""
    with open(path, "rb") as stream:
        while chunk := stream.read(1 << 20):
            block = tail + chunk
            for name, needle in words.items():
                if needle in block:
                    return _OLE_SENTENCES[name]
            tail = block[-64:]
    return said("This file is an old Office document.").then(_SAVE_AS)


_OLE_SENTENCES = {
    "EncryptedPackage": said("This workbook is protected with a password. Remove the password and send it again."),
    "Workbook": said("This is a workbook in the old XLS format.").then(_SAVE_AS),
    "WordDocument": said("This file is a Word document, not a list. Send a CSV or XLSX file."),
    "PowerPoint Document": said("This file is a presentation, not a list. Send a CSV or XLSX file."),
}
