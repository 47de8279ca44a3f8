"""Boards as lists: which there are, what has none and why, academies (D12)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.boards import rules
from guildhall.boards.actions import founding
from guildhall.boards.forms.boards import AcademyForm, WhyNoneForm
from guildhall.boards.models import Academy, Exemption
from guildhall.boards.queries import lists as queries
from guildhall.boards.queries.measures import label_at
from guildhall.lib.verdicts import require
from guildhall.pathways.models import Pathway
from guildhall.people.models import Institution
from guildhall.people.queries import territory
from guildhall.people.views.once_only import once_only
from guildhall.ui.editing import saving
from guildhall.ui.paging import Key, page_by_keys

BY_NAME = (Key("name"), Key("id"))


def place_in(request: HttpRequest) -> Institution | None:
    """The institution to which an address narrows a list."""
    slug = request.GET.get("at", "")
    return Institution.objects.visible_to(request.user).filter(slug=slug).first() if slug else None


def places_to_choose(request: HttpRequest) -> Any:
    """The institutions by which lists are narrowed."""
    kinds = ("college", "district", "school")
    return Institution.objects.visible_to(request.user).open().filter(kind__in=kinds).order_by("name")


def words_in(request: HttpRequest) -> str:
    """The words for which a list is searched."""
    return request.GET.get("q", "").strip()[:100]


@require_safe
def boards(request: HttpRequest) -> HttpResponse:
    """The boards of the territory, and how each does."""
    require(rules.can_read(request.user))
    view = request.GET.get("view", "standing")
    view = view if view in queries.VIEWS else "standing"
    wanted = queries.Wanted(view, words_in(request), place_in(request))
    page = page_by_keys(queries.boards(request.user, wanted), request, BY_NAME)
    root = territory()
    context = {
        "page": page, "lines": queries.lines_of(page.rows, request.user), "wanted": wanted,
        "places": places_to_choose(request), "at": wanted.institution.slug if wanted.institution else "",
        "may_found": rules.can_found(request.user), "label": label_at(root.root if root else None),
    }  # fmt: skip
    return render(request, "boards/boards.html", context)


@require_safe
def without(request: HttpRequest) -> HttpResponse:
    """What has no board of its own, with the reason, or that nobody says one."""
    require(rules.can_read(request.user))
    kind = request.GET.get("kind", "program")
    kind = kind if kind in queries.KINDS_OF_SUBJECT else "program"
    place, q = place_in(request), words_in(request)
    page = page_by_keys(queries.without(request.user, kind, place, q), request, BY_NAME)
    pathways = {row.pathway_id for row in page.rows if getattr(row, "pathway_id", None)}
    context = {
        "page": page, "kind": kind, "q": q, "place": place, "places": places_to_choose(request),
        "at": place.slug if place else "", "numbers": queries.numbers_without(request.user, place),
        "boards": queries.boards_of_pathways(pathways), "may_found": rules.can_found(request.user),
        "own": {row.pk for row in page.rows if rules.can_found(request.user, row.institution)},
    }  # fmt: skip
    return render(request, "boards/without.html", context)


def subject_of(request: HttpRequest, kind: str, pk: Any) -> founding.Subject:
    """The program, pathway or academy of an address."""
    if kind not in queries.KINDS_OF_SUBJECT:
        raise Http404
    rows = queries.KINDS_OF_SUBJECT[kind].objects.visible_to(request.user).select_related("institution")
    row: founding.Subject = get_object_or_404(rows, pk=pk)
    return row


@require_http_methods(["GET", "POST"])
def why_none(request: HttpRequest, kind: str, pk: Any) -> HttpResponse:
    """Say why something has no board."""
    subject = subject_of(request, kind, pk)
    require(rules.can_found(request.user, subject.institution))
    row = Exemption.objects.visible_to(request.user).filter(**founding.subject_of(subject)).first()
    known = {"because": row.because, "until": row.until, "version": row.version} if row is not None else {}
    form = WhyNoneForm(request.POST or None, initial=known)
    context: dict[str, Any] = {"form": form, "subject": subject, "kind": kind}
    if form.is_valid():
        v = form.cleaned_data
        with saving(form, row) as edit:
            said = {"until": v["until"], "version": v["version"], "by": request.user}
            founding.say_why_none(subject, v["because"], **said)
        if edit.saved:
            return redirect("boards-without")
        context["differences"] = edit.differences
    return render(request, "boards/why_none.html", context)


@require_http_methods(["GET", "POST"])
@once_only("boards-without")
def academy(request: HttpRequest, pk: Any = None) -> HttpResponse:
    """Enter an academy, or change it."""
    row = (
        get_object_or_404(Academy.objects.visible_to(request.user).select_related("institution"), pk=pk) if pk else None
    )
    require(rules.can_found(request.user, row.institution if row else None))
    pathways = Pathway.objects.visible_to(request.user).open().order_by("name")
    form = AcademyForm(request.POST or None, places=queries.places_to_keep(request.user), pathways=pathways, row=row)
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        v = form.cleaned_data
        with saving(form, row, fresh=lambda saved: AcademyForm(places=(), pathways=pathways, row=saved)) as edit:
            said = {"pathway": v["pathway"], "over": v.get("over", False), "row": row, "version": v["version"]}
            place = row.institution if row else v["institution"]
            founding.save_academy(v["name"], institution=place, **said, by=request.user)
        if edit.saved:
            return redirect("boards-without")
        context["differences"] = edit.differences
    return render(request, "boards/academy_form.html", context)
