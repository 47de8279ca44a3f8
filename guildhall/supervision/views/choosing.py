"""By which skills one's institutions evaluate placements."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.students.queries import places_to_keep
from guildhall.supervision import rules
from guildhall.supervision.actions.choosing import choose_skills
from guildhall.supervision.forms.choosing import SkillsForm
from guildhall.supervision.queries.skills import choice_of, skills_for
from guildhall.ui.editing import saving


@require_http_methods(["GET", "POST"])
def skills_chosen(request: HttpRequest) -> HttpResponse:
    """Choose the skills of an institution; evaluations of before keep theirs."""
    require(rules.can_keep_types(request.user))
    places = list(places_to_keep(request.user))
    home = home_institution(request.user, Permission.KEEP_STUDENTS)
    wanted = request.GET.get("at") or (home.slug if home else "")
    place = next((one for one in places if one.slug == wanted), places[0] if places and not wanted else None)
    if place is None:
        raise Http404
    form = SkillsForm(request.POST or None, row=choice_of(place))
    context = {"form": form, "place": place, "places": places, "now": skills_for(place, None)}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, read=lambda: choice_of(place), fresh=lambda now: SkillsForm(row=now)) as edit:
            choose_skills(place, values["framework"], form.lines(), version=values["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved. Evaluations that were made before keep their skills."))
            return redirect("paper-types")
        context["differences"] = edit.differences
    return render(request, "supervision/skills_chosen.html", context)
