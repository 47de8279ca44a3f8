"""Finds how the letters of a text file are stored, and opens it accordingly."""

from __future__ import annotations

import codecs
from os import PathLike
from typing import TextIO

from .base import Unreadable

_BOMS = (  # UTF-32 first: its mark begins with the one of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20
_STRAY_LIMIT = 20_000  # bytes that are not UTF-8 before the file counts as Windows text
_STRAY = "guildhall-stray-bytes"


def _windows(data: bytes) -> str:
    """Windows-1252 text; the five bytes it leaves open become their Latin-1 controls."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in data)


def _stray(error: UnicodeError) -> tuple[str, int]:
    """Reads bytes that are not UTF-8 as Windows-1252: right for old and for mixed files."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _windows(error.object[error.start : error.end]), error.end


def _latin(error: UnicodeError) -> tuple[str, int]:
    """Fills the five gaps of Windows-1252 so that decoding never stops."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error(_STRAY, _stray)
codecs.register_error("guildhall-latin", _latin)


def detect(path: str | PathLike[str]) -> tuple[str, str]:
    """The encoding of a file and how to treat bytes that do not fit it."""
    with open(path, "rb") as stream:
        head = stream.read(4096)
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name, "strict"
    if wide := _unmarked_utf16(head):
        return wide, "strict"
    return _narrow(path)


def _unmarked_utf16(head: bytes) -> str | None:
    """UTF-16 without a mark shows as a NUL in every other byte of ordinary text."""
    half = len(head) // 2
    if half < 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.05:
        return "utf-16-be"
    return None


def _narrow(path: str | PathLike[str]) -> tuple[str, str]:
    """UTF-8 with stray Windows bytes, or plain Windows-1252 when strays are the rule."""
    strays = 0

    def count(error: UnicodeError) -> tuple[str, int]:
        nonlocal strays
        strays += 1
        if strays > _STRAY_LIMIT or not isinstance(error, UnicodeDecodeError):
            raise error
        return "", error.end

    codecs.register_error("guildhall-count", count)
    decoder = codecs.getincrementaldecoder("utf-8")("guildhall-count")
    try:
        with open(path, "rb") as stream:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
    except UnicodeDecodeError:
        return "cp1252", "guildhall-latin"
    return "utf-8-sig", _STRAY


def open_text(path: str | PathLike[str]) -> TextIO:
    """Opens a file as text with its line breaks left as they are."""
    encoding, errors = detect(path)
    try:
        return open(path, encoding=encoding, errors=errors, newline="")
    except (LookupError, UnicodeError) as error:
        raise damaged_text() from error


def damaged_text() -> Unreadable:
    """The sentence for text that breaks off or contradicts its own encoding."""
    return Unreadable("The text in this file is damaged. Save the list again and send that file.")
