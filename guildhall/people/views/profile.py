from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.context import in_language
from guildhall.files.actions import place, shown
from guildhall.files.storage import exists
from guildhall.people.actions import photographs
from guildhall.people.actions.persons import change_profile, choose_language
from guildhall.people.forms.profile import PhotographForm, ProfileForm
from guildhall.people.queries.photographs import photo_of
from guildhall.ui.editing import saving


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Say who one is: what colleagues see, and what stands below e-mails to employers."""
    person = request.user
    form = ProfileForm(request.POST or None, person=person)
    context = {"form": form, "person": person}
    if form.is_valid():
        values = dict(form.cleaned_data)
        version, language = values.pop("version"), values.pop("language")
        with saving(form, person, fresh=lambda now: ProfileForm(person=now)) as edit:
            saved = change_profile(person, values, version=version, by=request.user)
            if language != saved.language:
                choose_language(saved, language, by=request.user)
        if edit.saved:
            with in_language(language):  # said on the next page, which speaks it already
                messages.success(request, _("Your profile is saved."))
            return redirect("profile")
        context["differences"] = edit.differences
    return render(request, "people/profile.html", context)


@require_http_methods(["GET", "POST"])
def photograph(request: HttpRequest) -> HttpResponse:
    """Put a photograph into one's profile."""
    form = PhotographForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with saving(form, at="photo") as edit:
            photographs.show_photograph(request.user, form.cleaned_data["photo"], by=request.user)
        if edit.saved:
            messages.success(request, _("Your photograph is shown to your colleagues."))
            return redirect("profile")
    return render(request, "people/photograph.html", {"form": form, "person": request.user})


@require_POST
def photograph_remove(request: HttpRequest) -> HttpResponse:
    """Take one's photograph away."""
    photographs.remove_photograph(request.user, by=request.user)
    messages.success(request, _("Your photograph is removed."))
    return redirect("profile")


@require_safe
def photograph_of(request: HttpRequest, pk: str) -> HttpResponse:
    """The photograph of a colleague, for all of the staff; one's own for whoever has no role on the staff."""
    photo = photo_of(pk, request.user)
    if photo is None or not exists(place(photo)):
        raise Http404
    return shown(photo)
