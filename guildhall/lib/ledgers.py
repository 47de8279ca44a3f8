"""Files to which lines are only ever added, such as the heads of the journal: each is one JSON object.

A power cut may tear the last line. What is added afterwards begins a line of its own, and a torn line counts as none:
whoever wrote it was never told that it stands.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from guildhall.lib import private_files


def add(path: Path, row: Mapping[str, Any]) -> None:
    """Add a line; it is on the disk when this returns."""
    append(path, (json.dumps(row) + "\n").encode())


def append(path: Path, lines: bytes) -> None:
    """Add whole lines, one writer at a time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, private_files.FILE)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        size = os.fstat(handle).st_size
        if size and os.pread(handle, 1, size - 1) != b"\n":
            lines = b"\n" + lines
        while lines:
            lines = lines[os.write(handle, lines) :]
        os.fsync(handle)
    finally:
        os.close(handle)
    if new:
        _sync(path.parent)  # that there is such a file must be on the disk, too


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file, oldest first. Raises `ValueError` with a sentence for one that is whole and no row."""
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return
    for number, line in enumerate(lines, 1):
        if not line.rstrip().endswith(b"}"):
            continue  # torn, or what a file system puts in place of what it has lost
        try:
            row = json.loads(line)
        except ValueError as error:
            raise ValueError(f"line {number} of {path} cannot be read") from error
        if not isinstance(row, dict):
            raise ValueError(f"line {number} of {path} cannot be read")
        yield row


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
