from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from guildhall.people.queries import territory


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether this process can serve: 200 with the database, 503 without."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


health.needs_nothing = True  # type: ignore[attr-defined]


@login_not_required
@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def theme(request: HttpRequest) -> HttpResponse:
    """The territory's color; its address carries the version, so it may be kept."""
    result = territory()
    hue = result.brand_hue if result else 188
    return HttpResponse(f":root {{ --brand-hue: {hue}; }}\n", content_type="text/css")


theme.needs_nothing = True  # type: ignore[attr-defined]
