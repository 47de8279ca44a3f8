"""What may be uploaded: judged by the content, so that a name cannot lie."""

import zipfile
from pathlib import Path

from guildhall.lib.sentences import said

LARGEST = 10 * 2**20  # bytes
OFFICE = {
    ".docx": ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".pptx": ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ".odt": ("content.xml", "application/vnd.oasis.opendocument.text"),
    ".ods": ("content.xml", "application/vnd.oasis.opendocument.spreadsheet"),
    ".odp": ("content.xml", "application/vnd.oasis.opendocument.presentation"),
}
SIGNED = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    ".gif": (b"GIF8", "image/gif"),
}
PLAIN = {".txt": "text/plain", ".csv": "text/csv", ".eml": "message/rfc822", ".ics": "text/calendar"}
ENDINGS = sorted({*OFFICE, *SIGNED, *PLAIN})
MACROS = ("vbaProject.bin",)


class Unwanted(Exception):
    """A file that is not taken; `sentence` says why, to each reader in their language, `str()` in English."""

    def __init__(self, sentence: str, **words: str) -> None:
        self.sentence = said(sentence, **words)
        super().__init__(str(self.sentence))


def media_type(path: Path, name: str) -> str:
    """The type of a file by its content; raises `Unwanted` where content and ending do not agree."""
    ending = Path(name.rstrip(". ")).suffix.lower()
    if ending in SIGNED:
        mark, kind = SIGNED[ending]
        with path.open("rb") as file:
            if not file.read(16).startswith(mark):
                raise Unwanted("This file is named {ending}, but its content is something else.", ending=ending)
        return kind
    if ending in OFFICE:
        return _office(path, ending)
    if ending in PLAIN:
        with path.open("rb") as file:
            if b"\x00" in file.read(65_536):
                raise Unwanted("This file is named {ending}, but its content is no text.", ending=ending)
        return PLAIN[ending]
    raise Unwanted("Files of this kind are not taken. These are: {kinds}.", kinds=", ".join(e[1:] for e in ENDINGS))


def type_by_name(name: str) -> str:
    """The type of a file that was taken under this name; empty for a name under which none is taken."""
    ending = Path(name.rstrip(". ")).suffix.lower()
    return {**PLAIN, **{end: kind for end, (_mark, kind) in (SIGNED | OFFICE).items()}}.get(ending, "")


def _office(path: Path, ending: str) -> str:
    inside, kind = OFFICE[ending]
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Unwanted("This {kind} file is damaged or is none.", kind=ending[1:]) from error
    if not any(name.startswith(inside) for name in names):
        raise Unwanted("This file is named {ending}, but its content is something else.", ending=ending)
    if any(name.endswith(MACROS) for name in names):
        raise Unwanted("This file carries macros. Save it without them and attach it again.")
    return kind
