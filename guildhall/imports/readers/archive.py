"""Opens the zip archive of a workbook only after checking what it would unpack to."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike

from guildhall.lib.sentences import Sentence, said

from .base import LIMITS, Unreadable

CHUNK = 1 << 16
_FOREIGN: tuple[tuple[str, Sentence], ...] = (  # a part that gives the kind of archive away
    ("xl/workbook.bin", said("This is a workbook in the binary XLSB format. Save it as XLSX or CSV.")),
    ("word/document.xml", said("This file is a Word document, not a list. Send a CSV or XLSX file.")),
    ("ppt/presentation.xml", said("This file is a presentation, not a list. Send a CSV or XLSX file.")),
    ("content.xml", said("This is an OpenDocument file. Save it as XLSX or CSV.")),
    ("index/document.iwa", said("This is an Apple Numbers file. Export it as XLSX or CSV.")),
)
_BAD = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


def damaged() -> Unreadable:
    """The sentence for a workbook that cannot be opened."""
    return Unreadable("This workbook is damaged. Open it, save it again and send that file.")


def too_large() -> Unreadable:
    """The sentence for a workbook that unpacks to far more than any list."""
    limit = LIMITS.ZIP_BYTES // (1024 * 1024)
    return Unreadable(
        "This workbook unpacks to more than {limit} MB or much more than its size suggests. "
        "Save the list as CSV and send that file.",
        limit=limit,
    )


class Archive:
    """The parts of a workbook by lower-case name with forward slashes."""

    def __init__(self, source: zipfile.ZipFile) -> None:
        self._source = source
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for info in source.infolist():
            self._parts.setdefault(info.filename.replace("\\", "/").lstrip("/").lower(), info)
        self._check()

    def _check(self) -> None:
        infos = self._source.infolist()
        if len(infos) > LIMITS.ZIP_ENTRIES or sum(i.file_size for i in infos) > LIMITS.ZIP_BYTES:
            raise too_large()
        for info in infos:
            allowed = max(LIMITS.ZIP_RATIO_FROM, info.compress_size * LIMITS.ZIP_RATIO)
            if info.file_size > allowed:
                raise too_large()
            if info.flag_bits & 1:
                raise Unreadable("This file is protected with a password. Remove the password and send it again.")
        for part, sentence in _FOREIGN:
            if part in self._parts:
                raise Unreadable(sentence)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def chunks(self, name: str, limit: int) -> Iterator[bytes]:
        """The bytes of one part in pieces; counts what really comes out, not what is declared."""
        info = self._parts.get(name.lower())
        if info is None or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged()
        left = limit
        try:
            with self._source.open(info) as stream:
                while chunk := stream.read(CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise too_large()
                    yield chunk
        except (OSError, *_BAD) as error:  # OSError: an offset before the file's first byte
            raise damaged() from error


@contextmanager
def open_archive(path: str | PathLike[str]) -> Iterator[Archive]:
    """Opens a workbook's archive; raises Unreadable for bombs and for other archives."""
    with open(path, "rb") as stream:
        try:
            # ZipFile loads the whole table of contents, so its size is looked at first, with
            # the very function ZipFile uses: another one could be told another size.
            end = zipfile._EndRecData(stream)  # type: ignore[attr-defined]
        except (OSError, *_BAD) as error:
            raise damaged() from error
        if not end:
            raise damaged()
        if end[zipfile._ECD_SIZE] > LIMITS.ZIP_DIRECTORY:  # type: ignore[attr-defined]
            raise too_large()
        stream.seek(0, os.SEEK_SET)
        try:
            source = zipfile.ZipFile(stream)
        except (OSError, *_BAD, IndexError, OverflowError, UnicodeError) as error:
            raise damaged() from error
        with source:
            yield Archive(source)
