"""Names and words that an erasure takes out of agreements: a digest of what is left tells it from forgery (ADR 62)."""

from collections.abc import Iterable

from django.db.models import QuerySet

from guildhall.agreements.actions.composing import digest_of
from guildhall.agreements.actions.signing import signature_digest
from guildhall.agreements.models import PartySignature, Revision
from guildhall.files.actions import drop
from guildhall.lib import clock
from guildhall.supervision.actions.signing import digest_left


def erase_party_signers(rows: QuerySet[PartySignature]) -> int:
    """Take away who signed, and how they drew it; for whom, how and when it was signed stays. Returns how many."""
    signatures = list(rows.filter(erased_at=None).select_related("file"))
    for row in signatures:
        row.signed_by = row.position = row.drawing = row.email = row.file_name = ""
        if row.file is not None:  # the scan shows who signed
            drop(row.file)
        row.file = None
        _seal(row, signature_digest(row))
    names = ["signed_by", "position", "drawing", "email", "file", "file_name", "erased_at", "erased_digest"]
    PartySignature.objects.bulk_update(signatures, names)
    return len(signatures)


def note_struck(rows: Iterable[Revision]) -> None:
    """Note of texts that names were struck out of them, which the caller has saved."""
    revisions = [row for row in rows if row.digest]
    for row in revisions:
        _seal(row, digest_of(row))
    Revision.objects.bulk_update(revisions, ["erased_at", "erased_digest"])


def _seal(row: Revision | PartySignature, left: str) -> None:
    row.erased_at = clock.now()
    row.erased_digest = digest_left(row.digest, left)
