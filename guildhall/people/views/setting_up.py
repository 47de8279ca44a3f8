from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.people.actions.setting_up import set_up
from guildhall.people.forms.places import SetUpForm
from guildhall.people.loading import listed_institutions
from guildhall.people.models import Territory
from guildhall.people.views.places import LARGEST_LIST
from guildhall.ui.editing import saving


@login_not_required
@require_http_methods(["GET", "POST"])
def first_page(request: HttpRequest) -> HttpResponse:
    """The set-up page of an empty installation; closed for good once somebody has used it."""
    if Territory.objects.exists():
        return redirect("account_login")
    form = SetUpForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        values = dict(form.cleaned_data)
        file = values.pop("institutions_file")
        values["institutions"] = values["institutions"].splitlines()
        with saving(form) as edit:
            try:
                text = file.read(LARGEST_LIST).decode("utf-8-sig", errors="replace") if file else ""
                listed = listed_institutions(text) if file else ()
                set_up(**values, listed=listed)
            except ValueError as error:
                form.add_error("institutions_file", str(error))
        if edit.saved and not form.errors:
            messages.success(request, _("Guildhall is set up. Sign in with your e-mail and password."))
            return redirect("account_login")
    return render(request, "people/set_up.html", {"form": form})


first_page.sets_up = True  # type: ignore[attr-defined]  open while there is no territory
