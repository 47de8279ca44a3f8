from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from guildhall.ui.menus import blocks_of
from guildhall.visitors.views.pages import visitors_only


@visitors_only("employer")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """An employer's own home (N19)."""
    me = request.visitor  # type: ignore[attr-defined]
    context = {"me": me, "employer": me.employer, "blocks": blocks_of("employer door", me)}
    return render(request, "portal/home.html", context)
