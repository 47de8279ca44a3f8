"""Senders and templates: added, changed, retired."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.lib.verdicts import require
from guildhall.mailings import rules
from guildhall.mailings.actions import writing
from guildhall.mailings.forms.writing import SenderForm, TemplateForm
from guildhall.mailings.merge_fields import FIELDS
from guildhall.mailings.models import LetterTemplate, Sender
from guildhall.people.models import Institution
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving, version_of


def _add(request: HttpRequest, form_of: Any, save: Any, back: str, page: str) -> HttpResponse:
    person = request.user
    require(person.may(Permission.BULK_MAIL))
    places = Institution.objects.visible_to(person).open().filter(pk__in=person.below(Permission.BULK_MAIL))
    initial = {"institution": home_institution(person, Permission.BULK_MAIL)}
    form = form_of(request.POST or None, places=places.order_by("name"), initial=initial)
    if form.is_valid():
        with saving(form) as edit:
            save(form.values(), institution=form.cleaned_data["institution"], by=person)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect(back)
    return render(request, page, {"form": form, "fields": FIELDS})


def _change(
    request: HttpRequest, row: Any, form_of: Any, save: Any, back: str, page: str, more: dict[str, Any] | None = None
) -> HttpResponse:
    require(rules.can_keep(request.user, row.institution))
    form = form_of(request.POST or None, row=row)
    context: dict[str, Any] = {"form": form, "row": row, "fields": FIELDS} | (more or {})
    if form.is_valid():
        with saving(form, row, fresh=lambda now: form_of(row=now)) as edit:
            version = form.cleaned_data["version"]
            save(form.values(), institution=row.institution, by=request.user, row=row, version=version)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect(back)
        context["differences"] = edit.differences
    return render(request, page, context)


def _sender(request: HttpRequest, pk: str) -> Sender:
    rows = Sender.objects.visible_to(request.user).in_use().select_related("institution")
    one: Sender = get_object_or_404(rows, pk=pk)
    return one


def _template(request: HttpRequest, pk: str) -> LetterTemplate:
    rows = LetterTemplate.objects.visible_to(request.user).in_use().select_related("institution")
    one: LetterTemplate = get_object_or_404(rows, pk=pk)
    return one


@require_http_methods(["GET", "POST"])
@once_only("mail-senders")
def add_sender(request: HttpRequest) -> HttpResponse:
    """Add a name under which an institution writes."""
    return _add(request, SenderForm, writing.save_sender, "mail-senders", "mailings/sender_add.html")


@require_http_methods(["GET", "POST"])
def sender(request: HttpRequest, pk: str) -> HttpResponse:
    """Change a sender."""
    row = _sender(request, pk)
    return _change(request, row, SenderForm, writing.save_sender, "mail-senders", "mailings/sender.html")


@act_on("mail-sender")
def retire_sender(request: HttpRequest, pk: str) -> HttpResponse:
    """Offer a sender no more."""
    with acting(request, changed=_("Somebody changed it meanwhile. Read it again.")) as act:
        writing.retire(_sender(request, pk), version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("It is not offered any more."))
    return redirect("mail-senders")


@require_http_methods(["GET", "POST"])
@once_only("mail-templates")
def add_template(request: HttpRequest) -> HttpResponse:
    """Add a text to begin with."""
    return _add(request, TemplateForm, writing.save_template, "mail-templates", "mailings/template_add.html")


@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, pk: str) -> HttpResponse:
    """Change a template."""
    row = _template(request, pk)
    page, more = "mailings/template.html", {"pictures": row.pictures.all()}
    return _change(request, row, TemplateForm, writing.save_template, "mail-templates", page, more)


@act_on("mail-template")
def retire_template(request: HttpRequest, pk: str) -> HttpResponse:
    """Offer a template no more."""
    with acting(request, changed=_("Somebody changed it meanwhile. Read it again.")) as act:
        writing.retire(_template(request, pk), version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("It is not offered any more."))
    return redirect("mail-templates")
