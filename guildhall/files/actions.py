"""Keeping uploaded files: once each, outside the web root, looked through before anybody gets them."""

import contextlib
import hashlib
import re
import secrets
import shlex
import subprocess
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from guildhall.files import storage
from guildhall.files.kinds import LARGEST, Unwanted, media_type, type_by_name
from guildhall.files.models import StoredFile
from guildhall.lib.sentences import kept, spoken
from guildhall.lib.verdicts import refuse

PATIENCE = 60  # seconds for the scanner


def keep(chunks: Iterable[bytes], name: str) -> StoredFile:
    """Store uploaded content; equal content is stored once. Raises `Refused` for what is too large or unwanted.

    Whoever sends it learns nothing from that: equal content is judged, and takes as long, as if it were new.
    """
    stored_as = secrets.token_hex(20)
    digest, size = hashlib.sha256(), 0
    with storage.incoming() as (path, file):
        for chunk in chunks:
            size += len(chunk)
            if size > LARGEST:
                refuse("{file} is larger than {most} MB.", file=plain_name(name), most=LARGEST // 2**20)
            digest.update(chunk)
            file.write(chunk)
        file.close()
        if size == 0:
            refuse("{file} is empty.", file=plain_name(name))
        kind = _judged(path, name)  # each time, by its name: what is kept may have come under an innocent one
        storage.put(path, _place(stored_as))
    try:
        return _noted(digest.hexdigest(), stored_as, size, kind)
    finally:
        if not StoredFile.objects.filter(stored_as=stored_as).exists():
            storage.delete(_place(stored_as))


def _judged(path: Path, name: str) -> str:
    try:
        kind = media_type(path, name)
    except Unwanted as unwanted:
        refuse("{file}: {unwanted}", file=plain_name(name), unwanted=spoken(kept(unwanted.sentence), gettext))
    if settings.SCANNER:
        _scan(path, name)
    return kind


def _scan(path: Path, name: str) -> None:
    """Ask the scanner: 0 means clean, 1 that something was found, anything else that it could not look."""
    try:
        done = subprocess.run([*shlex.split(settings.SCANNER), str(path)], capture_output=True, timeout=PATIENCE)
        code = done.returncode
    except (OSError, subprocess.TimeoutExpired):
        code = 2
    if code == 1:
        refuse("{file} is not taken: the virus scanner found something in it.", file=plain_name(name))
    if code != 0:
        refuse(
            "{file} cannot be looked through at present. Nothing is lost: try again in a while.", file=plain_name(name)
        )


def _noted(digest: str, stored_as: str, size: int, kind: str) -> StoredFile:
    stored_file = StoredFile.objects.filter(digest=digest).first()
    if stored_file and not storage.exists(place(stored_file)):  # its content had gone missing: this brings it back
        stored_file.stored_as = stored_as
        stored_file.save(update_fields=["stored_as"])
    if stored_file:
        return stored_file
    with contextlib.suppress(IntegrityError), transaction.atomic():
        return StoredFile.objects.create(digest=digest, stored_as=stored_as, size=size, media_type=kind)
    return StoredFile.objects.get(digest=digest)  # somebody uploaded the same at the same moment


def drop(stored: StoredFile) -> None:
    """Let a stored file go, unless something else holds it: once it is certain that what held it is gone."""
    transaction.on_commit(lambda: _drop(stored.pk))


def _drop(pk: UUID) -> None:
    """The database says whether anything holds it, also of what whoever acts does not see."""
    stored = StoredFile.objects.filter(pk=pk).first()
    if stored is None:
        return
    with contextlib.suppress(IntegrityError):  # held
        with transaction.atomic():
            stored.delete()
        storage.delete(place(stored))


def shown(stored: StoredFile) -> HttpResponse:
    """A picture that we made ourselves, as part of a page; who may see it was asked before."""
    answer = HttpResponse(storage.content(place(stored)), content_type=stored.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=3600"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def place(stored: StoredFile) -> str:
    """Where the content lies in the store."""
    return _place(stored.stored_as)


def _place(stored_as: str) -> str:
    return f"stored/{stored_as}"


def plain_name(name: str) -> str:
    """A file's name without folders, control characters and what turns its direction; never empty."""
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    stem, dot, kind = kept.strip(" .").rpartition(".")
    short = f"{stem[:140]}{dot}{kind[:9]}" if stem else kind[:150]
    return short or "file"


def download(stored: StoredFile, name: str) -> HttpResponse:
    """The content as a download, never shown in the page; who may have it was asked before."""
    answer = HttpResponse(storage.content(place(stored)), content_type=type_by_name(name) or stored.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, plain_name(name)) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
