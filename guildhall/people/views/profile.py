from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.context import in_language
from guildhall.people.actions.persons import change_profile, choose_language
from guildhall.people.forms.profile import ProfileForm
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
