"""Remarks about an employer: written, edited and removed by their authors, kept in the CRM or let out of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guildhall.employers import rules
from guildhall.employers.actions import editing
from guildhall.employers.forms.records import NoteChangeForm, NoteForm
from guildhall.employers.models import Employer, Note
from guildhall.employers.queries.standing import frame
from guildhall.employers.views.record import employer_of
from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving, version_of


@require_http_methods(["GET", "POST"])
@once_only("employer-notes")
def notes(request: HttpRequest, pk: str) -> HttpResponse:
    """Remarks about an employer."""
    employer = employer_of(request, pk)
    form = NoteForm(request.POST or None, employer=employer)
    may_write = rules.can_edit(request.user, employer)
    if form.is_valid():
        require(may_write)
        needed = Permission.EDIT_EMPLOYERS if employer.posted_at else Permission.DEVELOP_EMPLOYERS
        institution = home_institution(request.user, needed) or employer.holder
        values = form.cleaned_data
        editing.write_note(
            employer, values["text"], by=request.user, institution=institution, stays=values.get("stays", False)
        )
        messages.success(request, _("The note is written."))
        return redirect("employer-notes", employer.pk)
    rows = Note.objects.visible_to(request.user).filter(employer=employer).select_related("by", "institution")
    context = frame(request.user, employer) | {
        "rows": rows.order_by("-written_at"),
        "form": form,
        "may_write": may_write,
    }
    return render(request, "employers/notes.html", context)


def note_of(request: HttpRequest, employer: Employer, pk: Any) -> Note:
    """A note on an employer that the person sees; anything else is not found."""
    return get_object_or_404(Note.objects.visible_to(request.user), pk=pk, employer=employer)


@require_http_methods(["GET", "POST"])
def note_change(request: HttpRequest, pk: str, note: str) -> HttpResponse:
    """Change a note of one's own."""
    employer = employer_of(request, pk)
    saved_note = note_of(request, employer, note)
    require(rules.can_change_note(request.user, saved_note))
    form = NoteChangeForm(request.POST or None, note=saved_note)
    context: dict[str, Any] = {"form": form, "employer": employer, "note": saved_note}
    if form.is_valid():
        with saving(form, saved_note) as edit:
            editing.change_note(
                saved_note, form.cleaned_data["text"], version=form.cleaned_data["version"], by=request.user
            )
        if edit.saved:
            messages.success(request, _("The note is saved."))
            return redirect("employer-notes", employer.pk)
        context["differences"] = edit.differences
    return render(request, "employers/note_form.html", context)


@require_POST
def note_remove(request: HttpRequest, pk: str, note: str) -> HttpResponse:
    """Remove a note of one's own; where it was changed meanwhile, its new words are shown first."""
    employer = employer_of(request, pk)
    saved_note = note_of(request, employer, note)
    require(rules.can_change_note(request.user, saved_note))
    with acting(request, changed=_("This note was changed while your page was open. Read it again first.")) as act:
        editing.remove_note(saved_note, version=version_of(request), by=request.user)
    if not act.done:
        return redirect("note-change", employer.pk, saved_note.pk)
    messages.success(request, _("The note is removed. The journal keeps it."))
    return redirect("employer-notes", employer.pk)


@require_POST
def note_travel(request: HttpRequest, pk: str, note: str) -> HttpResponse:
    """Choose whether a note travels on promotion."""
    employer = employer_of(request, pk)
    saved_note = note_of(request, employer, note)
    if (said := request.POST.get("travel")) in ("yes", "no"):  # nothing said hides nothing
        editing.let_note(saved_note, travel=said == "yes", by=request.user)
    return redirect("employer-notes" if employer.posted_at else "prospect", employer.pk)
