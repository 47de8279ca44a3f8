"""Published figures: which are loaded, loading more, how sources are laid out, whose area is whose (D5)."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.demand import rules
from guildhall.demand.actions import sources as actions
from guildhall.demand.actions.loading import load_figures
from guildhall.demand.forms.figures import AreaForm, LoadForm, SourceForm
from guildhall.demand.loading.areas import areas_in
from guildhall.demand.models import Area, AreaServed, EnteredFigure, Release, Source
from guildhall.demand.queries.areas import area_served, areas_served
from guildhall.lib.verdicts import require
from guildhall.people.models import Institution
from guildhall.people.permissions import Permission
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving, version_of


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The releases that are loaded, the sources that are described, and whose area is whose."""
    require(rules.can_read(request.user))
    context = {
        "releases": list(Release.objects.visible_to(request.user)[:100]),
        "sources": list(Source.objects.visible_to(request.user).select_related("area")),
        "served": areas_served(),
        "by_hand": EnteredFigure.objects.visible_to(request.user).standing().count(),
        "may_load": rules.can_load(request.user),
    }
    return render(request, "demand/figures.html", context)


@require_http_methods(["GET", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Take in a file of figures; what was read of it stands on the page that follows."""
    require(rules.can_load(request.user))
    form = LoadForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        with saving(form, at="file") as edit:
            sent, period = form.cleaned_data["file"], form.cleaned_data["period"]
            context |= _loaded(sent, period, request.user)
        if edit.saved:
            return render(request, "demand/loaded.html", context)
    return render(request, "demand/load.html", context)


def _loaded(sent: Any, period: str, by: Any) -> dict[str, Any]:
    """What became of a file: the list of areas, or a release of figures."""
    with NamedTemporaryFile() as kept:
        for chunk in sent.chunks():
            kept.write(chunk)
        kept.flush()
        path = Path(kept.name)
        book = sent.name.lower().endswith((".xlsx", ".xlsm"))
        if not book and (rows := areas_in(path)) is not None:
            return {"areas": actions.load_areas(rows, by=by), "heading": _("Labor market areas")}
        loaded = load_figures(path, sent.name, by=by, period=period)
        return {"loaded": loaded, "heading": str(loaded.release)}


@require_http_methods(["GET", "POST"])
@once_only("demand-figures")
def source_add(request: HttpRequest) -> HttpResponse:
    """Describe how the files of a source are laid out."""
    require(rules.can_load(request.user))
    form = SourceForm(request.POST or None)
    if form.is_valid():
        with saving(form) as edit:
            actions.describe_source(form.laid(), by=request.user)
        if edit.saved:
            messages.success(request, _("Saved. Files with these headings are read by themselves from now on."))
            return redirect("demand-figures")
    return render(request, "demand/source.html", {"form": form})


def _source(request: HttpRequest, pk: Any) -> Source:
    found: Source = get_object_or_404(Source.objects.visible_to(request.user).select_related("area"), pk=pk)
    return found


@require_http_methods(["GET", "POST"])
def source_change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change how the files of a source are laid out."""
    row = _source(request, pk)
    require(rules.can_load(request.user))
    form = SourceForm(request.POST or None, row=row)
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        with saving(form, row, fresh=lambda now: SourceForm(row=now)) as edit:
            details = {"source": row, "version": form.cleaned_data["version"]}
            actions.describe_source(form.laid(), by=request.user, **details)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("demand-figures")
        context["differences"] = edit.differences
    return render(request, "demand/source.html", context)


@act_on("demand-source")
def source_forget(request: HttpRequest, pk: str) -> HttpResponse:
    """Forget how a source is laid out; what was read from it stays."""
    row = _source(request, pk)
    with acting(request, changed=_("Somebody changed it meanwhile. Read it again.")) as act:
        actions.forget_source(row, version=version_of(request), by=request.user)
    if not act.done:
        return redirect("demand-source", pk)
    messages.success(request, _("Forgotten. The figures that were read stay."))
    return redirect("demand-figures")


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """The institutions whose labor market area a person chooses."""
    require(rules.can_load(request.user))
    places = Institution.objects.where(request.user, Permission.KEEP_PROGRAMS).open()
    chosen = {row.institution_id: row.area for row in areas_served()}
    rows = [(place, chosen.get(place.pk)) for place in places.order_by("lineage__len", "name")[:300]]
    return render(request, "demand/areas.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def area(request: HttpRequest, pk: str) -> HttpResponse:
    """Say in which labor market area an institution is."""
    place = get_object_or_404(Institution.objects.visible_to(request.user).open(), pk=pk)
    require(rules.can_choose_area(request.user, place))
    form = AreaForm(request.POST or None, row=area_served(place))
    context: dict[str, Any] = {"form": form, "place": place}
    if form.is_valid():
        read = lambda: area_served(place) or AreaServed(version=0)  # noqa: E731
        with saving(form, read=read, fresh=lambda now: AreaForm(row=now if now.pk else None)) as edit:
            actions.choose_area(place, form.chosen(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("demand-figures")
        context["differences"] = edit.differences
    return render(request, "demand/area.html", context)


@require_safe
def known_areas(request: HttpRequest) -> JsonResponse:
    """The areas of the labor market that have figures here, to suggest while somebody types."""
    require(rules.can_read(request.user))
    return JsonResponse({"known": list(Area.objects.visible_to(request.user).values_list("name", flat=True))})
