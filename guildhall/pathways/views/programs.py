"""Programs of study: what each institution offers, and what one of them is."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.lib.verdicts import require
from guildhall.pathways import queries, rules
from guildhall.pathways.actions.programs import change_program, enter_program
from guildhall.pathways.clusters import predecessors, successors
from guildhall.pathways.forms import ProgramForm
from guildhall.pathways.models import Code, Pathway, Program
from guildhall.pathways.queries.credit import certifications_of, courses_of
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.people.views.once_only import once_only
from guildhall.ui.editing import saving


@require_safe
def programs(request: HttpRequest) -> HttpResponse:
    """What the institutions teach, one's own first."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    places = Institution.objects.visible_to(request.user).open()
    at = places.filter(slug=request.GET.get("at", "")).first()
    cluster = request.GET.get("cluster", "")[:12]
    former = "former" in request.GET
    context = {
        "shelves": queries.shelves(request.user, institution=at, cluster=cluster, former=former),
        "places": places.filter(programs__isnull=False).distinct().order_by("name"),
        "at": at,
        "cluster": cluster,
        "former": former,
        "clusters": queries.cluster_choices(_("any")),
        "may_keep": rules.can_keep(request.user),
    }
    return render(request, "pathways/programs.html", context)


@require_safe
def program(request: HttpRequest, pk: str) -> HttpResponse:
    """One program: its codes in words, and the occupations that it leads to."""
    row = program_of(request, pk)
    cluster = row.in_cluster
    codes = [(row.cip_version, row.cip)] if row.cip else []
    context = {
        "row": row,
        "cip_title": queries.titles_of(Code.Scheme.CIP, codes).get((row.cip_version, row.cip), ""),
        "fate": queries.fates_of(Code.Scheme.CIP, codes).get((row.cip_version, row.cip)),
        "occupations": queries.occupations_of(row),
        "other_clusters": [*successors(cluster), *predecessors(cluster)] if cluster else [],
        "courses": courses_of(request.user, row),
        "certifications": certifications_of(request.user, row),
        "is_over": queries.is_over(row),
        "may_change": rules.can_change(request.user, row),
    }
    return render(request, "pathways/program.html", context)


def program_of(request: HttpRequest, pk: Any) -> Program:
    """A program that the person may know of; anything else is not there."""
    return get_object_or_404(Program.objects.visible_to(request.user).select_related("institution", "pathway"), pk=pk)


def places_to_keep(person: Person) -> Any:
    """The institutions whose programs and pathways a person keeps."""
    return Institution.objects.where(person, Permission.KEEP_PROGRAMS).open().order_by("lineage__len", "name")


@require_http_methods(["GET", "POST"])
@once_only("programs")
def program_add(request: HttpRequest) -> HttpResponse:
    """Enter a program of study."""
    require(rules.can_keep(request.user))
    details: dict[str, Any] = {
        "places": places_to_keep(request.user),
        "pathways": Pathway.objects.visible_to(request.user).open(),
        "initial": {"institution": home_institution(request.user, Permission.KEEP_PROGRAMS)},
    }
    form = ProgramForm(request.POST or None, **details)
    if form.is_valid():
        with saving(form) as edit:
            row = enter_program(form.cleaned_data["institution"], form.facts(), by=request.user)
        if edit.saved:
            messages.success(request, _("%s is on the list.") % row.name)
            return redirect("program", row.pk)
    return render(request, "pathways/program_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def program_change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change a program of study."""
    row = program_of(request, pk)
    require(rules.can_change(request.user, row))
    pathways = Pathway.objects.visible_to(request.user).open() | Pathway.objects.visible_to(request.user).filter(
        pk=row.pathway_id
    )
    form = ProgramForm(request.POST or None, program=row, pathways=pathways)
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        with saving(form, row, fresh=lambda now: ProgramForm(program=now, pathways=pathways)) as edit:
            change_program(row, form.facts(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("program", row.pk)
        context["differences"] = edit.differences
    return render(request, "pathways/program_form.html", context)
