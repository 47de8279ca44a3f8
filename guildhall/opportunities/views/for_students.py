"""What students find of what employers offer: a list, a map, one of them (B1, B6, C24; journey 9)."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from guildhall.employers.views.lists import SEARCHES, query_of
from guildhall.opportunities.drawing import sheet_of
from guildhall.opportunities.forms.for_students import StudentSearchForm
from guildhall.opportunities.queries import for_students, searching
from guildhall.opportunities.queries.pages import page_of
from guildhall.ui.answers import too_often
from guildhall.ui.paging import Page
from guildhall.ui.sections import sections_of
from guildhall.visitors.views.pages import visitors_only


@visitors_only("student")
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """What is open to the student."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    if not (verdict := SEARCHES.take(me.pk)):
        return too_often(request, verdict, wait=SEARCHES.wait)
    form = StudentSearchForm(request.GET)
    wanted = form.wanted()
    find = partial(for_students.searched_by_student, me, own_program=form.own_program)
    none = form.too_long or form.unknown_zip
    page, words = (Page([]), "") if none else page_of(request, find, wanted, size=20)
    context = {"form": form, "page": page, "near": wanted.near, "count_words": words, "query": query_of(request)}
    return render(request, "opportunities/student_list.html", context)


@visitors_only("student")
@require_safe
def on_a_map(request: HttpRequest) -> HttpResponse:
    """The same search as a drawing of where they are."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    if not (verdict := SEARCHES.take(me.pk)):
        return too_often(request, verdict, wait=SEARCHES.wait)
    form = StudentSearchForm(request.GET)
    wanted = form.wanted()
    rows = for_students.searched_by_student(me, wanted, own_program=form.own_program)
    rows = rows.none() if form.too_long or form.unknown_zip else rows
    found, nowhere = searching.spots(rows)
    context = {"form": form, "sheet": sheet_of(found), "spots": found, "nowhere": nowhere, "query": query_of(request)}
    return render(request, "opportunities/student_map.html", context)


@visitors_only("student")
@require_safe
def one(request: HttpRequest, pk: str) -> HttpResponse:
    """One opportunity, without any contact's address."""
    rows = for_students.open_to(request.visitor)  # type: ignore[attr-defined]
    rows = rows.select_related("employer", "holder", "site", "pathway").defer("search", "employer__search")
    row = for_students.told_to_students(get_object_or_404(rows, pk=pk))
    context = {"row": row, "programs": list(row.programs.all()), "seen_to": for_students.seen_to(row)}
    context["sections"] = sections_of("student-opportunity", request.visitor, row)  # type: ignore[attr-defined]
    return render(request, "opportunities/student_one.html", context)
