"""Where files lie: a folder of this machine, or an S3-compatible store that several machines share (ADR 19).

Files are named by what follows `files/`, such as `stored/…` and `imports/…`, and never change once they are there.
"""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from guildhall.lib.private_files import new_file, private_folder

INCOMING = "incoming"  # what is being taken in, or was fetched to be read: on this machine, for as long as that takes


class Folder(FileSystemStorage):
    """The folder `files` of the home."""

    @property
    def base_location(self) -> str:  # type: ignore[override]
        return str(settings.FILES)

    @property
    def location(self) -> str:  # type: ignore[override]
        return os.path.abspath(settings.FILES)


def _store() -> Storage:
    return storages["default"]


@contextmanager
def incoming() -> Iterator[tuple[Path, BinaryIO]]:
    """A file of this machine to write into, closed to others, gone at the end unless it was put into the store."""
    path = private_folder(settings.FILES, INCOMING) / secrets.token_hex(20)
    try:
        with new_file(path) as file:
            yield path, file
    finally:
        path.unlink(missing_ok=True)


def put(path: Path, name: str) -> None:
    """Move a file of this machine into the store."""
    if isinstance(_store(), Folder):
        folder, _slash, _last = name.rpartition("/")
        private_folder(settings.FILES, *folder.split("/"))
        path.replace(settings.FILES / name)
        return
    with path.open("rb") as file:
        kept = _store().save(name, File(file, name))
    if kept != name:
        raise FileExistsError(f"{name} is in the store already.")
    path.unlink()


@contextmanager
def at_hand(name: str) -> Iterator[Path]:
    """A file on this machine, for those who read it there. Raises `FileNotFoundError` where it is in no store."""
    if isinstance(_store(), Folder):
        (settings.FILES / name).stat()
        yield settings.FILES / name
        return
    with incoming() as (path, file):
        with _store().open(name) as content:
            shutil.copyfileobj(content, file)
        file.close()
        yield path


def content(name: str) -> bytes:
    """What a file holds."""
    with _store().open(name) as file:
        return bytes(file.read())


def exists(name: str) -> bool:
    """Whether a file is in the store."""
    return bool(_store().exists(name))


def delete(name: str) -> None:
    """A file goes; it may have gone before."""
    with suppress(FileNotFoundError):
        _store().delete(name)


def names(folder: str = "") -> Iterator[str]:
    """The files in the store, below a folder, in their order."""
    try:
        folders, files = _store().listdir(folder)
    except FileNotFoundError:
        return
    start = f"{folder}/" if folder else ""
    for name in sorted(files):
        if name:
            yield start + name
    for name in sorted(folders):
        if start + name != INCOMING:
            yield from names(start + name)
