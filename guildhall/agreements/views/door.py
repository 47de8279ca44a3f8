"""An employer's own agreements, at its front door: read, sign, see what both sides owe (N19)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.agreements import rules
from guildhall.agreements.actions import signing
from guildhall.agreements.forms.acts import SignForm
from guildhall.agreements.queries import door
from guildhall.agreements.views.papers import downloaded
from guildhall.ui.editing import saving
from guildhall.visitors.views.pages import visitors_only


@visitors_only("employer")
@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """The agreements of the employer, and how far both sides are."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    return render(request, "agreements/door/agreements.html", {"found": door.agreements_of(me)})


@visitors_only("employer")
@require_http_methods(["GET", "POST"])
def agreement(request: HttpRequest, pk: str) -> HttpResponse:
    """One agreement: its exact text, who has signed; signing it, where somebody may."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    if (found := door.one_of(me, pk)) is None:
        raise Http404
    party, revision = found.party, found.revision
    may = rules.can_sign_at_door(me, revision, party) if found.waits else None
    form = SignForm(request.POST if request.method == "POST" and may else None, initial={"name": me.name})
    if form.is_valid():
        with saving(form) as edit:
            signing.sign_at_door(revision, party, *form.signed(), by=me)
        if edit.saved:
            messages.success(request, _("Signed."))
            return redirect("portal-agreement", found.agreement.pk)
    context = {"found": found, "row": found.agreement, "revision": revision, "form": form, "may": may, "me": me}
    return render(request, "agreements/door/agreement.html", context)


@visitors_only("employer")
@require_safe
def text_file(request: HttpRequest, pk: str) -> HttpResponse:
    """The text that was attached as a file."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    if (own := door.one_of(me, pk)) is None:
        raise Http404
    return downloaded(request, own.revision.file, own.revision.file_name, "portal-agreement", own.agreement.pk)
