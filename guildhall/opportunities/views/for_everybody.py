"""What everybody may read without signing in, as a list and for search engines."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from guildhall import context
from guildhall.employers.views.lists import query_of
from guildhall.opportunities.forms.open import OpenSearchForm
from guildhall.opportunities.models import Opportunity
from guildhall.opportunities.queries import searching
from guildhall.opportunities.queries.pages import page_of
from guildhall.people.actions.allowances import Limit
from guildhall.ui.answers import too_often
from guildhall.ui.paging import Page

LOOKED = Limit("looks at what everybody may read", 600, 60, reading=True)  # a campus may stand behind one address
MOST = 49_999  # a sitemap may have 50,000, of which the list is one


@login_not_required
@require_safe
def opportunities(request: HttpRequest) -> HttpResponse:
    """Everything that is shown to the public."""
    if not (verdict := LOOKED.take(context.current().address)):
        return too_often(request, verdict, wait=LOOKED.wait)
    form = OpenSearchForm(request.GET)
    wanted = form.wanted()
    find = partial(searching.narrowed, Opportunity.objects.public())
    none = form.too_long or form.unknown_zip
    page, words = (Page([]), "") if none else page_of(request, find, wanted, size=20)
    more = {"form": form, "page": page, "near": wanted.near, "count_words": words, "query": query_of(request)}
    return render(request, "opportunities/public_list.html", more)


@login_not_required
@require_safe
def sitemap(request: HttpRequest, part: int = 0) -> HttpResponse:
    """The addresses of what is shown to the public, for search engines; where they are too many for one map, the maps
    of which each has a `part`.
    """
    if not (verdict := LOOKED.take(context.current().address)):
        return too_often(request, verdict, wait=LOOKED.wait)
    rows = Opportunity.objects.public().order_by("publish_on", "id")  # the oldest first: a map that is full stays so
    parts = -(-rows.count() // MOST)
    if part > parts:
        raise Http404
    if parts > 1 and not part:
        maps = [settings.PUBLIC_URL + reverse("sitemap-part", args=[n]) for n in range(1, parts + 1)]
        return _as_xml("opportunities/sitemaps.xml", {"maps": maps})
    first = max(part - 1, 0) * MOST
    found = rows.values_list("pk", "posted_at")[first : first + MOST]
    pages = [(settings.PUBLIC_URL + reverse("opportunity-public", args=[pk]), at) for pk, at in found]
    more = {"pages": pages, "list": settings.PUBLIC_URL + reverse("opportunities-open")}
    return _as_xml("opportunities/sitemap.xml", more)


def _as_xml(template: str, words: dict[str, Any]) -> HttpResponse:
    return HttpResponse(render_to_string(template, words), content_type="application/xml")


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may look at: what is shown to the public, and nothing else."""
    lines = ("User-agent: *", f"Allow: {reverse('opportunities-open')}", "Disallow: /")
    text = "\n".join((*lines, f"Sitemap: {settings.PUBLIC_URL}{reverse('sitemap')}", ""))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
