"""The page of a mailed link to sign an agreement: opening it changes nothing (R28)."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.agreements.actions import signing
from guildhall.agreements.actions.linking import opened
from guildhall.agreements.forms.acts import SignForm
from guildhall.agreements.views.papers import downloaded
from guildhall.people.views.mailed_links import closed_link
from guildhall.ui.editing import saving

GONE = "supervision/link_gone.html"


@login_not_required
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, secret: str) -> HttpResponse:
    """Whoever signs for a party reads the exact text and signs it, without an account."""
    found = opened(secret)
    if answer := closed_link(request, secret, found, GONE):
        return answer
    assert found is not None
    if found.closed:
        return render(request, GONE, {"reason": found.closed, "by": found.link.by}, status=404)
    form = SignForm(request.POST if request.method == "POST" else None, initial={"name": found.link.sent_to})
    if form.is_valid():
        with saving(form) as edit:
            signing.sign_by_link(secret, *form.signed())
        if edit.saved:
            return redirect("agreement-sign-link", secret)
    context = {"found": found, "revision": found.link.revision, "party": found.link.party, "form": form}
    context["secret"] = secret
    return render(request, "agreements/sign_link.html", context)


@login_not_required
@require_safe
def text_file(request: HttpRequest, secret: str) -> HttpResponse:
    """The text that was attached as a file: whoever signs reads it first."""
    contents = opened(secret)
    if answer := closed_link(request, secret, contents, GONE):
        return answer
    if contents is None or contents.closed:
        raise Http404
    revision = contents.link.revision
    return downloaded(request, revision.file, revision.file_name, "agreement-sign-link", secret)
