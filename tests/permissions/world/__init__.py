"""The world of all walks: what it holds is built per app in a file of its own (`building.py` calls them)."""

from tests.permissions.world.building import build_world, take_world
from tests.permissions.world.employers import build_employer
from tests.permissions.world.imports import bring
from tests.permissions.world.record import Record, World
from tests.permissions.world.watching import UNWATCHED, digest, files, forget_new_files, undone, watched_tables, writes
from tests.permissions.world.words import EMPLOYERS, PHONES, canary, name_of, upload

__all__ = [
    "EMPLOYERS",
    "PHONES",
    "Record",
    "UNWATCHED",
    "World",
    "bring",
    "build_employer",
    "build_world",
    "canary",
    "digest",
    "files",
    "forget_new_files",
    "name_of",
    "take_world",
    "undone",
    "upload",
    "watched_tables",
    "writes",
]
