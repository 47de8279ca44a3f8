"""How we work: maps of the region and of institutions, and how each college does a step (B18, B19, B22)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.community import queries, rules, starter
from guildhall.community.actions import processes as actions
from guildhall.community.destinations import destinations_of
from guildhall.community.forms import MapForm, RefineForm, StepForm
from guildhall.community.models import ProcessMap, Step
from guildhall.community.queries import mapping
from guildhall.lib.verdicts import require
from guildhall.people.models import Institution
from guildhall.people.permissions import Permission
from guildhall.people.queries import may_be_named
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving, version_of


@require_safe
def maps(request: HttpRequest) -> HttpResponse:
    """The maps: of the region, and of its institutions."""
    require(rules.can_take_part(request.user))
    context = {"rows": queries.maps(request.user), "may_write": rules.can_decide(request.user)}
    return render(request, "community/processes.html", context)


def map_of(request: HttpRequest, pk: str) -> ProcessMap:
    """A map that the person sees; anything else is not found."""
    rows = ProcessMap.objects.visible_to(request.user).select_related("institution", "by", "keeper")
    return get_object_or_404(rows, pk=pk)


@require_safe
def process(request: HttpRequest, pk: str) -> HttpResponse:
    """One map: its steps, where in the product each is done, and how institutions do it."""
    row = map_of(request, pk)
    may_write = rules.can_write_map(request.user, row.institution)
    editions = list(mapping.editions(row, request.user)[:50])
    present = mapping.content_of(row) if may_write or not editions else editions[0].content
    steps = mapping.shown_steps(present, request.user)
    context = {
        "row": row,
        "steps": steps,
        "drawing": mapping.drawing_of(steps),
        "systems": mapping.systems_of(present),
        "connections": present["connections"],
        "places": queries.places_to_refine(request.user, row),
        "may_write": may_write,
        "destinations": destinations_of(request.user),
        "editions": editions,
        "changed": bool(may_write and editions and not mapping.same(editions[0].content, present)),
    }
    return render(request, "community/process.html", context)


@require_http_methods(["GET", "POST"])
def map_form(request: HttpRequest, pk: str | None = None) -> HttpResponse:
    """Begin a map, or change what one is about."""
    row = map_of(request, pk) if pk else None
    require(rules.can_write_map(request.user, row.institution) if row else rules.can_decide(request.user))
    places = Institution.objects.where(request.user, Permission.AGREE_PROTOCOLS).order_by("lineage__len", "name")
    may_begin = row is None and not queries.maps(request.user)
    names = ("title", "purpose", "keeper", "version")
    initial = {name: getattr(row, name) for name in names} if row else {}
    keepers = may_be_named(row.institution) if row else None
    initial |= {"title": starter.MAP, "starter": True} if may_begin else {}
    asked = {"places": None if row else places, "keepers": keepers, "may_begin": may_begin}
    form = MapForm(request.POST or None, **asked, initial=initial)
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        values = form.cleaned_data
        details = (values["title"], values["purpose"])
        with saving(form, row) as edit:
            if row:
                more = {"keeper": values["keeper"], "version": values["version"]}
                actions.change_map(row, *details, **more, by=request.user)
            else:
                given = {"internal": values["internal"], "institution": values["institution"], "by": request.user}
                row = actions.begin_map(*details, steps=starter.STEPS if values.get("starter") else (), **given)
        if edit.saved:
            return redirect("process", row.pk)
        context["differences"] = edit.differences
    return render(request, "community/process_form.html", context)


@require_POST
def publish(request: HttpRequest, pk: str) -> HttpResponse:
    """Show a map to all of the staff, or take it back."""
    row = map_of(request, pk)
    on = request.POST.get("on") == "yes"
    require(rules.can_write_map(request.user, row.institution))
    with acting(request, changed=_("Somebody has changed this map meanwhile. Look at it once more.")):
        actions.publish_map(row, on=on, version=version_of(request), by=request.user)
    return redirect("process", row.pk)


def step_of(request: HttpRequest, row: ProcessMap, pk: str) -> Step:
    """A step of a map that the person sees."""
    return get_object_or_404(row.steps.visible_to(request.user).select_related("map__institution"), pk=pk)


@require_http_methods(["GET", "POST"])
def step_form(request: HttpRequest, pk: str, step: str | None = None) -> HttpResponse:
    """Add a step at the end, or change one."""
    row = map_of(request, pk)
    require(rules.can_write_map(request.user, row.institution))
    saved_step = step_of(request, row, step) if step else None
    names = ("title", "who", "text", "destination", "leads_to", "systems")
    initial = {name: getattr(saved_step, name) for name in (*names, "version")} if saved_step else {}
    others = ProcessMap.objects.visible_to(request.user).exclude(pk=row.pk)
    form = StepForm(request.POST or None, maps=others, initial=initial)
    context: dict[str, Any] = {"form": form, "row": row, "step": saved_step}
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in names}
        with saving(form, saved_step) as edit:
            actions.save_step(row, values, step=saved_step, version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            return redirect("process", row.pk)
        context["differences"] = edit.differences
    return render(request, "community/step_form.html", context)


@require_POST
def step_move(request: HttpRequest, pk: str, step: str) -> HttpResponse:
    """Move a step up or down."""
    saved_step = step_of(request, map_of(request, pk), step)
    actions.move_step(saved_step, request.POST.get("to") == "up", by=request.user)
    return redirect("process", pk)


@require_POST
def step_remove(request: HttpRequest, pk: str, step: str) -> HttpResponse:
    """Take a step out."""
    actions.remove_step(step_of(request, map_of(request, pk), step), by=request.user)
    return redirect("process", pk)


@require_http_methods(["GET", "POST"])
def refine(request: HttpRequest, pk: str, step: str, slug: str) -> HttpResponse:
    """Say how a step of the region is done at one institution."""
    row = map_of(request, pk)
    saved_step = step_of(request, row, step)
    place = next((one for one in queries.places_to_refine(request.user, row) if one.slug == slug), None)
    if place is None:
        raise Http404

    def read() -> Any:
        return saved_step.refinements.visible_to(request.user).filter(institution=place).first()

    own = read()
    initial = {"who": own.who, "text": own.text, "version": own.version} if own else {"version": 0}
    form = RefineForm(request.POST or None, initial=initial)
    context: dict[str, Any] = {"form": form, "row": row, "step": saved_step, "place": place}
    if form.is_valid():
        values = form.cleaned_data
        details = (values["who"], values["text"])
        with saving(form, read=read) as edit:
            actions.refine(saved_step, *details, institution=place, version=values["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("How %s does this step is written down.") % place)
            return redirect("process", row.pk)
        context["differences"] = edit.differences
    return render(request, "community/refine.html", context)
