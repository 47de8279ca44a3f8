"""What everybody may read without signing in, as a list and for search engines."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from guildhall import context
from guildhall.employers.views.lists import query_of
from guildhall.opportunities.forms.open import OpenSearchForm
from guildhall.opportunities.models import Opportunity
from guildhall.opportunities.queries import searching
from guildhall.people.actions.allowances import Limit
from guildhall.ui.answers import too_often
from guildhall.ui.paging import Page, page_by_keys

LOOKED = Limit("looks at what everybody may read", 600, 60, reading=True)  # a campus may stand behind one address
MOST = 50_000  # as many as a sitemap may have


@login_not_required
@require_safe
def opportunities(request: HttpRequest) -> HttpResponse:
    """Everything that is shown to the public."""
    if not (verdict := LOOKED.take(context.current().address)):
        return too_often(request, verdict, wait=LOOKED.wait)
    form = OpenSearchForm(request.GET)
    wanted = form.wanted()
    rows = searching.narrowed(Opportunity.objects.public(), wanted)
    none = form.too_long or form.unknown_zip
    page = Page([]) if none else page_by_keys(searching.listed(rows), request, searching.keys_of(wanted), size=20)
    words = "" if none else searching.counted(rows)
    more = {"form": form, "page": page, "near": wanted.near, "count_words": words, "query": query_of(request)}
    return render(request, "opportunities/public_list.html", more)


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The addresses of what is shown to the public, for search engines."""
    if not (verdict := LOOKED.take(context.current().address)):
        return too_often(request, verdict, wait=LOOKED.wait)
    rows = Opportunity.objects.public().order_by("-publish_on", "-id").values_list("pk", "posted_at")[:MOST]
    pages = [(settings.PUBLIC_URL + reverse("opportunity-public", args=[pk]), at) for pk, at in rows]
    more = {"pages": pages, "list": settings.PUBLIC_URL + reverse("opportunities-open")}
    return HttpResponse(render_to_string("opportunities/sitemap.xml", more), content_type="application/xml")


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may look at: what is shown to the public, and nothing else."""
    lines = ("User-agent: *", f"Allow: {reverse('opportunities-open')}", "Disallow: /")
    text = "\n".join((*lines, f"Sitemap: {settings.PUBLIC_URL}{reverse('sitemap')}", ""))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
