"""Site visits and evaluations of a placement, for the staff; the one document with everything in it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.audit.recording import accessed
from guildhall.lib.verdicts import require
from guildhall.outbox.views import say_mailed
from guildhall.people.views.once_only import once_only
from guildhall.supervision import rules
from guildhall.supervision.actions.linking import ask_by_link
from guildhall.supervision.actions.visiting import note_evaluation, note_visit
from guildhall.supervision.exports import as_pdf, document_of
from guildhall.supervision.forms.visiting import EvaluationForm, VisitForm
from guildhall.supervision.models import Link
from guildhall.supervision.queries import papers
from guildhall.supervision.queries.skills import skills_for
from guildhall.supervision.views.papers import placement_of
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving

MOMENTS = (Link.Purpose.MIDTERM, Link.Purpose.FINAL, Link.Purpose.REFLECT)


@require_safe
def placement_visits(request: HttpRequest, pk: str) -> HttpResponse:
    """The visits to a placement, its evaluations, and the student's reflection."""
    row = placement_of(request, pk)
    evaluations = {one.moment: one for one in row.evaluations.select_related("by")}
    context = {
        "row": row,
        "visits": list(row.site_visits.select_related("visited_by")),
        "moments": [(one.value, one.label, evaluations.get(one.value)) for one in MOMENTS],
        "may": rules.can_supervise(request.user, row),
    }
    return render(request, "supervision/placement_visits.html", context)


@require_http_methods(["GET", "POST"])
@once_only("placement-visits")
def visit_add(request: HttpRequest, pk: str) -> HttpResponse:
    """Note a visit to the site."""
    row = placement_of(request, pk)
    require(rules.can_supervise(request.user, row))
    form = VisitForm(request.POST or None)
    if form.is_valid():
        with saving(form) as edit:
            note_visit(row, form.visit(), by=request.user)
        if edit.saved:
            messages.success(request, _("The visit is noted."))
            return redirect("placement-visits", row.pk)
    return render(request, "supervision/visit_form.html", {"form": form, "row": row})


@require_http_methods(["GET", "POST"])
def evaluation_add(request: HttpRequest, pk: str) -> HttpResponse:
    """Note an evaluation or a reflection that came otherwise, such as on paper."""
    row = placement_of(request, pk)
    require(rules.can_supervise(request.user, row))
    skills = skills_for(row.institution, papers.plan_of(row))
    form = EvaluationForm(request.POST or None, skills=skills, of=str(row.pk), noted=True)
    if form.is_valid():
        values = form.cleaned_data
        with saving(form) as edit:
            note_evaluation(row, values["moment"], form.said(), values["name"], by=request.user)
        if edit.saved:
            messages.success(request, _("The evaluation is noted."))
            return redirect("placement-visits", row.pk)
    return render(request, "supervision/evaluation_form.html", {"form": form, "row": row})


@act_on("placement-visits")
def evaluation_ask(request: HttpRequest, pk: str, moment: str) -> HttpResponse:
    """Mail the supervisor the link to evaluate, or the student the one to reflect."""
    row = placement_of(request, pk)
    if moment not in MOMENTS:
        raise Http404
    with acting(request) as act:
        ask_by_link(row, moment, by=request.user)
    if act.done:
        say_mailed(request, _("The link is on its way."))
    return redirect("placement-visits", row.pk)


@require_safe
def printed(request: HttpRequest, pk: str) -> HttpResponse:
    """Everything about a placement on one page, to print."""
    row = placement_of(request, pk)
    accessed("opened all papers of a student", row, by=request.user, institution=row.institution)
    return render(request, "supervision/document.html", {"document": document_of(row)})


@require_safe
def pdf(request: HttpRequest, pk: str) -> HttpResponse:
    """The same as a PDF to keep; where this machine cannot make one, the page to print."""
    row = placement_of(request, pk)
    accessed("opened all papers of a student", row, by=request.user, institution=row.institution)
    content = as_pdf(document_of(row))
    if content is None:
        messages.info(request, _("This machine cannot make PDF files. Print this page instead."))
        return redirect("placement-printed", row.pk)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="placement-{row.pk}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
