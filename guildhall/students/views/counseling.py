"""Who counsels how many, and sharing students out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from guildhall.lib.numbers import counted
from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.students import queries, rules
from guildhall.students.actions.counseling import share_out
from guildhall.students.forms.counseling import ShareForm
from guildhall.ui.editing import saving


@require_http_methods(["GET", "POST"])
def counselors(request: HttpRequest) -> HttpResponse:
    """How many students each counselor has, how many have none, and giving some to one of them."""
    require(rules.can_keep(request.user))
    places = queries.places_to_keep(request.user)
    form = ShareForm(
        request.POST or None, places=places, programs=queries.programs_for(request.user),
        counselors=queries.managers_at(*places),
        initial={"institution": home_institution(request.user, Permission.KEEP_STUDENTS)},
    )  # fmt: skip
    if form.is_valid():
        values = form.cleaned_data
        with saving(form) as edit:
            n = share_out(values["institution"], values["counselor"], form.portion(), by=request.user)
        if edit.saved:
            words = ngettext("%(n)s student goes to %(name)s.", "%(n)s students go to %(name)s.", n)
            messages.success(request, words % {"n": counted(n), "name": values["counselor"]})
            return redirect("counselors")
    context = {"form": form, "rows": queries.counseled(request.user), "sharing": True}
    return render(request, "students/counselors.html", context)
