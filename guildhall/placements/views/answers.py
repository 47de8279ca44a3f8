"""The employer's page behind a link: one question, no account. Opening it changes nothing."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from guildhall.people.views.mailed_links import closed_link
from guildhall.placements.actions import asking
from guildhall.placements.forms.answers import AnswerForm
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving


@login_not_required
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, secret: str) -> HttpResponse:
    """What an employer is asked about a student; the first answer counts."""
    found = asking.question_of(secret)
    if closed := closed_link(request, secret, found, "engagements/link_gone.html"):
        return closed
    assert found is not None
    shown, row = None, asking.record_of(found)
    form = AnswerForm(None, about=found.about, row=row)
    if request.method == "POST" and "show" in request.POST:
        with acting(request):
            shown = asking.show_student(secret)
    elif request.method == "POST":
        form = AnswerForm(request.POST, about=found.about, row=row)
        if form.is_valid():
            with saving(form) as edit:
                first = asking.answer_by_link(secret, form.said())
            if edit.saved:
                return render(request, "placements/answered.html", {"first": first})
    context = {"question": found, "row": row, "form": form, "shown": shown}
    return render(request, "placements/question.html", context | {"program": asking.introduced(found)})
