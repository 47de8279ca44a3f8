"""The exact text of each revision, its file and scans, on paper and as a PDF."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guildhall.agreements.actions.signing import holds
from guildhall.agreements.exports import as_pdf, document_of
from guildhall.agreements.models import Revision
from guildhall.agreements.queries import pages
from guildhall.agreements.views.entry import agreement_of
from guildhall.files.actions import download, place
from guildhall.files.models import StoredFile
from guildhall.files.storage import exists


def _revision(request: HttpRequest, pk: str) -> Revision:
    return get_object_or_404(pages.revisions_of(request.user), pk=pk)


@require_safe
def revision(request: HttpRequest, pk: str) -> HttpResponse:
    """One text of an agreement as it was signed, with its signatures."""
    row = _revision(request, pk)
    signatures = list(row.signatures.select_related("party__institution", "party__employer", "file"))
    context = {"row": row.agreement, "revision": row, "signatures": signatures}
    context["holds"] = not row.digest or holds(row, signatures)
    return render(request, "agreements/revision.html", context)


def downloaded(request: HttpRequest, stored: StoredFile | None, name: str, *back: Any) -> HttpResponse:
    """A file as a download; where it is not there any more, a sentence on the page to go back to."""
    if stored is None:
        raise Http404
    if not exists(place(stored)):
        messages.error(request, _("The file is not in the store of files any more."))
        return redirect(*back)
    return download(stored, name)


@require_safe
def text_file(request: HttpRequest, pk: str) -> HttpResponse:
    """The text that was attached as a file."""
    row = _revision(request, pk)
    return downloaded(request, row.file, row.file_name, "agreement", row.agreement_id)


@require_safe
def scan(request: HttpRequest, pk: str, signature: str) -> HttpResponse:
    """The scan that a signature on paper rests on."""
    row = _revision(request, pk)
    signed = get_object_or_404(row.signatures.select_related("file"), pk=signature)
    return downloaded(request, signed.file, signed.file_name, "agreement", row.agreement_id)


@require_safe
def printed(request: HttpRequest, pk: str) -> HttpResponse:
    """The agreement on one page, to print: the text that holds, who signed it, how far the duties are."""
    row: Any = agreement_of(request, pk)
    return render(request, "agreements/printed.html", {"row": row, "document": document_of(row, request.user)})


@require_safe
def pdf(request: HttpRequest, pk: str) -> HttpResponse:
    """The same as an accessible PDF."""
    row = agreement_of(request, pk)
    content = as_pdf(document_of(row, request.user))
    if content is None:
        messages.info(request, _("This machine cannot make PDF files. Print this page instead."))
        return redirect("agreement-printed", row.pk)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="agreement.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
