"""Files that go with a mailing: added, taken off, and opened by the link in a letter."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.files.actions import download, place, shown
from guildhall.files.storage import exists
from guildhall.lib.verdicts import require
from guildhall.mailings import rules
from guildhall.mailings.actions import attaching
from guildhall.mailings.forms.acts import AttachmentForm, PictureForm
from guildhall.mailings.models import LetterTemplate
from guildhall.mailings.queries.attached import attachment_of
from guildhall.mailings.views.writing import mailing_of
from guildhall.people.views.mailed_links import closed_link
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: str) -> HttpResponse:
    """Add a file, or a picture with words for those who do not see it."""
    row, person = mailing_of(request, pk), request.user
    require(rules.can_change(person, row))
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with saving(form, at="file") as edit:
            one = attaching.attach(row, form.cleaned_data["file"], shows=form.cleaned_data["shows"], by=person)
        if edit.saved:
            said = _("The picture stands at the end of the text: move its line to where it belongs.")
            messages.success(request, said if one.shows else _("%s is there.") % one.title)
            return redirect("mailing", row.pk)
    return render(request, "mailings/attachment_add.html", {"form": form, "row": row})


@act_on("mailing")
def remove(request: HttpRequest, pk: str, attachment: str) -> HttpResponse:
    """Take a file off again."""
    row = mailing_of(request, pk)
    one = get_object_or_404(row.attachments.all(), pk=attachment)
    with acting(request) as act:
        attaching.take_off(one, by=request.user)
    if act.done:
        messages.success(request, _("Taken off."))
    return redirect("mailing", row.pk)


def _template(request: HttpRequest, pk: str) -> LetterTemplate:
    rows = LetterTemplate.objects.visible_to(request.user).in_use().select_related("institution")
    one: LetterTemplate = get_object_or_404(rows, pk=pk)
    return one


@require_http_methods(["GET", "POST"])
def add_picture(request: HttpRequest, pk: str) -> HttpResponse:
    """Add a picture to a template."""
    row, person = _template(request, pk), request.user
    require(rules.can_keep(person, row.institution))
    form = PictureForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with saving(form, at="file") as edit:
            attaching.add_picture(row, form.cleaned_data["file"], form.cleaned_data["shows"], by=person)
        if edit.saved:
            said = _("The picture stands at the end of the text: move its line to where it belongs.")
            messages.success(request, said)
            return redirect("mail-template", row.pk)
    return render(request, "mailings/picture_add.html", {"form": form, "row": row})


@act_on("mail-template")
def remove_picture(request: HttpRequest, pk: str, picture: str) -> HttpResponse:
    """Take a picture out of a template."""
    row = _template(request, pk)
    one = get_object_or_404(row.pictures.all(), pk=picture)
    with acting(request) as act:
        attaching.take_picture_off(one, by=request.user)
    if act.done:
        messages.success(request, _("Taken off."))
    return redirect("mail-template", row.pk)


@login_not_required
@require_safe
def by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """A file by the link in a letter: the same for all readers, and nothing says who opened it."""
    one = attachment_of(secret)
    if one is None:
        return closed_link(request, secret, one, "mailings/link_gone.html") or redirect("mailings")
    if not exists(place(one.file)):
        raise Http404
    return shown(one.file) if one.shows else download(one.file, one.title)
