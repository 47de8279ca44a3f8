"""Pages that need no sign-in: what is shown to the public, and the employer's answer by a link."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.opportunities.actions import standing
from guildhall.opportunities.forms.deciding import StandsForm
from guildhall.opportunities.models import Opportunity
from guildhall.opportunities.queries.for_students import told_to_everybody
from guildhall.opportunities.queries.job_posting import as_script, job_posting
from guildhall.people.views.mailed_links import closed_link
from guildhall.ui.editing import saving


@login_not_required
@require_safe
def public(request: HttpRequest, pk: str) -> HttpResponse:
    """One opportunity as everybody may read it, with what search engines understand of it."""
    rows = Opportunity.objects.public().select_related("employer", "holder", "site", "pathway")
    rows = rows.defer("search", "employer__search")
    row = told_to_everybody(get_object_or_404(rows, pk=pk))
    posting = job_posting(row, request.build_absolute_uri())
    script = mark_safe(as_script(posting)) if posting else ""  # noqa: S308  nothing in it can end its element
    more = {"row": row, "posting": script, "programs": list(row.programs.all())}
    return render(request, "opportunities/public.html", more)


@login_not_required
@require_http_methods(["GET", "POST"])
def still_open(request: HttpRequest, secret: str) -> HttpResponse:
    """The employer's page: does it still stand? Opening it changes nothing; the first answer counts."""
    question = standing.question_of(secret)
    if closed := closed_link(request, secret, question, "engagements/link_gone.html"):
        return closed
    assert question is not None  # else the link was closed
    form = StandsForm(request.POST if request.method == "POST" else None, row=question.opportunity)
    if request.method == "POST" and form.is_valid():
        stands, filled = form.cleaned_data["answer"] == "yes", form.cleaned_data.get("filled")
        with saving(form) as edit:
            first = standing.answer_by_link(secret, stands=stands, filled=filled)
        if edit.saved:
            return render(request, "opportunities/stands_done.html", {"first": first, "stands": stands})
    return render(request, "opportunities/stands.html", {"question": question, "form": form})
