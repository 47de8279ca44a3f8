"""What others read of an initiative without signing in: its purpose, whom it looks for, how it works (F5, F8)."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guildhall.intermediaries.queries.stories import public_stories
from guildhall.lib.verdicts import require
from guildhall.partnerships import rules
from guildhall.partnerships.actions import initiatives as actions
from guildhall.partnerships.models import Initiative
from guildhall.partnerships.queries import initiatives as queries
from guildhall.partnerships.queries.approving import latest_protocol
from guildhall.partnerships.queries.figures import figures_of
from guildhall.partnerships.queries.updates import public_update, public_updates
from guildhall.partnerships.views.initiatives import CHANGED
from guildhall.partnerships.views.record import frame, initiative_of
from guildhall.people.views.mailed_links import closed_link
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import version_of

UPDATES, STORIES = 12, 3  # of the latest
NEW_LINK = "initiative link"  # in the session, until it is shown once


@require_safe
def sharing(request: HttpRequest, pk: str) -> HttpResponse:
    """Who else may read purpose, profiles and process; a new link is shown once."""
    row = initiative_of(request, pk)
    require(rules.can_lead(request.user, row))
    link = request.session.pop(NEW_LINK, "") if NEW_LINK in request.session else ""
    return render(request, "partnerships/sharing.html", frame(request, row) | {"link": link})


@act_on("initiative-sharing")
def link(request: HttpRequest, pk: str) -> HttpResponse:
    """Make a link; a former one opens nothing from now on."""
    row = initiative_of(request, pk)
    require(rules.can_change(request.user, row))
    with acting(request, changed=CHANGED):
        secret = actions.open_link(row, version=version_of(request), by=request.user)
        request.session[NEW_LINK] = settings.PUBLIC_URL + reverse("initiative-link", args=[secret])
    return redirect("initiative-sharing", row.pk)


@act_on("initiative-sharing")
def close(request: HttpRequest, pk: str) -> HttpResponse:
    """End the link."""
    row = initiative_of(request, pk)
    require(rules.can_lead(request.user, row))
    with acting(request, changed=CHANGED):
        actions.close_link(row, version=version_of(request), by=request.user)
    return redirect("initiative-sharing", row.pk)


@act_on("initiative-sharing")
def publish(request: HttpRequest, pk: str) -> HttpResponse:
    """Put it before everybody, or take it back."""
    row = initiative_of(request, pk)
    require(rules.can_lead(request.user, row))
    public = request.POST.get("public") == "yes"
    with acting(request, changed=CHANGED) as act:
        actions.publish_initiative(row, public=public, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("Everybody may read it now.") if public else _("It is not public any more."))
    return redirect("initiative-sharing", row.pk)


@login_not_required
@require_safe
def by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """An initiative for whoever has the link."""
    row = queries.of_link(secret)
    if closed := closed_link(request, secret, row, "partnerships/link_gone.html", shared=True):
        return closed
    assert row is not None
    return _shown(request, row)


@login_not_required
@require_safe
def shown(request: HttpRequest, pk: str) -> HttpResponse:
    """An initiative that was put before everybody."""
    return _shown(request, get_object_or_404(queries.public(), pk=pk))


def _shown(request: HttpRequest, row: Initiative) -> HttpResponse:
    context: dict[str, Any] = {"row": row, "profiles": queries.sought(row)}
    context |= {"protocol": latest_protocol(row), "pathways": list(row.pathways.all())}
    context["stories"] = public_stories()[:STORIES]
    context |= {"leads": row.leads.select_related("person"), "updates": public_updates(row)[:UPDATES]}
    return render(request, "partnerships/public.html", context)


@login_not_required
@require_safe
def update(request: HttpRequest, pk: str) -> HttpResponse:
    """An update that everybody may read."""
    row = get_object_or_404(public_update(), pk=pk)
    return render(request, "partnerships/update_public.html", {"row": row, "figures": figures_of(row)})
