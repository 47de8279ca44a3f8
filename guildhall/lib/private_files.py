"""Files and folders that only the installation's own user may read: 0600 in 0700, whatever the umask (G1)."""

import os
from pathlib import Path
from typing import BinaryIO

FILE, FOLDER = 0o600, 0o700


def private_folder(root: Path, *names: str) -> Path:
    """A folder below `root`, made where it is missing; it and all folders down to it are closed to others."""
    path = root
    root.parent.mkdir(parents=True, exist_ok=True)
    for name in ("", *names):
        path = path / name
        path.mkdir(mode=FOLDER, exist_ok=True)
        if path.stat().st_mode & 0o077:  # made by an older version, or under another umask
            path.chmod(FOLDER)
    return path


def new_file(path: Path) -> BinaryIO:
    """A file to write into, closed to others from its first byte. Raises `FileExistsError` where there is one."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE), "wb")


def rewritten_file(path: Path) -> BinaryIO:
    """The same for a file that may be there: what it held is gone, and whoever could read it cannot any more."""
    path.unlink(missing_ok=True)
    return new_file(path)


def close_to_others(root: Path) -> None:
    """Close a whole folder to others, such as one that came out of an archive."""
    root.chmod(FOLDER)
    for path in root.rglob("*"):
        path.chmod(FOLDER if path.is_dir() else FILE)
