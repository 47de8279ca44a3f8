"""How somebody wants to hear of what waits for them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.engagements.actions import digesting
from guildhall.engagements.models import NoticeChoice
from guildhall.engagements.queries.follow_ups import choices_of
from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission


@require_http_methods(["GET", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """How somebody wants to hear of what waits for them."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    if request.method == "POST":
        digesting.choose(request.user, {s: request.POST.get(s, "") for s in NoticeChoice.Subject.values})
        messages.success(request, _("Your choice is kept."))
        return redirect("notices")
    chosen = choices_of(request.user)
    rows = [(s.value, s.label, chosen[s.value]) for s in NoticeChoice.Subject]
    return render(request, "engagements/notices.html", {"rows": rows, "hows": NoticeChoice.How.choices})
