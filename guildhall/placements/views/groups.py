"""Groups that are counted by number."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.employers.queries.standing import frame
from guildhall.employers.views.record import employer_of
from guildhall.lib import clock
from guildhall.lib.numbers import number_in
from guildhall.lib.periods import school_year_of
from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.people.views.once_only import once_only
from guildhall.placements import rules
from guildhall.placements.actions.grouping import count_group, say_named_from, take_group_back
from guildhall.placements.actions.ticking import say_who_took_part
from guildhall.placements.forms.groups import GroupForm, NamedFromForm, TickForm
from guildhall.placements.grades import FIRST_NAMED
from guildhall.placements.models import GroupExperience
from guildhall.placements.queries.grades import SHOWN, by_grade, naming_of, places_with_groups
from guildhall.placements.queries.groups import MOST_LISTED, named_from, places_to_count, students_of_group, ticked_of
from guildhall.students.forms.narrowing import NarrowForm
from guildhall.students.queries import programs_for
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving, version_of
from guildhall.ui.paging import Key, page_by_keys

NEWEST = [Key("on", descending=True), Key("id", descending=True)]


@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """The groups that were counted at one's own institutions (D21)."""
    require(rules.can_see_placements(request.user))
    rows = GroupExperience.objects.visible_to(request.user).select_related("employer", "institution", "by")
    rows = rows.annotate(named=Count("records"))
    page = page_by_keys(rows, request, NEWEST)
    first = named_from(row.institution_id for row in page)
    may_name = {row.pk for row in page if rules.can_be_named(row, first.get(row.institution_id, ""))}
    context = {"page": page, "may_keep": rules.can_keep(request.user), "may_name": may_name}
    return render(request, "placements/groups.html", context)


@require_safe
def grades(request: HttpRequest) -> HttpResponse:
    """What each grade had in a school year, and what is missing (D21)."""
    require(rules.can_see_placements(request.user))
    places = list(places_with_groups(request.user))
    at = next((place for place in places if place.slug == request.GET.get("at")), places[0])
    this = school_year_of(clock.today())
    asked = number_in(request.GET.get("year", ""), longest=4)
    year = asked if this - 40 <= asked <= this + 1 else this
    context = {
        "rows": by_grade(request.user, at, year), "at": at, "places": places, "year": year,
        "years": [(one, f"{one}–{(one + 1) % 100:02d}") for one in range(this, this - 8, -1)],
        "naming": naming_of(request.user, at), "first_named": FIRST_NAMED,
        "stages": [label for _stage, label in SHOWN], "may_keep": rules.can_keep(request.user, at),
    }  # fmt: skip
    return render(request, "placements/grades.html", context)


@require_http_methods(["GET", "POST"])
def say_from(request: HttpRequest, pk: str) -> HttpResponse:
    """Say from which grade on an institution keeps by name who was in a group."""
    place = get_object_or_404(places_with_groups(request.user), pk=pk)
    require(rules.can_keep(request.user, place))
    form = NamedFromForm(request.POST or None, row=naming_of(request.user, place))
    context: dict[str, Any] = {"form": form, "institution": place}
    if form.is_valid():
        values = form.cleaned_data
        now = {"read": lambda: naming_of(request.user, place), "fresh": lambda row: NamedFromForm(row=row)}
        with saving(form, **now) as edit:
            say_named_from(place, values["grade"], version=values["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("grades")
        context["differences"] = edit.differences
    return render(request, "placements/named_from.html", context)


@require_http_methods(["GET", "POST"])
@once_only("employer-placements")
def add(request: HttpRequest, pk: str) -> HttpResponse:
    """Count a group that took part in something with an employer."""
    employer = employer_of(request, pk)
    require(rules.can_count(request.user))
    home = home_institution(request.user, Permission.KEEP_STUDENTS)
    initial = {"institution": home or home_institution(request.user, Permission.TEACH_STUDENTS)}
    form = GroupForm(request.POST or None, places=places_to_count(request.user), initial=initial)
    if form.is_valid():
        with saving(form) as edit:
            count_group(form.cleaned_data["institution"], employer, form.counted(), by=request.user)
        if edit.saved:
            messages.success(request, _("The group is counted."))
            return redirect("employer-placements", employer.pk)
    return render(request, "placements/group_add.html", frame(request.user, employer) | {"form": form})


@require_POST
def take_back(request: HttpRequest, group: str) -> HttpResponse:
    """Take back a group that was counted by mistake."""
    row = get_object_or_404(GroupExperience.objects.visible_to(request.user), pk=group)
    of_employer = ("employer-placements", row.employer_id)
    with acting(request, changed=_("Somebody else was quicker.")) as act:
        take_group_back(row, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("The group is taken back."))
    return redirect("groups") if rules.can_see_placements(request.user) else redirect(*of_employer)


@require_http_methods(["GET", "POST"])
def students(request: HttpRequest, group: str) -> HttpResponse:
    """Tick the students who were in a group: each has a record of it from then on (D21)."""
    rows = GroupExperience.objects.visible_to(request.user).select_related("employer", "institution")
    row = get_object_or_404(rows, pk=group)
    require(rules.can_name(request.user, row))
    narrow = NarrowForm(request.GET, programs=programs_for(request.user))
    listed = students_of_group(row, request.user, **narrow.asked())
    there = ticked_of(row)
    was = {str(one.pk) for one in listed if one.student_id in there}
    form = TickForm(request.POST if request.method == "POST" else None, rows=listed)
    if form.is_valid():
        with saving(form) as edit:
            sent = form.cleaned_data
            now = say_who_took_part(row, listed, sent["students"], was=sent["was"], by=request.user)
        if edit.saved:
            words = ngettext("%d student of the group has a record of it.", "%d have a record of it.", now)
            messages.success(request, words % now)
            return redirect("groups")
    context = {"row": row, "narrow": narrow, "rows": listed, "form": form, "was": was, "most": MOST_LISTED}
    ticked = form.ticked if form.is_bound else was
    return render(request, "placements/group_students.html", context | {"ticked": ticked})
