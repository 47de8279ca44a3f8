"""An agreement as one document: to print, and as an accessible PDF."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from guildhall.agreements.actions.signing import holds
from guildhall.agreements.models import Agreement, PartySignature, Revision
from guildhall.agreements.queries.counting import Progress
from guildhall.agreements.queries.pages import shown
from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.supervision.exports import pdf_of


@dataclass
class Document:
    """The text that holds, or that is being signed, with its signatures and how far the duties are."""

    agreement: Agreement
    revision: Revision
    signatures: Sequence[PartySignature]
    holds: bool
    duties: Sequence[Progress]
    made_at: Any = field(default_factory=clock.now)


def document_of(agreement: Agreement, person: Person) -> Document:
    """An agreement as somebody reads it."""
    found = shown(agreement, person)
    revision = found.holding or found.revision
    rows = revision.signatures.select_related("party__institution", "party__employer", "file")
    signatures = list(rows)
    stands = not revision.digest or holds(revision, signatures)
    return Document(agreement, revision, signatures, stands, found.duties)


def as_pdf(document: Document) -> bytes | None:
    """The document as a PDF that screen readers can read; None where the machine lacks what draws the letters."""
    return pdf_of("agreements/pdf.html", {"document": document, "row": document.agreement})
