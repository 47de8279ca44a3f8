"""Protocols as their readers meet them: what is agreed, what changed, who has accepted it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guildhall.lib.verdicts import require
from guildhall.protocols import actions, queries, rules
from guildhall.protocols.models import Protocol


def protocol_of(request: HttpRequest, pk: Any) -> Protocol:
    """A version that the person may read; anything else is not found."""
    rows = Protocol.objects.visible_to(request.user).select_related("institution__parent", "published_by", "drafted_by")
    return get_object_or_404(rows, pk=pk)


def frame(request: HttpRequest, protocol: Protocol) -> dict[str, Any]:
    """What every tab of a version needs."""
    accepted = queries.acceptance_of(protocol, request.user) if protocol.published_at else None
    return {
        "protocol": protocol,
        "standing": queries.standing_of(protocol),
        "accepted": accepted,
        "may_accept": rules.can_accept(request.user, protocol) if accepted is None else None,
        "may_draft": rules.can_draft(request.user, protocol.institution),
        "may_change": rules.can_change_draft(request.user, protocol),
    }


@require_safe
def protocols(request: HttpRequest) -> HttpResponse:
    """The protocols and their versions, for everybody who signs in (B3). A citation leads to its clause."""
    if place := Protocol.objects.visible_to(request.user).cited(request.GET.get("cited", "")):
        return redirect(f"{reverse('protocol', args=[place[0]])}#c{place[1]}")
    context = {
        "shelves": queries.shelves(request.user),
        "may_draft": rules.can_draft(request.user),
        "to_accept": {protocol.pk for protocol in queries.to_accept(request.user)},
    }
    return render(request, "protocols/protocols.html", context)


@require_safe
def protocol(request: HttpRequest, pk: str) -> HttpResponse:
    """One version of a protocol with its clauses."""
    protocol = protocol_of(request, pk)
    clauses = [(clause, queries.values_in_words(clause)) for clause in queries.clauses_to_read(protocol)]
    return render(request, "protocols/protocol.html", frame(request, protocol) | {"clauses": clauses})


@require_safe
def changes(request: HttpRequest, pk: str) -> HttpResponse:
    """What a version changes against the one before, clause by clause."""
    protocol = protocol_of(request, pk)
    before = queries.version_before(protocol)
    rows = queries.differences(protocol, before)
    differing = [row for row in rows if row.kind != "same"]
    context = {"before": before, "rows": differing, "same": [row for row in rows if row.kind == "same"]}
    return render(request, "protocols/changes.html", frame(request, protocol) | context)


@require_safe
def readers(request: HttpRequest, pk: str) -> HttpResponse:
    """Who of those whom a version binds has accepted it, and who has not yet."""
    protocol = protocol_of(request, pk)
    require(rules.can_see_readers(request.user, protocol))
    accepted, waiting = queries.readers(protocol)
    context = {"read": accepted, "waiting": waiting, "bound": len(accepted) + len(waiting)}
    return render(request, "protocols/readers.html", frame(request, protocol) | context)


@require_POST
def accept(request: HttpRequest, pk: str) -> HttpResponse:
    """Somebody has read a version and accepts it."""
    protocol = protocol_of(request, pk)
    actions.accept(protocol, by=request.user)
    messages.success(request, _("You have accepted %s.") % protocol)
    return redirect("protocol", protocol.pk)
