"""Updates of an initiative: drafted, read, published, taken back, on paper and as a file (F13)."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.lib.verdicts import require
from guildhall.partnerships import rules
from guildhall.partnerships.actions import updates as actions
from guildhall.partnerships.exports import update_as_pdf
from guildhall.partnerships.forms.updates import UpdateForm, WithdrawForm
from guildhall.partnerships.kinds import HowOften
from guildhall.partnerships.models import Initiative, ProgressUpdate
from guildhall.partnerships.queries import updates as queries
from guildhall.partnerships.queries.approving import latest_of
from guildhall.partnerships.queries.figures import figures_of, offered
from guildhall.partnerships.views.initiatives import CHANGED
from guildhall.partnerships.views.record import frame, initiative_of
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving, version_of
from guildhall.ui.paging import page_by_keys


@require_safe
def updates(request: HttpRequest, pk: str) -> HttpResponse:
    """What an initiative told of itself; whoever follows chooses how often they hear."""
    row = initiative_of(request, pk)
    page = page_by_keys(queries.updates(request.user, row), request, queries.NEWEST)
    context = {"page": page, "chosen": queries.choice_of_colleague(request.user, row)}
    context |= {"may_follow": rules.can_follow(request.user, row), "how_often": HowOften.choices}
    return render(request, "partnerships/updates.html", frame(request, row) | context)


def update_of(request: HttpRequest, pk: str) -> ProgressUpdate:
    """An update that the person reads; anything else is not there."""
    return get_object_or_404(queries.update_of(request.user), pk=pk)


def _form(request: HttpRequest, row: Initiative, initial: dict[str, Any], data: Any = None) -> UpdateForm:
    lines = queries.communications(request.user, row)
    return UpdateForm(data, figures=offered(request.user, row), lines=lines, initial=initial)


@require_http_methods(["GET", "POST"])
@once_only("initiative-updates")
def add(request: HttpRequest, pk: str) -> HttpResponse:
    """Draft an update."""
    row = initiative_of(request, pk)
    require(rules.can_write_updates(request.user, row))
    first, last = queries.first_period(row)
    line = queries.line_called(request.user, row, request.GET.get("line", ""))
    initial = {"first_on": first, "last_on": last, "activity": line, "settles": bool(line)}
    form = _form(request, row, initial, request.POST or None)
    if form.is_valid():
        with saving(form) as edit:
            made = actions.draft_update(row, form.written(), form.cleaned_data["figures"], by=request.user)
        if edit.saved:
            return redirect("update", made.pk)
    return render(request, "partnerships/update_form.html", frame(request, row) | {"form": form})


@require_safe
def update(request: HttpRequest, pk: str) -> HttpResponse:
    """One update with its figures: of a draft as they are now, else as they were."""
    row = update_of(request, pk)
    context = frame(request, row.initiative) | {
        "row": row,
        "figures": figures_of(row),
        "may_edit": rules.can_change_update(request.user, row),
        "may_publish": rules.can_publish_update(request.user, row),
        "may_withdraw": rules.can_withdraw_update(request.user, row),
        "sent": queries.sent_to(request.user, row),
        "put": latest_of(request.user, row.initiative, "update", row),
    }
    return render(request, "partnerships/update.html", context)


def _fresh(request: HttpRequest, saved: ProgressUpdate) -> UpdateForm:
    """The form as it would be opened now, to compare with."""
    return _form(request, saved.initiative, UpdateForm.initial_of(saved))


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Write a draft better."""
    row = update_of(request, pk)
    require(rules.can_change_update(request.user, row))
    form = _form(request, row.initiative, UpdateForm.initial_of(row), request.POST or None)
    fresh = partial(_fresh, request)
    context: dict[str, Any] = frame(request, row.initiative) | {"form": form, "row": row}
    if form.is_valid():
        with saving(form, row, fresh=fresh) as edit:
            version, figures = form.cleaned_data["version"], form.cleaned_data["figures"]
            actions.change_update(row, form.written(), figures, version=version, by=request.user)
        if edit.saved:
            return redirect("update", row.pk)
        context["differences"] = edit.differences
    return render(request, "partnerships/update_form.html", context)


@act_on("update")
def publish(request: HttpRequest, pk: str) -> HttpResponse:
    """Publish an update."""
    row = update_of(request, pk)
    require(rules.can_publish_update(request.user, row))
    with acting(request, changed=CHANGED) as act:
        actions.publish_update(row, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("Published. Its figures stay as they are now, and everybody hears as they chose."))
    return redirect("update", row.pk)


@act_on("update")
def delete(request: HttpRequest, pk: str) -> HttpResponse:
    """Delete a draft."""
    row = update_of(request, pk)
    require(rules.can_change_update(request.user, row))
    with acting(request, changed=CHANGED) as act:
        actions.delete_update(row, version=version_of(request), by=request.user)
    if not act.done:
        return redirect("update", row.pk)
    messages.success(request, _("The draft is deleted."))
    return redirect("initiative-updates", row.initiative_id)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a published update back, with the reason."""
    row = update_of(request, pk)
    require(rules.can_withdraw_update(request.user, row))
    form = WithdrawForm(request.POST or None, initial={"version": row.version})
    context: dict[str, Any] = frame(request, row.initiative) | {"form": form, "row": row}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, row) as edit:
            actions.withdraw_update(row, values["because"], version=values["version"], by=request.user)
        if edit.saved:
            return redirect("update", row.pk)
        context["differences"] = edit.differences
    return render(request, "partnerships/update_withdraw.html", context)


@require_safe
def printed(request: HttpRequest, pk: str) -> HttpResponse:
    """An update on one page, to print or hand to the media."""
    row = update_of(request, pk)
    context = frame(request, row.initiative) | {"row": row, "figures": figures_of(row)}
    return render(request, "partnerships/update_print.html", context)


@require_safe
def pdf(request: HttpRequest, pk: str) -> HttpResponse:
    """The same as an accessible PDF, for the media."""
    row = update_of(request, pk)
    content = update_as_pdf(row)
    if content is None:
        messages.info(request, _("This machine cannot make PDF files. Print this page instead."))
        return redirect("update-print", row.pk)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="update.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
