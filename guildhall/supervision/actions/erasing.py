"""Names and words that an erasure takes out of papers: a digest of what is left tells it from a forgery (ADR 62)."""

from collections.abc import Iterable

from django.db.models import QuerySet

from guildhall.files.actions import drop
from guildhall.lib import clock
from guildhall.supervision.actions.preparing import digest_of
from guildhall.supervision.actions.signing import digest_left, signature_digest
from guildhall.supervision.models import Paper, Signature


def erase_signers(rows: QuerySet[Signature]) -> int:
    """Take away who signed, and how they drew it; that this paper was signed, how and when stays. Returns how many."""
    signatures = list(rows.filter(erased_at=None).select_related("file"))
    for row in signatures:
        row.signed_by = row.relationship = row.drawing = row.email = row.file_name = ""
        if row.file is not None:  # the scan shows who signed
            drop(row.file)
        row.file = None
        _seal(row, signature_digest(row))
    names = ["signed_by", "relationship", "drawing", "email", "file", "file_name", "erased_at", "erased_digest"]
    Signature.objects.bulk_update(signatures, names)
    return len(signatures)


def note_struck(rows: Iterable[Paper]) -> None:
    """Note of papers that names were struck out of their words, which the caller has saved."""
    papers = list(rows)
    for row in papers:
        _seal(row, digest_of(row))
    Paper.objects.bulk_update(papers, ["erased_at", "erased_digest"])


def _seal(row: Paper | Signature, left: str) -> None:
    row.erased_at = clock.now()
    row.erased_digest = digest_left(row.digest, left)
