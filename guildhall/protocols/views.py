from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from guildhall.lib import clock
from guildhall.protocols.models import Protocol


@require_safe
def protocols(request: HttpRequest) -> HttpResponse:
    """The protocols and their versions: agreed rules are for everybody who signs in (B3)."""
    rows = Protocol.objects.visible_to(request.user).select_related("institution").order_by("title", "-number")
    return render(request, "protocols/protocols.html", {"rows": rows, "today": clock.today()})


@require_safe
def protocol(request: HttpRequest, pk: str) -> HttpResponse:
    """One version of a protocol with its clauses."""
    found = get_object_or_404(Protocol.objects.visible_to(request.user).select_related("institution"), pk=pk)
    clauses = list(found.clauses.prefetch_related("criteria"))
    return render(request, "protocols/protocol.html", {"protocol": found, "clauses": clauses})
