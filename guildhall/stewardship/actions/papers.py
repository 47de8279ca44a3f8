"""Papers and uploaded lists that name somebody: their content goes, and that there was a paper stays."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from guildhall.engagements.actions.attaching import forget
from guildhall.engagements.messages import decoded_parts
from guildhall.engagements.models import Attachment
from guildhall.files import storage
from guildhall.files.actions import place
from guildhall.files.models import StoredFile
from guildhall.stewardship.queries.subjects import Subject

LARGEST_PART = 64 * 2**20  # bytes of one part of a packed file that are looked through
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "latin-1")


def forget_papers(subject: Subject, *, everywhere: bool) -> int:
    """Remove the content of papers and lists in which an address of somebody stands; returns how many.

    Everywhere, or only in what is attached at the employers where they worked.

    A scan of a signed paper belongs to the record of a student: its institution decides about it.
    Text, messages, spreadsheets and word-processor files are looked through. A PDF or a picture cannot be: the papers
    on engagements with the person are for people to look at.
    """
    needles = {text.encode(code).lower() for text in subject.addresses for code in ENCODINGS}
    done = 0
    letters = set(Attachment.objects.filter(name__iendswith=".eml").values_list("file", flat=True))  # by any name
    near = Attachment.objects.filter(engagement__employer__in=subject.employers).values("file")
    attached = Attachment.objects.exclude(file=None).values("file")
    for stored in StoredFile.objects.filter(pk__in=attached if everywhere else near):
        name = place(stored)
        if storage.exists(name) and holds(name, needles, message=stored.pk in letters):
            forget(Attachment.objects.filter(file=stored).select_related("file"))
            done += 1
    for name in storage.names("imports") if everywhere else ():
        if holds(name, needles):
            _delete_after_commit(name)
            done += 1
    return done


def _delete_after_commit(name: str) -> None:
    """A file that is gone while its row comes back would be lost: it goes once the row is gone for good."""
    transaction.on_commit(lambda: storage.delete(name))


def holds(name: str, needles: set[bytes], *, message: bool = False) -> bool:
    """Whether any of the texts stands in a file of the store, in whatever letter case."""
    with storage.at_hand(name) as path:
        return any(needle in part for part in _parts(path, message=message) for needle in needles)


def _parts(path: Path, *, message: bool) -> Iterator[bytes]:
    content = path.read_bytes()
    yield content.lower()
    if message:
        yield from (part.lower() for part in decoded_parts(content))
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            for info in packed.infolist():
                if info.file_size <= LARGEST_PART:
                    yield packed.read(info).lower()
